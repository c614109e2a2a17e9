//! What can be refused, in words for whoever runs the program.

use flow_model::Text;
use flow_model::printable::counted;

use crate::driver::cast;
use crate::program::ProgramError;
use crate::settings::FillError;
use crate::store::{self, StoreError};

/// Why a runtime could not be opened. Each is one line that says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] store::OpenError),
    /// A flow cannot run.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The settings of flows cannot be filled.
    #[error("{}\ngive their values to `Builder::settings`", lines(.0))]
    Settings(Vec<FillError>),
    /// It was opened, and cannot be read.
    #[error("the store cannot be used: {0}")]
    Failed(String),
    /// Two flows have one name: nothing could tell their conversations apart.
    #[error("two flows are called `{0}`: register each once, or rename one")]
    TwoFlows(Text),
}

fn lines(errors: &[FillError]) -> String {
    let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
    errors.join("\n")
}

/// Why a host did not do what it was asked for. Nothing of it was done, where the reason does not say
/// that nobody knows; what has an id may be asked for again under it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// Nobody registered a flow of that name.
    #[error("this program has no flow `{0}`: register it with `Builder::flow`")]
    UnknownFlow(Text),
    /// Only participants write.
    #[error("`{author}` is not in the conversation `{address}`: add them first")]
    NotAParticipant {
        /// Who wanted to write.
        author: Text,
        /// The conversation.
        address: Text,
    },
    /// What is nested so deeply cannot be read again.
    #[error(
        "the attributes of the message of `{author}` are nested more than {} deep: flatten them",
        cast::MAX_DEPTH
    )]
    TooDeep {
        /// Who wanted to write.
        author: Text,
    },
    /// The same of a request to start.
    #[error(
        "the parameters of the request are nested more than {} deep: flatten them",
        cast::MAX_DEPTH
    )]
    ParametersTooDeep,
    /// The conversation is over.
    #[error("the conversation `{0}` is closed: start another one")]
    Closed(Text),
    /// One is active already.
    #[error(
        "the execution {execution} is active in the conversation `{address}`: end it first, or let it end"
    )]
    Active {
        /// The conversation.
        address: Text,
        /// The execution that is active.
        execution: Text,
    },
    /// A request starts nothing there.
    #[error("no request can start `{flow}`: let its trigger connect `incoming_request`")]
    NotStarted {
        /// The flow.
        flow: Text,
    },
    /// The request is in the log, and the flow failed on it: it panicked, or what it was given is too
    /// large for its state.
    #[error(
        "`{flow}` could not take the request, and nothing runs: `Conversation::turns` says why; make another one"
    )]
    NotTaken {
        /// The flow.
        flow: Text,
    },
    /// The flow left the conversation to people.
    #[error("the conversation `{address}` was handed over to people: start in another one")]
    HandedOver {
        /// The conversation.
        address: Text,
    },
    /// A hand-over that is not there.
    #[error("there is no hand-over `{0}`")]
    NoHandOver(Text),
    /// As many messages as may wait do; try again in a second.
    #[error(
        "the conversation `{address}` has {} waiting: try again in a second",
        counted(waiting, "message")
    )]
    QueueFull {
        /// The conversation.
        address: Text,
        /// How many wait.
        waiting: usize,
    },
    /// Nobody can know any more whether it came before: see [`Limits::retention`](super::Limits).
    #[error(
        "it was sent more than {days} days ago, when events that came before are no longer known: do not bring it again"
    )]
    TooOld {
        /// For how many days they are.
        days: u64,
    },
    /// The store did not take it; what it says tells whether another try may help.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something went wrong in the host itself, and nobody knows how far it came.
    #[error(
        "the task of the conversation failed before it answered: ask again, under the same id where there is one"
    )]
    Interrupted,
    /// The runtime is closing, or gone. Nobody knows of what was under way when it went.
    #[error("the runtime is closing: open it again")]
    Stopping,
}
