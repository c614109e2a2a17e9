//! What the local host commits to: one SQLite file.
//!
//! One connection writes, others read. People can look in with `sqlite3` meanwhile.

mod apply;
pub(crate) mod chat;
mod check;
pub(crate) mod commit;
mod copy;
mod desk;
mod end;
mod error;
mod health;
mod held;
pub(crate) mod in_hand;
mod lock;
mod open;
pub(crate) mod prune;
pub(crate) mod read;
mod readers;
pub(crate) mod recording;
pub(crate) mod task;
pub(crate) mod trail;
pub(crate) mod write;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flow_model::Text;
use rusqlite::Connection;

pub use check::{Finding, Place, Report, Unfinished, check};
pub use copy::{Copied, backup, compact, restore};
pub use end::end;
pub use error::{OpenError, StoreError, ToolError};
pub(crate) use held::judged;
pub use held::{Held, Left, held, resume};
pub use recording::{Recorded, Recording, recording};

use crate::conversation::Timestamp;
use crate::fault::Faults;
use crate::telemetry::Levels;
use commit::Commit;
use desk::Desk;
use health::{Health, closed};
use in_hand::InHand;
use lock::Lock;
use readers::Readers;
use write::{Answer, Refusal, Writer};

/// A version of a flow, as the store remembers it.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) flow: Text,
    pub(crate) digest: Text,
    pub(crate) definition: String,
}

/// An open store.
#[derive(Debug)]
pub(crate) struct Store {
    access: Access,
    health: Health,
    lock: Option<Lock>,
    pub(crate) in_hand: InHand,
    levels: Arc<Levels>,
    pub(crate) faults: Faults,
}

#[derive(Debug)]
enum Access {
    /// One connection writes, in groups; others read.
    File { desk: Desk, readers: Readers },
    /// One connection does everything, inline: what is in memory has no second one, and a test
    /// that strikes wants none.
    Inline(Memory),
}

/// A store of one connection. What is in memory a test opens again, as another program would.
#[derive(Clone, Debug)]
pub(crate) struct Memory(Arc<Mutex<Writer>>);

impl Store {
    /// Opens the store in that file, made where there is none.
    pub(crate) fn open(
        file: &Path,
        versions: &[Version],
        now: Timestamp,
        keep_copy: bool,
    ) -> Result<(Store, Vec<i64>), OpenError> {
        let lock = Lock::acquire(file)?;
        let file = &lock.store().to_owned();
        let mut writer = open::writer(file, keep_copy)?;
        open::not_paused(&writer, file)?;
        let rows = open::versions(&mut writer, file, versions, now)?;
        // It forgets what it says, so it is read by those alone who go on with the store.
        let in_hand = InHand::open(file).map_err(|error| lock::refuse(file, &error))?;
        let faults = writer.faults.clone();
        if faults.is_armed() {
            let memory = Memory(Arc::new(Mutex::new(writer)));
            return Ok((Store::inline(memory, Some(lock)), rows));
        }
        let readers = Readers::open(file)?;
        let health = Health::new();
        let levels = writer.levels.clone();
        let access = Access::File {
            desk: Desk::new(writer, health.clone()),
            readers,
        };
        let store = Store {
            access,
            health,
            lock: Some(lock),
            in_hand,
            levels,
            faults,
        };
        Ok((store, rows))
    }

    /// A store in memory.
    pub(crate) fn in_memory(
        versions: &[Version],
        now: Timestamp,
    ) -> Result<(Store, Vec<i64>), OpenError> {
        let memory = Memory(Arc::new(Mutex::new(open::in_memory()?)));
        Store::on(memory, versions, now)
    }

    /// A store of what another one held in memory.
    pub(crate) fn on(
        memory: Memory,
        versions: &[Version],
        now: Timestamp,
    ) -> Result<(Store, Vec<i64>), OpenError> {
        let rows = {
            let mut writer = locked(&memory.0);
            open::versions(&mut writer, Path::new(":memory:"), versions, now)?
        };
        Ok((Store::inline(memory, None), rows))
    }

    fn inline(memory: Memory, lock: Option<Lock>) -> Self {
        let (faults, levels) = {
            let writer = locked(&memory.0);
            (writer.faults.clone(), writer.levels.clone())
        };
        Store {
            faults,
            levels,
            access: Access::Inline(memory),
            health: Health::new(),
            lock,
            in_hand: InHand::default(),
        }
    }

    /// Makes a commit durable, or says why nothing of it was written.
    pub(crate) async fn commit(&self, commit: Commit) -> Answer {
        self.health.check().map_err(Refusal::Store)?;
        let writer = match &self.access {
            Access::File { desk, .. } => return desk.commit(commit).await,
            Access::Inline(Memory(writer)) => writer,
        };
        let write = || locked(writer).write(&[commit]).pop();
        let answer = match catch_unwind(AssertUnwindSafe(write)) {
            Ok(answer) => answer.unwrap_or_else(|| Err(Refusal::Store(closed()))),
            Err(_) => Err(Refusal::Store(desk::panicked())),
        };
        if let Err(Refusal::Store(error)) = &answer {
            self.health.note(error);
        }
        answer
    }

    /// Reads from one snapshot.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let read = match &self.access {
            Access::File { readers, .. } => readers.read(read).await,
            Access::Inline(Memory(writer)) => {
                read(&locked(writer).connection).map_err(|error| write::store_error(&error))
            }
        };
        read.inspect_err(|error| self.health.note(error))
    }

    /// Counts how much waits in it, for those who watch; whoever writes goes on meanwhile.
    pub(crate) async fn count(&self) -> Result<(), StoreError> {
        let levels = self.levels.clone();
        self.read(move |db| levels.count(db)).await
    }

    /// The error after which nothing is written any more, once there is one.
    pub(crate) fn failed(&self) -> impl Future<Output = StoreError> + Send + use<> {
        self.health.failed()
    }

    /// What it holds, where that is in memory.
    pub(crate) fn memory(&self) -> Option<Memory> {
        match &self.access {
            Access::Inline(memory) if self.lock.is_none() => Some(memory.clone()),
            _ => None,
        }
    }

    /// Writes what was asked for so far, closes the file and lets go of it.
    pub(crate) async fn close(&self) {
        if let Access::File { desk, readers } = &self.access {
            readers.close().await;
            desk.close().await; // the last connection to go tidies the file up
            self.in_hand.close();
        }
        self.abandon();
    }

    /// Lets go of the file at once, as a crash does: a group under way is written or it is not.
    pub(crate) fn abandon(&self) {
        self.levels.close();
        if self.health.close()
            && let Some(lock) = &self.lock
        {
            lock.release();
        }
    }
}

/// A connection that a panic left behind is still a connection: SQLite rolls back what was open.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
