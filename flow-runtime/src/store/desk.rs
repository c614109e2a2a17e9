//! Where commits wait for the writer.
//!
//! The writer works where blocking is allowed, from the first commit that waits until none does. So
//! nothing stands between a commit and the disk but the thread that writes, and tokio knows of the
//! work: its paused clock of tests stands still meanwhile, and goes on when there is none.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use metrics::{Gauge, gauge};
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;

use super::commit::Commit;
use super::health::{Health, closed};
use super::write::{Answer, GROUP, GROUP_BYTES, Refusal, Writer};
use super::{StoreError, locked};
use crate::telemetry::{self, One};

/// How many commits wait at most: whoever brings one more waits until there is room.
const WAITING: usize = 2 * GROUP;

#[derive(Debug)]
pub(super) struct Desk {
    jobs: mpsc::Sender<Job>,
    waiting: Gauge,
    work: Arc<Work>,
}

#[derive(Debug)]
enum Job {
    Commit(Commit, oneshot::Sender<Answer>),
    Close(oneshot::Sender<()>),
}

#[derive(Debug)]
struct Work {
    /// Whether somebody writes, or is about to.
    under_way: AtomicBool,
    /// None: somebody writes, or nobody will any more.
    idle: Mutex<Option<(Writer, mpsc::Receiver<Job>)>>,
    health: Health,
}

impl Desk {
    pub(super) fn new(writer: Writer, health: Health) -> Self {
        let (jobs, receiver) = mpsc::channel(WAITING);
        let work = Work {
            under_way: AtomicBool::new(false),
            idle: Mutex::new(Some((writer, receiver))),
            health,
        };
        Desk {
            jobs,
            waiting: gauge!(telemetry::STORE_JOBS),
            work: Arc::new(work),
        }
    }

    /// Has a commit written, and waits for what becomes of it.
    pub(super) async fn commit(&self, commit: Commit) -> Answer {
        let (answer, answered) = oneshot::channel();
        let _waiting = One::of(&self.waiting);
        self.bring(Job::Commit(commit, answer)).await;
        let lost = |_| Err(Refusal::Store(self.work.reason()));
        answered.await.unwrap_or_else(lost)
    }

    /// Has everything written that waits, and the file closed.
    pub(super) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        self.bring(Job::Close(done)).await;
        let _ = closed.await; // the writer is gone either way
    }

    async fn bring(&self, job: Job) {
        let taken = self.jobs.send(job).await.is_ok(); // else the writer is gone
        if taken && !self.work.under_way.swap(true, Ordering::AcqRel) {
            let work = self.work.clone();
            spawn_blocking(move || work.run());
        }
    }
}

impl Work {
    /// Writes until nothing waits.
    fn run(&self) {
        loop {
            let idle = locked(&self.idle).take();
            let Some((writer, mut jobs)) = idle else {
                return;
            };
            let Some(writer) = self.write(writer, &mut jobs) else {
                return;
            };
            *locked(&self.idle) = Some((writer, jobs));
            // Whoever brought something meanwhile left it to this, which must see it: hence a swap, as
            // whoever brings something does.
            self.under_way.swap(false, Ordering::AcqRel);
            if !self.is_waited_for() || self.under_way.swap(true, Ordering::AcqRel) {
                return;
            }
        }
    }

    /// Gives the writer back unless it is to write no more.
    fn write(&self, mut writer: Writer, jobs: &mut mpsc::Receiver<Job>) -> Option<Writer> {
        let _told = Told(&self.health);
        while let Some(group) = Group::gather(jobs) {
            if self.health.check().is_err() {
                return None; // as a crash would
            }
            writer = group.write(writer, &self.health)?;
        }
        Some(writer)
    }

    fn is_waited_for(&self) -> bool {
        let idle = locked(&self.idle);
        idle.as_ref().is_some_and(|(_, jobs)| !jobs.is_empty())
    }

    /// Why there is no answer.
    fn reason(&self) -> StoreError {
        self.health.check().err().unwrap_or_else(closed)
    }
}

/// After a panic of the writer nobody knows what it left.
pub(super) fn panicked() -> StoreError {
    let error = StoreError::Failed("the writer panicked".to_owned());
    telemetry::store_failed(&error);
    error
}

/// Tells of a panic of the writer, which no caller sees.
struct Told<'h>(&'h Health);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.note(&panicked());
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
    /// Whatever waits by now, as far as one transaction may hold it; none: nothing waits.
    fn gather(jobs: &mut mpsc::Receiver<Job>) -> Option<Self> {
        let mut next = Some(jobs.try_recv().ok()?);
        let mut group = Group::default();
        let mut bytes = 0;
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
        Some(group)
    }

    /// Writes it and answers; gives the writer back unless it was to be closed.
    fn write(self, mut writer: Writer, health: &Health) -> Option<Writer> {
        let results = writer.write(&self.commits);
        for (answer, result) in self.answers.into_iter().zip(results) {
            if let Err(Refusal::Store(error)) = &result {
                health.note(error);
            }
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
