//! The runtime: what a program opens.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use flow_model::{Machine, Text};

use super::{Conversation, HostError, OpenError};
use crate::conversation::Timestamp;
use crate::flow::Flow;
use crate::function::FunctionEntry;
use crate::host::Clock;

/// A running host. Dropping it is safe at any moment, as a crash is; [`Runtime::close`] is kinder.
#[derive(Debug)]
pub struct Runtime {}

/// What a runtime is made of.
#[derive(Debug, Default)]
pub struct Builder {}

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
    /// How long [`Runtime::close`] waits for calls; 10 seconds.
    pub stop: Duration,
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
}

impl Runtime {
    /// A builder without flows.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The conversation of that address (`channel:name`) with the flow `F`, made where there is none.
    pub async fn conversation<F: Flow>(&self, address: &str) -> Result<Conversation, HostError> {
        self.conversation_with(F::machine().name(), address).await
    }

    /// The same with a flow by name.
    pub async fn conversation_with(
        &self,
        flow: &str,
        address: &str,
    ) -> Result<Conversation, HostError> {
        let _ = (flow, address);
        todo!()
    }

    /// The execution of that SID.
    pub async fn execution(&self, sid: &str) -> Result<Option<ExecutionRecord>, HostError> {
        let _ = sid;
        todo!()
    }

    /// Takes nothing new, lets turns finish and calls too (for [`Limits::stop`]), and closes the
    /// store.
    pub async fn close(self) -> Result<(), HostError> {
        todo!()
    }
}

impl Builder {
    /// Adds a flow that was declared with `flow!`.
    pub fn flow<F: Flow>(self) -> Self {
        self.register(Cow::Borrowed(F::machine()), F::functions().to_vec())
    }

    /// Adds a flow as tables, with the typed functions that they number.
    pub fn register(self, machine: Cow<'static, Machine>, functions: Vec<FunctionEntry>) -> Self {
        let _ = (machine, functions);
        self
    }

    /// Goes by another clock.
    pub fn clock(self, clock: Clock) -> Self {
        let _ = clock;
        self
    }

    /// Goes by other numbers.
    pub fn limits(self, limits: Limits) -> Self {
        let _ = limits;
        self
    }

    /// Opens the store in that file, made where there is none, and goes on where it stood.
    pub async fn open(self, file: impl AsRef<Path>) -> Result<Runtime, OpenError> {
        let _ = file.as_ref();
        todo!()
    }

    /// Opens a store in memory: it is gone with the runtime.
    pub async fn in_memory(self) -> Result<Runtime, OpenError> {
        todo!()
    }
}
