use flow_runtime::prelude::*;

flow! {
    pub flow Receipt {
        trigger {
            incoming_parent => thank,
        }

        send_message thank {
            body: "Thank you.",

            _ => end,
        }
    }
}

flow! {
    pub flow Billing {
        trigger {
            incoming_parent | incoming_message => receipt,
        }

        run_subflow receipt {
            flow: Receipt,

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
            flow: Billing, //~ F0905

            _ => end,
        }
    }
}

fn main() {}
