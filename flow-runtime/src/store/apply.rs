//! One write as one statement.

use flow_model::Text;
use rusqlite::types::{ToSql, ToSqlOutput, Value};
use rusqlite::{CachedStatement, Connection, params};

use super::commit::{Effect, Execution, Mover, Turn, Write};
use super::trail::Newest;
use super::{chat, prune, task};

/// Why a write could not be done.
#[derive(Debug)]
pub(crate) enum Fault {
    /// What it rests on is no longer so.
    Conflict,
    /// SQLite says no.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Fault::Sqlite(error)
    }
}

/// The rows that the writes of a commit speak of without naming them.
pub(crate) struct Latest {
    /// The chat as the commit knows it.
    was: Newest,
    /// The same with what the commit has written so far.
    pub(super) newest: Newest,
    execution: Option<i64>,
}

impl Latest {
    pub(super) fn behind(newest: Newest) -> Self {
        Latest {
            was: newest,
            newest,
            execution: None,
        }
    }
}

/// Does one write; gives the row it made, 0 for none.
pub(crate) fn apply(db: &Connection, latest: &mut Latest, write: &Write) -> Result<i64, Fault> {
    match write {
        Write::Conversation { flow, address } => Ok(conversation(db, flow, address)?),
        Write::Turn(row) => Ok(insert_turn(db, latest, row)?),
        Write::Start(row) => start(db, latest, row),
        Write::Effect(row) => Ok(effect(db, latest, row)?),
        Write::Task(row) => {
            task::insert(db, row)?;
            Ok(0)
        }
        Write::Enqueue {
            conversation,
            position,
        } => {
            let sql = "INSERT INTO queue (conversation, position, turn) VALUES (?, ?, ?)";
            statement(db, sql)?.execute(params![
                conversation,
                number(*position),
                latest.newest.turn
            ])?;
            Ok(0)
        }
        Write::Prune(old) => {
            prune::delete(db, old)?;
            Ok(0)
        }
        Write::Chat { .. } | Write::Message { .. } | Write::Join { .. } => {
            Ok(chat::insert(db, latest, write)?)
        }
        _ => change(db, latest, write),
    }
}

/// Writes a line of the log.
fn insert_turn(db: &Connection, latest: &mut Latest, turn: &Turn) -> rusqlite::Result<i64> {
    let execution = match turn.execution {
        Mover::None => None,
        Mover::Row(id) => Some(id),
        Mover::New => Some(next_execution(db)?),
    };
    let newest = &mut latest.newest;
    let previous_block = turn.block.as_ref().and(newest.block);
    let sql = "INSERT INTO turn (conversation, execution, identity, at, position, outcome, event, \
               steps, previous, block, previous_block) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    statement(db, sql)?.execute(params![
        turn.conversation,
        execution,
        &*turn.identity,
        turn.at,
        turn.position.map(number),
        &*turn.outcome,
        turn.event,
        turn.steps,
        newest.turn,
        turn.block,
        previous_block,
    ])?;
    let row = db.last_insert_rowid();
    newest.turn = Some(row);
    if turn.block.is_some() {
        newest.block = Some(row);
    }
    latest.execution = execution;
    Ok(row)
}

fn next_execution(db: &Connection) -> Result<i64, rusqlite::Error> {
    statement(db, "SELECT coalesce(max(id), 0) + 1 FROM execution")?.query_row([], |row| row.get(0))
}

fn conversation(db: &Connection, flow: &str, address: &str) -> Result<i64, rusqlite::Error> {
    let sql = "INSERT OR IGNORE INTO conversation (flow, address) VALUES (?, ?)";
    statement(db, sql)?.execute([flow, address])?;
    statement(
        db,
        "SELECT id FROM conversation WHERE address = ? AND flow = ?",
    )?
    .query_row([address, flow], |row| row.get(0))
}

fn start(db: &Connection, latest: &mut Latest, row: &Execution) -> Result<i64, Fault> {
    let id = latest.execution.ok_or(Fault::Conflict)?;
    let sql = "INSERT INTO execution \
               (id, conversation, sid, version, status, started, updated, turns, due, state) \
               VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)";
    statement(db, sql)?.execute(params![
        id,
        row.conversation,
        &*row.sid,
        row.version,
        row.ended,
        row.at,
        row.at,
        row.due,
        row.state,
    ])?;
    Ok(id)
}

fn effect(db: &Connection, latest: &Latest, row: &Effect) -> Result<i64, rusqlite::Error> {
    let sql = "INSERT INTO effect (conversation, execution, key, kind, request, awaited, \
               after_index, created, attempts, not_before) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)";
    statement(db, sql)?.execute(params![
        row.conversation,
        latest.execution,
        &*row.key,
        row.kind,
        row.request,
        number(row.awaited),
        row.after_index.map(number),
        row.at,
        row.at,
    ])?;
    Ok(db.last_insert_rowid())
}

