use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            _ => greet, //~ F0211
            equal_to("bye") => end,
        }

        send_message greet {
            body: "Hello",

            _ => end, //~ F0211
            _ => end,
        }
    }
}

fn main() {}
