//! The support desk of Twilio's page "Using Twilio Conversations with Studio".

use flow_runtime::prelude::*;

flow! {
    /// Adds a support agent to the conversation when somebody writes "support".
    pub flow SupportDesk {
        trigger {
            incoming_conversation_message => check_support,
        }

        #[name = "check-support"]
        split_based_on check_support {
            input: "{{trigger.conversation.Body}}",

            /// Support
            equal_to("support") => add_support_agent,
            _ => explain,
        }

        #[name = "add-support-agent"]
        run_function add_support_agent {
            function: AddParticipant {
                conversation_sid: "{{trigger.conversation.ConversationSid}}",
                address: "+15557770199",
                proxy_address: "+15557770100",
            },

            success => confirm,
            fail => apologise,
        }

        send_message confirm {
            body: "Added support agent",

            sent | failed => leave_to_people,
        }

        run_function leave_to_people {
            function: HandOver,

            _ => end,
        }

        send_message explain {
            body: "Write \"support\" to talk to a person.",

            _ => end,
        }

        send_message apologise {
            body: "Nobody could be added just now: {{widgets.add-support-agent.body}}",

            _ => end,
        }
    }
}
