//! The state of an execution as a store keeps it: what its row does not say already.

use flow_model::{Map, Text};
use serde::de::Error;
use serde::{Deserialize, Serialize};

use super::reference::Names;
use super::{Execution, Frame, LoadError, Wait};
use crate::conversation::Timestamp;

/// The format of the state that this program writes, and the oldest that it reads. Up to
/// [`IN_FULL`] a state says what its row says too, which is not read, and has no references; of 1
/// there was no `parent`.
pub(super) const FORMAT: u32 = 3;
const IN_FULL: u32 = 2;
const OLDEST: u32 = 1;

/// What a store has of an execution beside its state, which does not say it again: the columns of
/// its row, and of the rows that this one names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The SID of the execution.
    pub sid: Text,
    /// The SID of the flow: [`sid::flow`](crate::sid::flow) of its name.
    pub flow: Text,
    /// The version of the flow: [`Program::digest`](crate::Program::digest).
    pub digest: Text,
    /// The SID of the conversation.
    pub conversation: Text,
    /// How many turns moved it.
    pub turns: u64,
    /// When it started.
    pub started: Timestamp,
    /// The time of its last event.
    pub updated: Timestamp,
}

impl Row {
    fn names(&self) -> Names<'_> {
        Names {
            conversation: &self.conversation,
            execution: &self.sid,
            flow: &self.flow,
        }
    }
}

/// `C` is a context, to be written or as it was read.
#[derive(Serialize, Deserialize)]
struct State<C> {
    format: u32,
    /// Of the subflow in which it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<Text>,
    widget: Text,
    in_a_row: u32,
    wait: Wait,
    effects: u64,
    steps: u32,
    context: C,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<Parent<C>>,
}

/// The flow that runs the subflow.
#[derive(Serialize, Deserialize)]
struct Parent<C> {
    widget: Text,
    in_a_row: u32,
    context: C,
}

/// The state: the same execution is the same bytes.
pub(super) fn write(execution: &Execution) -> Result<String, serde_json::Error> {
    let names = Names {
        conversation: &execution.conversation,
        execution: &execution.sid,
        flow: &execution.flow,
    };
    let parent = execution.parent.as_deref();
    serde_json::to_string(&State {
        format: FORMAT,
        digest: parent.map(|_| execution.digest.clone()),
        widget: execution.widget.clone(),
        in_a_row: execution.in_a_row,
        wait: execution.wait,
        effects: execution.effects,
        steps: execution.steps,
        context: names.refer(&execution.context),
        parent: parent.map(|parent| Parent {
            widget: parent.widget.clone(),
            in_a_row: parent.in_a_row,
            context: names.refer(&parent.context),
        }),
    })
}

/// The execution of a state of any format, which stands nowhere yet.
pub(super) fn read(row: &Row, json: &str) -> Result<Execution, LoadError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let Head { format: found } = serde_json::from_str(json)?;
    if !(OLDEST..=FORMAT).contains(&found) {
        return Err(LoadError::Format { found });
    }
    let mut state: State<Map> = serde_json::from_str(json)?;
    if found > IN_FULL {
        row.names().resolve(&mut state.context)?;
        if let Some(parent) = &mut state.parent {
            row.names().resolve(&mut parent.context)?;
        }
    }
    let (digest, parent) = match state.parent {
        None => (row.digest.clone(), None),
        Some(parent) => {
            let missing = || serde_json::Error::missing_field("digest");
            let frame = Frame {
                digest: row.digest.clone(),
                at: u16::MAX,
                widget: parent.widget,
                in_a_row: parent.in_a_row,
                context: parent.context,
            };
            (state.digest.ok_or_else(missing)?, Some(Box::new(frame)))
        }
    };
    Ok(Execution {
        sid: row.sid.clone(),
        flow: row.flow.clone(),
        digest,
        conversation: row.conversation.clone(),
        at: u16::MAX,
        widget: state.widget,
        in_a_row: state.in_a_row,
        wait: state.wait,
        turns: row.turns,
        effects: state.effects,
        steps: state.steps,
        started: row.started,
        updated: row.updated,
        context: state.context,
        parent,
        carried: Vec::new(),
    })
}
