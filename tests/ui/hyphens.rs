use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check-support, //~ F0001
        }

        split_based_on check-support { //~ F0001
            input: "{{trigger.message.Body}}",

            equal_to("support") => greet,
            _ => end,
        }

        send-message greet { //~ F0001
            body: "Hello",

            sent => check_support.body, //~ F0001
            failed => end,
        }
    }
}

fn main() {
    // Its handle is there all the same.
    let _ = Desk::check_support;
}
