use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            regex(r"\p{javaLowerCase}+") => end, //~ F0515
            regex(r"\d(?R)?") => end, //~ F0515
            _ => end,
        }
    }
}

fn main() {}
