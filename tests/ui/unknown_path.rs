use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "Hello {{trigger.mesage.From}}, {{flow.name}}, {{contact.name}}", //~ F0702 F0702 F0702

            _ => end,
        }
    }
}

fn main() {}
