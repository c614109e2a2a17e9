use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => add,
        }

        run_function add {
            function: AddParticipant {
                conversation_sid: "{{trigger.conversation.ConversationSid}}",
                address: "+15557770199",
                address: "+15557770198", //~ F0801
            },

            _ => end,
        }
    }
}

fn main() {}
