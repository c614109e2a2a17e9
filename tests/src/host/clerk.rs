//! Flows that do what they are told, for the suite that every host passes.

use std::time::Duration;

use flow_runtime::conversation::Who;
use flow_runtime::prelude::*;
use serde::Serialize;

/// The flow that asks for a name, a second long.
pub const GREETER: &str = "Greeter";
/// The flow that does what each message says, by a function.
pub const CLERK: &str = "Clerk";

flow! {
    /// Asks for a name, and greets.
    pub(super) flow Greeter {
        trigger {
            incoming_conversation_message => ask,
            incoming_request => ask,
        }

        send_and_wait_for_reply ask {
            body: "Who is there?",
            timeout: 1,

            incoming_message => greet,
            timeout => give_up,
            delivery_failure => end,
        }

        send_message greet { body: "Hello {{widgets.ask.inbound.Body}}", _ => end }

        send_message give_up { body: "Nobody, it seems", _ => end }
    }
}

flow! {
    /// Does what each message says, until nobody wants anything for a month.
    pub(super) flow Clerk {
        trigger {
            incoming_conversation_message => first,
        }

        set_variables first {
            variables: { task: "{{trigger.conversation.Body}}" },

            next => work,
        }

        run_function work {
            function: Work { task: "{{flow.variables.task}}" },

            success => report,
            fail => excuse,
        }

        send_and_wait_for_reply report {
            body: "done: {{widgets.work.parsed.said}}",
            timeout: 2592000,

            incoming_message => after_report,
            _ => end,
        }

        set_variables after_report {
            variables: { task: "{{widgets.report.inbound.Body}}" },

            next => work,
        }

        send_and_wait_for_reply excuse {
            body: "failed: {{widgets.work.body}}",
            timeout: 2592000,

            incoming_message => after_excuse,
            _ => end,
        }

        set_variables after_excuse {
            variables: { task: "{{widgets.excuse.inbound.Body}}" },

            next => work,
        }
    }
}

/// Does what its parameter says.
#[derive(Debug, FunctionParameters)]
struct Work {
    task: String,
}

/// What came of it.
#[derive(Debug, Serialize, FunctionOutput)]
struct Worked {
    said: String,
}

impl Function for Work {
    type Output = Worked;

    async fn call(self, cx: &FunctionContext) -> Result<Worked, FunctionError> {
        let (verb, object) = self.task.split_once(' ').unwrap_or((&self.task, ""));
        match verb {
            "fail" => return Err(FunctionError::new("no luck")),
            "panic" => panic!("out of order"),
            "sleep" => {
                let milliseconds = object.parse().unwrap_or_default();
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            }
            "say" => {
                cx.send("clerk", object.to_owned()).await?;
            }
            "invite" => {
                cx.add_participant(Who::Identity(object.to_owned().into()))
                    .await?;
            }
            "invite-then-sleep" => {
                cx.add_participant(Who::Identity(object.to_owned().into()))
                    .await?;
                tokio::time::sleep(Duration::from_secs(3600)).await;
            }
            "leave" => cx.hand_over().await?,
            "close" => cx.close().await?,
            _ => {}
        }
        Ok(Worked {
            said: self.task.clone(),
        })
    }
}
