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

mod first {
    use flow_runtime::prelude::*;

    flow! {
        /// Takes an order.
        pub(super) flow Orders {
            trigger { incoming_conversation_message => ask }

            send_and_wait_for_reply ask {
                body: "What would you like?",
                timeout: 3600,

                incoming_message => done,
                _ => end,
            }

            send_message done { body: "{{widgets.ask.inbound.Body}} it is.", _ => end }
        }
    }

    flow! {
        /// Asks for an address.
        pub(super) flow Address {
            trigger { incoming_parent => street }

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

mod reworded {
    use flow_runtime::prelude::*;

    flow! {
        /// Takes an order.
        pub(super) flow Orders {
            trigger { incoming_conversation_message => hello }

            send_message hello { body: "Hello!", _ => ask }

            send_and_wait_for_reply ask {
                body: "And what would you like?",
                timeout: 3600,

                incoming_message => done,
                _ => end,
            }

            send_message done { body: "Right, {{widgets.ask.inbound.Body}}.", _ => end }
        }
    }

    flow! {
        /// Asks for an address.
        pub(super) flow Address {
            trigger { incoming_parent => street }

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

mod renamed {
    use flow_runtime::prelude::*;

    flow! {
        /// Takes an order.
        pub(super) flow Orders {
            trigger { incoming_conversation_message => choose }

            send_and_wait_for_reply choose {
                body: "What would you like?",
                timeout: 3600,

                incoming_message => done,
                _ => end,
            }

            send_message done { body: "{{widgets.choose.inbound.Body}} it is.", _ => end }
        }
    }

    flow! {
        /// Asks for an address.
        pub(super) flow Address {
            trigger { incoming_parent => town }

            send_and_wait_for_reply town {
                body: "Which town?",

                incoming_message => keep,
                _ => end,
            }

            set_variables keep {
                variables: { street: "{{widgets.town.inbound.Body}}" },

                next => end,
            }
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
