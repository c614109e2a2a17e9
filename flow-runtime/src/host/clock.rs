//! What a host calls now.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::conversation::Timestamp;

/// A clock that never goes back.
///
/// Time comes into a conversation with its events alone, so a test replaces it here.
#[derive(Debug)]
pub struct Clock {
    source: Source,
    last: AtomicI64,
}

#[derive(Debug)]
enum Source {
    System,
    Virtual { start: AtomicI64, began: Instant },
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The clock of the machine.
    pub fn system() -> Self {
        Clock::of(Source::System)
    }

    /// A clock that stands at `start` (milliseconds since 1970 UTC) and goes as tokio's does: with
    /// `tokio::time::pause` it leaps from one timer to the next.
    pub fn starting_at(start: Timestamp) -> Self {
        let (start, began) = (AtomicI64::new(start), Instant::now());
        Clock::of(Source::Virtual { start, began })
    }

    /// A clock that stands where that is set.
    pub(crate) fn set_by(time: Arc<AtomicI64>) -> Self {
        Clock::of(Source::Set(time))
    }

    fn of(source: Source) -> Self {
        Clock {
            source,
            last: AtomicI64::new(0),
        }
    }

    /// Now; never less than what was said before.
    pub fn now(&self) -> Timestamp {
        let now = self.wall();
        self.last.fetch_max(now, Ordering::Relaxed).max(now)
    }

    /// What the clock shows, which may be less than before: somebody set it.
    pub(crate) fn wall(&self) -> Timestamp {
        match &self.source {
            Source::System => millis(SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default()),
            Source::Virtual { start, began } => {
                let start = start.load(Ordering::Relaxed);
                start.saturating_add(millis(began.elapsed()))
            }
            Source::Set(time) => time.load(Ordering::Acquire),
        }
    }

    /// How long whoever waits for a time sleeps at most: the machine's clock is set, and goes on
    /// while the machine sleeps, and nobody is told.
    pub(crate) fn nap(&self) -> Duration {
        match self.source {
            Source::System => Duration::from_secs(1),
            Source::Virtual { .. } | Source::Set(_) => Duration::from_secs(30),
        }
    }

    /// Sets it.
    #[cfg(test)]
    pub(crate) fn leap(&self, by: Timestamp) {
        if let Source::Virtual { start, .. } = &self.source {
            start.fetch_add(by, Ordering::Relaxed);
        }
    }

    /// From here on it is at least `time`: what is remembered may not lie in the future.
    pub(crate) fn not_before(&self, time: Timestamp) {
        self.last.fetch_max(time, Ordering::Relaxed);
    }
}

fn millis(duration: Duration) -> Timestamp {
    Timestamp::try_from(duration.as_millis()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn goes_as_tokio_does_and_never_back() {
        let clock = Clock::starting_at(1_000);
        assert_eq!(clock.now(), 1_000);
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!(clock.now(), 3_000);
        clock.not_before(5_000);
        assert_eq!(clock.now(), 5_000);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(clock.now(), 5_000);
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!(clock.now(), 6_000);
    }
}
