use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            less_than("ten") => end, //~ F0511
            greater_than("1e3") => end, //~ F0511
            _ => end,
        }
    }
}

fn main() {}
