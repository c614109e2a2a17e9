//! What the rows of the store are held to.

use rusqlite::{Connection, Row};

use super::finding::{Finding, Place, Unfinished};
use super::trail::trails;
use super::{Report, TOLD};
use crate::driver::{Event, Request};
use crate::store::chat::text;

pub(super) fn apply(db: &Connection, report: &mut Report) -> rusqlite::Result<()> {
    let findings = &mut report.findings;
    for (table, column) in JSON {
        findings.extend(json(db, table, column)?);
    }
    findings.extend(effects(db)?);
    findings.extend(events(db)?);
    findings.extend(turns(db)?);
    findings.extend(repeated(db)?);
    findings.extend(trails(db)?);
    findings.extend(elsewhere(db)?);
    findings.extend(times(db)?);
    findings.extend(active(db)?);
    findings.extend(lost(db)?);
    findings.extend(queue(db)?);
    findings.extend(chats(db)?);
    findings.extend(messages(db)?);
    findings.extend(chain(db)?);
    findings.extend(order(db)?);
    findings.extend(twice(db)?);
    report.unfinished = waiting(db)?;
    Ok(())
}

/// What nobody but a person reads need only be JSON.
const JSON: [(&str, &str); 8] = [
    ("turn", "event"),
    ("turn", "steps"),
    ("flow_version", "definition"),
    ("chat", "attributes"),
    ("chat_message", "attributes"),
    ("chat_message", "media"),
    ("task", "attributes"),
    ("effect", "request"),
];

fn json(
    db: &Connection,
    table: &'static str,
    column: &'static str,
) -> rusqlite::Result<Vec<Finding>> {
    let sql = format!("SELECT id FROM {table} WHERE NOT json_valid({column})");
    told(db, &sql, |row| {
        Ok(Finding::Json {
            table,
            row: row.get(0)?,
            column,
            reason: "it is not JSON".to_owned(),
        })
    })
}

/// The effects are what this program asks for.
fn effects(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT id, request FROM effect WHERE json_valid(request)";
    unread::<Request>(db, sql, "effect", "request")
}

/// The events that wait are events.
fn events(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT t.id, t.event FROM queue q JOIN turn t ON t.id = q.turn \
               WHERE json_valid(t.event)";
    unread::<Event>(db, sql, "turn", "event")
}

fn unread<T: serde::de::DeserializeOwned>(
    db: &Connection,
    sql: &str,
    table: &'static str,
    column: &'static str,
) -> rusqlite::Result<Vec<Finding>> {
    let mut rows = db.prepare(sql)?;
    let mut rows = rows.query([])?;
    let mut findings = Vec::new();
    while let Some(row) = rows.next()?
        && findings.len() < TOLD
    {
        let json: String = row.get(1)?;
        if let Err(error) = serde_json::from_str::<T>(&json) {
            findings.push(Finding::Json {
                table,
                row: row.get(0)?,
                column,
                reason: error.to_string(),
            });
        }
    }
    Ok(findings)
}

/// What a function did is in the log of the execution and moved nothing. Of what was pruned the
/// log may lack turns.
fn turns(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT e.sid, e.turns, coalesce(m.turns, 0) AS logged FROM execution e \
               LEFT JOIN (SELECT execution, count(*) AS turns FROM turn \
                          WHERE execution IS NOT NULL AND outcome <> 'done' GROUP BY execution) m \
               ON m.execution = e.id WHERE e.turns <> logged AND NOT \
               (logged < e.turns AND e.status = 1 \
                AND e.updated < (SELECT pruned FROM store))";
    told(db, sql, |row| {
        Ok(Finding::Turns {
            execution: text(row, 0)?,
            turns: row.get::<_, i64>(1)?.unsigned_abs(),
            logged: row.get::<_, i64>(2)?.unsigned_abs(),
        })
    })
}

