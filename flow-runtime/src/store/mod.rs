//! What the local host commits to: one SQLite file.
//!
//! One connection writes ([`write`]); others read. People can look in with `sqlite3` meanwhile.

mod apply;
pub(crate) mod chat;
mod check;
pub(crate) mod commit;
mod error;
mod lock;
mod open;
pub(crate) mod read;
pub(crate) mod task;
pub(crate) mod write;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use flow_model::Text;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;

pub use check::{Finding, Place, Report, Unfinished, check};
pub use error::{OpenError, StoreError};

use crate::conversation::Timestamp;
use crate::fault::Faults;
use commit::Commit;
use lock::Lock;
use write::{Answer, GROUP, GROUP_BYTES, Refusal, Writer};

/// How long one read may hold a snapshot: while it does, the log of SQLite cannot shrink.
const READ_LIMIT: Duration = Duration::from_secs(1);

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
    gone: Arc<AtomicBool>,
    lock: Option<Lock>,
    pub(crate) faults: Faults,
}

#[derive(Debug)]
enum Access {
    /// A task writes, in groups; two connections read.
    File {
        jobs: mpsc::UnboundedSender<Job>,
        readers: [Reader; 2],
        next: AtomicUsize,
    },
    /// One connection does everything, inline: what is in memory has no second one, and a test
    /// that strikes wants none.
    Inline(Memory),
}

/// What a store in memory holds: a test opens it again as another program would.
#[derive(Clone, Debug)]
pub(crate) struct Memory(Arc<Mutex<Writer>>);

/// None: closed.
type Reader = Arc<Mutex<Option<Connection>>>;

#[derive(Debug)]
enum Job {
    Commit(Commit, oneshot::Sender<Answer>),
    Close(oneshot::Sender<()>),
}

impl Store {
    /// Opens the store in that file, made where there is none.
    pub(crate) fn open(
        file: &Path,
        versions: &[Version],
        now: Timestamp,
    ) -> Result<(Store, Vec<i64>), OpenError> {
        let lock = Lock::acquire(file)?;
        let mut writer = open::writer(file)?;
        let rows = open::versions(&mut writer, file, versions, now)?;
        let faults = writer.faults.clone();
        if faults.is_armed() {
            return Ok((
                Store::inline(Memory(Arc::new(Mutex::new(writer))), Some(lock)),
                rows,
            ));
        }
        let reader = || Ok::<_, OpenError>(Arc::new(Mutex::new(Some(open::reader(file)?))));
        let readers = [reader()?, reader()?];
        let (jobs, receiver) = mpsc::unbounded_channel();
        let gone = Arc::new(AtomicBool::new(false));
        tokio::spawn(serve(writer, receiver, gone.clone()));
        let access = Access::File {
            jobs,
            readers,
            next: AtomicUsize::new(0),
        };
        let lock = Some(lock);
        let store = Store {
            access,
            gone,
            lock,
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
        let faults = locked(&memory.0).faults.clone();
        Store {
            faults,
            access: Access::Inline(memory),
            gone: Arc::default(),
            lock,
        }
    }

    /// Makes a commit durable, or says why nothing of it was written.
    pub(crate) async fn commit(&self, commit: Commit) -> Answer {
        if self.gone.load(Ordering::Acquire) {
            return Err(gone());
        }
        match &self.access {
            Access::Inline(Memory(writer)) => {
                let answers = locked(writer).write(&[commit]);
                answers.into_iter().next().unwrap_or_else(|| Err(gone()))
            }
            Access::File { jobs, .. } => {
                let (answer, answered) = oneshot::channel();
                if jobs.send(Job::Commit(commit, answer)).is_err() {
                    return Err(gone());
                }
                answered.await.unwrap_or_else(|_| Err(gone()))
            }
        }
    }

    /// Reads from one snapshot.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (readers, next) = match &self.access {
            Access::Inline(Memory(writer)) => return result(read(&locked(writer).connection)),
            Access::File { readers, next, .. } => (readers, next),
        };
        let turn = next.fetch_add(1, Ordering::Relaxed) % readers.len();
        let reader = readers[turn].clone();
        let read = spawn_blocking(move || locked(&reader).as_mut().map(|db| limited(db, read)));
        match read.await {
            Ok(Some(read)) => result(read),
            Ok(None) => Err(closed()),
            Err(error) => Err(StoreError::Faulty(error.to_string())),
        }
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
        if let Access::File { jobs, readers, .. } = &self.access {
            for reader in readers {
                let reader = reader.clone(); // the last connection to go tidies the file up
                let _ = spawn_blocking(move || locked(&reader).take()).await;
            }
            let (done, closed) = oneshot::channel();
            if jobs.send(Job::Close(done)).is_ok() {
                let _ = closed.await; // the writer is gone either way
            }
        }
        self.abandon();
    }

    /// Lets go of the file at once, as a crash does: a group under way is written or it is not.
    pub(crate) fn abandon(&self) {
        if !self.gone.swap(true, Ordering::AcqRel)
            && let Some(lock) = &self.lock
        {
            lock.release();
        }
    }
}

