use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => add,
        }

        run_function add {
            function: AddParticipant { //~ E0080
                conversation_sid: "{{trigger.conversation.ConversationSid}}",
            },

            _ => remove,
        }

        run_function remove {
            function: RemoveParticipant, //~ E0080

            _ => end,
        }
    }
}

fn main() {}
