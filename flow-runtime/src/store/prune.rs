//! What is older than anybody asks for: found by readers, deleted by the writer.
//!
//! The last turn and the last execution stay however old they are: the next rows are numbered after
//! them, and the clock of the store goes on from them.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::apply::statement;
use crate::conversation::Timestamp;

/// How many rows go in one commit.
pub(crate) const GROUP: usize = 500;

/// How many turns are looked at in one read.
const LOOKED_AT: i64 = 5_000;

/// How long after its end the row of an execution outlives its turns, in milliseconds: turns of the
/// same moment may stand in the log in another order than that of their times, and be looked at late.
const LONGER: Timestamp = 3_600_000;

/// Rows to be deleted, of what came to its end before a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Old {
    pub(crate) before: Timestamp,
    pub(crate) turns: Vec<i64>,
    pub(crate) executions: Vec<i64>,
    pub(crate) tasks: Vec<i64>,
}

impl Old {
    pub(crate) fn is_empty(&self) -> bool {
        self.turns.is_empty() && self.executions.is_empty() && self.tasks.is_empty()
    }
}

/// What one read finds of old turns.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) old: Old,
    /// The executions of turns that stay, though they may be old.
    pub(crate) stay: Vec<i64>,
    /// The last turn that was looked at; none: none is left.
    pub(crate) last: Option<i64>,
}

/// The first old turns after that one.
///
/// A turn is old where its execution ended before then; one that moved none, where it was before
/// then and its event waits no longer. It stays as long as the one before it at its address does,
/// since nothing else leads there.
pub(crate) fn turns(db: &Connection, before: Timestamp, after: i64) -> rusqlite::Result<Part> {
    let sql = "SELECT t.id, p.id, t.execution, iif(t.execution IS NULL, \
                 NOT EXISTS (SELECT 1 FROM queue q \
                             WHERE q.conversation = t.conversation AND q.turn = t.id), \
                 EXISTS (SELECT 1 FROM execution e \
                         WHERE e.id = t.execution AND e.status = 1 AND e.updated < ?1)) \
               FROM (SELECT id, conversation, execution, at, previous FROM turn WHERE id > ?2 \
                     AND id < (SELECT max(id) FROM turn) ORDER BY id LIMIT ?3) t \
               LEFT JOIN turn p ON p.id = t.previous WHERE t.at < ?1 ORDER BY t.id";
    let old = Old {
        before,
        ..Old::default()
    };
    let (stay, last) = (Vec::new(), None);
    let mut part = Part { old, stay, last };
    let mut rows = statement(db, sql)?;
    let mut rows = rows.query(params![before, after, LOOKED_AT])?;
    while let Some(row) = rows.next()?
        && part.old.turns.len() < GROUP
    {
        let id = row.get(0)?;
        part.last = Some(id);
        let previous: Option<i64> = row.get(1)?;
        let is_first = previous.is_none_or(|id| part.old.turns.binary_search(&id).is_ok());
        match is_first && row.get(3)? {
            true => part.old.turns.push(id),
            false => part.stay.extend(row.get::<_, Option<i64>>(2)?),
        }
    }
    Ok(part)
}

/// The first old executions, but for those that stay as turns of theirs do, and the first old
/// hand-overs. Nothing leads from an execution to its turns: all that are old were looked at.
pub(crate) fn rest(
    db: &Connection,
    before: Timestamp,
    stay: &HashSet<i64>,
) -> rusqlite::Result<Old> {
    let executions = "SELECT e.id FROM execution e WHERE e.status = 1 AND e.updated < ? \
                      AND e.id < (SELECT max(id) FROM execution) \
                      AND e.id IS NOT (SELECT execution FROM turn ORDER BY id DESC LIMIT 1) \
                      AND NOT EXISTS (SELECT 1 FROM effect f \
                                      WHERE f.conversation = e.conversation AND f.execution = e.id) \
                      ORDER BY e.updated";
    let tasks = "SELECT id FROM task WHERE expires < ?1 AND coalesce(taken, 0) < ?1 \
                 ORDER BY expires";
    let ids = |sql, before: Timestamp, stay: &HashSet<i64>| {
        statement(db, sql)?
            .query_map([before], |row| row.get(0))?
            .filter(|id| !matches!(id, Ok(id) if stay.contains(id)))
            .take(GROUP)
            .collect::<rusqlite::Result<Vec<i64>>>()
    };
    Ok(Old {
        before,
        executions: ids(executions, before.saturating_sub(LONGER), stay)?,
        tasks: ids(tasks, before, &HashSet::new())?,
        turns: Vec::new(),
    })
}

/// Deletes them, and says in the store that the log may lack them.
pub(crate) fn delete(db: &Connection, old: &Old) -> rusqlite::Result<()> {
    let sql = "UPDATE store SET pruned = ?1 WHERE pruned < ?1";
    statement(db, sql)?.execute([old.before])?;
    for (sql, ids) in [
        ("DELETE FROM turn WHERE id = ?", &old.turns),
        ("DELETE FROM execution WHERE id = ?", &old.executions),
        ("DELETE FROM task WHERE id = ?", &old.tasks),
    ] {
        let mut delete = statement(db, sql)?;
        for id in ids {
            delete.execute([id])?;
        }
    }
    Ok(())
}
