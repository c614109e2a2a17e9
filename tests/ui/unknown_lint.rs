use flow_runtime::prelude::*;

flow! {
    #[allow(spining_cycle)] //~ F0110
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        #[allow(unknown_target)] //~ F0110
        send_message greet {
            body: "Hello",

            _ => bye,
        }

        #[allow(dead_code)] //~ F0110
        send_message bye {
            body: "Bye",

            _ => end,
        }
    }
}

fn main() {}
