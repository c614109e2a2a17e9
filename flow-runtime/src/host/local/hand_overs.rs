//! What flows left to people: a queue that a program of agents takes from.

use std::sync::Arc;

use flow_model::{Map, Text};
use tokio::sync::oneshot;

use super::HostError;
use super::inner::Inner;
use super::transact::store_error;
use crate::conversation::Timestamp;
use crate::store::commit::{Commit, Write};
use crate::store::task;
use crate::store::write::Refusal;
use crate::telemetry;

/// How many are listed at most.
const LISTED: u32 = 1000;

/// What the `send_to_flex` widgets of a runtime's flows handed over, kept in the store.
///
/// The highest priority goes first, then the oldest. One whose timeout is over waits no longer; it
/// is still found by its SID. One that was taken when the program crashed stays taken, and its
/// worker gets it again by [`claim`](HandOvers::claim).
///
/// ```no_run
/// # async fn example(runtime: &flow_runtime::Runtime) -> Result<(), Box<dyn std::error::Error>> {
/// use flow_runtime::conversation::Who;
///
/// let hand_over = runtime.hand_overs().next("eve").await?;
/// let chat = runtime.conversation_with(&hand_over.flow, &hand_over.address).await?;
/// chat.add_participant(Who::Identity("eve".into())).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct HandOvers {
    inner: Arc<Inner>,
}

/// One conversation that a flow handed over.
#[derive(Clone, Debug, PartialEq)]
pub struct HandOver {
    /// `WT` + 32 hex digits.
    pub sid: Text,
    /// The flow.
    pub flow: Text,
    /// The conversation's address.
    pub address: Text,
    /// The execution that handed it over.
    pub execution: Text,
    /// The workflow that the widget names, `WW…`.
    pub workflow: Text,
    /// The task channel that it names, `TC…`.
    pub channel: Text,
    /// What describes it.
    pub attributes: Map,
    /// The higher goes first.
    pub priority: i64,
    /// When it was handed over.
    pub created: Timestamp,
    /// Until when it waits.
    pub expires: Timestamp,
    /// Who took it; none: nobody yet.
    pub taken: Option<Taken>,
}

/// Who took a hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Who.
    pub worker: Text,
    /// When.
    pub at: Timestamp,
}

impl HandOvers {
    pub(super) fn new(inner: Arc<Inner>) -> Self {
        HandOvers { inner }
    }

    /// Those that wait, in the order in which they are to be taken; the first 1,000.
    pub async fn waiting(&self) -> Result<Vec<HandOver>, HostError> {
        self.first(LISTED).await
    }

    /// The one of that SID, taken or not.
    pub async fn get(&self, sid: &str) -> Result<Option<HandOver>, HostError> {
        let sid = sid.to_owned();
        let read = move |db: &_| task::task(db, &sid);
        Ok(self.inner.read(read).await?.map(HandOver::of))
    }

    /// Takes the first that waits, for somebody; none: nothing waits. It is taken once: whoever
    /// comes second gets another. Whoever goes away before they have it leaves it to the next.
    pub async fn take(&self, worker: impl Into<Text>) -> Result<Option<HandOver>, HostError> {
        let worker = worker.into();
        loop {
            let Some(first) = self.first(1).await?.pop() else {
                return Ok(None);
            };
            if let Some(taken) = self.claim(&first.sid, worker.clone()).await? {
                return Ok(Some(taken));
            }
        }
    }

    /// Takes that one, for somebody; none: somebody else has. Who has it already gets it again.
    pub async fn claim(
        &self,
        sid: &str,
        worker: impl Into<Text>,
    ) -> Result<Option<HandOver>, HostError> {
        if self.inner.is_stopping() {
            return Err(HostError::Stopping);
        }
        let claim = Claim {
            hand_overs: self.clone(),
            sid: sid.to_owned().into(),
            worker: worker.into(),
            taken: false,
        };
        let (answer, answered) = oneshot::channel();
        self.inner.spawn(async move {
            let _ = answer.send(claim.make().await); // what is not heard is put back
        });
        let (claim, found) = answered.await.map_err(|_| HostError::Stopping)??;
        claim.heard();
        Ok(found)
    }

    /// Takes the first that waits, for somebody, as soon as there is one. It may be given up at any
    /// moment, as in a `select!`: nothing is taken then.
    pub async fn next(&self, worker: impl Into<Text>) -> Result<HandOver, HostError> {
        let worker = worker.into();
        loop {
            // Before it looks, so that none is missed in between.
            let handed_over = self.inner.handed_over.notified();
            if self.inner.is_stopping() {
                return Err(HostError::Stopping);
            }
            if let Some(taken) = self.take(worker.clone()).await? {
                return Ok(taken);
            }
            handed_over.await;
        }
    }

    async fn first(&self, count: u32) -> Result<Vec<HandOver>, HostError> {
        let now = self.inner.clock.now();
        let read = move |db: &_| task::waiting(db, now, count);
        let waiting = self.inner.read(read).await?;
        Ok(waiting.into_iter().map(HandOver::of).collect())
    }
}

/// A hand-over that somebody takes; it is put back where they go away before they hear of it.
struct Claim {
    hand_overs: HandOvers,
    sid: Text,
    worker: Text,
    /// Whether it is to be put back.
    taken: bool,
}

impl Claim {
    /// Takes it; none: somebody else has.
    async fn make(mut self) -> Result<(Self, Option<HandOver>), HostError> {
        let inner = &self.hand_overs.inner;
        let take = Write::Take {
            sid: self.sid.clone(),
            worker: self.worker.clone(),
            at: inner.clock.now(),
        };
        match inner.store.commit(Commit::aside(vec![take])).await {
            Ok(_) => self.taken = true,
            Err(Refusal::Conflict) => {}
            Err(refusal) => return Err(store_error(refusal).into()),
        }
        let Some(found) = self.hand_overs.get(&self.sid).await? else {
            return Err(HostError::NoHandOver(self.sid.clone()));
        };
        let is_ours = matches!(&found.taken, Some(taken) if taken.worker == self.worker);
        Ok((self, is_ours.then_some(found)))
    }

    fn heard(mut self) {
        self.taken = false;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if !self.taken {
            return;
        }
        let inner = self.hand_overs.inner.clone();
        let (sid, worker) = (self.sid.clone(), self.worker.clone());
        let put_back = Write::PutBack {
            sid: sid.clone(),
            worker: worker.clone(),
        };
        self.hand_overs.inner.spawn(async move {
            let commit = Commit::aside(vec![put_back]);
            if let Err(refusal) = inner.store.commit(commit).await {
                telemetry::not_put_back(&sid, &worker, &store_error(refusal));
            }
            inner.handed_over.notify_waiters();
        });
    }
}

impl HandOver {
    fn of(seen: task::Seen) -> Self {
        HandOver {
            sid: seen.sid,
            flow: seen.flow,
            address: seen.address,
            execution: seen.execution,
            workflow: seen.workflow,
            channel: seen.channel,
            attributes: seen.attributes,
            priority: seen.priority,
            created: seen.created,
            expires: seen.expires,
            taken: seen.taken.map(|(worker, at)| Taken { worker, at }),
        }
    }
}
