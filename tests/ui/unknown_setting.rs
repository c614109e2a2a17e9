use flow_runtime::prelude::*;

#[derive(Settings)]
pub struct Production {
    pub support_agent: String,
    pub support_number: String,
    pub patience: Option<u32>,
}

flow! {
    #[settings(Production)]
    pub flow Desk {
        trigger {
            incoming_conversation_message => ask,
        }

        send_and_wait_for_reply ask {
            body: "Write to {{settings.suport_agent}} or {{settings.mail}}", //~ F0606
            timeout: "{{settings.patience}}",

            incoming_message => add,
            _ => end,
        }

        run_function add {
            function: AddParticipant {
                conversation_sid: "{{trigger.conversation.ConversationSid}}",
                address: "{{settings.supportAgent}}", //~ F0606
                proxy_address: "{{settings.support_number}}",
            },

            _ => end,
        }
    }
}

fn main() {}
