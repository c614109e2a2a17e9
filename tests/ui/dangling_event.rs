use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => one,
        }

        send_message one { //~ F0203
            body: "Hello",

            sent => several,
        }

        send_and_wait_for_reply several { //~ F0203
            body: "Hello?",

            incoming_message => all,
        }

        // Whatever comes after it is not called unreachable: it is still being written.
        send_message all { //~ F0203
            body: "Bye",
        }

        send_message after {
            body: "Bye",

            _ => end,
        }
    }
}

fn main() {}
