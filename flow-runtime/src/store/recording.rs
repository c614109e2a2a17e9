//! Everything that the store has of one execution, to be replayed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use flow_model::{Map, Text, Value};
use rusqlite::{Connection, OptionalExtension};

use super::apply::statement;
use super::chat::{self, parsed, text};
use super::read::beside;
use super::trail::along;
use super::{ToolError, open};
use crate::conversation::{Message, Timestamp};
use crate::driver::{Event, EventKind, Start, Step};
use crate::execution::{self, Execution};

/// What the store has of an execution.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Recording {
    /// Its SID.
    pub execution: Text,
    /// The flow.
    pub flow: Text,
    /// The conversation's address.
    pub address: Text,
    /// The version of the flow: [`Program::digest`](crate::Program::digest).
    pub digest: Text,
    /// What it was told of the conversation in which it started.
    pub start: Start,
    /// The turns that moved it and are in the log.
    pub turns: Vec<Recorded>,
    /// How many turns moved it.
    pub taken: u64,
    /// What it sent, by the keys of its effects.
    pub messages: BTreeMap<Text, Message>,
    /// What it handed over, by SID.
    pub tasks: BTreeSet<Text>,
    /// When its conversation was closed.
    pub closed: Option<Timestamp>,
    /// How it stood in the end, as [`ExecutionRecord::state`](crate::host::local::ExecutionRecord).
    pub state: Text,
}

/// A turn as the log has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The event.
    pub event: Event,
    /// `moved`, or `ended: …` where the flow could not take the event.
    pub outcome: Text,
    /// The steps.
    pub steps: Vec<Step>,
}

/// What a store has of an execution. It reads beside a host that runs.
pub fn recording(file: impl AsRef<Path>, sid: &str) -> Result<Recording, ToolError> {
    let file = file.as_ref();
    let db = open::existing(file)?;
    let found = read(&db, sid).map_err(|error| open::refuse(file, &error))?;
    found.ok_or_else(|| ToolError::NoExecution {
        file: file.to_owned(),
        sid: sid.to_owned().into(),
    })
}

/// The same over a connection; none where there is no such execution.
pub(crate) fn read(db: &Connection, sid: &str) -> rusqlite::Result<Option<Recording>> {
    let snapshot = db.unchecked_transaction()?;
    let sql = "SELECT e.id, c.flow, c.address, c.closed, e.state, h.id, h.sid AS chat, h.attributes, \
               e.sid, v.digest, e.turns, e.started, e.updated \
               FROM execution e JOIN conversation c ON c.id = e.conversation \
               JOIN flow_version v ON v.id = e.version JOIN chat h ON h.address = c.address \
               WHERE e.sid = ?";
    let found = statement(&snapshot, sql)?
        .query_row([sid], |row| {
            let (flow, address) = (text(row, 1)?, text(row, 2)?);
            let (state, beside) = (row.get::<_, String>(4)?, beside(row)?);
            let execution = Execution::read(&beside, &state).ok();
            let start = Start {
                execution: beside.sid.clone(),
                conversation_sid: text(row, 6)?,
                address: flow.clone(),
                attributes: parsed::<Map>(row, 7)?,
            };
            let recording = Recording {
                execution: beside.sid.clone(),
                flow,
                address,
                digest: beside.digest.clone(),
                start,
                turns: Vec::new(),
                taken: beside.turns,
                messages: BTreeMap::new(),
                tasks: BTreeSet::new(),
                closed: row.get(3)?,
                state: execution::shown(&beside, state),
            };
            Ok((row.get(0)?, row.get(5)?, execution, recording))
        })
        .optional()?;
    let Some((row, chat, execution, mut recording)) = found else {
        return Ok(None);
    };
    recording.turns = turns(&snapshot, chat, row)?;
    recording.messages = chat::messages_of(&snapshot, chat, sid)?;
    recording.tasks = tasks(&snapshot, sid)?;
    if let Some(address) = execution.and_then(|it| our_address(&recording, &it)) {
        recording.start.address = address;
    }
    Ok(Some(recording))
}

fn turns(db: &Connection, chat: i64, execution: i64) -> rusqlite::Result<Vec<Recorded>> {
    let sql = along(
        "SELECT event, outcome, steps FROM trail JOIN turn USING (id) \
         WHERE execution = ?2 AND outcome <> 'done' ORDER BY id",
    );
    statement(db, &sql)?
        .query_map([chat, execution], |row| {
            Ok(Recorded {
                event: parsed(row, 0)?,
                outcome: text(row, 1)?,
                steps: parsed(row, 2)?,
            })
        })?
        .collect()
}

fn tasks(db: &Connection, execution: &str) -> rusqlite::Result<BTreeSet<Text>> {
    statement(db, "SELECT sid FROM task WHERE execution = ?")?
        .query_map([execution], |row| text(row, 0))?
        .collect()
}

/// The address through which whoever started it reached the flow, which it remembers: they may have
/// left since, or come back by another.
fn our_address(recording: &Recording, execution: &Execution) -> Option<Text> {
    let first = &recording.turns.first()?.event;
    if !matches!(first.kind, EventKind::Message { .. }) {
        return None; // a request says itself what the flow writes from
    }
    let flow = execution.root_context().get("flow")?;
    match flow.get("channel").get("address") {
        Value::Text(address) => Some(address.clone()),
        _ => None,
    }
}
