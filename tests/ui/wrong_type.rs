use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => ask,
        }

        send_and_wait_for_reply ask {
            body: 5, //~ F0502
            timeout: "30", //~ F0502
            shorten_urls: "true", //~ F0502
            media_url: ["a", "b"], //~ F0502

            _ => wait,
        }

        send_and_wait_for_reply wait {
            body: "Hello?",
            timeout: 0.5, //~ F0502

            _ => remember,
        }

        set_variables remember {
            variables: "asked", //~ F0502

            next => lists,
        }

        set_variables lists {
            variables: { several: ["a", "b"] }, //~ F0502

            next => run,
        }

        run_function run {
            function: "HandOver", //~ F0502

            _ => run_with,
        }

        run_function run_with {
            function: AddParticipant {
                conversation_sid: "{{trigger.message.InstanceSid}}",
                address: ["+15557770199"], //~ F0502
            },

            _ => check,
        }

        split_based_on check {
            input: "{{flow.variables.asked}}",

            less_than(5) => end, //~ F0001
            _ => end,
        }
    }
}

fn main() {}
