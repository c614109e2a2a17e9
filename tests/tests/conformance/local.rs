//! The local host inside the test, in memory and in a file, under a clock that leaps.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use flow_runtime::Runtime;
use flow_runtime::host::Clock;
use flow_tests::host::{Answer, Ask, Config, answer, builder};
use tempfile::TempDir;
use tokio::time::Instant;

use crate::host::{Ability, Gone, HostUnderTest};

/// When every test begins.
const START: i64 = 1_700_000_000_000;

/// A runtime, and whether it has a file.
pub(crate) struct Local {
    /// None: it is in memory.
    store: Option<PathBuf>,
    runtime: Option<Arc<Runtime>>,
    began: Instant,
}

pub(crate) fn in_memory(test: impl AsyncFnOnce(&mut Local)) {
    run(None, test);
}

pub(crate) fn in_a_file(test: impl AsyncFnOnce(&mut Local)) {
    run(Some(&tempfile::tempdir().unwrap()), test);
}

fn run(folder: Option<&TempDir>, test: impl AsyncFnOnce(&mut Local)) {
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    tokio.block_on(async {
        let store = folder.map(|folder| folder.path().join("flow.db"));
        let mut host = Local {
            store,
            runtime: None,
            began: Instant::now(),
        };
        host.again().await;
        test(&mut host).await;
    });
}

impl HostUnderTest for Local {
    fn lack(&self, ability: Ability) -> Option<&'static str> {
        match ability {
            Ability::Lasting if self.store.is_none() => Some("what is in memory ends with it"),
            Ability::Process => Some("it lives in the process of its test"),
            Ability::Lasting | Ability::Leaping => None,
        }
    }

    async fn start(&mut self, config: Config) -> Result<(), String> {
        // It is as late as if the host had run on.
        let passed = i64::try_from(self.began.elapsed().as_millis()).unwrap();
        let clock = Clock::starting_at(START + passed);
        let builder = builder(&config).unwrap().clock(clock);
        let opened = match &self.store {
            Some(file) => builder.open(file).await,
            None => builder.in_memory().await,
        };
        self.runtime = Some(Arc::new(opened.map_err(|error| error.to_string())?));
        Ok(())
    }

    async fn stop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.close().await;
        }
    }

    async fn kill(&mut self) {
        let Some(runtime) = self.runtime.take() else {
            return;
        };
        let left = Arc::downgrade(&runtime);
        drop(runtime);
        // Whoever asks still has it.
        while left.strong_count() > 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    async fn rival(&self) -> Result<Self, String> {
        let mut rival = Local {
            store: self.store.clone(),
            runtime: None,
            began: self.began,
        };
        rival.start(Config::default()).await?;
        Ok(rival)
    }

    fn ask(&self, ask: Ask) -> impl Future<Output = Result<Answer, Gone>> + Send + 'static + use<> {
        let runtime = self.runtime.clone();
        async move {
            match runtime {
                Some(runtime) => Ok(answer(&runtime, ask).await),
                None => Err(Gone),
            }
        }
    }

    async fn ask_and_leave(&self, ask: Ask) {
        let asking = tokio::spawn(self.ask(ask));
        tokio::task::yield_now().await; // it is asked
        asking.abort();
        let _ = asking.await; // it may have been answered
    }

    fn store(&self) -> &Path {
        self.store.as_deref().unwrap()
    }
}