/// Each event has one turn.
fn repeated(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT c.flow, c.address, t.identity, count(*) AS turns FROM turn t \
               JOIN conversation c ON c.id = t.conversation \
               GROUP BY t.conversation, t.identity HAVING turns > 1";
    told(db, sql, |row| {
        Ok(Finding::Repeated {
            place: place(row)?,
            identity: text(row, 2)?,
            turns: row.get::<_, i64>(3)?.unsigned_abs(),
        })
    })
}

fn elsewhere(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT c.flow, c.address, t.id, e.sid FROM turn t \
               JOIN execution e ON e.id = t.execution JOIN conversation c ON c.id = t.conversation \
               WHERE e.conversation <> t.conversation";
    told(db, sql, |row| {
        Ok(Finding::Elsewhere {
            place: place(row)?,
            turn: row.get(2)?,
            execution: text(row, 3)?,
        })
    })
}

fn times(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT c.flow, c.address, t.id, t.at, t.before FROM \
               (SELECT id, conversation, at, \
                lag(at) OVER (PARTITION BY conversation ORDER BY id) AS before FROM turn) t \
               JOIN conversation c ON c.id = t.conversation WHERE t.at < t.before";
    told(db, sql, |row| {
        Ok(Finding::Time {
            place: place(row)?,
            turn: row.get(2)?,
            at: row.get(3)?,
            before: row.get(4)?,
        })
    })
}

/// An index of the store says the same, and may be the one that is missing.
fn active(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT c.flow, c.address, count(*) AS executions FROM execution e \
               JOIN conversation c ON c.id = e.conversation WHERE e.status = 0 \
               GROUP BY c.id HAVING executions > 1";
    told(db, sql, |row| {
        Ok(Finding::Active {
            place: place(row)?,
            executions: row.get::<_, i64>(2)?.unsigned_abs(),
        })
    })
}

/// What was queued waits, or had a turn that is named after the one that queued it.
fn lost(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT c.flow, c.address, t.id, t.identity FROM turn t \
               JOIN conversation c ON c.id = t.conversation WHERE t.outcome = 'queued' \
               AND NOT EXISTS (SELECT 1 FROM queue q \
                               WHERE q.conversation = t.conversation AND q.turn = t.id) \
               AND (t.conversation, 'q:' || t.id) NOT IN \
                   (SELECT conversation, identity FROM turn WHERE identity GLOB 'q:*')";
    told(db, sql, |row| {
        Ok(Finding::Lost {
            place: place(row)?,
            turn: row.get(2)?,
            identity: text(row, 3)?,
        })
    })
}

fn queue(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    const WRONG: [(&str, &str); 5] = [
        (
            "t.conversation <> q.conversation",
            "which is of another conversation",
        ),
        ("t.outcome <> 'queued'", "which queued nothing"),
        (
            "(q.conversation, 'q:' || t.id) IN \
             (SELECT conversation, identity FROM turn WHERE identity GLOB 'q:*')",
            "whose event had its turn",
        ),
        (
            "c.handed_over IS NOT NULL",
            "and the flow left it to people",
        ),
        ("c.closed IS NOT NULL", "and it is closed"),
    ];
    let mut findings = Vec::new();
    for (condition, why) in WRONG {
        let sql = format!(
            "SELECT c.flow, c.address, q.turn FROM queue q JOIN turn t ON t.id = q.turn \
             JOIN conversation c ON c.id = q.conversation WHERE {condition}"
        );
        findings.extend(told(db, &sql, |row| {
            Ok(Finding::Queue {
                place: place(row)?,
                turn: row.get(2)?,
                why,
            })
        })?);
    }
    Ok(findings)
}

fn chats(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT flow, address FROM conversation \
               WHERE address NOT IN (SELECT address FROM chat)";
    told(db, sql, |row| Ok(Finding::NoChat { place: place(row)? }))
}

/// The indices go from 0 to the last without a gap.
fn messages(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT h.address, coalesce(m.messages, 0) AS messages, \
               coalesce(m.last, -1) AS last, h.last_index + 1 AS expected FROM chat h \
               LEFT JOIN (SELECT chat, count(*) AS messages, max(idx) AS last FROM chat_message \
                          GROUP BY chat) m ON m.chat = h.id \
               WHERE messages <> expected OR last <> h.last_index";
    told(db, sql, |row| {
        Ok(Finding::Messages {
            address: text(row, 0)?,
            messages: row.get(1)?,
            last: row.get(2)?,
            expected: row.get(3)?,
        })
    })
}

