//! What waits for a decision: executions that no program could carry on, and a store that was put
//! back from a copy.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use flow_model::Text;
use flow_model::carry::Version;
use rusqlite::{Connection, Row};

use super::apply::statement;
use super::chat::text;
use super::check::Place;
use super::{OpenError, ToolError, open};
use crate::conversation::Timestamp;
use crate::execution::Past;

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

const ACTIVE: &str = "SELECT e.sid, c.flow, c.address, coalesce(e.held, ''), e.updated, \
                      (SELECT count(*) FROM queue q WHERE q.conversation = c.id), e.state \
                      FROM execution e JOIN conversation c ON c.id = e.conversation \
                      WHERE e.status = 0";

fn executions(db: &Connection) -> rusqlite::Result<Vec<Held>> {
    let sql = format!("{ACTIVE} AND e.held IS NOT NULL ORDER BY e.updated, e.id");
    statement(db, &sql)?.query_map([], active)?.collect()
}

fn active(row: &Row<'_>) -> rusqlite::Result<Held> {
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
}

/// Says of a flow and the state of an execution of it why it would be held; none: it would not.
pub(crate) type Judge<'j> = dyn Fn(&Text, &str, &Past<'_>) -> Option<Text> + 'j;

/// The executions that would be held, of all that are active.
pub(crate) fn held_by(file: &Path, judge: &Judge<'_>) -> Result<Vec<Held>, OpenError> {
    let db = open::existing(file)?;
    judged(&db, judge).map_err(|error| open::refuse(file, &error))
}

fn judged(db: &Connection, judge: &Judge<'_>) -> rusqlite::Result<Vec<Held>> {
    let snapshot = db.unchecked_transaction()?;
    let versions: HashMap<String, Arc<Version>> = definitions(&snapshot)?
        .into_iter()
        .filter_map(|(digest, definition)| {
            // One that an older program wrote does not say enough, and is then unknown.
            Some((digest, Arc::new(serde_json::from_str(&definition).ok()?)))
        })
        .collect();
    let past = |digest: &str| versions.get(digest).cloned();
    let mut rows = snapshot.prepare(&format!("{ACTIVE} ORDER BY e.updated, e.id"))?;
    let mut rows = rows.query([])?;
    let mut held = Vec::new();
    while let Some(row) = rows.next()? {
        let found = active(row)?;
        let state: String = row.get(6)?;
        if let Some(why) = judge(&found.place.flow, &state, &past) {
            held.push(Held { why, ..found });
        }
    }
    Ok(held)
}

fn definitions(db: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    statement(db, "SELECT digest, definition FROM flow_version")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Lets a store go on that was put back from a copy, and says what it will do then.
pub fn resume(file: impl AsRef<Path>, now: Timestamp) -> Result<Left, ToolError> {
    let file = file.as_ref();
    let (_lock, writer) = open::to_change(file)?;
    let change = |db: &Connection| {
        if !open::is_held(db)? {
            return Ok(None);
        }
        let left = left(db, now)?;
        db.execute("UPDATE store SET held = 0", [])?;
        Ok(Some(left))
    };
    let left = change(&writer.connection).map_err(|error| open::refuse(file, &error))?;
    writer.close();
    left.ok_or_else(|| ToolError::NotHeld {
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
