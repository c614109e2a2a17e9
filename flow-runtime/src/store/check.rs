//! Whether a store is as it must be: the invariants, over its file.
//!
//! It reads one snapshot, beside a host that runs or without one, and changes nothing.

mod executions;
mod finding;
mod rules;
mod trail;

use std::path::Path;

use rusqlite::Connection;

pub use finding::{Finding, Place, Unfinished};

use super::{OpenError, open};

/// How many findings of one kind are told.
const TOLD: usize = 100;

/// What was found out about a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What must never be; of each kind the first 100.
    pub findings: Vec<Finding>,
    /// What its host has still to do; of each kind the first 100.
    pub unfinished: Vec<Unfinished>,
    /// Whether it was put back from a copy, and no program opens it until
    /// [`resume`](super::resume).
    pub paused: bool,
    /// How many executions it has.
    pub executions: u64,
    /// How many turns its log has.
    pub turns: u64,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_well(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether nothing is wrong, and nothing is left to be done.
    pub fn is_quiet(&self) -> bool {
        self.is_well() && self.unfinished.is_empty()
    }
}

/// Looks at the whole store in that file.
///
/// It may take seconds for each gigabyte. While it does, a host that runs goes on, and the log of
/// SQLite grows.
pub fn check(file: impl AsRef<Path>) -> Result<Report, OpenError> {
    let file = file.as_ref();
    let db = open::existing(file)?;
    examine(&db).or_else(|error| match error.sqlite_error_code() {
        // What is damaged cannot be read to its end.
        Some(rusqlite::ErrorCode::DatabaseCorrupt) => Ok(Report {
            findings: vec![Finding::Damage(error.to_string())],
            ..Report::default()
        }),
        _ => Err(open::refuse(file, &error)),
    })
}

/// The same over a connection.
fn examine(db: &Connection) -> rusqlite::Result<Report> {
    let snapshot = db.unchecked_transaction()?;
    let mut report = Report {
        findings: damage(&snapshot)?,
        executions: count(&snapshot, "SELECT count(*) FROM execution")?,
        turns: count(&snapshot, "SELECT count(*) FROM turn")?,
        ..Report::default()
    };
    if !report.is_well() {
        return Ok(report); // the rest would speak of the same
    }
    report.paused = open::is_paused(&snapshot)?;
    report.findings = references(&snapshot)?;
    rules::apply(&snapshot, &mut report)?;
    executions::apply(&snapshot, &mut report)?;
    Ok(report)
}

fn damage(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    let lines = db
        .prepare(&format!("PRAGMA integrity_check({TOLD})"))?
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let damage = lines.into_iter().filter(|line| line != "ok");
    Ok(damage.map(Finding::Damage).collect())
}

fn references(db: &Connection) -> rusqlite::Result<Vec<Finding>> {
    db.prepare("PRAGMA foreign_key_check")?
        .query_map([], |row| {
            Ok(Finding::Reference {
                table: row.get(0)?,
                row: row.get::<_, Option<i64>>(1)?.unwrap_or_default(),
                parent: row.get(2)?,
            })
        })?
        .take(TOLD)
        .collect()
}

fn count(db: &Connection, sql: &str) -> rusqlite::Result<u64> {
    db.query_row(sql, [], |row| row.get::<_, i64>(0))
        .map(i64::unsigned_abs)
}
