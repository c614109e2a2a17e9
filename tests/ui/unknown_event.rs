use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_mesage => near, //~ F0103
            incoming_call => far,
        }

        send_message near {
            body: "Hello",

            sent => end,
            faild => end, //~ F0103
        }

        send_and_wait_for_reply far {
            body: "Hello?",

            incomingMessage => operator, //~ F0103
            exploded => end, //~ F0103
            "exploded" => end,
            _ => operator,
        }

        send_message operator {
            body: "Hello",

            contains("yes") => end, //~ F0103
            _ => quoted,
        }

        "make-coffee" quoted {
            done => end, //~ F0103
        }
    }
}

fn main() {}
