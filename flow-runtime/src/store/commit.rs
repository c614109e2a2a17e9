//! What is written together, as data.

use flow_model::Text;

use super::trail::Newest;
use crate::conversation::{Message, Participant, State, Timestamp};

/// What becomes durable together, or not at all, in this order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Commit {
    /// The newest rows of the chat whose turns and messages it writes.
    pub(crate) newest: Newest,
    pub(crate) writes: Vec<Write>,
}

/// One row written.
#[derive(Clone, Debug)]
pub(crate) enum Write {
    /// A conversation of a flow at an address; one that is there stays as it is.
    Conversation { flow: Text, address: Text },
    /// An embedded conversation; one that is there stays as it is.
    Chat { address: Text, sid: Text },
    /// A line of the log, which follows the newest. That none has its identity is known.
    Turn(Turn),
    /// A new execution, of the turn written last.
    Start(Execution),
    /// An execution moved; it was at `turns - 1`.
    Advance {
        id: i64,
        at: Timestamp,
        turns: u64,
        ended: bool,
        due: Option<Timestamp>,
        state: String,
    },
    /// An execution is held, or released, at `turns`.
    Hold {
        id: i64,
        turns: u64,
        why: Option<Text>,
        due: Option<Timestamp>,
    },
    /// An execution goes on in another version of its flow.
    Carry { id: i64, version: i64 },
    /// Something to be done outside, of the turn written last.
    Effect(Effect),
    /// An attempt of an effect is about to begin, its `attempts`th.
    Attempt { effect: i64, attempts: u32 },
    /// An effect is over.
    Settle { effect: i64 },
    /// The event of the turn written last waits.
    Enqueue { conversation: i64, position: u64 },
    /// A waiting event is taken.
    Dequeue {
        conversation: i64,
        position: u64,
        turn: i64,
    },
    /// A flow leaves a conversation to people.
    HandOver { conversation: i64, at: Timestamp },
    /// People are handed something.
    Task(Task),
    /// Somebody takes what was handed over.
    Take {
        sid: Text,
        worker: Text,
        at: Timestamp,
    },
    /// Whoever took it never heard of it.
    PutBack { sid: Text, worker: Text },
    /// A conversation is over.
    Close { conversation: i64, at: Timestamp },
    /// An embedded conversation has turns or messages more, or is in another state: the last of
    /// what is written of it.
    ChatState {
        chat: i64,
        last_index: Option<u64>,
        state: State,
        /// The tags of its turns since the last block.
        recent: Vec<u8>,
    },
    /// A message of an embedded conversation.
    Message {
        chat: i64,
        key: Text,
        message: Message,
    },
    /// Somebody joins an embedded conversation.
    Join {
        chat: i64,
        key: Text,
        participant: Participant,
    },
    /// What is old goes.
    Prune(super::prune::Old),
    /// Somebody leaves it.
    Leave { chat: i64, sid: Text, at: Timestamp },
}

/// A line of the log.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) conversation: i64,
    pub(crate) execution: Mover,
    pub(crate) identity: Text,
    pub(crate) at: Timestamp,
    pub(crate) position: Option<u64>,
    pub(crate) outcome: Text,
    pub(crate) event: String,
    pub(crate) steps: String,
    /// The tags of the turns since the last block, this one's the last of them.
    pub(crate) block: Option<Vec<u8>>,
}

/// The execution that a turn moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mover {
    None,
    /// One that is there.
    Row(i64),
    /// The one that the commit starts next.
    New,
}

/// A new execution.
#[derive(Clone, Debug)]
pub(crate) struct Execution {
    pub(crate) conversation: i64,
    pub(crate) sid: Text,
    pub(crate) version: i64,
    pub(crate) at: Timestamp,
    pub(crate) ended: bool,
    pub(crate) due: Option<Timestamp>,
    pub(crate) state: String,
}

/// What people are handed.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) conversation: i64,
    pub(crate) execution: Text,
    pub(crate) sid: Text,
    pub(crate) task: crate::driver::Task,
    pub(crate) at: Timestamp,
}

/// Something to be done outside.
#[derive(Clone, Debug)]
pub(crate) struct Effect {
    pub(crate) conversation: i64,
    pub(crate) key: Text,
    pub(crate) kind: &'static str,
    pub(crate) request: String,
    pub(crate) awaited: u64,
    pub(crate) after_index: Option<u64>,
    pub(crate) at: Timestamp,
}

impl Commit {
    /// One that writes no turn and no message.
    pub(crate) fn aside(writes: Vec<Write>) -> Self {
        Commit {
            newest: Newest::default(),
            writes,
        }
    }

    /// Adds a write, and says where its row will be found in [`Written`].
    pub(crate) fn push(&mut self, write: Write) -> Place {
        self.writes.push(write);
        Place(self.writes.len() - 1)
    }

    /// About how many bytes it writes.
    pub(crate) fn size(&self) -> usize {
        self.writes.iter().map(Write::size).sum()
    }
}

impl Write {
    fn size(&self) -> usize {
        let texts = match self {
            Write::Turn(turn) => turn.event.len() + turn.steps.len(),
            Write::Start(execution) => execution.state.len(),
            Write::Advance { state, .. } => state.len(),
            Write::Effect(effect) => effect.request.len(),
            Write::Message { message, .. } => message.body.len(),
            _ => 0,
        };
        texts + 128
    }
}

/// Where in a commit a write stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(usize);

/// What a commit made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// The rows, by the place of their write; 0 where it made none.
    pub(crate) rows: Vec<i64>,
    /// The newest rows of its chat from now on.
    pub(crate) newest: Newest,
}

impl Written {
    /// The row of that write.
    pub(crate) fn row(&self, place: Place) -> i64 {
        self.rows.get(place.0).copied().unwrap_or_default()
    }
}
