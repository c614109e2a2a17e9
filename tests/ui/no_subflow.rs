use flow_runtime::prelude::*;

flow! {
    pub flow Deaf {
        trigger {
            incoming_message => hello,
        }

        send_message hello {
            body: "hello",

            _ => end,
        }
    }
}

flow! {
    pub flow Desk {
        trigger {
            incoming_message => deaf,
        }

        run_subflow deaf {
            flow: Deaf, //~ F0805

            completed => stranger,
            failed => end,
        }

        run_subflow stranger {
            flow: String, //~ E0277

            _ => end,
        }
    }
}

fn main() {}
