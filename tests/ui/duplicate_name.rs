use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "Hello",

            _ => bye,
        }

        #[name = "greet"] //~ F0109
        send_message bye {
            body: "Bye",

            _ => end,
        }
    }
}

fn main() {}
