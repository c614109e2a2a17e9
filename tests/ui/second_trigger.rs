use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        trigger { //~ F0208
            incoming_call => greet,
        }

        send_message greet {
            body: "Hello",

            _ => end,
        }
    }
}

fn main() {}
