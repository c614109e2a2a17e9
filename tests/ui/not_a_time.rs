use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            is_before_time("9:30") => end, //~ F0512
            is_after_time("5 pm") => end, //~ F0512
            _ => end,
        }
    }
}

fn main() {}
