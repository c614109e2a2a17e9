use flow_runtime::prelude::*;

flow! {
    pub flow Broken {
        trigger {
            incoming_parent => nowhere, //~ F0201
        }
    }
}

flow! {
    /// Nothing is said of what a flow in error takes and gives.
    pub flow Caller {
        trigger {
            incoming_message => call,
        }

        run_subflow call {
            flow: Broken { anything: "1" },

            completed => tell,
            failed => end,
        }

        send_message tell {
            body: "{{widgets.call.anything}}",

            _ => end,
        }
    }
}

fn main() {}
