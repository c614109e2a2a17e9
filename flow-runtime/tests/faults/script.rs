//! What happens in a scenario, step by step.

use flow_runtime::conversation::Who;
use flow_runtime::host::local::Builder;

/// A whole conversation.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// The program.
    pub(crate) builder: fn() -> Builder,
    /// The flows that hear of what happens at the address.
    pub(crate) flows: &'static [&'static str],
    pub(crate) steps: &'static [Step],
}

/// What a person, a channel or a program does; the next follows once all is quiet.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// Somebody joins.
    Joins(&'static str),
    /// Somebody leaves.
    Leaves(&'static str),
    /// Somebody writes.
    Says(&'static str, &'static str),
    /// Somebody writes, and what follows does not wait for what the flow does.
    SaysInHaste(&'static str, &'static str),
    /// The program starts the first flow, to talk to somebody.
    Starts(&'static str),
    /// So many seconds pass.
    Passes(u64),
    /// Somebody takes what was handed over.
    Takes(&'static str),
    /// The program leaves the conversation of the last flow to people.
    HandsOver,
    /// The program closes the conversation.
    Closes,
}

/// A chat user, or somebody with a telephone.
pub(crate) fn who(name: &'static str) -> Who {
    if name.starts_with('+') {
        Who::Address {
            address: name.into(),
            proxy_address: Some("+15557770100".into()),
        }
    } else {
        Who::Identity(name.into())
    }
}
