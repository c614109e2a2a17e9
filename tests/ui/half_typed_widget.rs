use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => check,
        }

        split_based_on check {
            input: "{{trigger.conversation.Body}}",

            equal_to("support") => greet,
            equ //~ F0001
            _ => end,
        }

        send_message greet {
            body: "Hello",

            _ => end,
        }
    }
}

flow! {
    pub flow HalfAKind {
        trigger {
            incoming_conversation_message => greet,
        }

        send_mess //~ F0001

        send_message greet {
            body: "Hello",

            // May be what is being typed.
            _ => later,
        }
    }
}

flow! {
    pub flow HalfAName {
        trigger {
            incoming_conversation_message => greet,
        }

        send_message gre //~ F0001

        send_message greet {
            body: "Hello",

            _ => gre,
        }
    }
}

flow! {
    pub flow HalfAValue {
        trigger {
            incoming_conversation_message => greet,
        }

        send_message greet {
            body: , //~ F0001

            sent | failed => , //~ F0001
        }
    }
}

/// The rest of the crate goes on.
fn runs<F: Flow>() -> [Handle<Desk>; 2] {
    let _ = machine::<F>();
    [Desk::check, Desk::greet]
}

fn main() {
    runs::<Desk>();
    runs::<HalfAKind>();
    let _ = [HalfAName::greet];
    let _ = [HalfAValue::greet];
}
