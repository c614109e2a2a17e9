use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
            incoming_message => bye, //~ F0202
        }

        send_message greet {
            body: "Hello",

            sent => bye,
            failed | "sent" => end, //~ F0202
        }

        send_message bye {
            body: "Bye",

            _ => end,
        }
    }
}

fn main() {}
