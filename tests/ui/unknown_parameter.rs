use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => add,
        }

        run_function add {
            function: AddParticipant {
                conversation_sid: "{{trigger.conversation.ConversationSid}}",
                adress: "+15557770199", //~ E0026
            },

            _ => twice,
        }

        run_function twice {
            function: AddParticipant {
                conversation: "{{trigger.conversation.ConversationSid}}", //~ E0026
                adress: "+15557770199", //~ E0026
            },

            _ => end,
        }
    }
}

fn main() {}
