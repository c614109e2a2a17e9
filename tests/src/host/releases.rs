//! A program that changes under its conversations: each release has the same flows, as they were
//! then.

use flow_runtime::host::local::Builder;
use serde::{Deserialize, Serialize};

/// The flow that takes orders.
pub const ORDERS: &str = "Orders";
/// The flow that sends parcels to what its subflow asks for.
pub const PARCEL: &str = "Parcel";

/// A release of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// What everything begins in.
    #[default]
    First,
    /// Other words and one more widget: whoever waits can go on.
    Reworded,
    /// The widget at which one waits in orders is gone, and so it is in the subflow of parcels.
    Renamed,
}

impl Release {
    pub(super) fn register(self, builder: Builder) -> Builder {
        match self {
            Release::First => builder.flow::<first::Orders>().flow::<first::Parcel>(),
            Release::Reworded => builder
                .flow::<reworded::Orders>()
                .flow::<reworded::Parcel>(),
            Release::Renamed => builder.flow::<renamed::Orders>().flow::<renamed::Parcel>(),
        }
    }
}

/// The flows of a release: at which widget orders begin, and by what greeting; the questions of the two
/// flows, and what each makes of the reply.
macro_rules! release {
    (
        $release:ident begins at $first:ident $(with $greeting:literal)?,
        $order:ident: $what:literal => $answer:literal,
        $address:ident: $which:literal => $street:literal,
    ) => {
        mod $release {
            use flow_runtime::prelude::*;

            flow! {
                /// Takes an order.
                pub(super) flow Orders {
                    trigger { incoming_conversation_message => $first }

                    $(send_message $first { body: $greeting, _ => $order })?

                    send_and_wait_for_reply $order {
                        body: $what,
                        timeout: 3600,

                        incoming_message => done,
                        _ => end,
                    }

                    send_message done { body: $answer, _ => end }
                }
            }

            flow! {
                /// Asks for an address.
                pub(super) flow Address {
                    trigger { incoming_parent => $address }

                    send_and_wait_for_reply $address {
                        body: $which,

                        incoming_message => keep,
                        _ => end,
                    }

                    set_variables keep { variables: { street: $street }, next => end }
                }
            }

            flow! {
                /// Sends a parcel.
                pub(super) flow Parcel {
                    trigger { incoming_conversation_message => address }

                    run_subflow address { flow: Address, completed => tell, failed => end }

                    send_message tell { body: "To {{widgets.address.street}}.", _ => end }
                }
            }
        }
    };
}

release! {
    first begins at ask,
    ask: "What would you like?" => "{{widgets.ask.inbound.Body}} it is.",
    street: "Which street?" => "{{widgets.street.inbound.Body}}",
}

release! {
    reworded begins at hello with "Hello!",
    ask: "And what would you like?" => "Right, {{widgets.ask.inbound.Body}}.",
    street: "Which street, please?" => "{{widgets.street.inbound.Body}} Street",
}

release! {
    renamed begins at choose,
    choose: "What would you like?" => "{{widgets.choose.inbound.Body}} it is.",
    town: "Which town?" => "{{widgets.town.inbound.Body}}",
}
