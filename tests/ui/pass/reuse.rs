//! A `macro_rules!` around `flow!`: names, literals and a whole arm's words pass through.

use flow_runtime::prelude::*;

macro_rules! helpline {
    ($name:ident, $greeting:literal, $closing:ident, $operator:ident($($words:literal),+), $function:path) => {
        flow! {
            #[doc = $greeting]
            pub flow $name {
                trigger {
                    incoming_message => greet,
                }

                send_message greet {
                    body: $greeting,

                    _ => check,
                }

                split_based_on check {
                    input: "{{trigger.message.Body}}",

                    $operator($($words),+) => $closing,
                    _ => hand_over,
                }

                run_function hand_over {
                    function: $function,

                    _ => end,
                }

                send_message $closing {
                    body: "Bye",

                    _ => end,
                }
            }
        }
    };
}

helpline!(
    Zambia,
    "Hello",
    goodbye,
    matches_any_of("bye", "so long"),
    HandOver
);
helpline!(
    France,
    "Bonjour",
    au_revoir,
    equal_to("au revoir"),
    flow_runtime::functions::CloseConversation
);

#[test]
fn each_use_is_a_flow_of_its_own() {
    assert_eq!(Zambia::goodbye.name(), "goodbye");
    assert_eq!(France::au_revoir.name(), "au_revoir");
    let machine = machine::<France>().flow();
    assert_eq!(machine.name.text, "France");
    assert_eq!(machine.description, "Bonjour");
}
