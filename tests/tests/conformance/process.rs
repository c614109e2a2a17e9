//! The local host in a process of its own, under the machine's clock.

use std::path::{Path, PathBuf};
use std::process::Command;

use flow_tests::host::{Answer, Ask, Config, Connection, Process};
use tokio::task::spawn_blocking;

use crate::host::{Ability, Gone, HostUnderTest};

/// The program.
pub(crate) const HOST: &str = env!("CARGO_BIN_EXE_host");

/// A process, and where it listens.
pub(crate) struct Host {
    store: PathBuf,
    process: Option<(Process, u16)>,
}

pub(crate) fn in_a_process(test: impl AsyncFnOnce(&mut Host)) {
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    tokio.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let mut host = Host {
            store: folder.path().join("flow.db"),
            process: None,
        };
        host.again().await;
        test(&mut host).await;
    });
}

impl HostUnderTest for Host {
    fn lack(&self, ability: Ability) -> Option<&'static str> {
        match ability {
            Ability::Leaping => Some("its clock is the machine's"),
            Ability::Lasting | Ability::Process => None,
        }
    }

    async fn start(&mut self, config: Config) -> Result<(), String> {
        let store = self.store.clone();
        let config = Config { store, ..config };
        self.process = Some(start(HOST, config).await?);
        Ok(())
    }

    async fn stop(&mut self) {
        if let Some((process, _)) = self.process.take() {
            process.terminate().unwrap();
            let ended = spawn_blocking(|| process.ends()).await.unwrap();
            assert!(ended.unwrap().success());
        }
    }

    async fn kill(&mut self) {
        if let Some((process, _)) = self.process.take() {
            process.kill().unwrap();
        }
    }

    async fn rival(&self) -> Result<Self, String> {
        let store = self.store.clone();
        let mut rival = Host {
            store,
            process: None,
        };
        rival.start(Config::default()).await?;
        Ok(rival)
    }

    fn ask(&self, ask: Ask) -> impl Future<Output = Result<Answer, Gone>> + Send + 'static + use<> {
        let port = self.process.as_ref().map(|(_, port)| *port);
        async move {
            let port = port.ok_or(Gone)?;
            let asked = spawn_blocking(move || Connection::open(port)?.ask(&ask)).await;
            asked.unwrap().map_err(|_| Gone)
        }
    }

    async fn ask_and_leave(&self, ask: Ask) {
        let (_, port) = self.process.as_ref().unwrap();
        Connection::open(*port).unwrap().say(&ask).unwrap();
    }

    fn store(&self) -> &Path {
        &self.store
    }
}

/// Starts a program; or what it wrote before it ended.
pub(crate) async fn start(program: &str, config: Config) -> Result<(Process, u16), String> {
    let mut command = Command::new(program);
    let told = errors(&config.store).len();
    let store = config.store.clone();
    let started = spawn_blocking(move || {
        let mut process = Process::start_by(&mut command, &config).unwrap();
        let port = process.listens();
        (process, port)
    });
    match started.await.unwrap() {
        (process, Some(port)) => Ok((process, port)),
        (process, None) => {
            assert!(!process.ends().unwrap().success());
            Err(errors(&store).split_off(told))
        }
    }
}

/// What the hosts of a store wrote before they ended.
pub(crate) fn errors(store: &Path) -> String {
    std::fs::read_to_string(store.with_extension("errors")).unwrap_or_default()
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Some((process, _)) = self.process.take() {
            let _ = process.kill(); // it may have ended
        }
    }
}
