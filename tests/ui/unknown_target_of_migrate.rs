use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger { incoming_message => ask_item }

        send_and_wait_for_reply ask_item {
            body: "What?",

            _ => end,
        }

        migrate {
            ask => ask_itme, //~ F0201
            ask_again | ask_once => far_away, //~ F0201
            confirm => end, //~ F0201
            first => second, //~ F0201
            second => ask_item,
        }
    }
}

fn main() {}
