use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger { incoming_message => ask }

        send_and_wait_for_reply ask {
            body: "What?",

            _ => end,
        }

        migrate {
            ask_order | "ask-order" => ask,
            ask_order => ask, //~ F0114
        }

        migrate {
            "ask-order" => ask, //~ F0114
        }
    }
}

fn main() {}
