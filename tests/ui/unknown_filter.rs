use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: "Hello {{contact.channel.address | upcse}}, {{flow.variables.name | shout}}", //~ F0602 F0602

            _ => end,
        }
    }
}

fn main() {}
