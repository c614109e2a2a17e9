//! Retention: the log of an execution goes some time after its end.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::HostError;
use super::inner::Inner;
use super::transact::store_error;
use crate::conversation::Timestamp;
use crate::fault::Point;
use crate::store::StoreError;
use crate::store::commit::{Commit, Write};
use crate::store::prune::{self, Old};
use crate::telemetry;

/// How long it lets a store be that was opened just now.
const FIRST: Duration = Duration::from_secs(60);

/// How often it looks.
const EVERY: Duration = Duration::from_secs(3600);

/// How long it waits after a group at least, and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(60));

/// How many times as long as a group took it waits after it: where others write too it takes
/// longer, and so they have the writer most of the time.
const SHARE: u32 = 10;

/// Deletes what is old as long as the runtime lives.
pub(super) async fn run(inner: Arc<Inner>) {
    sleep(FIRST).await;
    loop {
        match pass(&inner).await {
            Ok(0) => {}
            Ok(rows) => telemetry::retention_deleted(rows),
            Err(StoreError::Failed(_)) => return,
            Err(error) => {
                telemetry::retention_failed(&error);
            }
        }
        sleep(EVERY).await;
    }
}

/// Goes through the log once; gives how many rows went.
async fn pass(inner: &Inner) -> Result<usize, StoreError> {
    let Some(before) = inner.horizon() else {
        return Ok(0);
    };
    let (mut rows, mut after) = (0, 0);
    let mut stay = HashSet::new();
    loop {
        let read = move |db: &_| prune::turns(db, before, after);
        let part = inner.store.read(read).await?;
        rows += delete(inner, part.old).await?;
        stay.extend(part.stay);
        match part.last {
            Some(last) => after = last,
            None => break,
        }
    }
    let stay = Arc::new(stay);
    loop {
        let stay = stay.clone();
        let read = move |db: &_| prune::rest(db, before, &stay);
        let old = inner.store.read(read).await?;
        match delete(inner, old).await? {
            0 => return Ok(rows),
            more => rows += more,
        }
    }
}

async fn delete(inner: &Inner, old: Old) -> Result<usize, StoreError> {
    if old.is_empty() {
        return Ok(0);
    }
    let rows = old.turns.len() + old.executions.len() + old.tasks.len();
    let began = Instant::now();
    let commit = Commit::aside(vec![Write::Prune(old)]);
    inner.store.commit(commit).await.map_err(store_error)?;
    inner.store.faults.pass(Point::Pruned).await;
    let (least, most) = PAUSE;
    sleep((began.elapsed() * SHARE).clamp(least, most)).await;
    Ok(rows)
}

impl Inner {
    /// What came to its end before then is old; none: nothing ever is.
    fn horizon(&self) -> Option<Timestamp> {
        let retention = i64::try_from(self.limits.retention.as_millis()).ok()?;
        self.clock.now().checked_sub(retention)
    }

    /// Refuses an event of the conversation of that SID, of which nobody can know any more whether it
    /// came before.
    pub(super) fn remembers(&self, chat: &str, sent: Option<Timestamp>) -> Result<(), HostError> {
        match (sent, self.horizon()) {
            (Some(sent), Some(horizon)) if sent < horizon => {
                let days = self.limits.retention.as_secs() / 86_400;
                telemetry::too_old(chat, sent, days);
                Err(HostError::TooOld { days })
            }
            _ => Ok(()),
        }
    }
}
