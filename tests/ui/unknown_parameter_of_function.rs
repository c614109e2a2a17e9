use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => add,
        }

        run_function add {
            function: AddParticipant {
                conversation_sid: "{{trigger.conversation.ConversationSid}}",
                adress: "+15557770199", //~ E0609
            },

            _ => twice,
        }

        run_function twice {
            function: AddParticipant {
                conversation: "{{trigger.conversation.ConversationSid}}", //~ E0609
                adress: "+15557770199", //~ E0609
            },

            _ => end,
        }
    }
}

fn main() {}
