use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => both,
        }

        run_function both {
            function: HandOver,
            url: "https://example.com/hand-over", //~ F0504

            _ => parameters,
        }

        run_function parameters {
            function: HandOver,
            parameters: { reason: "enough" }, //~ F0504

            _ => end,
        }
    }
}

fn main() {}
