//! What a runtime is made of, and how it is opened.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use flow_model::{Machine, Text};
use tokio::task::spawn_blocking;

use super::calls::{Fetcher, RemoteAnswer, RemoteCall};
use super::inner::Inner;
use super::room::{Programs, Registered};
use super::stage::{Stage, Staged};
use super::{Limits, OpenError, Runtime};
use crate::conversation::Timestamp;
use crate::flow::Flow;
use crate::function::{FunctionEntry, FunctionError};
use crate::host::Clock;
use crate::program::{Definition, Program, Registry};
use crate::settings::Values;
use crate::store::{self, Store, Version};
use crate::telemetry;
use crate::testing::coverage;

/// What a runtime is made of.
#[derive(Debug, Default)]
pub struct Builder {
    pub(super) flows: Vec<Definition>,
    pub(super) registry: Registry,
    clock: Option<Clock>,
    limits: Limits,
    fetcher: Option<Fetcher>,
    #[cfg(feature = "mutants")]
    mutant: Option<super::Mutant>,
    no_copy: bool,
    stage: Option<Staged>,
}

impl Builder {
    /// Adds a flow that was declared with `flow!`.
    pub fn flow<F: Flow>(self) -> Self {
        self.define(Definition::of::<F>())
    }

    /// Adds a flow that is no Rust type: one that was imported, or its tables.
    pub fn define(mut self, flow: impl Into<Definition>) -> Self {
        self.flows.push(flow.into());
        self
    }

    /// Adds a flow as tables, with the typed functions that they number.
    pub fn register(
        self,
        machine: Cow<'static, Machine>,
        functions: &'static [FunctionEntry],
    ) -> Self {
        self.define(Definition::new(machine, functions))
    }

    /// Says which flow a `run_subflow { flow_sid: "FW…" }` of any flow means; a typed one is
    /// [`Definition::of`].
    pub fn subflow(mut self, sid: impl Into<Text>, flow: impl Into<Definition>) -> Self {
        self.registry.subflows.insert(sid.into(), flow.into());
        self
    }

