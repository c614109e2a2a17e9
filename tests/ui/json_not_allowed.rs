use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet {
            body: json("{\"text\": \"Hello\"}"), //~ F0506

            _ => add,
        }

        run_function add {
            function: AddParticipant {
                conversation_sid: "{{flow.channel.address}}",
                address: json("{{widgets.greet | to_json}}"), //~ F0506
            },

            _ => end,
        }
    }
}

fn main() {}
