use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => ask,
        }

        send_message ask { //~ F0401
            body: "Are you there?",

            _ => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            equal_to("yes") => poll,
            _ => count,
        }

        set_variables count {
            variables: { asked: "{{flow.variables.asked | plus: 1}}" },

            next => ask,
        }

        // A function takes its time: this is polling, and fine.
        run_function poll {
            url: "https://example.com/poll",

            success => end,
            fail => wait,
        }

        set_variables wait {
            variables: { polled: true },

            next => poll,
        }
    }
}

fn main() {}
