use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check { //~ F0205
            input: "{{trigger.message.Body}}",

            equal_to("bye") => end,
        }
    }
}

fn main() {}
