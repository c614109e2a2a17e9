//! The runtime: what a program opens.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use flow_model::Text;
use tokio::time::timeout;

use super::inner::Inner;
use super::mail::Mail;
use super::round::Round;
use super::survive::ever;
use super::{Builder, Conversation, HandOvers, HostError, NewRequest, Started, prune, timer};
use crate::conversation::Timestamp;
use crate::execution;
use crate::fault::Point;
use crate::flow::Flow;
use crate::function::TIME_LIMIT;
use crate::store::{StoreError, read};
use crate::telemetry;

/// How long a conversation that is woken may keep others from being woken.
const PATIENCE: Duration = Duration::from_secs(1);

/// A running host. Dropping it is safe at any moment, as a crash is; [`Runtime::close`] is kinder.
///
/// It is opened inside a tokio runtime with time enabled, and works there.
#[derive(Debug)]
pub struct Runtime {
    pub(super) inner: Arc<Inner>,
}

/// The numbers of a runtime.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// How many messages may wait in one conversation; 1,000.
    pub queue: usize,
    /// How long one attempt of a function may take; 10 seconds.
    pub call: Duration,
    /// How often a call that a stop interrupts is attempted in all; 3.
    pub attempts: u32,
    /// After how long an idle conversation leaves memory; 30 seconds.
    pub idle: Duration,
    /// How long the log outlives an execution; 30 days. Then its turns and its row are deleted, as are
    /// hand-overs whose time was over that long ago; the messages of its conversation stay. The
    /// identities of events are known for so long, and one that was sent before is refused
    /// ([`NewMessage::sent`](super::NewMessage::sent)). [`Duration::MAX`]: nothing is deleted.
    pub retention: Duration,
    /// How long [`Runtime::close`] waits for what is under way; 10 seconds.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            queue: 1000,
            call: TIME_LIMIT,
            attempts: 3,
            idle: Duration::from_secs(30),
            retention: Duration::from_secs(30 * 24 * 3600),
            stop: Duration::from_secs(10),
        }
    }
}

/// An execution as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExecutionRecord {
    /// `FN` + 32 hex digits.
    pub sid: Text,
    /// The flow.
    pub flow: Text,
    /// The conversation's address.
    pub address: Text,
    /// Whether it still runs.
    pub active: bool,
    /// Why this program may not run it.
    pub held: Option<Text>,
    /// When it started.
    pub started: Timestamp,
    /// When it last moved.
    pub updated: Timestamp,
    /// How many turns it took.
    pub turns: u64,
    /// Where it stands and what it remembers, as JSON: the `widget`, what it waits for, the `context`
    /// that templates read. A state that a newer program wrote is as it is kept.
    pub state: Text,
}

impl Runtime {
    /// A builder without flows.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The conversation of that address (`channel:name`) with the flow `F`, made where there is
    /// none.
    pub async fn conversation<F: Flow>(&self, address: &str) -> Result<Conversation, HostError> {
        self.conversation_with(F::machine().name(), address).await
    }

    /// The same with a flow by name.
    pub async fn conversation_with(
        &self,
        flow: &str,
        address: &str,
    ) -> Result<Conversation, HostError> {
        let flow: Text = flow.to_owned().into();
        if !self.inner.programs.contains_key(&flow) {
            return Err(HostError::UnknownFlow(flow));
        }
        let address: Text = address.to_owned().into();
        let bind = flow.clone();
        self.inner
            .ask(&address, |answer| Mail::Bind { flow: bind, answer })
            .await?;
        Ok(Conversation::new(self.inner.clone(), address, flow))
    }

    /// Starts an execution of the flow `F` by request, in the conversation of that address: see
    /// [`Conversation::start`].
    pub async fn start<F: Flow>(
        &self,
        address: &str,
        request: NewRequest,
    ) -> Result<Started, HostError> {
        self.conversation::<F>(address).await?.start(request).await
    }

