//! An archive: what is older than the retention is deleted while the conversation goes on.

use flow_runtime::Runtime;
use flow_runtime::host::local::Builder;
use flow_runtime::prelude::*;

use crate::asked;
use crate::script::{Scenario, Step};

pub(crate) const SCENARIO: Scenario = Scenario {
    name: "archive",
    builder,
    flows: &["Archive"],
    steps: &[
        Step::Joins("ann"),
        Step::Says("ann", "file this"),
        Step::Says("ann", "under a"),
        Step::Says("ann", "and this"),
        Step::Passes(5 * 3600),
        Step::Says("ann", "under b"),
        Step::Says("ann", "file that"),
    ],
};

flow! {
    /// Asks under which letter something belongs, and waits for the answer for a day.
    pub flow Archive {
        trigger {
            incoming_conversation_message => ask,
        }

        send_and_wait_for_reply ask {
            body: "Under which letter?",
            timeout: 86400,

            incoming_message => file,
            timeout => end,
            delivery_failure => end,
        }

        run_function file {
            url: "https://archive.test/files",
            parameters: { letter: "{{widgets.ask.inbound.Body}}" },

            _ => end,
        }
    }
}

fn builder() -> Builder {
    Runtime::builder().flow::<Archive>().fetch(asked::fetch)
}
