use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "Hello",

            sent | failed => end,
            _ => end, //~ F0204
        }
    }
}

fn main() {}
