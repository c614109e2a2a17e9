use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger { incoming_message => ask }

        send_and_wait_for_reply ask {
            body: "What?",

            _ => end,
        }

        #[at(1, 2)] //~ F0002
        migrate {
            ask-order => ask, //~ F0001
            _ => ask, //~ F0001
            ask_once, //~ F0001
            ask_twice => , //~ F0001
            #[name = "x"] //~ F0002
            ask_again => ask,
            : => ask, //~ F0001
            ask_more => ask.end, //~ F0001
        }
    }
}

fn main() {}
