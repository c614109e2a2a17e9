use flow_runtime::prelude::*;

flow! {
    #[derive(Debug)] //~ F0002
    pub flow Desk {
        #[inline] //~ F0002
        trigger {
            incoming_message => greet,
        }

        #[label = "Greeting"] //~ F0002
        send_message greet {
            #[deprecated] //~ F0002
            body: "Hello",

            #[cfg(test)] //~ F0002
            _ => end,
        }
    }
}

fn main() {}
