//! The figures that the README quotes.

use flow_runtime::flow;

flow! {
    /// The flow that is timed: every "support" takes it through four widgets and back.
    pub flow Desk {
        trigger {
            incoming_conversation_message => ask,
        }

        send_and_wait_for_reply ask {
            body: "How can we help?",

            incoming_message => check,
            _ => end,
        }

        split_based_on check {
            input: "{{widgets.ask.inbound.Body}}",

            equal_to("support") => remember,
            _ => end,
        }

        set_variables remember {
            variables: { topic: "support" },

            next => confirm,
        }

        send_message confirm {
            body: "Somebody will be with you.",

            _ => ask,
        }
    }
}
