//! What a test does with a runtime, and no program.

use flow_model::Text;
use tokio::sync::broadcast;

use super::{Activity, Builder, HostError, OpenError, Runtime, timer};
use crate::conversation::Timestamp;
use crate::execution::Execution;
use crate::store::{Memory, Store, read};

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
        let seen = self.inner.store.read(move |db| read::execution(db, &sid));
        let seen = seen.await?;
        Ok(seen.and_then(|seen| Execution::read(&seen.beside, &seen.state).ok()))
    }

    /// When the first timer is due.
    pub(crate) async fn next_due(&self) -> Result<Option<Timestamp>, HostError> {
        let first = |db: &_| read::next_due(db, Timestamp::MIN);
        Ok(self.inner.store.read(first).await?)
    }

    /// Fires what is due by the clock.
    pub(crate) async fn fire(&self) -> Result<(), HostError> {
        timer::round(&self.inner).await?;
        Ok(())
    }
}
