use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            colour: "red", //~ F0102

            incoming_message => near,
        }

        send_message near {
            bdoy: "Hello", //~ F0102

            _ => far,
        }

        send_message far {
            body: "Hello",
            colour: "red", //~ F0102
            "colour": "red",

            _ => split,
        }

        split_based_on split {
            inptu: "{{trigger.message.Body}}", //~ F0102

            equal_to("a") => quoted,
            _ => end,
        }

        "make-coffee" quoted {
            strength: 3, //~ F0102

            "done" => end,
        }
    }
}

fn main() {}
