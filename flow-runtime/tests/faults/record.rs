//! What a run leaves, without times: two runs that differ in faults alone leave the same.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::Value;

use crate::asked::Asked;
use crate::world::{Answer, START};

/// States, turns, messages, calls and answers, a line each.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) lines: Vec<String>,
    /// How often each call was made.
    pub(crate) calls: Vec<(Asked, usize)>,
}

/// What is compared, and how its lines begin. The row of a turn is no part of its identity.
const TABLES: [(&str, &str); 7] = [
    (
        "execution",
        "SELECT c.flow, e.sid, e.status, e.held, e.turns, e.state FROM execution e \
         JOIN conversation c ON c.id = e.conversation ORDER BY c.flow, e.id",
    ),
    (
        "turn",
        "SELECT c.flow, CASE WHEN t.identity LIKE 'q:%' THEN 'q:' || (SELECT q.identity FROM turn q \
         WHERE q.id = substr(t.identity, 3)) ELSE t.identity END, e.sid, t.position, t.outcome, \
         t.event, t.steps FROM turn t JOIN conversation c ON c.id = t.conversation \
         LEFT JOIN execution e ON e.id = t.execution ORDER BY c.flow, t.id",
    ),
    (
        "message",
        "SELECT idx, sid, author, body, attributes, media, key FROM chat_message ORDER BY idx",
    ),
    (
        "participant",
        "SELECT sid, identity, address, proxy_address, left IS NULL, since, key \
         FROM chat_participant ORDER BY id",
    ),
    (
        "chat",
        "SELECT sid, state, attributes, last_index FROM chat",
    ),
    (
        "conversation",
        "SELECT flow, handed_over IS NULL, closed IS NULL FROM conversation ORDER BY flow",
    ),
    (
        "task",
        "SELECT sid, execution, workflow, channel, attributes, priority, worker FROM task \
         ORDER BY id",
    ),
];

impl Record {
    pub(crate) fn of(file: &Path, answers: &[Answer], asked: Vec<Asked>) -> Self {
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        let mut lines = Vec::new();
        for (name, sql) in TABLES {
            let mut statement = db.prepare(sql).unwrap();
            let mut rows = statement.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                lines.push(format!("{name} {}", line(row)));
            }
        }
        for (step, answer) in answers.iter().enumerate() {
            lines.push(format!("step {step}: {answer:?}"));
        }
        let mut calls: Vec<(Asked, usize)> = Vec::new();
        for call in asked {
            match calls.iter_mut().find(|(before, _)| *before == call) {
                Some((_, times)) => *times += 1,
                None => {
                    lines.push(format!("call {} {}", call.key, call.what));
                    calls.push((call, 1));
                }
            }
        }
        Record { lines, calls }
    }

    /// What is there in one of them alone.
    pub(crate) fn differences(&self, other: &Record) -> Vec<String> {
        let only = |ours: &Record, theirs: &Record, mark: &str| {
            let differs = |line: &&String| !theirs.lines.contains(line);
            let lines = ours.lines.iter().filter(differs);
            lines
                .map(|line| format!("{mark} {line}"))
                .collect::<Vec<_>>()
        };
        let mut differences = only(self, other, "-");
        differences.extend(only(other, self, "+"));
        if differences.is_empty() && self.lines != other.lines {
            differences.push("the same lines stand in another order".to_owned());
        }
        differences
    }
}

fn line(row: &Row<'_>) -> String {
    let columns = row.as_ref().column_count();
    let cells = (0..columns).map(|column| match row.get_ref(column).unwrap() {
        ValueRef::Null => "-".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => untimed(std::str::from_utf8(text).unwrap()),
        other => panic!("{other:?}"),
    });
    cells.collect::<Vec<_>>().join(" | ")
}

/// A text, and where it is JSON without the times in it.
fn untimed(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(mut value @ (Value::Object(_) | Value::Array(_))) => {
            forget_times(&mut value);
            value.to_string()
        }
        _ => text.to_owned(),
    }
}

fn forget_times(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(forget_times),
        Value::Object(map) => map.values_mut().for_each(forget_times),
        Value::Number(number) if number.as_i64().is_some_and(|number| number >= START) => {
            *value = "a time".into();
        }
        // Every run is over within the day on which it begins, or the next.
        Value::String(text) if text.starts_with("2023-11-1") => *value = "a time".into(),
        _ => {}
    }
}