    /// Gives values to the settings of all flows: a struct that derives
    /// [`Settings`](crate::settings::Settings), or [`Values`]. What is given later goes before what
    /// was given earlier, and the environment before the rest.
    pub fn settings(mut self, settings: impl Into<Values>) -> Self {
        self.registry.settings.merge(settings.into());
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

    /// Answers what flows ask of elsewhere (`run_function { url: "…" }` and `make_http_request`) by
    /// this: a client, or answers of a test's own. Without one they fail.
    ///
    /// With the feature `http` there is a client ready-made: `Builder::http`.
    pub fn fetch<F, A>(mut self, fetch: F) -> Self
    where
        F: Fn(RemoteCall) -> A + Send + Sync + 'static,
        A: Future<Output = Result<RemoteAnswer, FunctionError>> + Send + 'static,
    {
        self.fetcher = Some(Fetcher::new(fetch));
        self
    }

    /// Asks what flows ask of elsewhere by this client.
    #[cfg(feature = "http")]
    pub fn http(self, client: crate::http::Client) -> Self {
        self.fetch(move |call| {
            let client = client.clone();
            async move { client.fetch(call).await }
        })
    }

    /// Makes a mistake.
    #[cfg(feature = "mutants")]
    #[doc(hidden)]
    pub fn mutant(mut self, mutant: super::Mutant) -> Self {
        self.mutant = Some(mutant);
        self
    }

    /// Whether a store of an older version is kept as it was, as `FILE.v1`, before it is brought up to
    /// date; it is unless this says no.
    pub fn keep_copy(mut self, keep: bool) -> Self {
        self.no_copy = !keep;
        self
    }

    /// Puts something between the flows and the world.
    pub(crate) fn stage(mut self, stage: Arc<dyn Stage>) -> Self {
        self.stage = Some(Staged(stage));
        self
    }

    /// Opens the store in that file, made where there is none, and goes on where it stood.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime whose time is enabled, as that of `#[tokio::main]` is.
    pub async fn open(self, file: impl AsRef<Path>) -> Result<Runtime, OpenError> {
        let file = file.as_ref().to_owned();
        let keep_copy = !self.no_copy;
        self.start(move |versions, now| Store::open(&file, versions, now, keep_copy))
            .await
    }

    /// Opens a store in memory: it is gone with the runtime.
    ///
    /// # Panics
    ///
    /// As [`open`](Self::open) does.
    pub async fn in_memory(self) -> Result<Runtime, OpenError> {
        self.start(Store::in_memory).await
    }

    pub(super) async fn start(
        self,
        open: impl FnOnce(&[Version], Timestamp) -> Result<(Store, Vec<i64>), store::OpenError>
        + Send
        + 'static,
    ) -> Result<Runtime, OpenError> {
        let runtime = self.made(open).await?;
        runtime.begin().await?;
        Ok(runtime)
    }

    /// A runtime that stands still, until it is begun.
    pub(super) async fn made(
        self,
        open: impl FnOnce(&[Version], Timestamp) -> Result<(Store, Vec<i64>), store::OpenError>
        + Send
        + 'static,
    ) -> Result<Runtime, OpenError> {
        // Where tokio has no time this panics and says so: here, and not later in each task.
        drop(tokio::time::sleep(Duration::ZERO));
        self.flows.iter().for_each(coverage::known);
        let programs = programs(self.flows, &self.registry)?;
        if self.fetcher.is_none() {
            warn_of_calls(&programs);
        }
        let clock = self.clock.unwrap_or_else(Clock::system);
        let now = clock.now();
        let versions = versions(&programs).map_err(|error| OpenError::Failed(error.to_string()))?;
        let opened = spawn_blocking(move || open(&versions, now)).await;
        let (store, rows) = opened.map_err(|error| OpenError::Failed(error.to_string()))??;
        let programs = registered(programs, rows);
        let mut inner = Inner::new(store, clock, self.limits, programs, self.fetcher);
        inner.stage = self.stage;
        #[cfg(feature = "mutants")]
        {
            inner.mutant = self.mutant;
        }
        Ok(Runtime {
            inner: Arc::new(inner),
        })
    }
}

impl Runtime {
    pub(super) async fn begin(&self) -> Result<(), OpenError> {
        let begun = self.go_on().await;
        begun.map_err(|error| OpenError::Failed(error.to_string()))?;
        telemetry::opened(self.inner.programs.len());
        Ok(())
    }
}

/// Says which widgets of each flow fail each time, as there is no client for what they ask.
fn warn_of_calls(programs: &[Program]) {
    let mut told = HashSet::new();
    let all = programs
        .iter()
        .flat_map(|program| program.subflows().chain([program]));
    for program in all.filter(|program| told.insert(program.name())) {
        let widgets: Vec<_> = program.asking_elsewhere().collect();
        if !widgets.is_empty() {
            telemetry::client_missing(program.name(), &widgets);
        }
    }
}

pub(super) fn programs(
    flows: Vec<Definition>,
    registry: &Registry,
) -> Result<Vec<Program>, OpenError> {
    let all = flows.iter().chain(registry.subflows.values());
    let unfilled: Vec<_> = all.flat_map(|flow| registry.unfilled(flow)).collect();
    if !unfilled.is_empty() {
        return Err(OpenError::Settings(unfilled));
    }
    let mut programs: Vec<Program> = Vec::with_capacity(flows.len());
    for flow in flows {
        let program = Program::make(flow, registry)?;
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

/// The versions of the programs, in order, and then those of their subflows.
fn versions(programs: &[Program]) -> serde_json::Result<Vec<Version>> {
    let subflows = programs.iter().flat_map(Program::subflows);
    programs.iter().chain(subflows).map(version).collect()
}

fn version(program: &Program) -> serde_json::Result<Version> {
    Ok(Version {
        flow: program.name().clone(),
        digest: program.digest().clone(),
        definition: serde_json::to_string(&**program.version())?,
    })
}
