//! What a test puts between a flow and the world. In production there is none.

use std::sync::Arc;

use flow_model::Text;
use tokio::sync::broadcast;

use super::{Activity, Builder, HostError, OpenError, Runtime, timer};
use crate::conversation::Timestamp;
use crate::driver::Outcome;
use crate::execution::Execution;
use crate::function::{BoxFuture, FunctionContext, FunctionEntry, Parameters};
use crate::program::Program;
use crate::store::{Memory, Store, read};

/// What stands in for functions and for the channel.
pub(crate) trait Stage: Send + Sync {
    /// Keeps a call of that widget until it may be made, or comes to an outcome without; none: it is
    /// made at once.
    fn hold(&self, flow: &Text, widget: &Text) -> Option<BoxFuture<'static, Option<Outcome>>>;

    /// Does the call instead of the function; none: the function runs.
    fn call(
        &self,
        function: &FunctionEntry,
        parameters: &Parameters,
        cx: &FunctionContext,
    ) -> Option<BoxFuture<'static, Outcome>>;

    /// Refuses a message of that widget instead of the channel; none: it is taken.
    fn refuse(&self, program: &Program, within: Option<&Text>, widget: &Text) -> Option<Outcome>;
}

/// The stage that a runtime was opened with.
#[derive(Clone)]
pub(super) struct Staged(pub(super) Arc<dyn Stage>);

impl std::fmt::Debug for Staged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Staged")
    }
}

impl Builder {
    /// Opens a store in memory, or what another runtime left there; and listens to an address before
    /// anything happens.
    pub(crate) async fn watched(
        self,
        memory: Option<Memory>,
        address: &Text,
    ) -> Result<(Runtime, broadcast::Receiver<Activity>), OpenError> {
        let runtime = match memory {
            Some(memory) => {
                self.made(|versions, now| Store::on(memory, versions, now))
                    .await?
            }
            None => self.made(Store::in_memory).await?,
        };
        let activity = runtime.inner.subscribe(address);
        runtime.begin().await?;
        Ok((runtime, activity))
    }
}

impl Runtime {
    /// Stops where it stands, as in a crash; gives what was in memory.
    pub(crate) fn crash(self) -> Option<Memory> {
        self.inner.store.memory()
    }

    /// The execution of that SID, to look at.
    pub(crate) async fn standing_of(&self, sid: &str) -> Result<Option<Execution>, HostError> {
        let sid = sid.to_owned();
        let seen = self.inner.read(move |db| read::execution(db, &sid));
        let seen = seen.await?;
        Ok(seen.and_then(|seen| Execution::read(&seen.beside, &seen.state).ok()))
    }

    /// When the first timer is due.
    pub(crate) async fn next_due(&self) -> Result<Option<Timestamp>, HostError> {
        let first = |db: &_| read::next_due(db, Timestamp::MIN);
        self.inner.read(first).await
    }

    /// Fires what is due by the clock.
    pub(crate) async fn fire(&self) -> Result<(), HostError> {
        timer::round(&self.inner).await?;
        Ok(())
    }
}
