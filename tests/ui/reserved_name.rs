use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "Hello",

            _ => end,
        }

        send_message end { //~ F0108
            body: "Bye",

            _ => end,
        }

        send_message trigger { //~ F0108
            body: "Bye",

            _ => end,
        }

        send_message self { //~ F0108
            body: "Bye",

            _ => end,
        }
    }
}

fn main() {}
