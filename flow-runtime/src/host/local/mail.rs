//! What the task of an address is asked for.

use flow_model::Text;
use tokio::sync::oneshot;

use super::round::Looked;
use super::transact::Failure;
use super::{HostError, NewMessage, NewRequest, Standing, Started};
use crate::conversation::{Done, Message, Operation, Participant, Who};
use crate::driver::Outcome;

/// Where an answer goes; whoever asked may have gone away.
pub(super) type Answer<T, E = HostError> = oneshot::Sender<Result<T, E>>;

#[derive(Debug)]
pub(super) enum Mail {
    /// A flow takes part from here on.
    Bind { flow: Text, answer: Answer<()> },
    /// A participant wrote. Answered with the message and whether it was there already.
    Deliver {
        message: NewMessage,
        answer: Answer<(Message, bool)>,
    },
    /// The program starts an execution.
    Start {
        flow: Text,
        request: NewRequest,
        answer: Answer<Started>,
    },
    /// The program changes the conversation. Answered with whom it put in.
    Change {
        change: Change,
        answer: Answer<Option<Participant>>,
    },
    /// A function does something.
    Operate {
        conversation: i64,
        key: String,
        operation: Operation,
        answer: Answer<Done, Failure>,
    },
    /// A function came to its end.
    Result {
        conversation: i64,
        key: Text,
        outcome: Outcome,
    },
    /// A call came to nothing, not even to a failure.
    Cut { key: Text },
    /// The time of a wait has come.
    Timer(Timer),
    /// How it stands with a flow.
    Standing {
        flow: Text,
        answer: Answer<Standing>,
    },
    /// Answered when nothing is under way.
    Quiet { answer: Answer<()> },
    /// Something may be left from the last run.
    Look(Looked),
}

/// What a program does to a conversation.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Add {
        who: Who,
    },
    Remove {
        author: Text,
    },
    Close,
    /// One flow leaves it to people.
    HandOver {
        flow: Text,
    },
}

#[derive(Debug)]
pub(super) struct Timer {
    pub(super) conversation: i64,
    pub(super) wait: u64,
    pub(super) looked_at: Looked,
}
