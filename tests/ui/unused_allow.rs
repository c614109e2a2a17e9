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

        // These are not checked yet, so nobody can say that they are of no use.
        #[allow(unknown_variable, may_be_unset)]
        send_message bye {
            body: "Bye",

            _ => end,
        }
    }
}

fn main() {}
