//! The runtime: what a program opens.

use std::borrow::Cow;
use std::collections::HashMap;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use flow_model::{Machine, Text};
use serde_json::json;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::calls::{Fetcher, RemoteAnswer, RemoteCall};
use super::inner::Inner;
use super::mail::Mail;
use super::room::{Programs, Registered};
use super::{Conversation, HostError, OpenError, timer};
use crate::conversation::Timestamp;
use crate::flow::Flow;
use crate::function::{FunctionEntry, FunctionError, TIME_LIMIT};
use crate::host::Clock;
use crate::program::{self, Program};
use crate::settings::Values;
use crate::store::{self, Store, StoreError, Version, read};

/// A running host. Dropping it is safe at any moment, as a crash is; [`Runtime::close`] is kinder.
///
/// It is opened inside a tokio runtime with time enabled, and works there.
#[derive(Debug)]
pub struct Runtime {
    pub(super) inner: Arc<Inner>,
}

/// What a runtime is made of.
#[derive(Debug, Default)]
pub struct Builder {
    flows: Vec<(Cow<'static, Machine>, &'static [FunctionEntry])>,
    settings: Values,
    clock: Option<Clock>,
    limits: Limits,
    fetcher: Option<Fetcher>,
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
    /// Where it stands and what it remembers, as JSON.
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

    /// The execution of that SID.
    pub async fn execution(&self, sid: &str) -> Result<Option<ExecutionRecord>, HostError> {
        let wanted = sid.to_owned();
        let read = move |db: &_| read::execution(db, &wanted);
        let seen = self.inner.store.read(read).await?;
        Ok(seen.map(|seen| ExecutionRecord {
            sid: sid.to_owned().into(),
            flow: seen.flow,
            address: seen.address,
            active: seen.active,
            held: seen.held,
            started: seen.started,
            updated: seen.updated,
            turns: seen.turns,
            state: seen.state.into(),
        }))
    }

    /// Takes nothing new, lets turns and calls finish (for [`Limits::stop`]), and closes the store.
    /// A call that is cut short is made again when the store is opened next.
    pub async fn close(self) {
        self.inner.stop();
        if timeout(self.inner.limits.stop, self.quiet()).await.is_err() {
            tracing::warn!("calls were cut short; they are made again at the next start");
        }
        self.inner.abort();
        self.inner.store.close().await;
    }

