use flow_runtime::prelude::*;

flow! {
    #[allow(arm_never_taken)] //~ F0111
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        #[allow(unreachable_widget)] //~ F0111
        send_message greet {
            body: "Hello",

            _ => bye,
        }

        #[allow(unknown_variable, may_be_unset)] //~ F0111 F0111
        send_message bye {
            body: "Bye",

            _ => end,
        }
    }
}

fn main() {}
