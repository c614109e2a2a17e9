//! What is remembered of an execution between its turns.

use flow_model::{Map, Text};
use serde::{Deserialize, Serialize};

use crate::conversation::Timestamp;
use crate::driver::{Event, EventKind, Ignored};
use crate::program::Program;

mod reference;
mod state;
mod stored;

pub use state::Row;
pub use stored::{LoadError, Past, Stored};

/// The largest state that a store keeps, in bytes of JSON.
pub const MAX_STATE: usize = 1 << 20;

/// From what size on a state is told of, in bytes of JSON: it is written anew with every turn.
pub const LARGE_STATE: usize = 256 << 10;

/// How long an execution may last, in milliseconds: 30 days, as Studio's.
pub const MAX_AGE: Timestamp = 30 * 24 * 3600 * 1000;

/// One run of a conversation through a flow.
///
/// Serialised it is for people to read, with all that is known of it; a store keeps its
/// [state](Execution::to_state) and what its [row](Execution::row) says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Execution {
    pub(crate) sid: Text,
    /// The SID of the flow.
    #[serde(skip)]
    pub(crate) flow: Text,
    pub(crate) digest: Text,
    pub(crate) conversation: Text,
    /// The number of `widget` in the program, which a stored state does not know.
    #[serde(skip)]
    pub(crate) at: u16,
    pub(crate) widget: Text,
    /// How many times in a row `widget` was entered.
    pub(crate) in_a_row: u32,
    pub(crate) wait: Wait,
    pub(crate) turns: u64,
    pub(crate) effects: u64,
    pub(crate) steps: u32,
    pub(crate) started: Timestamp,
    pub(crate) updated: Timestamp,
    /// The roots that templates read: `trigger`, `flow`, `widgets`, `contact`.
    pub(crate) context: Map,
    /// In a subflow: the flow that runs it. All but the counts of the whole execution is then the
    /// subflow's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parent: Option<Box<Frame>>,
    /// What its next step notes of the versions that it was carried over from.
    #[serde(skip)]
    pub(crate) carried: Vec<Text>,
}

/// A flow whose subflow runs: what there is of it besides the execution.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Frame {
    pub(crate) digest: Text,
    #[serde(skip)]
    pub(crate) at: u16,
    /// The `run_subflow`.
    pub(crate) widget: Text,
    pub(crate) in_a_row: u32,
    pub(crate) context: Map,
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

impl Execution {
    /// One that stands on the trigger.
    pub(crate) fn new(program: &Program, sid: Text, conversation: Text, at: Timestamp) -> Self {
        Execution {
            sid,
            flow: program.sid().clone(),
            digest: program.digest().clone(),
            conversation,
            // Of no widget, so that the first is not entered twice in a row.
            at: u16::MAX,
            widget: program.trigger().name.clone(),
            in_a_row: 0,
            wait: Wait::Ended,
            turns: 1,
            effects: 0,
            steps: 0,
            started: at,
            updated: at,
            context: Map::new(),
            parent: None,
            carried: Vec::new(),
        }
    }

    /// Goes into a subflow, onto its trigger.
    pub(crate) fn descend(&mut self, subflow: &Program, context: Map) {
        let parent = Frame {
            digest: std::mem::replace(&mut self.digest, subflow.digest().clone()),
            at: std::mem::replace(&mut self.at, u16::MAX),
            widget: std::mem::replace(&mut self.widget, subflow.trigger().name.clone()),
            in_a_row: std::mem::take(&mut self.in_a_row),
            context: std::mem::replace(&mut self.context, context),
        };
        self.parent = Some(Box::new(parent));
    }

    /// Comes back from a subflow, onto the widget that ran it; gives the subflow's context.
    pub(crate) fn ascend(&mut self) -> Map {
        let Some(parent) = self.parent.take() else {
            return Map::new();
        };
        self.digest = parent.digest;
        self.at = parent.at;
        self.widget = parent.widget;
        self.in_a_row = parent.in_a_row;
        std::mem::replace(&mut self.context, parent.context)
    }

    /// `FN` + 32 hex digits.
    pub fn sid(&self) -> &Text {
        &self.sid
    }

