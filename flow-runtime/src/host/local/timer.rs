//! Timers: an index of the store, and one task that sleeps until the first of them is due.
//!
//! It goes through what is due in order, and wakes so many conversations at a time that they share
//! the writer's groups. One that cannot take its timer now is left behind, and looked at again with
//! the next round: it delays no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::follow_up::AGAIN;
use super::inner::Inner;
use super::mail::{Mail, Timer};
use super::round::Round;
use crate::conversation::Timestamp;
use crate::fault::Point;
use crate::host::Clock;
use crate::store::StoreError;
use crate::store::read;
use crate::telemetry;

/// A difference between the clocks that means that the machine slept, or that its clock was set.
const LEAP: u64 = 60_000;

/// How many timers are read at a time.
const BATCH: usize = 512;

/// Knows when the first timer is due, and wakes the task for one that is due before it.
#[derive(Debug)]
pub(super) struct Alarm {
    first: AtomicI64,
    notify: Notify,
}

impl Default for Alarm {
    fn default() -> Self {
        Alarm {
            first: AtomicI64::new(Timestamp::MAX),
            notify: Notify::new(),
        }
    }
}

impl Alarm {
    pub(super) fn arm(&self, due: Timestamp) {
        if due < self.first.fetch_min(due, Ordering::AcqRel) {
            self.notify.notify_one();
        }
    }
}

/// Fires timers as long as the runtime lives.
pub(super) async fn run(inner: Arc<Inner>) {
    let mut clocks = Clocks::at(&inner.clock);
    loop {
        let left = match round(&inner).await {
            Ok(left) => left,
            Err(StoreError::Failed(_)) => return,
            Err(error) => {
                telemetry::timers_unread(&error);
                true
            }
        };
        let again = left.then(|| Instant::now() + AGAIN);
        sleep(&inner, &mut clocks, again).await;
    }
}

/// Fires what is due; whether any of it is left.
pub(super) async fn round(inner: &Arc<Inner>) -> Result<bool, StoreError> {
    // What is armed from here on may be missed by what is read below.
    inner.alarm.first.store(Timestamp::MAX, Ordering::Release);
    let now = inner.clock.now();
    let mut round = Round::new();
    let mut last = (Timestamp::MIN, 0);
    loop {
        let read = move |db: &_| read::due(db, now, last, BATCH);
        let due = inner.store.read(read).await?;
        let Some(end) = due.last().map(|due| (due.due, due.execution)) else {
            break;
        };
        last = end;
        inner.store.faults.pass(Point::TimerRead).await;
        for due in due {
            let timer = Timer {
                conversation: due.conversation,
                wait: due.wait,
                looked_at: round.look(AGAIN).await,
            };
            inner.try_post(&due.address, Mail::Timer(timer));
        }
        if round.is_refused() {
            return Ok(true); // the store takes nothing now
        }
    }
    let next = inner.store.read(move |db| read::next_due(db, now)).await?;
    if let Some(next) = next {
        inner.alarm.arm(next);
    }
    let patience = next.map_or(AGAIN, |next| until(now, next).min(AGAIN));
    Ok(round.is_left(patience).await)
}

/// Sleeps until the first timer is due, or until what was left is to be looked at again.
async fn sleep(inner: &Inner, clocks: &mut Clocks, again: Option<Instant>) {
    loop {
        let now = inner.clock.now();
        clocks.compare(&inner.clock);
        let first = inner.alarm.first.load(Ordering::Acquire);
        let left = again.map(|again| again.saturating_duration_since(Instant::now()));
        if first <= now || left.is_some_and(|left| left.is_zero()) {
            return;
        }
        let nap = until(now, first).min(inner.clock.nap());
        let nap = left.map_or(nap, |left| left.min(nap));
        let _ = timeout(nap, inner.alarm.notify.notified()).await; // either is a reason to look
    }
}

/// What the clock of the machine said when, and a clock that nobody sets.
struct Clocks {
    wall: Timestamp,
    monotonic: Instant,
}

impl Clocks {
    fn at(clock: &Clock) -> Self {
        Clocks {
            wall: clock.wall(),
            monotonic: Instant::now(),
        }
    }

    /// Tells of a leap of the one against the other. Forward, all that came due meanwhile is fired,
    /// as at a start; back, time stands still until the clock has come as far again.
    fn compare(&mut self, clock: &Clock) {
        let before = std::mem::replace(self, Clocks::at(clock));
        let passed = self.wall.saturating_sub(before.wall);
        let elapsed = millis(self.monotonic.duration_since(before.monotonic));
        tell_of_leap(passed.saturating_sub(elapsed));
    }
}

/// Tells by how much the clock went too far, where that is more than clocks do by themselves.
pub(super) fn tell_of_leap(leap: Timestamp) {
    if leap.unsigned_abs() > LEAP {
        telemetry::clock_leapt(leap);
    }
}

fn until(now: Timestamp, due: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(due.saturating_sub(now)).unwrap_or_default())
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
