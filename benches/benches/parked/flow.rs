//! The flow whose executions are parked.

use flow_runtime::conversation::{Timestamp, Who};
use flow_runtime::flow;
use flow_runtime::host::local::NewMessage;
use flow_runtime::{Runtime, host::Clock};

flow! {
    /// Waits for an hour where it was asked to be "soon", else for 20 days.
    pub flow Parked {
        trigger {
            incoming_conversation_message => when,
        }

        split_based_on when {
            input: "{{trigger.conversation.Body}}",

            equal_to("soon") => ask,
            _ => park,
        }

        send_and_wait_for_reply ask {
            body: "What would you like to order today, {{contact.channel.address}}?",
            timeout: 3600,

            incoming_message => remember,
            timeout => ask_again,
            delivery_failure => end,
        }

        send_and_wait_for_reply ask_again {
            body: "Are you still there, {{contact.channel.address}}?",
            timeout: 3600,

            incoming_message => remember,
            timeout => ask,
            delivery_failure => end,
        }

        set_variables remember {
            variables: { wanted: "{{trigger.conversation.Body}}" },

            next => park,
        }

        send_and_wait_for_reply park {
            body: "We will come back to you within a month.",
            timeout: 1728000,

            incoming_message => remember,
            _ => end,
        }
    }
}

/// When all of them started.
pub(crate) const START: Timestamp = 1_700_000_000_000;

pub(crate) const HOUR: Timestamp = 3_600_000;

/// When a store of them is opened: none is due yet.
pub(crate) const LATER: Timestamp = START + 60_000;

/// What they are opened by.
pub(crate) async fn open(file: &std::path::Path, now: Timestamp) -> Runtime {
    let builder = Runtime::builder().flow::<Parked>();
    let opened = builder.clock(Clock::starting_at(now)).open(file).await;
    opened.unwrap_or_else(|error| panic!("{error}"))
}

/// Who writes in each.
pub(crate) const CUSTOMER: &str = "customer";

/// Takes a conversation to where it waits.
pub(crate) async fn park(runtime: &Runtime, address: &str, body: &'static str) {
    let chat = runtime.conversation::<Parked>(address).await;
    let chat = chat.expect("it is made");
    let who = Who::Identity(CUSTOMER.into());
    chat.add_participant(who).await.expect("they join");
    let message = NewMessage::new(CUSTOMER, body);
    chat.deliver(message).await.expect("it is taken");
}

/// Where the conversation of that number is; of one length, so that they lie in order.
pub(crate) fn address(n: i64) -> String {
    format!("parked:{n:08}")
}