    async fn quiet(&self) {
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

impl Builder {
    /// Adds a flow that was declared with `flow!`.
    pub fn flow<F: Flow>(self) -> Self {
        self.register(Cow::Borrowed(F::machine()), F::functions())
    }

    /// Adds a flow as tables, with the typed functions that they number.
    pub fn register(
        mut self,
        machine: Cow<'static, Machine>,
        functions: &'static [FunctionEntry],
    ) -> Self {
        self.flows.push((machine, functions));
        self
    }

    /// Gives values to the settings of all flows: a struct that derives
    /// [`Settings`](crate::settings::Settings), or [`Values`]. What is given later goes before what
    /// was given earlier, and the environment before the rest.
    pub fn settings(mut self, settings: impl Into<Values>) -> Self {
        self.settings.merge(settings.into());
        self
    }

    /// Goes by another clock.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Goes by other numbers.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Calls functions that live elsewhere (`run_function { url: "…" }`) with this client. Without
    /// one they take `fail`.
    pub fn fetch<F, A>(mut self, fetch: F) -> Self
    where
        F: Fn(RemoteCall) -> A + Send + Sync + 'static,
        A: Future<Output = Result<RemoteAnswer, FunctionError>> + Send + 'static,
    {
        self.fetcher = Some(Fetcher::new(fetch));
        self
    }

    /// Opens the store in that file, made where there is none, and goes on where it stood.
    pub async fn open(self, file: impl AsRef<Path>) -> Result<Runtime, OpenError> {
        let file = file.as_ref().to_owned();
        self.start(move |versions, now| Store::open(&file, versions, now))
            .await
    }

    /// Opens a store in memory: it is gone with the runtime.
    pub async fn in_memory(self) -> Result<Runtime, OpenError> {
        self.start(Store::in_memory).await
    }

    async fn start(
        self,
        open: impl FnOnce(&[Version], Timestamp) -> Result<(Store, Vec<i64>), store::OpenError>
        + Send
        + 'static,
    ) -> Result<Runtime, OpenError> {
        let programs = programs(self.flows, &self.settings)?;
        let clock = self.clock.unwrap_or_else(Clock::system);
        let now = clock.now();
        let versions: Vec<Version> = programs.iter().map(version).collect();
        let opened = spawn_blocking(move || open(&versions, now)).await;
        let (store, rows) = opened.map_err(|error| OpenError::Failed(error.to_string()))??;
        let programs = registered(programs, rows);
        let inner = Inner::new(store, clock, self.limits, programs, self.fetcher);
        let runtime = Runtime {
            inner: Arc::new(inner),
        };
        runtime
            .go_on()
            .await
            .map_err(|error| OpenError::Failed(error.to_string()))?;
        Ok(runtime)
    }
}

impl Runtime {
    /// Goes on where the store stood: clock, what was under way, timers.
    async fn go_on(&self) -> Result<(), StoreError> {
        let inner = &self.inner;
        let (last, active, left) = inner
            .store
            .read(|db| {
                let last = read::last_time(db)?;
                Ok((last, read::active_versions(db)?, read::unfinished(db)?))
            })
            .await?;
        inner.clock.not_before(last);
        for (flow, digest, executions) in active {
            tracing::info!(%flow, %digest, executions, "active");
        }
        let waking = inner.clone();
        inner.spawn(async move {
            for address in left {
                waking.post(&address, Mail::Look).await;
            }
        });
        inner.spawn(timer::run(inner.clone()));
        Ok(())
    }
}

fn programs(
    flows: Vec<(Cow<'static, Machine>, &'static [FunctionEntry])>,
    settings: &Values,
) -> Result<Vec<Program>, OpenError> {
    let (mut filled, mut unfilled) = (Vec::with_capacity(flows.len()), Vec::new());
    for (machine, _) in &flows {
        match program::fill(machine, settings) {
            Ok(machine) => filled.push(machine),
            Err(error) => unfilled.push(error),
        }
    }
    if !unfilled.is_empty() {
        return Err(OpenError::Settings(unfilled));
    }
    let mut programs: Vec<Program> = Vec::with_capacity(flows.len());
    for ((machine, functions), filled) in flows.into_iter().zip(&filled) {
        let program = Program::filled(machine, filled.as_ref(), functions)?;
        if programs.iter().any(|other| other.name() == program.name()) {
            return Err(OpenError::TwoFlows(program.name().clone()));
        }
        programs.push(program);
    }
    Ok(programs)
}

fn registered(programs: Vec<Program>, rows: Vec<i64>) -> Programs {
    let mut registered = HashMap::with_capacity(programs.len());
    for (program, version) in programs.into_iter().zip(rows) {
        let name = program.name().clone();
        registered.insert(name, Arc::new(Registered { program, version }));
    }
    registered
}

fn version(program: &Program) -> Version {
    Version {
        flow: program.name().clone(),
        digest: program.digest().clone(),
        definition: definition(program.machine()),
    }
}

/// The names and shape of a flow, so that a program that no longer has it can draw it.
fn definition(machine: &Machine) -> String {
    let name = |index| machine.widget(index).map(|widget| widget.name());
    let widgets = machine.widgets().map(|widget| {
        json!({
            "name": widget.name(),
            "type": widget.studio_type(),
            "targets": widget.arms().map(|arm| arm.target.and_then(name)).collect::<Vec<_>>(),
        })
    });
    json!({ "widgets": widgets.collect::<Vec<_>>() }).to_string()
}
