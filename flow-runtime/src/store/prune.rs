//! What is older than anybody asks for: found by readers, deleted by the writer.
//!
//! The last turn and the last execution stay however old they are: the next rows are numbered after
//! them, and the clock of the store goes on from them.

use rusqlite::{Connection, params};

use super::apply::statement;
use crate::conversation::Timestamp;

/// How many rows go in one commit.
pub(crate) const GROUP: usize = 500;

/// How many turns are looked at in one read.
const LOOKED_AT: i64 = 5_000;

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

/// The first old turns after that one; and the last that was looked at, none where none is left.
///
/// A turn is old where its execution ended before then; one that moved none, where it was before
/// then and its event waits no longer. It stays as long as the one before it at its address does,
/// since nothing else leads there.
pub(crate) fn turns(
    db: &Connection,
    before: Timestamp,
    after: i64,
) -> rusqlite::Result<(Old, Option<i64>)> {
    let sql = "SELECT t.id, p.id, iif(t.execution IS NULL, \
                 NOT EXISTS (SELECT 1 FROM queue q \
                             WHERE q.conversation = t.conversation AND q.turn = t.id), \
                 EXISTS (SELECT 1 FROM execution e \
                         WHERE e.id = t.execution AND e.status = 1 AND e.updated < ?1)) \
               FROM (SELECT id, conversation, execution, at, previous FROM turn WHERE id > ?2 \
                     AND id < (SELECT max(id) FROM turn) ORDER BY id LIMIT ?3) t \
               LEFT JOIN turn p ON p.id = t.previous WHERE t.at < ?1 ORDER BY t.id";
    let mut old = Old {
        before,
        ..Old::default()
    };
    let mut last = None;
    let mut rows = statement(db, sql)?;
    let mut rows = rows.query(params![before, after, LOOKED_AT])?;
    while let Some(row) = rows.next()?
        && old.turns.len() < GROUP
    {
        let id = row.get(0)?;
        last = Some(id);
        let previous: Option<i64> = row.get(1)?;
        let is_first = previous.is_none_or(|id| old.turns.binary_search(&id).is_ok());
        if is_first && row.get(2)? {
            old.turns.push(id);
        }
    }
    Ok((old, last))
}

/// The first old executions, whose turns are gone, and the first old hand-overs.
pub(crate) fn rest(db: &Connection, before: Timestamp) -> rusqlite::Result<Old> {
    let executions = "SELECT e.id FROM execution e WHERE e.status = 1 AND e.updated < ? \
                      AND e.id < (SELECT max(id) FROM execution) \
                      AND NOT EXISTS (SELECT 1 FROM effect f \
                                      WHERE f.conversation = e.conversation AND f.execution = e.id) \
                      AND NOT EXISTS \
                        (WITH RECURSIVE trail AS \
                           (SELECT t.previous, t.execution FROM conversation c \
                            JOIN chat h ON h.address = c.address JOIN turn t ON t.id = h.last_turn \
                            WHERE c.id = e.conversation \
                            UNION ALL SELECT t.previous, t.execution \
                            FROM trail JOIN turn t ON t.id = trail.previous) \
                         SELECT 1 FROM trail WHERE execution = e.id) \
                      ORDER BY e.updated LIMIT ?";
    let tasks = "SELECT id FROM task WHERE expires < ?1 AND coalesce(taken, 0) < ?1 \
                 ORDER BY expires LIMIT ?2";
    let ids = |sql, before: Timestamp| {
        statement(db, sql)?
            .query_map(params![before, GROUP as i64], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()
    };
    Ok(Old {
        before,
        executions: ids(executions, before)?,
        tasks: ids(tasks, before)?,
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
