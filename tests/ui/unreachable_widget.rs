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

        send_message forgotten { //~ F0301
            body: "Nobody comes here",

            _ => after_it,
        }

        // Would be reached with it, so it is no finding of its own.
        send_message after_it {
            body: "Nor here",

            _ => end,
        }

        // A loop is one finding, and one that nothing comes to does not spin.
        send_message round { //~ F0301
            body: "Round",

            _ => and_round,
        }

        send_message and_round {
            body: "and round",

            _ => round,
        }

        send_message itself { //~ F0301
            body: "And round",

            _ => itself,
        }
    }
}

fn main() {}
