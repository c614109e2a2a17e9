use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => grüße,
        }

        send_message grüße { //~ F0107
            body: "Hallo",

            _ => bye,
        }

        #[name = "1st bye"] //~ F0107
        send_message bye {
            body: "Bye",

            _ => end,
        }
    }
}

fn main() {}
