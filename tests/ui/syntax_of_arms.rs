use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message -> check, //~ F0001
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            equal_to("a") => //~ F0001
            equal_to("b") => "greet", //~ F0001
            equal_to("c") => crate::greet, //~ F0001
            equal_to("d"), //~ F0001
            equal_to("e") => greet
            equal_to("f") => greet, //~ F0001
            equal_to(1) => greet, //~ F0001
            equal_to(name) => greet, //~ F0001
            /// Both
            equal_to("g") | equal_to("h") => greet, //~ F0001
            _("i") => greet, //~ F0001
        }

        send_message greet {
            body: "Hello",

            sent | => end, //~ F0001
            failed => { end }, //~ F0001
        }
    }
}

fn main() {}
