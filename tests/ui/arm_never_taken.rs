use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            contains("support") => greet,
            equal_to("Support please") => end, //~ F0302
            equal_to("yes") => end,
            starts_with("no") => end,
            matches_any_of("Yes", "nope") => end, //~ F0302
            _ => end,
        }

        send_message greet {
            body: "Hello",

            _ => end,
        }
    }
}

fn main() {}
