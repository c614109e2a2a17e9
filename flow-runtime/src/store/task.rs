//! What flows handed to people, as rows.

use flow_model::{Map, Text};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::apply::statement;
use super::chat::{json, parsed, text};
use super::commit::Task;
use crate::conversation::Timestamp;
use crate::driver;

/// A hand-over as whoever looks in sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) sid: Text,
    pub(crate) flow: Text,
    pub(crate) address: Text,
    pub(crate) execution: Text,
    pub(crate) workflow: Text,
    pub(crate) channel: Text,
    pub(crate) attributes: Map,
    pub(crate) priority: i64,
    pub(crate) created: Timestamp,
    pub(crate) expires: Timestamp,
    pub(crate) taken: Option<(Text, Timestamp)>,
}

pub(crate) fn insert(db: &Connection, row: &Task) -> rusqlite::Result<()> {
    let driver::Task {
        workflow,
        channel,
        attributes,
        priority,
        timeout,
    } = &row.task;
    let sql = "INSERT INTO task (conversation, execution, sid, workflow, channel, attributes, \
               priority, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    statement(db, sql)?.execute(params![
        row.conversation,
        &*row.execution,
        &*row.sid,
        &**workflow,
        &**channel,
        json(attributes)?,
        priority,
        row.at,
        row.at.saturating_add(timeout.saturating_mul(1000)),
    ])?;
    Ok(())
}

const TASK: &str = "SELECT t.sid, c.flow, c.address, t.execution, t.workflow, t.channel, \
                    t.attributes, t.priority, t.created, t.expires, t.worker, t.taken \
                    FROM task t JOIN conversation c ON c.id = t.conversation";

/// Those that nobody has taken and whose time is not over, in the order in which they are to be.
pub(crate) fn waiting(db: &Connection, now: Timestamp, limit: u32) -> rusqlite::Result<Vec<Seen>> {
    // Where none waits, nobody looks through those that are over.
    let sql = format!(
        "{TASK} WHERE t.worker IS NULL AND t.expires > ?1 ORDER BY t.priority DESC, t.id \
         LIMIT ?2 * EXISTS (SELECT 1 FROM task WHERE expires > ?1 AND worker IS NULL)"
    );
    statement(db, &sql)?
        .query_map(params![now, limit], seen)?
        .collect()
}

/// The hand-over of that SID.
pub(crate) fn task(db: &Connection, sid: &str) -> rusqlite::Result<Option<Seen>> {
    let sql = format!("{TASK} WHERE t.sid = ?");
    statement(db, &sql)?.query_row([sid], seen).optional()
}

fn seen(row: &Row<'_>) -> rusqlite::Result<Seen> {
    Ok(Seen {
        sid: text(row, 0)?,
        flow: text(row, 1)?,
        address: text(row, 2)?,
        execution: text(row, 3)?,
        workflow: text(row, 4)?,
        channel: text(row, 5)?,
        attributes: parsed(row, 6)?,
        priority: row.get(7)?,
        created: row.get(8)?,
        expires: row.get(9)?,
        taken: match row.get::<_, Option<String>>(10)? {
            Some(worker) => Some((worker.into(), row.get(11)?)),
            None => None,
        },
    })
}
