//! Conversations that are woken by the runtime itself, so many at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How many are awake at a time: as many as share a group of the writer.
const AT_ONCE: u32 = 512;

/// One way through what is to be done, and how it went.
#[derive(Debug)]
pub(super) struct Round {
    permits: Arc<Semaphore>,
    course: Arc<Course>,
}

#[derive(Debug, Default)]
struct Course {
    /// Something was not done.
    left: AtomicBool,
    /// The store takes nothing for now.
    refused: AtomicBool,
}

/// Whoever has it is awake; one that is dropped before it is done is left behind.
#[derive(Debug)]
pub(super) struct Looked {
    _permit: Option<OwnedSemaphorePermit>,
    course: Arc<Course>,
    done: bool,
}

impl Round {
    pub(super) fn new() -> Self {
        Round {
            permits: permits(),
            course: Arc::default(),
        }
    }

    /// Waits until one more may be awake. Where none comes to an end for so long, all are left
    /// behind.
    pub(super) async fn look(&mut self, patience: Duration) -> Looked {
        let permit = match timeout(patience, self.permits.clone().acquire_owned()).await {
            Ok(permit) => permit.ok(),
            Err(_) => {
                self.permits = permits();
                self.course.left.store(true, Ordering::Release);
                self.permits.clone().try_acquire_owned().ok()
            }
        };
        Looked {
            _permit: permit,
            course: self.course.clone(),
            done: false,
        }
    }

    /// Whether the store takes nothing for now.
    pub(super) fn is_refused(&self) -> bool {
        self.course.refused.load(Ordering::Acquire)
    }

    /// Waits for those that are awake, so long at most; whether anything is left to be done.
    pub(super) async fn is_left(&self, patience: Duration) -> bool {
        let all = timeout(patience, self.permits.acquire_many(AT_ONCE)).await;
        all.is_err() || self.course.left.load(Ordering::Acquire) || self.is_refused()
    }
}

fn permits() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(AT_ONCE as usize))
}

impl Looked {
    /// For one that is woken by itself, outside of any round.
    pub(super) fn alone() -> Self {
        Looked {
            _permit: None,
            course: Arc::default(),
            done: false,
        }
    }

    /// There was nothing to do, or it is done.
    pub(super) fn done(mut self) {
        self.done = true;
    }

    /// The store takes nothing for now, from whomever.
    pub(super) fn refused(self) {
        self.course.refused.store(true, Ordering::Release);
    }
}

impl Drop for Looked {
    fn drop(&mut self) {
        if !self.done {
            self.course.left.store(true, Ordering::Release);
        }
    }
}
