use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            matches_any_of("yes, yeah", "yep") => end, //~ F0509
            _ => end,
        }
    }
}

fn main() {}
