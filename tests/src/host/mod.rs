//! A runtime in a process of its own, to be killed: what it is asked and what it answers.
//!
//! It prints `listening on PORT` once it is open, and then takes connections on loopback; each brings
//! one [`Ask`] a line, as JSON, and gets one [`Answer`] a line, in order. Time is the machine's. A
//! SIGTERM ends it as a program's should: what is under way is finished, and what is new refused.

mod clerk;
mod flows;
mod process;
mod releases;
mod server;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use clerk::{CLERK, GREETER};
pub use flows::{BOMB, ECHO, LEDGER};
pub use process::{Connection, Process, is_port};
pub use releases::{ORDERS, PARCEL, Release};
pub use server::{Failure, answer, builder, run};

/// What a host is started with, as JSON in its only argument.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Config {
    /// The file of the store.
    pub store: PathBuf,
    /// Where the flows' calls go: `http://127.0.0.1:PORT`.
    #[serde(default)]
    pub recorder: String,
    /// How often a call that a stop interrupts is attempted; none: as often as a runtime does.
    #[serde(default)]
    pub attempts: Option<u32>,
    /// How long an attempt of a call may take, in milliseconds; none: as long as a runtime lets it.
    #[serde(default)]
    pub call: Option<u64>,
    /// How many messages may wait in a conversation; none: as many as a runtime takes.
    #[serde(default)]
    pub queue: Option<usize>,
    /// Which release of the program it is.
    #[serde(default)]
    pub release: Release,
    /// The mistake that it makes.
    #[serde(default)]
    pub mistake: Option<Mistake>,
}

/// A mistake that a host makes to be caught.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    /// An event is acknowledged, and its turn written then.
    AnswerBeforeCommit,
    /// A call is made, and the turn that asks for it written then.
    EffectBeforeCommit,
    /// A call that is about to be made is in no row.
    RowDeletedBeforeSend,
    /// The flow of the conversation at that address takes the process with it.
    Aborts(String),
}

/// What a host is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// Somebody joins, by identity.
    Join {
        flow: String,
        address: String,
        author: String,
    },
    /// Somebody leaves.
    Leave {
        flow: String,
        address: String,
        author: String,
    },
    /// Somebody wrote.
    Deliver {
        flow: String,
        address: String,
        author: String,
        body: String,
        /// By what it is known when it comes again.
        id: String,
    },
    /// An execution is to start by request.
    Start {
        flow: String,
        address: String,
        to: String,
        /// By what it is known when it is made again.
        id: String,
    },
    /// The conversation is left to people.
    HandOver { flow: String, address: String },
    /// The conversation is over.
    Close { flow: String, address: String },
    /// An execution is run again through the driver, from what is recorded of it.
    Replay { execution: String },
    /// What is there?
    Inspect { flow: String, address: String },
    /// Answered when nothing is under way at an address.
    Quiet { flow: String, address: String },
    /// It is to close its store and end.
    Stop,
}

/// What a host answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// It is done.
    Done,
    /// The message is durable.
    Delivered { index: u64, duplicate: bool },
    /// The execution is durable.
    Started { execution: String, duplicate: bool },
    /// It was run again; where it first differs.
    Replayed {
        turns: usize,
        difference: Option<String>,
    },
    /// What is there.
    Seen(Seen),
    /// It was not done; nothing of it is durable.
    Refused { why: String },
}

/// A conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// `author: body` of every message.
    pub messages: Vec<String>,
    /// Every turn, in order.
    pub turns: Vec<Turn>,
    /// How it stands.
    pub standing: Standing,
}

/// What one event did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// What makes it the same turn when its event comes again.
    pub identity: String,
    /// `moved`, `queued`, `done`, `ignored: …`, `ended: …`.
    pub outcome: String,
    /// When.
    pub at: i64,
    /// The execution it belongs to.
    pub execution: Option<String>,
}

/// How a conversation stands with its flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Nothing runs.
    Idle,
    /// An execution waits at that widget.
    Active { widget: String },
    /// An execution waits for another program.
    Held { why: String },
    /// People have it.
    HandedOver,
    /// It is over.
    Closed,
}
