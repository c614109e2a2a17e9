use flow_runtime::prelude::*;

flow! {
    pub flow Desk { //~ F0207
        send_message greet {
            body: "Hello",

            _ => end,
        }
    }
}

flow! {
    pub flow Nothing {} //~ F0207
}

fn main() {}
