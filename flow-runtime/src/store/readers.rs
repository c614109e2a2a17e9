//! The connections that read: each for one reader at a time, and whoever finds none waits.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::health::closed;
use super::write::store_error;
use super::{OpenError, StoreError, locked, open};

/// How many read at a time.
const READERS: u32 = 2;

/// How long one read may hold a snapshot: while it does, the log of SQLite cannot shrink.
const LIMIT: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Readers {
    /// A permit for each connection that is idle.
    free: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    pub(super) fn open(file: &Path) -> Result<Self, OpenError> {
        let idle = (0..READERS).map(|_| open::reader(file));
        Ok(Readers {
            idle: Arc::new(Mutex::new(idle.collect::<Result<_, _>>()?)),
            free: Arc::new(Semaphore::new(READERS as usize)),
        })
    }

    /// Reads where blocking is allowed. Whoever goes away meanwhile leaves the read to its end.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = self.free.clone().acquire_owned().await;
        let permit = permit.map_err(|_| closed())?;
        let idle = self.idle.clone();
        let read = move || {
            let _permit = permit; // the connection goes back before it
            let mut db = locked(&idle).pop()?;
            let read = catch_unwind(AssertUnwindSafe(|| limited(&mut db, read)));
            locked(&idle).push(db);
            Some(read.unwrap_or_else(|panic| resume_unwind(panic)))
        };
        match spawn_blocking(read).await {
            Ok(Some(read)) => read.map_err(|error| store_error(&error)),
            Ok(None) => Err(closed()),
            Err(error) => Err(StoreError::Faulty(error.to_string())),
        }
    }

    /// Waits for those who read, and closes the connections.
    pub(super) async fn close(&self) {
        let all = self.free.acquire_many(READERS).await;
        self.free.close();
        locked(&self.idle).clear();
        drop(all);
    }
}

/// Runs a read that SQLite itself ends after [`LIMIT`].
fn limited<T>(
    db: &mut Connection,
    read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let began = Instant::now();
    db.progress_handler(10_000, Some(move || began.elapsed() > LIMIT))?;
    read(db)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tokio::spawn;

    use super::*;

    fn readers() -> (tempfile::TempDir, Arc<Readers>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("flow.db");
        drop(open::writer(&file, true).unwrap());
        let readers = Readers::open(&file).unwrap();
        (folder, Arc::new(readers))
    }

    fn one(db: &Connection) -> rusqlite::Result<i64> {
        db.query_row("SELECT 1", [], |row| row.get(0))
    }

    #[tokio::test]
    async fn one_that_lasts_delays_no_other() {
        let (_folder, readers) = readers();
        let (end, ended) = mpsc::channel::<()>();
        let lasting = {
            let readers = readers.clone();
            spawn(async move { readers.read(move |_| Ok(ended.recv().is_ok())).await })
        };
        tokio::task::yield_now().await; // it has its connection
        for _ in 0..10 {
            assert_eq!(readers.read(one).await, Ok(1));
        }
        end.send(()).unwrap();
        assert_eq!(lasting.await.unwrap(), Ok(true));
    }

    #[tokio::test]
    async fn a_read_that_panics_leaves_its_connection() {
        let (_folder, readers) = readers();
        for _ in 0..10 {
            let panicked = readers.read::<()>(|_| panic!("out of order")).await;
            assert!(matches!(panicked, Err(StoreError::Faulty(_))));
        }
        assert_eq!(readers.read(one).await, Ok(1));
    }

    #[tokio::test]
    async fn closing_waits_for_whoever_reads() {
        let (_folder, readers) = readers();
        let (end, ended) = mpsc::channel::<()>();
        let lasting = {
            let readers = readers.clone();
            spawn(async move { readers.read(move |_| Ok(ended.recv().is_ok())).await })
        };
        tokio::task::yield_now().await;
        let closing = {
            let readers = readers.clone();
            spawn(async move { readers.close().await })
        };
        tokio::task::yield_now().await;
        assert!(!closing.is_finished());
        end.send(()).unwrap();
        closing.await.unwrap();
        assert_eq!(lasting.await.unwrap(), Ok(true));
        assert_eq!(readers.read(one).await, Err(closed()));
    }
}
