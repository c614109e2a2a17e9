use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => greet,
        }

        send_and_wait_for_reply greet {
            body: "Hello from {{settings}}", //~ F0605
            timeout: "{{settings.greet.patience}}", //~ F0605

            _ => end,
        }
    }
}

fn main() {}
