use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => ask,
        }

        #[name = "ask-name"]
        send_and_wait_for_reply ask {
            body: "Who are you?",

            incoming_message => greet,
            _ => end,
        }

        send_message greet {
            body: "Hello {{widgets.ask-nmae.inbound.Body}}", //~ F0703
            attributes: "{{widgets.ask.inbound.Attributes}}", //~ F0703

            _ => end,
        }
    }
}

fn main() {}
