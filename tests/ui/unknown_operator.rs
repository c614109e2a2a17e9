use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => near,
        }

        split_based_on near {
            input: "{{trigger.message.Body}}",

            equals_to("support") => end, //~ F0104
            sounds_like("support") => end, //~ F0104
            "sounds_like"("support") => end,
            _ => no_match,
        }

        split_based_on no_match {
            input: "{{trigger.message.Body}}",

            equal_to("support") => end,
            noMatch => end, //~ F0104
        }
    }
}

fn main() {}