/// Writes groups until nobody can ask for more.
///
/// Each group runs where blocking is allowed: tokio knows of it, so that its paused clock of tests
/// stands still meanwhile.
async fn serve(mut writer: Writer, mut jobs: mpsc::UnboundedReceiver<Job>, gone: Arc<AtomicBool>) {
    while let Some(first) = jobs.recv().await {
        let group = Group::gather(first, &mut jobs);
        if gone.load(Ordering::Acquire) {
            return;
        }
        match spawn_blocking(move || group.write(writer)).await {
            Ok(Some(back)) => writer = back,
            Ok(None) => return,
            Err(error) => {
                tracing::error!(%error, "nothing is written any more: the writer panicked");
                return;
            }
        }
    }
}

/// What is written in one transaction.
#[derive(Default)]
struct Group {
    commits: Vec<Commit>,
    answers: Vec<oneshot::Sender<Answer>>,
    close: Option<oneshot::Sender<()>>,
}

impl Group {
    /// The first and whatever else waits by now, as far as one transaction may hold it.
    fn gather(first: Job, jobs: &mut mpsc::UnboundedReceiver<Job>) -> Self {
        let mut group = Group::default();
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Close(done) => {
                    group.close = Some(done);
                    break;
                }
                Job::Commit(commit, answer) => {
                    bytes += commit.size();
                    group.commits.push(commit);
                    group.answers.push(answer);
                }
            }
            let full = bytes >= GROUP_BYTES || group.commits.len() >= GROUP;
            next = if full { None } else { jobs.try_recv().ok() };
        }
        group
    }

    /// Writes it and answers; gives the writer back unless it was to be closed.
    fn write(self, mut writer: Writer) -> Option<Writer> {
        let results = writer.write(&self.commits);
        for (answer, result) in self.answers.into_iter().zip(results) {
            let _ = answer.send(result); // whoever asked may have gone away
        }
        let Some(done) = self.close else {
            return Some(writer);
        };
        writer.close();
        let _ = done.send(());
        None
    }
}

/// Runs a read that SQLite itself ends after [`READ_LIMIT`].
fn limited<T>(
    db: &mut Connection,
    read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let began = Instant::now();
    db.progress_handler(10_000, Some(move || began.elapsed() > READ_LIMIT))?;
    read(db)
}

fn result<T>(read: rusqlite::Result<T>) -> Result<T, StoreError> {
    read.map_err(|error| write::store_error(&error))
}

fn closed() -> StoreError {
    StoreError::Failed("it was closed".to_owned())
}

fn gone() -> Refusal {
    Refusal::Store(closed())
}

/// A connection that a panic left behind is still a connection: SQLite rolls back what was open.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
