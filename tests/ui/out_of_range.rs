use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => ask,
        }

        send_and_wait_for_reply ask {
            body: "Hello?",
            timeout: 0, //~ F0503

            _ => ask_again,
        }

        send_and_wait_for_reply ask_again {
            body: "Hello?",
            timeout: -5, //~ F0503

            _ => and_again,
        }

        send_and_wait_for_reply and_again {
            body: "Hello?",
            timeout: 1_000_000_000_000_000_000_000, //~ F0503

            _ => end,
        }
    }
}

fn main() {}
