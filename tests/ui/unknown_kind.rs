use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => near,
        }

        send_mesage near { //~ F0101
            body: "One letter is missing.",

            _ => far,
        }

        make_coffee far { //~ F0101
            strength: 3,

            done => quoted,
        }

        "make-coffee" quoted {
            "strength": 3,

            "done" => end,
        }
    }
}

fn main() {}
