//! Timers: an index of the store, and one task that sleeps until the first of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use tokio::time::{Instant, timeout};

use super::inner::Inner;
use super::mail::{Mail, Timer};
use crate::conversation::Timestamp;
use crate::fault::Point;
use crate::store::StoreError;
use crate::store::read::{self, Due};

/// How long it sleeps at most: a clock that was set is noticed then.
const NAP: Duration = Duration::from_secs(30);

/// A difference between the clocks that means that the machine slept, or that its clock was set.
const LEAP: u64 = 60_000;

/// How many timers are woken at a time.
const BATCH: usize = 64;

/// After how long it tries again where the store did not help.
const AGAIN: Duration = Duration::from_secs(1);

/// Wakes the timer task for a timer that is due before it would look.
#[derive(Debug, Default)]
pub(super) struct Alarm {
    wakes_at: AtomicI64,
    notify: Notify,
}

impl Alarm {
    pub(super) fn arm(&self, due: Timestamp) {
        if due < self.wakes_at.load(Ordering::Acquire) {
            self.notify.notify_one();
        }
    }
}

/// Fires timers as long as the runtime lives.
pub(super) async fn run(inner: Arc<Inner>) {
    let (mut wall, mut monotonic) = (inner.clock.now(), Instant::now());
    let mut before = Vec::new();
    loop {
        let nap = match fire(&inner, &mut before).await {
            Ok(nap) => nap,
            Err(StoreError::Failed(_)) => return,
            Err(error) => {
                tracing::warn!(%error, "the timers could not be read; they are tried again");
                AGAIN
            }
        };
        let _ = timeout(nap, inner.alarm.notify.notified()).await; // either is a reason to look
        let (passed, elapsed) = (inner.clock.now() - wall, millis(monotonic.elapsed()));
        let leap = passed.abs_diff(elapsed);
        if leap > LEAP {
            tracing::warn!(
                milliseconds = leap,
                "the clock was set, or the machine slept"
            );
        }
        (wall, monotonic) = (inner.clock.now(), Instant::now());
    }
}

/// Fires what is due; gives how long to sleep then.
pub(super) async fn fire(
    inner: &Arc<Inner>,
    before: &mut Vec<Due>,
) -> Result<Duration, StoreError> {
    // Until the next timer is known every new one is a reason to look again.
    inner
        .alarm
        .wakes_at
        .store(Timestamp::MAX, Ordering::Release);
    let now = inner.clock.now();
    let due = inner
        .store
        .read(move |db| read::due(db, now, BATCH))
        .await?;
    if due.is_empty() {
        before.clear();
        return sleep(inner, now).await;
    }
    if due == *before {
        before.clear(); // none of them could fire
        return Ok(AGAIN);
    }
    inner.store.faults.pass(Point::TimerRead).await;
    let mut answers = Vec::with_capacity(due.len());
    for due in &due {
        let (looked_at, answer) = oneshot::channel();
        let mail = Mail::Timer(Timer {
            conversation: due.conversation,
            wait: due.wait,
            looked_at,
        });
        inner.post(&due.address, mail).await;
        answers.push(answer);
    }
    for answer in answers {
        let _ = answer.await; // a task that is gone looked at nothing
    }
    *before = due;
    Ok(Duration::ZERO)
}

/// How long it is until the next timer.
async fn sleep(inner: &Inner, now: Timestamp) -> Result<Duration, StoreError> {
    let next = inner.store.read(move |db| read::next_due(db, now)).await?;
    let nap = next.map_or(NAP, |next| until(now, next).min(NAP));
    let wakes_at = now.saturating_add(millis(nap));
    inner.alarm.wakes_at.store(wakes_at, Ordering::Release);
    Ok(nap)
}

fn until(now: Timestamp, due: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(due.saturating_sub(now)).unwrap_or_default())
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
