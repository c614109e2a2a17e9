//! What the task of an address is asked for.

use flow_model::Text;
use tokio::sync::oneshot;

use super::{HostError, NewMessage, Standing};
use crate::conversation::{Done, Message, Operation, Participant, Who};
use crate::driver::Outcome;
use crate::function::FunctionError;

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
    /// The program puts somebody in.
    Add {
        who: Who,
        answer: Answer<Participant>,
    },
    /// The program takes somebody out.
    Remove { author: Text, answer: Answer<()> },
    /// The program ends the conversation.
    Close { answer: Answer<()> },
    /// The program leaves the conversation to people.
    HandOver { flow: Text, answer: Answer<()> },
    /// A function does something.
    Operate {
        conversation: i64,
        key: String,
        operation: Operation,
        answer: Answer<Done, FunctionError>,
    },
    /// A function came to its end.
    Result {
        conversation: i64,
        key: Text,
        outcome: Outcome,
    },
    /// The time of a wait has come. Answered once that was looked at: whether it is over.
    Timer {
        conversation: i64,
        wait: u64,
        looked_at: oneshot::Sender<bool>,
    },
    /// How it stands with a flow.
    Standing {
        flow: Text,
        answer: Answer<Standing>,
    },
    /// Answered when nothing is under way.
    Quiet { answer: Answer<()> },
    /// Something may be left from the last run.
    Look,
}
