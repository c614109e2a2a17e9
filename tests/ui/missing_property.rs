use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        send_message greet { //~ F0501
            _ => check,
        }

        split_based_on check { //~ F0501
            equal_to("a") => run,
            _ => end,
        }

        run_function run { //~ F0501
            _ => template,
        }

        send_message template { //~ F0501
            message_type: "content_template",

            _ => end,
        }
    }
}

fn main() {}
