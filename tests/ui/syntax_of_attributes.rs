use flow_runtime::prelude::*;

flow! {
    #[name("Desk")] //~ F0001
    #[allow_concurrent_calls(no)] //~ F0001
    #[settings("Production")] //~ F0001
    pub flow Desk {
        trigger {
            incoming_message => greet,
        }

        #[allow] //~ F0001
        #[at(120)] //~ F0001
        send_message greet {
            body: "Hello",

            _ => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            #[subject = "{{trigger.message.From}}"] //~ F0001
            equal_to("yes") => end,
            _ => end,
        }
    }
}

fn main() {}
