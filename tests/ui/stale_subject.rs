use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            #[subject("{{trigger.message.From}}")] //~ F0518
            equal_to("yes") => end,
            _ => end,
        }
    }
}

fn main() {}
