//! What was given to the macro is reported where it was given.
use flow_runtime::prelude::*;

macro_rules! helpline {
    ($name:ident, $greeting:literal, $target:ident) => {
        flow! {
            pub flow $name {
                trigger {
                    incoming_message => greet,
                }

                send_message greet {
                    body: $greeting,

                    sent => $target,
                    failed => nowhere, //~ F0201
                }

                send_message bye {
                    body: "Bye",

                    _ => end,
                }
            }
        }
    };
}

helpline!(Zambia, "Hello {{contact.channel.address | upcse}}", by); //~ F0201 F0602

fn main() {
    let _ = Zambia::greet;
}
