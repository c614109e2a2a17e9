use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "Hello",
            body: "Hello again", //~ F0106

            _ => end,
        }
    }
}

fn main() {}
