//! A flow that sends parcels to what its subflow asks for, in several versions of that.

/// A version of the program: what the subflow does once it is started.
macro_rules! version {
    ($version:ident begins at $first:ident: $($address:tt)*) => {
        pub(crate) mod $version {
            use flow_runtime::prelude::*;

            flow! {
                /// Asks for an address.
                pub(crate) flow Address {
                    trigger { incoming_parent => $first }

                    $($address)*
                }
            }

            flow! {
                /// Sends a parcel.
                pub(crate) flow Parcel {
                    trigger { incoming_conversation_message => address }

                    run_subflow address {
                        flow: Address,

                        completed => tell,
                        failed => end,
                    }

                    send_message tell { body: "To {{widgets.address.street}}.", _ => end }
                }
            }
        }
    };
}

version! {
    first begins at street:

    send_and_wait_for_reply street {
        body: "Which street?",

        incoming_message => keep,
        _ => end,
    }

    set_variables keep {
        variables: { street: "{{widgets.street.inbound.Body}}" },

        next => end,
    }
}

version! {
    reworded begins at street:

    send_and_wait_for_reply street {
        body: "Which street, please?",

        incoming_message => keep,
        _ => end,
    }

    set_variables keep {
        variables: { street: "{{widgets.street.inbound.Body}} Street" },

        next => end,
    }
}

version! {
    towns begins at town:

    send_and_wait_for_reply town {
        body: "Which town?",

        incoming_message => street,
        _ => end,
    }

    send_and_wait_for_reply street {
        body: "Which street?",

        incoming_message => keep,
        _ => end,
    }

    set_variables keep {
        variables: {
            street: "{{widgets.street.inbound.Body}}, {{widgets.town.inbound.Body}}",
        },

        next => end,
    }
}
