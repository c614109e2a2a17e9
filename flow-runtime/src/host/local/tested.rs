//! What a test does with a runtime, and no program.

use super::{Builder, HostError, OpenError, Runtime, timer};
use crate::conversation::Timestamp;
use crate::execution::Execution;
use crate::store::{Memory, Store, read};

impl Builder {
    /// Opens what another runtime left in memory.
    pub(crate) async fn again(self, memory: Memory) -> Result<Runtime, OpenError> {
        self.start(|versions, now| Store::on(memory, versions, now))
            .await
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

    /// Fires what is due by the clock, and waits for what follows.
    pub(crate) async fn fire(&self) -> Result<(), HostError> {
        timer::round(&self.inner).await?;
        self.quiet().await;
        Ok(())
    }
}
