//! What is read: whole rows, from one snapshot each time.

use flow_model::Text;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::apply::{number, statement};
use super::chat::{self, Chat, text};
use super::trail::{along, turn_of};
use crate::conversation::Timestamp;
use crate::{execution, sid};

/// Everything of one address: its chat, and each flow's conversation there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Room {
    pub(crate) chat: Chat,
    pub(crate) seats: Vec<Seat>,
}

/// A flow's conversation at an address.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seat {
    pub(crate) conversation: i64,
    pub(crate) flow: Text,
    pub(crate) handed_over: Option<Timestamp>,
    pub(crate) active: Option<Active>,
    pub(crate) effects: Vec<Pending>,
    pub(crate) queue: Vec<Queued>,
}

/// An execution that has not ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Active {
    pub(crate) id: i64,
    pub(crate) held: Option<Text>,
    pub(crate) beside: execution::Row,
    pub(crate) state: String,
}

/// An effect that is not over.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pending {
    pub(crate) id: i64,
    pub(crate) key: Text,
    pub(crate) request: String,
    pub(crate) awaited: u64,
    pub(crate) attempts: u32,
}

/// An event that waits, in the turn that queued it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Queued {
    pub(crate) position: u64,
    pub(crate) turn: i64,
    pub(crate) event: String,
}

/// A line of the log, with the execution's SID.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Logged {
    pub(crate) identity: Text,
    pub(crate) at: Timestamp,
    pub(crate) execution: Option<Text>,
    pub(crate) outcome: Text,
    pub(crate) event: String,
    pub(crate) steps: String,
}

/// An execution as whoever looks in sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) flow: Text,
    pub(crate) address: Text,
    pub(crate) active: bool,
    pub(crate) held: Option<Text>,
    pub(crate) beside: execution::Row,
    pub(crate) state: String,
}

/// A timer whose time has come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Due {
    pub(crate) execution: i64,
    pub(crate) address: Text,
    pub(crate) conversation: i64,
    pub(crate) wait: u64,
    pub(crate) due: Timestamp,
}

/// Everything of one address; none: nothing was ever there.
pub(crate) fn room(db: &Connection, address: &str) -> rusqlite::Result<Option<Room>> {
    // One transaction, so that nothing changes between the parts.
    let snapshot = db.unchecked_transaction()?;
    let Some(chat) = chat::chat(&snapshot, address)? else {
        return Ok(None);
    };
    let sql = "SELECT id, flow, handed_over FROM conversation WHERE address = ? ORDER BY id";
    let mut seats: Vec<Seat> = statement(&snapshot, sql)?
        .query_map([address], |row| {
            Ok(Seat {
                conversation: row.get(0)?,
                flow: text(row, 1)?,
                handed_over: row.get(2)?,
                active: None,
                effects: Vec::new(),
                queue: Vec::new(),
            })
        })?
        .collect::<Result<_, _>>()?;
    for seat in &mut seats {
        seat.active = active(&snapshot, seat.conversation)?;
        seat.effects = effects(&snapshot, seat.conversation)?;
        seat.queue = queue(&snapshot, seat.conversation)?;
    }
    Ok(Some(Room { chat, seats }))
}

fn active(db: &Connection, conversation: i64) -> rusqlite::Result<Option<Active>> {
    let sql = "SELECT e.id, e.held, e.state, \
               e.sid, c.flow, c.address, v.digest, e.turns, e.started, e.updated \
               FROM execution e JOIN conversation c ON c.id = e.conversation \
               JOIN flow_version v ON v.id = e.version \
               WHERE e.conversation = ? AND e.status = 0";
    statement(db, sql)?
        .query_row([conversation], |row| {
            Ok(Active {
                id: row.get(0)?,
                held: optional_text(row, 1)?,
                state: row.get(2)?,
                beside: beside(row)?,
            })
        })
        .optional()
}

fn effects(db: &Connection, conversation: i64) -> rusqlite::Result<Vec<Pending>> {
    let sql = "SELECT id, key, request, coalesce(awaited, 0), attempts FROM effect \
               WHERE conversation = ? ORDER BY id";
    statement(db, sql)?
        .query_map([conversation], |row| {
            Ok(Pending {
                id: row.get(0)?,
                key: text(row, 1)?,
                request: row.get(2)?,
                awaited: count(row, 3)?,
                attempts: row.get(4)?,
            })
        })?
        .collect()
}

fn queue(db: &Connection, conversation: i64) -> rusqlite::Result<Vec<Queued>> {
    let sql = "SELECT q.position, q.turn, t.event FROM queue q JOIN turn t ON t.id = q.turn \
               WHERE q.conversation = ? ORDER BY q.position, q.turn";
    statement(db, sql)?
        .query_map([conversation], |row| {
            Ok(Queued {
                position: count(row, 0)?,
                turn: row.get(1)?,
                event: row.get(2)?,
            })
        })?
        .collect()
}

