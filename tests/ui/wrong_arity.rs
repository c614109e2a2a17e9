use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            equal_to => end, //~ F0510
            equal_to("yes", "yeah") => end, //~ F0510
            is_blank("yes") => end, //~ F0510
            matches_any_of() => end, //~ F0510
            _ => end,
        }
    }
}

fn main() {}
