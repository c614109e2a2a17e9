//! What waits for a decision: executions that are held, as no program could carry them on, and a
//! store that is paused, as it was put back from a copy.

use std::path::Path;

use flow_model::Text;
use rusqlite::Connection;

use super::apply::statement;
use super::chat::text;
use super::check::Place;
use super::{OpenError, ToolError, open, read};
use crate::conversation::Timestamp;
use crate::execution;

/// An execution that no program could carry on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Held {
    /// Its SID.
    pub execution: Text,
    /// Its conversation.
    pub place: Place,
    /// Why, as the last program saw it.
    pub why: Text,
    /// When it last moved.
    pub updated: Timestamp,
    /// How many messages wait for it.
    pub queued: u64,
}

/// What a store that goes on does at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Left {
    /// How many calls it makes again, under the keys that they had.
    pub calls: u64,
    /// How many messages wait.
    pub queued: u64,
    /// How many timers are over.
    pub timers: u64,
}

/// The executions that the last program could not carry on, the longest waiting first. It reads
/// beside a host that runs.
pub fn held(file: impl AsRef<Path>) -> Result<Vec<Held>, OpenError> {
    let file = file.as_ref();
    let db = open::existing(file)?;
    executions(&db).map_err(|error| open::refuse(file, &error))
}

fn executions(db: &Connection) -> rusqlite::Result<Vec<Held>> {
    let sql = "SELECT e.sid, c.flow, c.address, e.held, e.updated, \
               (SELECT count(*) FROM queue q WHERE q.conversation = c.id) FROM execution e \
               JOIN conversation c ON c.id = e.conversation \
               WHERE e.held IS NOT NULL AND e.status = 0 ORDER BY e.updated, e.id";
    statement(db, sql)?
        .query_map([], |row| {
            Ok(Held {
                execution: text(row, 0)?,
                place: Place {
                    flow: text(row, 1)?,
                    address: text(row, 2)?,
                },
                why: text(row, 3)?,
                updated: row.get(4)?,
                queued: row.get::<_, i64>(5)?.unsigned_abs(),
            })
        })?
        .collect()
}

/// The executions that have not ended and that something is in the way of, by what `why` says of the
/// flow, the row and the state of each; the longest waiting first. It reads beside a host that runs.
pub(crate) fn judged(
    file: &Path,
    mut why: impl FnMut(&Connection, &str, &execution::Row, &str) -> rusqlite::Result<Option<Text>>,
) -> Result<Vec<Held>, OpenError> {
    let db = open::existing(file)?;
    let mut judge = || {
        let snapshot = db.unchecked_transaction()?;
        let sql = "SELECT c.flow, e.state, c.address, \
                   (SELECT count(*) FROM queue q WHERE q.conversation = c.id), \
                   e.sid, v.digest, e.turns, e.started, e.updated FROM execution e \
                   JOIN conversation c ON c.id = e.conversation \
                   JOIN flow_version v ON v.id = e.version WHERE e.status = 0";
        let mut statement = snapshot.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut held = Vec::new();
        while let Some(row) = rows.next()? {
            let flow = row.get_ref(0)?.as_str()?;
            let beside = read::beside(row)?;
            let Some(why) = why(&snapshot, flow, &beside, row.get_ref(1)?.as_str()?)? else {
                continue;
            };
            held.push(Held {
                execution: beside.sid,
                place: Place {
                    flow: text(row, 0)?,
                    address: text(row, 2)?,
                },
                why,
                updated: beside.updated,
                queued: row.get::<_, i64>(3)?.unsigned_abs(),
            });
        }
        held.sort_by_key(|held| held.updated);
        Ok(held)
    };
    judge().map_err(|error| open::refuse(file, &error))
}

/// Lets a store go on that was put back from a copy, and says what it will do then.
pub fn resume(file: impl AsRef<Path>, now: Timestamp) -> Result<Left, ToolError> {
    let file = file.as_ref();
    let (_lock, writer) = open::to_change(file)?;
    let change = |db: &Connection| {
        if !open::is_paused(db)? {
            return Ok(None);
        }
        let left = left(db, now)?;
        db.execute("UPDATE store SET held = 0", [])?;
        Ok(Some(left))
    };
    let left = change(&writer.connection).map_err(|error| open::refuse(file, &error))?;
    writer.close();
    left.ok_or_else(|| ToolError::NotPaused {
        file: file.to_owned(),
    })
}

fn left(db: &Connection, now: Timestamp) -> rusqlite::Result<Left> {
    let count = |sql| {
        db.query_row(sql, [], |row| row.get::<_, i64>(0))
            .map(i64::unsigned_abs)
    };
    let timers = db.query_row(
        "SELECT count(*) FROM execution WHERE due <= ?",
        [now],
        |row| row.get::<_, i64>(0),
    )?;
    Ok(Left {
        calls: count(
            "SELECT count(*) FROM effect f LEFT JOIN execution e ON e.id = f.execution \
             WHERE e.held IS NULL",
        )?,
        queued: count("SELECT count(*) FROM queue")?,
        timers: timers.unsigned_abs(),
    })
}