/// Changes a row that must be there as the commit knows it.
fn change(db: &Connection, latest: &Latest, write: &Write) -> Result<i64, Fault> {
    let (sql, values): (_, &[&dyn ToSql]) = match write {
        Write::Advance {
            id,
            at,
            turns,
            ended,
            due,
            state,
        } => (
            // SQLite writes every index that speaks of `status` where a statement sets it.
            match ended {
                false => {
                    "UPDATE execution SET updated = ?, turns = ?, due = ?, state = ? \
                     WHERE id = ? AND turns = ? AND status = 0"
                }
                true => {
                    "UPDATE execution SET updated = ?, turns = ?, due = ?, state = ?, status = 1 \
                     WHERE id = ? AND turns = ? AND status = 0"
                }
            },
            &[
                at,
                &number(*turns),
                due,
                state,
                id,
                &number(turns.saturating_sub(1)),
            ],
        ),
        Write::Hold {
            id,
            turns,
            why,
            due,
        } => (
            "UPDATE execution SET held = ?, due = ? WHERE id = ? AND turns = ? AND status = 0",
            &[&optional(why.as_ref()), due, id, &number(*turns)],
        ),
        Write::Carry { id, version } => (
            "UPDATE execution SET version = ? WHERE id = ?",
            &[version, id],
        ),
        Write::Attempt { effect, attempts } => (
            "UPDATE effect SET attempts = ? WHERE id = ? AND attempts = ?",
            &[attempts, effect, &attempts.saturating_sub(1)],
        ),
        Write::Settle { effect } => ("DELETE FROM effect WHERE id = ?", &[effect]),
        Write::Dequeue {
            conversation,
            position,
            turn,
        } => (
            "DELETE FROM queue WHERE conversation = ? AND position = ? AND turn = ?",
            &[conversation, &number(*position), turn],
        ),
        Write::HandOver { conversation, at } => (
            "UPDATE conversation SET handed_over = ? WHERE id = ? AND handed_over IS NULL",
            &[at, conversation],
        ),
        Write::Take { sid, worker, at } => (
            "UPDATE task SET worker = ?, taken = ? WHERE sid = ? AND worker IS NULL",
            &[&SqlText(worker), at, &SqlText(sid)],
        ),
        Write::PutBack { sid, worker } => (
            "UPDATE task SET worker = NULL, taken = NULL WHERE sid = ? AND worker = ?",
            &[&SqlText(sid), &SqlText(worker)],
        ),
        Write::Close { conversation, at } => (
            "UPDATE conversation SET closed = ? WHERE id = ? AND closed IS NULL",
            &[at, conversation],
        ),
        Write::ChatState {
            chat,
            last_index,
            state,
            recent,
        } => (
            "UPDATE chat SET last_index = ?, state = ?, recent = ?, \
             last_turn = ?, last_block = ?, last_message = ? \
             WHERE id = ? AND last_turn IS ? AND last_message IS ?",
            &[
                &chat::index(*last_index),
                &chat::state_number(*state),
                recent,
                &latest.newest.turn,
                &latest.newest.block,
                &latest.newest.message,
                chat,
                &latest.was.turn,
                &latest.was.message,
            ],
        ),
        Write::Leave { chat, sid, at } => (
            "UPDATE chat_participant SET left = ? WHERE chat = ? AND sid = ? AND left IS NULL",
            &[at, chat, &SqlText(sid)],
        ),
        Write::Conversation { .. }
        | Write::Chat { .. }
        | Write::Turn(_)
        | Write::Start(_)
        | Write::Effect(_)
        | Write::Task(_)
        | Write::Prune(_)
        | Write::Enqueue { .. }
        | Write::Message { .. }
        | Write::Join { .. } => unreachable!("`apply` inserts these"),
    };
    match statement(db, sql)?.execute(values)? {
        1 => Ok(0),
        _ => Err(Fault::Conflict),
    }
}

/// A prepared statement: once for each connection.
pub(crate) fn statement<'c>(
    db: &'c Connection,
    sql: &str,
) -> Result<CachedStatement<'c>, rusqlite::Error> {
    db.prepare_cached(sql)
}

/// SQLite's integers are signed; what is counted here never comes near their end.
pub(crate) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

struct SqlText<'t>(&'t Text);

impl ToSql for SqlText<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.as_str().to_sql()
    }
}

fn optional(text: Option<&Text>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.to_string()))
}
