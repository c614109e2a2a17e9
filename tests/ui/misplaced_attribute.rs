use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            /// Support
            equal_to("support") => greet,
            /// Anything else
            #[subject("{{trigger.message.From}}")] //~ F0210
            _ => end, //~ F0210
        }

        send_message greet {
            body: "Hello",

            /// All is well
            sent => end, //~ F0210
            #[subject("{{trigger.message.Body}}")] //~ F0210
            failed => end,
        }
    }
}

fn main() {}
