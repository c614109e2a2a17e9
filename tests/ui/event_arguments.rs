use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "Hello",

            sent("now") => end, //~ F0209
            failed() => end, //~ F0209
        }
    }
}

fn main() {}
