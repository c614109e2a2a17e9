use flow_runtime::prelude::*;

mod billing {
    use flow_runtime::prelude::*;

    flow! {
        pub flow Billing {
            trigger {
                incoming_parent => ask,
            }

            send_and_wait_for_reply ask {
                body: "Is {{trigger.parent.parameters.account}} yours, {{trigger.parent.parameters.name | default: \"dear customer\"}}? {{trigger.parent.parameters.total}}",

                incoming_message => keep,
                timeout | delivery_failure => end,
            }

            set_variables keep {
                variables: { paid: "yes", receipt: "{{widgets.ask.inbound.Body}}" },

                next => end,
            }
        }
    }
}

use billing::Billing;

flow! {
    pub flow Parameters {
        trigger {
            incoming_message => missing,
        }

        run_subflow missing {
            flow: billing::Billing { account: "1" }, //~ E0080

            completed => none,
            failed => end,
        }

        run_subflow none {
            flow: Billing, //~ E0080

            completed => unknown,
            failed => end,
        }

        run_subflow unknown {
            flow: Billing {
                acount: "1", //~ E0080
                total: "2",
                hue: "red", //~ E0080
            },

            _ => end,
        }
    }
}

flow! {
    pub flow Outputs {
        trigger {
            incoming_message => bill,
        }

        run_subflow bill {
            flow: Billing { account: "1", total: "2" },

            completed => tell,
            failed => end,
        }

        send_message tell {
            body: "{{widgets.bill.paid}} {{widgets.bill.payed}} {{widgets.bill.total}}", //~ E0080

            _ => end,
        }
    }
}

flow! {
    pub flow Nested {
        trigger {
            incoming_parent | incoming_message => bill,
        }

        run_subflow bill {
            flow: Billing { account: "1", total: "2" },

            _ => end,
        }
    }
}

flow! {
    pub flow Deaf {
        trigger {
            incoming_message => hello,
        }

        send_message hello {
            body: "hello",

            _ => end,
        }
    }
}

flow! {
    pub flow Wrong {
        trigger {
            incoming_message => nested,
        }

        run_subflow nested {
            flow: Nested, //~ E0080

            completed => deaf,
            failed => end,
        }

        run_subflow deaf {
            flow: Deaf, //~ E0080

            completed => stranger,
            failed => end,
        }

        run_subflow stranger {
            flow: String, //~ E0277

            _ => end,
        }
    }
}

fn main() {}
