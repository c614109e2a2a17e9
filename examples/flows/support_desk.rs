//! The support desk of Twilio's page "Using Twilio Conversations with Studio".

use flow_runtime::prelude::*;

flow! {
    /// Adds a support agent to the conversation when somebody writes "support".
    #[settings(Numbers)]
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
                address: "{{settings.support_agent}}",
                proxy_address: "{{settings.support_number}}",
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

/// The desk's settings: whom to call differs from one deployment to the next.
#[derive(Debug, Settings)]
pub(crate) struct Numbers {
    /// The agent's number.
    pub(crate) support_agent: String,
    /// The number of ours that the agent then sees.
    pub(crate) support_number: String,
}

/// Those of the terminal.
impl Default for Numbers {
    fn default() -> Self {
        Numbers {
            support_agent: "+15557770199".to_owned(),
            support_number: "+15557770100".to_owned(),
        }
    }
}
