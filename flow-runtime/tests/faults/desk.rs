//! A help desk: a hand-over to people while messages wait, people who take it, a function that
//! hands over by itself, and a program that does.

use std::time::Duration;

use flow_runtime::Runtime;
use flow_runtime::host::local::Builder;
use flow_runtime::prelude::*;
use serde::Serialize;
use tokio::time::sleep;

use crate::asked;
use crate::script::{Scenario, Step};

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "desk",
    builder,
    flows: &["Pager", "Desk", "Notes"],
    steps: &[
        Step::Joins("ann"),
        Step::SaysInHaste("ann", "my order is late"),
        Step::SaysInHaste("ann", "hello?"),
        Step::Says("ann", "anybody?"),
        Step::Joins("ben"),
        Step::Says("ben", "the same here"),
        Step::Takes("eve"),
        Step::Joins("eve"),
        Step::Says("eve", "how can I help?"),
        Step::Starts("ann"),
        Step::Leaves("ben"),
        Step::Says("ann", "page somebody"),
        Step::Starts("ann"), // refused: it is handed over
        Step::HandsOver,
        Step::Says("ann", "it came"),
        Step::Closes,
    ],
};

flow! {
    /// Sorts a message, and hands it over to people.
    pub flow Desk {
        trigger {
            incoming_conversation_message => sort,
        }

        run_function sort {
            function: Sort { text: "{{trigger.conversation.Body}}" },

            success => people,
            fail => end,
        }

        send_to_flex people {
            workflow: "WW00000000000000000000000000000001",
            channel: "TC00000000000000000000000000000001",
            attributes: "{\"said\": \"{{trigger.conversation.Body}}\"}",
            priority: "{{widgets.sort.parsed.urgency}}",
            timeout: 6000,

            call_complete => tell,
            failed_to_enqueue => end,
            call_failure => end,
        }

        send_message tell {
            body: "Somebody will be with you",

            _ => end,
        }
    }
}

flow! {
    /// Writes down who wrote, and hands nothing over.
    pub flow Notes {
        trigger {
            incoming_conversation_message => count,
        }

        set_variables count {
            variables: { author: "{{trigger.conversation.Author}}" },

            next => end,
        }
    }
}

flow! {
    /// Leaves the conversation to people by a function.
    pub flow Pager {
        trigger {
            incoming_request => wait,
        }

        send_and_wait_for_reply wait {
            body: "Paging",
            timeout: 60,

            incoming_message => leave,
            timeout => end,
            delivery_failure => end,
        }

        run_function leave {
            function: HandOver,

            success => left,
            fail => end,
        }

        send_message left {
            body: "Paged",

            _ => end,
        }
    }
}

/// Says how urgent a text is.
#[derive(FunctionParameters)]
struct Sort {
    text: String,
}

#[derive(Serialize, FunctionOutput)]
struct Sorted {
    urgency: u32,
}

impl Function for Sort {
    type Output = Sorted;

    async fn call(self, cx: &FunctionContext) -> Result<Sorted, FunctionError> {
        asked::note(cx.effect_key(), format!("sort {}", self.text));
        sleep(Duration::from_secs(8)).await;
        let urgency = u32::try_from(self.text.len()).unwrap_or_default();
        Ok(Sorted { urgency })
    }
}

fn builder() -> Builder {
    Runtime::builder()
        .flow::<Desk>()
        .flow::<Notes>()
        .flow::<Pager>()
        .fetch(asked::fetch)
}
