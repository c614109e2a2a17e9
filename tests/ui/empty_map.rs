use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => remember,
        }

        set_variables remember {
            variables: {}, //~ F0508

            next => end,
        }
    }
}

fn main() {}
