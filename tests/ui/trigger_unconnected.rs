use flow_runtime::prelude::*;

flow! {
    pub flow Empty {
        trigger {} //~ F0206

        send_message greet {
            body: "Hello",

            _ => bye,
        }

        send_message bye {
            body: "Bye",

            _ => end,
        }
    }
}

flow! {
    pub flow EndsAtOnce {
        trigger { //~ F0206
            incoming_message => end,
        }
    }
}

fn main() {}
