use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => remember,
        }

        set_variables remember {
            variables: { name: "Ann" },

            next => greet,
        }

        send_message greet {
            body: "Hello {{name}}, {{widget.remember.name}}, {{today}}", //~ F0701 F0701 F0701

            _ => end,
        }
    }
}

fn main() {}