/// Each message names the one before it, and its chat the last: no other way leads to them.
fn chain(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT h.address, m.idx FROM chat_message m JOIN chat h ON h.id = m.chat \
               LEFT JOIN chat_message p ON p.id = m.previous AND p.chat = m.chat \
               WHERE coalesce(p.idx, -1) <> m.idx - 1 \
               UNION ALL SELECT h.address, h.last_index + 1 FROM chat h \
               LEFT JOIN chat_message p ON p.id = h.last_message AND p.chat = h.id \
               WHERE coalesce(p.idx, -1) <> h.last_index";
    told(db, sql, |row| {
        Ok(Finding::Chain {
            address: text(row, 0)?,
            before: row.get(1)?,
        })
    })
}

/// A message of a flow has the key of its effect, and a function's the effect's and a number more.
fn order(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT h.address, m.idx, m.key FROM chat_message m JOIN chat h ON h.id = m.chat \
               WHERE m.key GLOB 'FN*.*' ORDER BY m.chat, substr(m.key, 1, 34), m.idx";
    let mut rows = db.prepare(sql)?;
    let mut rows = rows.query([])?;
    let mut findings = Vec::new();
    let mut before: Option<String> = None;
    while let Some(row) = rows.next()?
        && findings.len() < TOLD
    {
        let key: String = row.get(2)?;
        if let Some(before) = before
            && emission(&before).0 == emission(&key).0
            && emission(&before).1 > emission(&key).1
        {
            findings.push(Finding::Order {
                address: text(row, 0)?,
                index: row.get(1)?,
                key: key.clone().into(),
                before: before.into(),
            });
        }
        before = Some(key);
    }
    Ok(findings)
}

/// Each key has one message. What somebody wrote long ago may have come again since its turn was
/// pruned.
fn twice(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let sql = "SELECT h.address, m.key, count(*) AS messages FROM chat_message m \
               JOIN chat h ON h.id = m.chat \
               WHERE m.key GLOB 'FN*' OR m.at >= (SELECT pruned FROM store) \
               GROUP BY m.chat, m.key HAVING messages > 1";
    told(db, sql, |row| {
        Ok(Finding::Twice {
            address: text(row, 0)?,
            key: text(row, 1)?,
            messages: row.get::<_, i64>(2)?.unsigned_abs(),
        })
    })
}

/// The execution of an effect's key, and the numbers that count its effects.
fn emission(key: &str) -> (&str, Vec<u64>) {
    let mut parts = key.split('.');
    let execution = parts.next().unwrap_or_default();
    let numbers = parts.map(|part| part.parse().unwrap_or(u64::MAX));
    (execution, numbers.collect())
}

/// Events of the queue that nothing keeps from their turn but the execution's wait, which
/// [`super::executions`] knows.
fn waiting(db: &Connection) -> rusqlite::Result<Vec<Unfinished>> {
    let sql = "SELECT c.flow, c.address, q.turn FROM queue q \
               JOIN conversation c ON c.id = q.conversation \
               LEFT JOIN execution e ON e.conversation = c.id AND e.status = 0 \
               WHERE e.id IS NULL OR (e.held IS NULL AND json_valid(e.state) \
                                      AND e.state ->> '$.wait.reply' IS NOT NULL)";
    told(db, sql, |row| {
        Ok(Unfinished::Queued {
            place: place(row)?,
            turn: row.get(2)?,
        })
    })
}

/// The first findings of a statement.
pub(super) fn told<T>(
    db: &Connection,
    sql: &str,
    finding: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    db.prepare(sql)?
        .query_map([], finding)?
        .take(TOLD)
        .collect()
}

/// The first two columns: flow and address.
pub(super) fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place {
        flow: text(row, 0)?,
        address: text(row, 1)?,
    })
}