    /// The execution of that SID, as it stands; [`recording`](Runtime::recording) has each turn and step
    /// that led there.
    pub async fn execution(&self, sid: &str) -> Result<Option<ExecutionRecord>, HostError> {
        let wanted = sid.to_owned();
        let read = move |db: &_| read::execution(db, &wanted);
        let seen = self.inner.read(read).await?;
        Ok(seen.map(|seen| ExecutionRecord {
            sid: sid.to_owned().into(),
            flow: seen.flow,
            address: seen.address,
            active: seen.active,
            held: seen.held,
            started: seen.beside.started,
            updated: seen.beside.updated,
            turns: seen.beside.turns,
            state: execution::shown(&seen.beside, seen.state),
        }))
    }

    /// What flows left to people: for a program of agents to take from.
    pub fn hand_overs(&self) -> HandOvers {
        HandOvers::new(self.inner.clone())
    }

    /// The error after which nothing is written any more, once there is one: the disk failed, the
    /// file is damaged, or another process has it. What is asked of the runtime is then refused with
    /// it, and only a new opening goes on; so a program ends with it.
    ///
    /// ```no_run
    /// # async fn serve(runtime: &flow_runtime::Runtime) {}
    /// # async fn example(runtime: flow_runtime::Runtime) -> Result<(), Box<dyn std::error::Error>> {
    /// tokio::select! {
    ///     () = serve(&runtime) => runtime.close().await,
    ///     error = runtime.failed() => return Err(error.into()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// It never comes where the runtime is closed first. A full disk, or a file that somebody else
    /// keeps busy, is no such error: the same may succeed later, and what is the runtime's own to do
    /// is tried again each second.
    pub fn failed(&self) -> impl Future<Output = StoreError> + Send + use<> {
        self.inner.store.failed()
    }

    /// Takes nothing new, lets turns and calls finish (for [`Limits::stop`]), and closes the store.
    /// A call that is cut short is made again when the store is opened next.
    ///
    /// Whoever else has the runtime, as the handlers of a server do, is refused from here on.
    pub async fn close(&self) {
        self.inner.stop();
        if timeout(self.inner.limits.stop, self.quiet()).await.is_err() {
            telemetry::cut_short();
        }
        self.inner.abort();
        self.inner.store.close().await;
        telemetry::runtime_closed();
    }

    pub(super) async fn quiet(&self) {
        for address in self.inner.active() {
            let quiet = self
                .inner
                .ask_still(&address, |answer| Mail::Quiet { answer });
            let _ = quiet.await; // what the store does not take now is offered at the next start
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.inner.abort();
        self.inner.store.abandon();
    }
}

impl Runtime {
    /// Goes on where the store stood: clock, what was under way, timers.
    pub(super) async fn go_on(&self) -> Result<(), StoreError> {
        let inner = &self.inner;
        inner.store.faults.pass(Point::RecoveryBegun).await;
        let (last, active, left) = inner
            .store
            .read(|db| {
                let last = read::last_time(db)?;
                Ok((last, read::active_versions(db)?, read::unfinished(db)?))
            })
            .await?;
        inner.clock.not_before(last);
        // Time stands still until the clock has come as far as the store.
        timer::tell_of_leap(inner.clock.wall().saturating_sub(last).min(0));
        for (flow, digest) in active {
            telemetry::version_active(&flow, &digest);
        }
        inner.store.faults.pass(Point::RecoveryDone).await;
        let waking = inner.clone();
        inner.spawn(async move {
            let mut round = Round::new();
            for address in left {
                let looked = round.look(PATIENCE).await;
                waking.post(&address, Mail::Look(looked)).await;
            }
        });
        // A test that moves the clock fires the timers itself.
        if inner.stage.is_none() {
            let (timing, pruning) = (inner.clone(), inner.clone());
            inner.spawn(ever("the timers", move || timer::run(timing.clone())));
            inner.spawn(ever("the retention", move || prune::run(pruning.clone())));
            let counting = inner.clone();
            inner.spawn(async move {
                if let Err(error) = counting.store.count().await {
                    telemetry::uncounted(&error);
                }
            });
        }
        Ok(())
    }
}
