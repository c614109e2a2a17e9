//! The writer: a function from a connection and a group of commits to their answers.
//!
//! What calls it, a thread, a task or a test, is none of its business.

use std::sync::Arc;
use std::time::Instant;

use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
use rusqlite::{Connection, ErrorCode};

use super::StoreError;
use super::apply::{Fault, Latest, apply, statement};
use super::commit::{Commit, Written};
use crate::fault::{Faults, Point};
use crate::telemetry::{self, Level, Levels, StoreMeters};

/// How many commits a group holds at most.
pub(crate) const GROUP: usize = 512;
/// After how many bytes a group takes no further commit.
pub(crate) const GROUP_BYTES: usize = 4 << 20;

/// What became of a commit.
pub(crate) type Answer = Result<Written, Refusal>;

/// Why nothing of a commit was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// What it rests on has changed: read again.
    Conflict,
    /// The store did not take it.
    Store(StoreError),
}

/// The only connection that writes.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(super) connection: Connection,
    epoch: i64,
    data_version: i64,
    failed: Option<StoreError>,
    meters: StoreMeters,
    pub(super) levels: Arc<Levels>,
    pub(super) faults: Faults,
}

impl Writer {
    /// The writer of a store that was opened as that epoch.
    pub(super) fn new(
        connection: Connection,
        epoch: i64,
        faults: Faults,
    ) -> rusqlite::Result<Self> {
        connection.set_prepared_statement_cache_capacity(64);
        let data_version = data_version(&connection)?;
        Ok(Writer {
            connection,
            epoch,
            data_version,
            failed: None,
            meters: StoreMeters::new(),
            levels: Arc::new(Levels::new()),
            faults,
        })
    }

    /// Writes a group in one transaction; where one commit is at fault, each in its own.
    pub(crate) fn write(&mut self, group: &[Commit]) -> Vec<Answer> {
        let refusal = match self.transaction(group) {
            Ok(written) => return written.into_iter().map(Ok).collect(),
            Err(refusal) => refusal,
        };
        let one_is_at_fault = matches!(
            refusal,
            Refusal::Conflict | Refusal::Store(StoreError::Faulty(_))
        );
        if one_is_at_fault && group.len() > 1 {
            return group.iter().map(|commit| self.write_one(commit)).collect();
        }
        vec![Err(refusal); group.len()]
    }

    /// Leaves the file in good order.
    pub(super) fn close(self) {
        let closed = self
            .connection
            .execute_batch("PRAGMA optimize")
            .and_then(|()| self.connection.close().map_err(|(_, error)| error));
        if let Err(error) = closed {
            telemetry::store_untidy(&error);
        }
    }

    fn write_one(&mut self, commit: &Commit) -> Answer {
        let mut written = self.transaction(std::slice::from_ref(commit))?;
        written.pop().ok_or(Refusal::Conflict)
    }

    fn transaction(&mut self, group: &[Commit]) -> Result<Vec<Written>, Refusal> {
        if group.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(failed) = &self.failed {
            return Err(Refusal::Store(failed.clone()));
        }
        let began = Instant::now();
        let written = self.attempt(group);
        if written.is_ok() {
            self.meters.written(group.len(), began.elapsed());
        }
        if written.is_err() && !self.connection.is_autocommit() {
            // What it says does not matter: the error that led here is told.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        written.map_err(|fault| self.refuse(fault))
    }

    fn attempt(&mut self, group: &[Commit]) -> Result<Vec<Written>, Fault> {
        statement(&self.connection, "BEGIN IMMEDIATE")?.execute([])?;
        self.faults.pass_writing(Point::Begun)?;
        self.fence()?;
        let written = group
            .iter()
            .map(|commit| write(&self.connection, commit))
            .collect::<Result<Vec<_>, _>>()?;
        self.faults.pass_writing(Point::Written)?;
        let change = change(group);
        let commit = || statement(&self.connection, "COMMIT")?.execute([]);
        self.levels.turn(change, commit)?;
        self.faults.pass_writing(Point::Committed)?;
        Ok(written)
    }

    /// Another process may have opened the store where locks do not work.
    fn fence(&mut self) -> Result<(), Fault> {
        let data_version = data_version(&self.connection)?;
        if data_version == self.data_version {
            return Ok(());
        }
        telemetry::store_shared();
        let epoch: i64 = statement(&self.connection, "SELECT epoch FROM store")?
            .query_row([], |row| row.get(0))?;
        if epoch != self.epoch {
            self.failed = Some(StoreError::Failed(
                "another process has opened it since".to_owned(),
            ));
            return Err(Fault::Conflict);
        }
        self.data_version = data_version;
        Ok(())
    }

    fn refuse(&mut self, fault: Fault) -> Refusal {
        match (&self.failed, fault) {
            (Some(failed), _) => Refusal::Store(failed.clone()),
            (None, Fault::Conflict) => Refusal::Conflict,
            (None, Fault::Sqlite(error)) if is_there(&error) => Refusal::Conflict,
            (None, Fault::Sqlite(error)) => {
                let error = store_error(&error);
                self.meters.refused(&error);
                if matches!(error, StoreError::Failed(_)) {
                    telemetry::store_failed(&error);
                    self.failed = Some(error.clone());
                }
                Refusal::Store(error)
            }
        }
    }
}

fn write(db: &Connection, commit: &Commit) -> Result<Written, Fault> {
    let mut latest = Latest::behind(commit.newest);
    let rows = commit.writes.iter();
    let rows = rows
        .map(|write| apply(db, &mut latest, write))
        .collect::<Result<_, _>>()?;
    Ok(Written {
        rows,
        newest: latest.newest,
    })
}

/// By how much a group changes what waits.
fn change(group: &[Commit]) -> Level {
    let mut change = Level::default();
    for commit in group {
        change.add(Level::change(commit));
    }
    change
}

fn data_version(db: &Connection) -> rusqlite::Result<i64> {
    statement(db, "PRAGMA data_version")?.query_row([], |row| row.get(0))
}

/// Whether a row is there already that the commit knows nothing of.
fn is_there(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    matches!(
        code,
        Some(SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY)
    )
}

/// What SQLite's error means for whoever wanted to write or read.
pub(super) fn store_error(error: &rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Failed(error.to_string())
        }
        _ => StoreError::Faulty(error.to_string()),
    }
}
