use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => ask,
        }

        send_and_wait_for_reply ask {
            body: "Who are you?",

            incoming_message => check,
            _ => end,
        }

        split_based_on check {
            input: "{{widgets.ask.inbuond.Body}}", //~ F0704

            is_blank => end,
            _ => greet,
        }

        send_message greet {
            body: "Hello {{widgets.check.input}}", //~ F0704

            _ => end,
        }
    }
}

fn main() {}
