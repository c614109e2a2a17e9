use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => remember,
        }

        set_variables remember {
            variables: {
                name: "{{trigger.message.From}}",
                asked: 0,
                "name": "nobody", //~ F0507
            },

            next => end,
        }
    }
}

fn main() {}