    /// The digest of the flow that it runs on: see [`Program::digest`].
    pub fn digest(&self) -> &Text {
        match &self.parent {
            Some(parent) => &parent.digest,
            None => &self.digest,
        }
    }

    /// In a subflow: the `run_subflow` widget that runs it.
    pub fn within(&self) -> Option<&Text> {
        self.parent.as_ref().map(|parent| &parent.widget)
    }

    /// The name of the widget on which it stands, or ended; in a subflow it is the subflow's.
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
        self.updated
    }

    /// What templates read: an object of `trigger`, `flow`, `widgets` and `contact`, as Studio's
    /// execution context. In a subflow it is the subflow's.
    pub fn context(&self) -> &Map {
        &self.context
    }

    /// The same of the flow itself, also while a subflow runs.
    pub(crate) fn root_context(&self) -> &Map {
        match &self.parent {
            Some(parent) => &parent.context,
            None => &self.context,
        }
    }

    /// Whether the next message is for it.
    pub fn waits_for_reply(&self) -> bool {
        matches!(self.wait, Wait::Reply(_))
    }

    /// Whether it has ended.
    pub fn is_ended(&self) -> bool {
        self.wait == Wait::Ended
    }

    /// Whether the effect of that key is one of its own.
    pub(crate) fn emitted(&self, key: &str) -> bool {
        let rest = key.strip_prefix(self.sid.as_str());
        rest.is_some_and(|rest| rest.starts_with('.'))
    }

    /// When it wants a timer for its present wait: the deadline of a reply, or the end of its 30
    /// days if that is earlier.
    pub fn due(&self) -> Option<Timestamp> {
        match self.wait {
            Wait::Reply(deadline) => Some(deadline.min(self.expires())),
            Wait::Result(_) => Some(self.expires()),
            Wait::Ended => None,
        }
    }

    /// The end of its 30 days.
    pub(crate) fn expires(&self) -> Timestamp {
        self.started.saturating_add(MAX_AGE)
    }

    /// Whether an event would move it on, or why not.
    pub fn takes(&self, event: &Event) -> Result<(), Ignored> {
        let answers = |wait: u64| wait == self.turns;
        match (&event.kind, self.wait) {
            (_, Wait::Ended) => Err(Ignored::Ended),
            (EventKind::End, _) => Ok(()),
            (EventKind::Message { .. }, Wait::Reply(_)) => Ok(()),
            (EventKind::Message { .. }, Wait::Result(_)) => Err(Ignored::Early),
            (EventKind::Result { wait, .. }, Wait::Result(_)) if answers(*wait) => Ok(()),
            (EventKind::Timer { wait }, _) if answers(*wait) => match self.due() {
                Some(due) if due <= event.at => Ok(()),
                _ => Err(Ignored::NotDue),
            },
            (EventKind::Result { .. } | EventKind::Timer { .. }, _) => Err(Ignored::Late),
            (EventKind::Request { .. }, _) => Err(Ignored::Active),
        }
    }

    /// What a store keeps of it beside its state.
    pub fn row(&self) -> Row {
        Row {
            sid: self.sid.clone(),
            flow: self.flow.clone(),
            digest: self.digest().clone(),
            conversation: self.conversation.clone(),
            turns: self.turns,
            started: self.started,
            updated: self.updated,
        }
    }

    /// The state, as JSON, without what its row says: the same execution is the same bytes. A store
    /// keeps up to [`MAX_STATE`].
    pub fn to_state(&self) -> Result<String, serde_json::Error> {
        state::write(self)
    }

    /// The execution of a state that this very program wrote, or another that is equal to it: to go on
    /// in another version is [`Stored::resume`].
    pub fn from_state(program: &Program, row: &Row, state: &str) -> Result<Self, LoadError> {
        Stored::read(row, state)?.resume(program, &|_| None)
    }

    /// The execution of a state, which stands nowhere yet.
    pub(crate) fn read(row: &Row, state: &str) -> Result<Self, LoadError> {
        state::read(row, state)
    }
}

/// A state with what its row says, as JSON for people; as it is where it cannot be read.
pub(crate) fn shown(row: &Row, state: String) -> Text {
    let shown = Execution::read(row, &state).and_then(|it| Ok(serde_json::to_string(&it)?));
    shown.unwrap_or(state).into()
}
