//! Ending an execution that no program runs.

use std::path::Path;

use flow_model::Text;
use rusqlite::{Connection, OptionalExtension};

use super::apply::statement;
use super::chat::{self, Chat, text};
use super::commit::{Commit, Mover, Turn, Write};
use super::write::Refusal;
use super::{StoreError, ToolError, open, read};
use crate::conversation::Timestamp;
use crate::driver::{self, Event, EventKind};
use crate::execution::{self, Execution};

/// An execution that is to be ended.
struct Ending {
    id: i64,
    conversation: i64,
    chat: Chat,
    ended: bool,
    beside: execution::Row,
    state: String,
    /// What it asked for, and what is not over.
    effects: Vec<i64>,
}

/// Ends an execution, held or not, in a store that no program runs, as [`EventKind::End`] does in one
/// that runs. What waits in the queue of its conversation is left to start the next.
pub fn end(file: impl AsRef<Path>, sid: &str, at: Timestamp) -> Result<(), ToolError> {
    let file = file.as_ref();
    let (_lock, mut writer) = open::to_change(file)?;
    let read = |db: &Connection| Ok((find(db, sid)?, read::last_time(db)?));
    let refuse = |error| open::refuse(file, &error);
    let (found, last) = read(&writer.connection).map_err(refuse)?;
    let sid = Text::from(sid.to_owned());
    let Some(ending) = found else {
        let file = file.to_owned();
        return Err(ToolError::NoExecution { file, sid });
    };
    if ending.ended {
        return Err(ToolError::Ended { sid });
    }
    let commit = commit(ending, at.max(last)).map_err(|reason| ToolError::State {
        sid: sid.clone(),
        reason,
    })?;
    let answer = writer.write(&[commit]).pop();
    writer.close();
    match answer {
        Some(Ok(_)) => Ok(()),
        Some(Err(Refusal::Store(error))) => Err(error.into()),
        _ => Err(StoreError::Faulty("it was told to end before".to_owned()).into()),
    }
}

fn find(db: &Connection, sid: &str) -> rusqlite::Result<Option<Ending>> {
    let sql = "SELECT e.id, c.id, e.status = 1, e.state, \
               e.sid, c.flow, c.address, v.digest, e.turns, e.started, e.updated \
               FROM execution e JOIN conversation c ON c.id = e.conversation \
               JOIN flow_version v ON v.id = e.version WHERE e.sid = ?";
    let ending = statement(db, sql)?
        .query_row([sid], |row| {
            let chat = chat::chat(db, &text(row, 6)?)?;
            Ok(Ending {
                chat: chat.ok_or(rusqlite::Error::QueryReturnedNoRows)?,
                id: row.get(0)?,
                conversation: row.get(1)?,
                ended: row.get(2)?,
                state: row.get(3)?,
                beside: read::beside(row)?,
                effects: Vec::new(),
            })
        })
        .optional()?;
    let Some(ending) = ending else {
        return Ok(None);
    };
    let sql = "SELECT id FROM effect WHERE conversation = ? AND execution = ?";
    let effects = statement(db, sql)?
        .query_map([ending.conversation, ending.id], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(Ending { effects, ..ending }))
}

/// The turn that ends it, and all that goes with it.
fn commit(mut ending: Ending, at: Timestamp) -> Result<Commit, String> {
    let execution =
        Execution::read(&ending.beside, &ending.state).map_err(|error| error.to_string())?;
    let event = Event {
        identity: format!("end:{}", execution.sid()).into(),
        at,
        kind: EventKind::End,
    };
    let run = driver::end(execution, &event);
    let json = |error: serde_json::Error| error.to_string();
    let turn = Turn {
        conversation: ending.conversation,
        execution: Mover::Row(ending.id),
        identity: event.identity.clone(),
        at,
        position: None,
        outcome: "moved".into(),
        event: serde_json::to_string(&event).map_err(json)?,
        steps: serde_json::to_string(&run.steps).map_err(json)?,
        block: ending.chat.tags.note(&event.identity),
    };
    let mut commit = Commit {
        newest: ending.chat.newest,
        writes: Vec::new(),
    };
    commit.push(Write::Turn(turn));
    commit.push(Write::Hold {
        id: ending.id,
        turns: ending.beside.turns,
        why: None,
        due: None,
    });
    commit.push(Write::Advance {
        id: ending.id,
        at: run.execution.updated(),
        turns: run.execution.turns(),
        ended: true,
        due: None,
        state: run.execution.to_state().map_err(json)?,
    });
    for effect in ending.effects {
        commit.push(Write::Settle { effect });
    }
    commit.push(Write::ChatState {
        chat: ending.chat.id,
        last_index: ending.chat.last_index,
        state: ending.chat.state,
        recent: ending.chat.tags.recent(),
    });
    Ok(commit)
}
