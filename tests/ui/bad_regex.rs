use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            regex("(yes|no") => end, //~ F0514
            regex("yes|[1-5") => end, //~ F0514
            regex("*yes") => end, //~ F0514
            regex(r"\d+|[z-a]") => end, //~ F0514
            regex("yes\\") => end, //~ F0514
            _ => end,
        }
    }
}

fn main() {}
