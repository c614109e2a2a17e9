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

        send_message greet { //~ F0105
            body: "Hello again",

            _ => bye,
        }

        send_message bye {
            body: "Bye",

            _ => end,
        }
    }
}

fn main() {
    // The handle is there all the same.
    let _ = Desk::greet;
}
