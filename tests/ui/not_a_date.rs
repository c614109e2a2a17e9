use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            is_before_date("31.12.2026") => end, //~ F0513
            is_after_date("2026-02-30") => end, //~ F0513
            _ => end,
        }
    }
}

fn main() {}
