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

flow! {
    pub flow Desk {
        trigger {
            incoming_message => bill,
        }

        run_subflow bill {
            flow: Billing {
                acount: "1", //~ F0803
                total: "2",
                hue: "red", //~ F0803
            },

            _ => end,
        }
    }
}

fn main() {}
