//! The support desk of Twilio's page "Using Twilio Conversations with Studio".

use flow_runtime::prelude::*;

flow! {
    /// Adds a support agent to the conversation when somebody writes "support".
    #[settings(Numbers)]
    pub flow SupportDesk {
        trigger {
            incoming_conversation_message => check_support,
        }

        #[name = "check-support"]
        split_based_on check_support {
            input: "{{trigger.conversation.Body}}",

            /// Support
            equal_to("support") => add_support_agent,
            _ => explain,
        }

        #[name = "add-support-agent"]
        run_function add_support_agent {
            function: AddParticipant {
                conversation_sid: "{{trigger.conversation.ConversationSid}}",
                address: "{{settings.support_agent}}",
                proxy_address: "{{settings.support_number}}",
            },

            success => confirm,
            fail => apologise,
        }

        send_message confirm {
            body: "Added support agent",

            sent | failed => leave_to_people,
        }

        run_function leave_to_people {
            function: HandOver,

            _ => end,
        }

        send_message explain {
            body: "Write \"support\" to talk to a person.",

            _ => end,
        }

        send_message apologise {
            body: "Nobody could be added just now: {{widgets.add-support-agent.body}}",

            _ => end,
        }
    }
}

/// The desk's settings: whom to call differs from one deployment to the next.
#[derive(Debug, Settings)]
pub(crate) struct Numbers {
    /// The agent's number.
    pub(crate) support_agent: String,
    /// The number of ours that the agent then sees.
    pub(crate) support_number: String,
}

/// Those of the terminal.
impl Default for Numbers {
    fn default() -> Self {
        Numbers {
            support_agent: "+15557770199".to_owned(),
            support_number: "+15557770100".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use flow_runtime::prelude::FunctionError;
    use flow_runtime::testing::{Simulation, simulate};

    use super::{AddParticipant, Numbers, SupportDesk};

    fn desk() -> Simulation {
        let numbers = Numbers::default();
        simulate(SupportDesk)
            .alias("agent", numbers.support_agent.clone())
            .settings(numbers)
    }

    #[tokio::test]
    async fn an_agent_joins_and_the_two_are_left_to_talk() {
        let mut chat = desk();
        chat.customer("hello").await.expect_ended();
        chat.expect_message("Write \"support\" to talk to a person.");
        chat.customer("Support").await.expect_handed_over();
        chat.expect_message("Added support agent");
        chat.expect_reached(["customer", "agent"]);
        chat.says("agent", "hi, how can I help?").await;
        chat.customer("support").await.expect_no_message();
    }

    #[tokio::test]
    async fn nobody_can_be_added() {
        let mut chat =
            desk().function(|_: AddParticipant| Err(FunctionError::new("all lines are busy")));
        chat.customer("support").await;
        chat.expect_message("Nobody could be added just now: all lines are busy");
        chat.expect_people(["customer"]).expect_ended();
    }
}