/// The log of a conversation, in order.
pub(crate) fn log(db: &Connection, address: &str, flow: &str) -> rusqlite::Result<Vec<Logged>> {
    let sql = "SELECT h.id, c.id FROM conversation c JOIN chat h ON h.address = c.address \
               WHERE c.address = ? AND c.flow = ?";
    let found: Option<(i64, i64)> = statement(db, sql)?
        .query_row([address, flow], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((chat, conversation)) = found else {
        return Ok(Vec::new());
    };
    let sql = along(
        "SELECT t.identity, t.at, e.sid, t.outcome, t.event, t.steps FROM trail JOIN turn t USING (id) \
         LEFT JOIN execution e ON e.id = t.execution WHERE t.conversation = ?2 ORDER BY t.id",
    );
    statement(db, &sql)?
        .query_map([chat, conversation], |row| {
            Ok(Logged {
                identity: text(row, 0)?,
                at: row.get(1)?,
                execution: optional_text(row, 2)?,
                outcome: text(row, 3)?,
                event: row.get(4)?,
                steps: row.get(5)?,
            })
        })?
        .collect()
}

/// What a line of the log says of its event.
pub(crate) fn logged_event(
    db: &Connection,
    chat: i64,
    conversation: i64,
    identity: &str,
) -> rusqlite::Result<Option<String>> {
    let turn = turn_of(db, chat, Some(conversation), identity)?;
    statement(db, "SELECT event FROM turn WHERE id = ?")?
        .query_row([turn], |row| row.get(0))
        .optional()
}

/// The SID of the execution that an event moved, where it moved one; none: the log has no such event.
pub(crate) fn moved(
    db: &Connection,
    chat: i64,
    conversation: i64,
    identity: &str,
) -> rusqlite::Result<Option<Option<Text>>> {
    let turn = turn_of(db, chat, Some(conversation), identity)?;
    let sql = "SELECT e.sid FROM turn t LEFT JOIN execution e ON e.id = t.execution WHERE t.id = ?";
    statement(db, sql)?
        .query_row([turn], |row| optional_text(row, 0))
        .optional()
}

/// The execution of that SID.
pub(crate) fn execution(db: &Connection, sid: &str) -> rusqlite::Result<Option<Seen>> {
    let sql = "SELECT c.flow, c.address, e.status = 0, e.held, e.state, \
               e.sid, v.digest, e.turns, e.started, e.updated \
               FROM execution e JOIN conversation c ON c.id = e.conversation \
               JOIN flow_version v ON v.id = e.version WHERE e.sid = ?";
    statement(db, sql)?
        .query_row([sid], |row| {
            Ok(Seen {
                flow: text(row, 0)?,
                address: text(row, 1)?,
                active: row.get(2)?,
                held: optional_text(row, 3)?,
                state: row.get(4)?,
                beside: beside(row)?,
            })
        })
        .optional()
}

/// The timers that are due by then, in order, from the one behind that on: the time at which one is
/// due, and its execution. At most that many.
pub(crate) fn due(
    db: &Connection,
    by: Timestamp,
    behind: (Timestamp, i64),
    limit: usize,
) -> rusqlite::Result<Vec<Due>> {
    let sql = "SELECT e.id, c.address, c.id, e.turns, e.due FROM execution e \
               JOIN conversation c ON c.id = e.conversation \
               WHERE (e.due, e.id) > (?, ?) AND e.due <= ? ORDER BY e.due, e.id LIMIT ?";
    statement(db, sql)?
        .query_map(
            params![behind.0, behind.1, by, number(limit as u64)],
            |row| {
                Ok(Due {
                    execution: row.get(0)?,
                    address: text(row, 1)?,
                    conversation: row.get(2)?,
                    wait: count(row, 3)?,
                    due: row.get(4)?,
                })
            },
        )?
        .collect()
}

/// When the first timer after then is due.
pub(crate) fn next_due(db: &Connection, after: Timestamp) -> rusqlite::Result<Option<Timestamp>> {
    statement(db, "SELECT min(due) FROM execution WHERE due > ?")?
        .query_row([after], |row| row.get(0))
}

/// Where something is left to be done: effects, waiting events, executions that were held.
pub(crate) fn unfinished(db: &Connection) -> rusqlite::Result<Vec<Text>> {
    let sql = "SELECT DISTINCT address FROM conversation WHERE id IN \
               (SELECT conversation FROM effect UNION SELECT conversation FROM queue \
               UNION SELECT conversation FROM execution WHERE held IS NOT NULL)";
    statement(db, sql)?
        .query_map([], |row| text(row, 0))?
        .collect()
}

/// The highest time of anything that happened.
pub(crate) fn last_time(db: &Connection) -> rusqlite::Result<Timestamp> {
    let sql = "SELECT coalesce((SELECT at FROM turn ORDER BY id DESC LIMIT 1), 0)";
    statement(db, sql)?.query_row([], |row| row.get(0))
}

/// What is remembered of the version of that digest.
pub(crate) fn definition(db: &Connection, digest: &str) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT definition FROM flow_version WHERE digest = ?";
    statement(db, sql)?
        .query_row([digest], |row| row.get(0))
        .optional()
}

/// The versions, as flow and digest, of which executions are active: a look at the index for each
/// version, however many executions there are.
pub(crate) fn active_versions(db: &Connection) -> rusqlite::Result<Vec<(Text, Text)>> {
    let sql = "SELECT flow, digest FROM flow_version v WHERE EXISTS \
               (SELECT 1 FROM execution WHERE version = v.id AND status = 0) ORDER BY id";
    statement(db, sql)?
        .query_map([], |row| Ok((text(row, 0)?, text(row, 1)?)))?
        .collect()
}

/// What is kept of an execution beside its state, where a statement selects all of that: `e.sid`,
/// `c.flow`, `c.address`, `v.digest`, `e.turns`, `e.started` and `e.updated`.
pub(super) fn beside(row: &Row<'_>) -> rusqlite::Result<execution::Row> {
    let text = |column| row.get::<_, String>(column);
    Ok(execution::Row {
        sid: text("sid")?.into(),
        flow: sid::flow(&text("flow")?),
        digest: text("digest")?.into(),
        conversation: sid::conversation(&text("address")?),
        turns: row.get::<_, i64>("turns")?.unsigned_abs(),
        started: row.get("started")?,
        updated: row.get("updated")?,
    })
}

fn optional_text(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Text>> {
    Ok(row.get::<_, Option<String>>(column)?.map(Text::from))
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.unsigned_abs())
}
