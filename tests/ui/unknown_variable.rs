use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => count,
        }

        set_variables count {
            variables: { tries: "{{flow.variables.tries | plus: 1}}" },

            next => ask,
        }

        send_and_wait_for_reply ask {
            body: "Yes or no?",

            incoming_message => end,
            _ => enough,
        }

        split_based_on enough {
            input: "{{flow.variables.trys}}", //~ F0705

            greater_than("3") => end,
            _ => count,
        }
    }
}

fn main() {}
