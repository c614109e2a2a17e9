use flow_runtime::prelude::*;

mod billing {
    use flow_runtime::prelude::*;

    flow! {
        pub flow Billing {
            trigger {
                incoming_parent => ask,
            }

            send_message ask {
                body: "{{trigger.parent.parameters.account}}, {{trigger.parent.parameters.name | default: \"dear customer\"}}: {{trigger.parent.parameters.total}}",

                _ => end,
            }
        }
    }
}

use billing::Billing;

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => add,
        }

        run_function add {
            function: AddParticipant { //~ F0802
                conversation_sid: "{{trigger.conversation.ConversationSid}}",
            },

            _ => remove,
        }

        run_function remove {
            function: RemoveParticipant, //~ F0802

            _ => bill,
        }

        run_subflow bill {
            flow: billing::Billing { account: "1" }, //~ F0802

            completed => bill_again,
            failed => end,
        }

        run_subflow bill_again {
            flow: Billing, //~ F0802

            _ => end,
        }
    }
}

fn main() {}
