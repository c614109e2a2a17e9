//! Fault points: named places of the local host at which a test strikes it.
//!
//! Without the feature `fault-points` passing one does nothing and costs nothing. With it a store
//! is struck where a test armed its file with `arm`, and no other is.

use std::path::Path;
#[cfg(feature = "fault-points")]
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::Connection;

/// Where a host may be struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Point {
    /// The store has one more step of its schema.
    Migrated,
    /// The store is open, and nothing that the last run left was looked at.
    RecoveryBegun,
    /// Whatever was left is about to be done.
    RecoveryDone,
    /// The task of an address took something from its mailbox.
    Received,
    /// A turn is computed, and nothing of it written. The turn of a result is one of them.
    Computed,
    /// A transaction has begun.
    Begun,
    /// All of it is written, and it is not committed.
    Written,
    /// It is committed, and nobody knows.
    Committed,
    /// The calls that the turn asks for may be made.
    Released,
    /// Whoever asked has the answer.
    Answered,
    /// A call is about to be made.
    Requested,
    /// It was answered, and nobody knows.
    Replied,
    /// The timers that are due were read.
    TimerRead,
    /// A part of what is old was deleted.
    Pruned,
}

/// What happens at a point.
#[cfg(feature = "fault-points")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// Whoever passes never goes on. In a transaction it fails.
    Stop,
    /// Whoever passes panics.
    Panic,
    /// Whoever passes goes on later. In a transaction nothing happens.
    Delay(Duration),
    /// SQLite fails with that code. Outside a transaction nothing happens.
    Sqlite(i32),
}

#[cfg(feature = "fault-points")]
type Strike = Arc<dyn Fn(Point) -> Fault + Send + Sync>;

#[cfg(feature = "fault-points")]
static ARMED: Mutex<BTreeMap<PathBuf, Strike>> = Mutex::new(BTreeMap::new());

/// Strikes the store of that file as long as this lives: whenever one of its points is passed,
/// `strike` says what happens there.
///
/// The store then works on the thread of the runtime, so that a run is the same each time, and does
/// not wait for the disk.
#[cfg(feature = "fault-points")]
pub fn arm(
    file: impl Into<PathBuf>,
    strike: impl Fn(Point) -> Fault + Send + Sync + 'static,
) -> Armed {
    let file = file.into();
    armed().insert(file.clone(), Arc::new(strike));
    Armed(file)
}

/// A file that is armed.
#[cfg(feature = "fault-points")]
#[derive(Debug)]
pub struct Armed(PathBuf);

#[cfg(feature = "fault-points")]
impl Drop for Armed {
    fn drop(&mut self) {
        armed().remove(&self.0);
    }
}

#[cfg(feature = "fault-points")]
fn armed() -> MutexGuard<'static, BTreeMap<PathBuf, Strike>> {
    ARMED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The fault points of one store; none where nobody armed it.
#[derive(Clone, Default)]
pub(crate) struct Faults {
    #[cfg(feature = "fault-points")]
    strike: Option<Strike>,
}

#[cfg(feature = "fault-points")]
impl Faults {
    pub(crate) fn of(file: &Path) -> Self {
        let strike = armed().get(file).cloned();
        Faults { strike }
    }

    pub(crate) fn is_armed(&self) -> bool {
        self.strike.is_some()
    }

    /// A task passes.
    pub(crate) async fn pass(&self, point: Point) {
        match self.at(point) {
            Fault::None | Fault::Sqlite(_) => {}
            Fault::Stop => std::future::pending().await,
            Fault::Panic => panic(point),
            Fault::Delay(time) => tokio::time::sleep(time).await,
        }
    }

    /// Whoever writes passes.
    pub(crate) fn pass_writing(&self, point: Point) -> rusqlite::Result<()> {
        use rusqlite::ffi;
        let code = match self.at(point) {
            Fault::None | Fault::Delay(_) => return Ok(()),
            Fault::Stop => ffi::SQLITE_IOERR,
            Fault::Panic => panic(point),
            Fault::Sqlite(code) => code,
        };
        Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
    }

    /// It is the process that dies, not the machine: nothing is lost by not waiting for the disk.
    pub(crate) fn hurry(&self, db: &Connection) -> rusqlite::Result<()> {
        match self.strike {
            Some(_) => db.execute_batch("PRAGMA synchronous = OFF"),
            None => Ok(()),
        }
    }

    fn at(&self, point: Point) -> Fault {
        let strike = self.strike.as_ref();
        strike.map_or(Fault::None, |strike| strike(point))
    }
}

/// Without a word from the panic hook: tests strike thousands of times.
#[cfg(feature = "fault-points")]
fn panic(point: Point) -> ! {
    std::panic::resume_unwind(Box::new(format!("struck at {point:?}")))
}

#[cfg(not(feature = "fault-points"))]
#[allow(
    clippy::unused_self,
    reason = "it has the same form with and without the feature"
)]
impl Faults {
    pub(crate) fn of(_file: &Path) -> Self {
        Faults {}
    }

    pub(crate) fn is_armed(&self) -> bool {
        false
    }

    pub(crate) async fn pass(&self, _point: Point) {}

    pub(crate) fn pass_writing(&self, _point: Point) -> rusqlite::Result<()> {
        Ok(())
    }

    pub(crate) fn hurry(&self, _db: &Connection) -> rusqlite::Result<()> {
        Ok(())
    }
}

impl std::fmt::Debug for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Faults")
    }
}
