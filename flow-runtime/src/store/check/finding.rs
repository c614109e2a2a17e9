//! What can be wrong with a store, each in one line that names the rows.

use std::fmt;

use flow_model::Text;
use flow_model::printable::counted;

use crate::conversation::Timestamp;

/// A flow's conversation: a row of `conversation`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The flow.
    pub flow: Text,
    /// The conversation's address.
    pub address: Text,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` at `{}`", self.flow, self.address)
    }
}

/// Something that must never be. An execution is named by its SID, a turn, an effect and whatever
/// else by the `id` of its row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Finding {
    /// The file itself is damaged.
    #[error("the file is damaged: {0}")]
    Damage(String),
    /// A row refers to one that is not there.
    #[error("row {row} of `{table}` refers to a row of `{parent}` that is not there")]
    Reference {
        /// The table.
        table: String,
        /// Its row, by `rowid`; of a table without one 0.
        row: i64,
        /// The table in which a row is missing.
        parent: String,
    },
    /// A column of JSON cannot be read.
    #[error("row {row} of `{table}`: `{column}` cannot be read: {reason}")]
    Json {
        /// The table.
        table: &'static str,
        /// Its row.
        row: i64,
        /// The column.
        column: &'static str,
        /// Why.
        reason: String,
    },
    /// The log has more or fewer turns of an execution than it took.
    #[error(
        "the execution {execution} counts {}, and the log has {logged} that moved it",
        counted(turns, "turn")
    )]
    Turns {
        /// Its SID.
        execution: Text,
        /// How many it counts.
        turns: u64,
        /// How many the log has.
        logged: u64,
    },
    /// A turn moved the execution of another conversation.
    #[error(
        "the turn {turn} is of {place}, and moved the execution {execution} of another conversation"
    )]
    Elsewhere {
        /// The turn.
        turn: i64,
        /// Its conversation.
        place: Place,
        /// The execution's SID.
        execution: Text,
    },
    /// Time goes backwards in a conversation.
    #[error("in the log of {place} the turn {turn} is of {at}, and the one before it of {before}")]
    Time {
        /// The conversation.
        place: Place,
        /// The turn.
        turn: i64,
        /// Its time.
        at: Timestamp,
        /// That of the one before.
        before: Timestamp,
    },
    /// More than one execution is active.
    #[error("{executions} executions of {place} are active, and one may be")]
    Active {
        /// The conversation.
        place: Place,
        /// How many.
        executions: u64,
    },
    /// The state of an execution cannot be read.
    #[error("the execution {execution}: {reason}")]
    State {
        /// Its SID.
        execution: Text,
        /// Why.
        reason: String,
    },
    /// The row of an execution says something else than its state.
    #[error("the execution {execution}: `{column}` is {row}, and by its state {state}")]
    Column {
        /// Its SID.
        execution: Text,
        /// The column.
        column: &'static str,
        /// What the row says.
        row: String,
        /// What the state says.
        state: String,
    },
    /// An execution waits for a result that nobody works on.
    #[error(
        "the execution {execution} waits for the result of {key}, and no row of `effect` has it"
    )]
    NoEffect {
        /// Its SID.
        execution: Text,
        /// The effect's key.
        key: Text,
    },
    /// An effect that claims to be awaited, and is not.
    #[error(
        "the execution {execution} is said to wait for the effect {effect} ({key}), and does not"
    )]
    NotAwaited {
        /// Its SID.
        execution: Text,
        /// The effect.
        effect: i64,
        /// The effect's key.
        key: Text,
    },
    /// A message was queued, is not in the queue, and never had its turn.
    #[error("the event {identity} of {place} was queued in the turn {turn}, and is lost")]
    Lost {
        /// The conversation.
        place: Place,
        /// The turn that queued it.
        turn: i64,
        /// The event's identity.
        identity: Text,
    },
    /// An event waits in a queue where it must not.
    #[error("the queue of {place} holds the turn {turn}, {why}")]
    Queue {
        /// The conversation.
        place: Place,
        /// The turn that queued it.
        turn: i64,
        /// What is wrong.
        why: &'static str,
    },
    /// A conversation of a flow has no messages of its own.
    #[error("{place} has no row of `chat`")]
    NoChat {
        /// The conversation.
        place: Place,
    },
    /// The indices of the messages have a gap, or do not end with the last.
    #[error(
        "the chat of `{address}` has {}, the last with the index {last}, and should have {expected}",
        counted(messages, "message")
    )]
    Messages {
        /// The address.
        address: Text,
        /// How many there are.
        messages: i64,
        /// The highest index; -1: none.
        last: i64,
        /// How many there should be.
        expected: i64,
    },
    /// An event had more than one turn.
    #[error("the event {identity} of {place} has {turns} turns, and one may be")]
    Repeated {
        /// The conversation.
        place: Place,
        /// The event's identity.
        identity: Text,
        /// How many there are.
        turns: u64,
    },
    /// A turn and those before it cannot be read.
    #[error("at `{address}` nothing leads to the turn {turn} and those before it")]
    Trail {
        /// The address.
        address: Text,
        /// The turn.
        turn: i64,
    },
    /// An event may be taken again, since its identity would not be found.
    #[error("at `{address}` the tags up to the turn {turn} are not those of the identities")]
    Tags {
        /// The address.
        address: Text,
        /// The turn.
        turn: i64,
    },
    /// The messages before one cannot be read.
    #[error("in the chat of `{address}` nothing leads to the message before the index {before}")]
    Chain {
        /// The address.
        address: Text,
        /// The index that follows it.
        before: i64,
    },
    /// A message is there more than once.
    #[error("the chat of `{address}` has {messages} messages of {key}, and one may be")]
    Twice {
        /// The address.
        address: Text,
        /// The key of what brought it, or sent it.
        key: Text,
        /// How many there are.
        messages: u64,
    },
    /// Messages of an execution stand in another order than that in which it sent them.
    #[error(
        "in the chat of `{address}` the message {index} ({key}) stands after {before}, and was sent before it"
    )]
    Order {
        /// The address.
        address: Text,
        /// Its index.
        index: i64,
        /// The key of its effect.
        key: Text,
        /// That of the earlier one.
        before: Text,
    },
}

/// Something that the host of the store has still to do. In a store that was left in peace until
/// its host had nothing more to do there is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfinished {
    /// An effect has no result yet.
    #[error("the effect {effect} ({key}) of {place} has no result yet")]
    Effect {
        /// The conversation.
        place: Place,
        /// The effect.
        effect: i64,
        /// Its key.
        key: Text,
    },
    /// An event waits that could have its turn.
    #[error("the event of the turn {turn} of {place} waits in the queue, and could have its turn")]
    Queued {
        /// The conversation.
        place: Place,
        /// The turn that queued it.
        turn: i64,
    },
}
