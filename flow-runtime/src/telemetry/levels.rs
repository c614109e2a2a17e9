//! What waits in a store, kept without counting: it is counted once, beside those who write, and
//! each group that is written says by how much it changes.

use std::sync::{Mutex, MutexGuard, PoisonError};

use metrics::{Gauge, gauge};
use rusqlite::Connection;

use super::{PARKED, QUEUE};
use crate::store::commit::{Commit, Write};

/// How much of a store waits.
#[derive(Debug)]
pub(crate) struct Levels {
    /// Locked while a group becomes visible, so that a count knows which groups it has seen.
    state: Mutex<State>,
    parked: Gauge,
    queue: Gauge,
}

/// Executions that have not ended, and messages in queues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Level {
    parked: i64,
    queue: i64,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Unknown,
    /// It is counted; so much came about since.
    Counting(Level),
    Known(Level),
}

impl Levels {
    pub(crate) fn new() -> Self {
        Levels {
            state: Mutex::new(State::Unknown),
            parked: gauge!(PARKED),
            queue: gauge!(QUEUE),
        }
    }

    /// Makes a group visible, and takes note of it where that succeeds.
    pub(crate) fn turn<T, E>(
        &self,
        change: Level,
        commit: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let mut state = self.lock();
        let committed = commit()?;
        match &mut *state {
            State::Unknown => {}
            State::Counting(since) => since.add(change),
            State::Known(level) => {
                level.add(change);
                self.show(change, 1);
            }
        }
        Ok(committed)
    }

    /// Counts what a connection sees now.
    pub(crate) fn count(&self, db: &Connection) -> rusqlite::Result<()> {
        let counted = self.counted(db);
        let mut state = self.lock();
        match (*state, counted) {
            (State::Counting(since), Ok(mut level)) => {
                level.add(since);
                self.show(level, 1);
                *state = State::Known(level);
                Ok(())
            }
            (State::Counting(_), Err(error)) => {
                *state = State::Unknown;
                Err(error)
            }
            (_, counted) => counted.map(drop),
        }
    }

    /// The store is open no more: nothing of it is shown.
    pub(crate) fn close(&self) {
        self.forget(&mut self.lock());
    }

    fn counted(&self, db: &Connection) -> rusqlite::Result<Level> {
        let snapshot = {
            let mut state = self.lock();
            let snapshot = db.unchecked_transaction()?;
            // The first read decides what the others see.
            snapshot.query_row("SELECT epoch FROM store", [], |_| Ok(()))?;
            self.forget(&mut state);
            *state = State::Counting(Level::default());
            snapshot
        };
        let count = |sql| snapshot.query_row(sql, [], |row| row.get(0));
        Ok(Level {
            parked: count("SELECT count(*) FROM execution WHERE status = 0")?,
            queue: count("SELECT count(*) FROM queue")?,
        })
    }

    fn forget(&self, state: &mut State) {
        if let State::Known(level) = std::mem::replace(state, State::Unknown) {
            self.show(level, -1);
        }
    }

    /// The gauges are those of the process, which may have several stores open.
    fn show(&self, change: Level, sign: i64) {
        for (gauge, change) in [(&self.parked, change.parked), (&self.queue, change.queue)] {
            if change != 0 {
                gauge.increment((sign * change) as f64);
            }
        }
    }

    /// Nothing that is done under it can be left half done.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Level {
    /// By how much a commit changes it.
    pub(crate) fn change(commit: &Commit) -> Self {
        let mut level = Level::default();
        for write in &commit.writes {
            match write {
                Write::Start(execution) if !execution.ended => level.parked += 1,
                Write::Advance { ended: true, .. } => level.parked -= 1,
                Write::Enqueue { .. } => level.queue += 1,
                Write::Dequeue { .. } => level.queue -= 1,
                _ => {}
            }
        }
        level
    }

    pub(crate) fn add(&mut self, other: Level) {
        self.parked += other.parked;
        self.queue += other.queue;
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use metrics::with_local_recorder;
    use metrics_util::debugging::{DebugValue, DebuggingRecorder};

    use super::*;

    /// A connection to a file with the tables that are counted, empty.
    fn open(path: &std::path::Path) -> Connection {
        let db = Connection::open(path).unwrap();
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
             CREATE TABLE IF NOT EXISTS store (epoch INTEGER);
             CREATE TABLE IF NOT EXISTS execution (status INTEGER);
             CREATE TABLE IF NOT EXISTS queue (position INTEGER);",
        )
        .unwrap();
        db
    }

    /// Whoever counts while others write counts each of their groups once.
    #[test]
    fn what_is_written_during_a_count_is_counted_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("levels.db");
        let recorder = DebuggingRecorder::new();
        let levels = with_local_recorder(&recorder, Levels::new);
        let (writer, reader) = (open(&path), open(&path));
        reader.execute("INSERT INTO store VALUES (1)", []).unwrap();
        let change = Level {
            parked: 1,
            queue: 2,
        };
        let write = "INSERT INTO execution VALUES (0), (1); INSERT INTO queue VALUES (0), (0);";
        let counted = &levels;
        thread::scope(|scope| {
            scope.spawn(move || {
                for _ in 0..500 {
                    writer.execute_batch(&format!("BEGIN; {write}")).unwrap();
                    let commit = || writer.execute_batch("COMMIT");
                    counted.turn(change, commit).unwrap();
                }
            });
            for _ in 0..50 {
                levels.count(&reader).unwrap();
            }
        });
        let shown = recorder.snapshotter().snapshot().into_vec();
        let shown: Vec<_> = shown.into_iter().map(|(.., value)| value).collect();
        let gauge = |value: f64| DebugValue::Gauge(value.into());
        assert_eq!(shown, [gauge(500.0), gauge(1000.0)]);
        levels.close();
        let shown = recorder.snapshotter().snapshot().into_vec();
        assert_eq!(shown[0].3, gauge(-500.0)); // since the last look
    }

    #[test]
    fn a_group_that_is_not_written_changes_nothing() {
        let recorder = DebuggingRecorder::new();
        let levels = with_local_recorder(&recorder, Levels::new);
        let folder = tempfile::tempdir().unwrap();
        let db = open(&folder.path().join("levels.db"));
        db.execute("INSERT INTO store VALUES (1)", []).unwrap();
        levels.count(&db).unwrap();
        let change = Level {
            parked: 1,
            queue: 0,
        };
        assert_eq!(levels.turn(change, || Err::<(), _>("full")), Err("full"));
        assert_eq!(levels.turn(change, || Ok::<_, &str>(())), Ok(()));
        let shown = recorder.snapshotter().snapshot().into_vec();
        assert_eq!(shown[0].3, DebugValue::Gauge(1.0.into()));
    }
}
