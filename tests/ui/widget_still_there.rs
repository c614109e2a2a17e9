use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger { incoming_message => ask }

        send_and_wait_for_reply ask {
            body: "What?",

            _ => confirm,
        }

        #[name = "confirm-order"]
        send_and_wait_for_reply confirm {
            body: "Sure?",

            _ => end,
        }

        migrate {
            ask => confirm, //~ F0113
            "confirm-order" => ask, //~ F0113
            Trigger => ask, //~ F0113
            // Studio called it so before it had a name of its own there.
            confirm => confirm,
        }
    }
}

fn main() {}
