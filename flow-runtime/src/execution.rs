//! What is remembered of an execution between its turns.

use flow_model::{Map, Text};
use serde::{Deserialize, Serialize};

use crate::conversation::Timestamp;
use crate::program::Program;

/// The largest state that a store keeps, in bytes of JSON.
pub const MAX_STATE: usize = 1 << 20;

/// How long an execution may last, in milliseconds: 30 days, as Studio's.
pub const MAX_AGE: Timestamp = 30 * 24 * 3600 * 1000;

/// One run of a conversation through a flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Execution {
    pub(crate) sid: Text,
    pub(crate) digest: Text,
    pub(crate) widget: Text,
    pub(crate) wait: Wait,
    pub(crate) turns: u64,
    pub(crate) started: Timestamp,
    pub(crate) last: Timestamp,
    pub(crate) variables: Map,
}

/// What an execution waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// The result of its effect of that number.
    Result(u64),
    /// A message, until then.
    Reply(Timestamp),
    /// Nothing: it has ended.
    Ended,
}

/// Why a stored execution cannot go on in this program.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It is no JSON of an execution.
    #[error("the stored state of an execution cannot be read: {0}")]
    Malformed(#[from] serde_json::Error),
    /// A newer program wrote it.
    #[error(
        "the stored state has format {0}, and this program reads up to {1}: run a newer program"
    )]
    Format(u32, u32),
    /// The flow has no such widget any more.
    #[error("the execution stands on the widget `{0}`, which the flow does not have")]
    Widget(Text),
}

impl Execution {
    /// `FN` + 32 hex digits.
    pub fn sid(&self) -> &Text {
        &self.sid
    }

    /// The digest of the flow that it runs on: see [`Program::digest`].
    pub fn digest(&self) -> &Text {
        &self.digest
    }

    /// The name of the widget on which it stands, or ended.
    pub fn widget(&self) -> &Text {
        &self.widget
    }

    /// What it waits for.
    pub fn wait(&self) -> Wait {
        self.wait
    }

    /// How many turns moved it: also the number of its present wait.
    pub fn turns(&self) -> u64 {
        self.turns
    }

    /// When it started.
    pub fn started(&self) -> Timestamp {
        self.started
    }

    /// The time of its last event.
    pub fn updated(&self) -> Timestamp {
        self.last
    }

    /// Whether the next message is for it.
    pub fn waits_for_reply(&self) -> bool {
        matches!(self.wait, Wait::Reply(_))
    }

    /// Whether it has ended.
    pub fn is_ended(&self) -> bool {
        self.wait == Wait::Ended
    }

    /// When it wants a timer for its present wait: the deadline of a reply, or the end of its 30
    /// days if that is earlier.
    pub fn due(&self) -> Option<Timestamp> {
        let end = self.started.saturating_add(MAX_AGE);
        match self.wait {
            Wait::Reply(deadline) => Some(deadline.min(end)),
            Wait::Result(_) => Some(end),
            Wait::Ended => None,
        }
    }

    /// The state as JSON: the same execution is the same bytes. To be kept only up to
    /// [`MAX_STATE`].
    pub fn to_json(&self) -> String {
        String::new()
    }

    /// The execution of a state, to go on in this program.
    pub fn from_json(program: &Program, json: &str) -> Result<Self, LoadError> {
        let _ = (program, json);
        Err(LoadError::Widget(Text::EMPTY))
    }
}
