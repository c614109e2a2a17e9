use flow_runtime::prelude::*;

/// A type, and no function.
pub struct NoFunction {
    pub reason: String,
}

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => unknown,
        }

        run_function unknown {
            function: AddParticpant { address: "+15557770199" }, //~ E0425

            _ => no_function,
        }

        run_function no_function {
            function: NoFunction { reason: "none" }, //~ E0277

            _ => hand_over,
        }

        run_function hand_over {
            function: flow_runtime::functions::HandOver,

            _ => end,
        }
    }
}

fn main() {}
