//! What takes the process with it does so three times, and no more.

use std::path::Path;

use flow_tests::host::{
    Answer, Ask, BOMB, Config, Connection, LEDGER, Mistake, Process, Seen, Standing,
};
use tempfile::TempDir;

use crate::harness::HOST;

const WHY: &str = "ended: the process ended while it ran, 3 times running";

/// A host and its store.
struct Host {
    config: Config,
    flow: &'static str,
    _folder: TempDir,
}

impl Host {
    fn new(flow: &'static str, mistake: Option<Mistake>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Host {
            config: Config {
                store: folder.path().join("flow.db"),
                mistake,
                ..Config::default()
            },
            flow,
            _folder: folder,
        }
    }

    fn start(&self) -> (Process, Connection) {
        let mut process = Process::start(Path::new(HOST), &self.config).unwrap();
        let port = process.listens().unwrap();
        (process, Connection::open(port).unwrap())
    }

    /// Somebody joins and writes; none: the process ended.
    fn write(&self, host: &mut Connection, address: &str, body: &str) -> Option<Answer> {
        let join = Ask::Join {
            flow: self.flow.to_owned(),
            address: address.to_owned(),
            author: "customer".to_owned(),
        };
        host.ask(&join).ok()?;
        let deliver = Ask::Deliver {
            flow: self.flow.to_owned(),
            address: address.to_owned(),
            author: "customer".to_owned(),
            body: body.to_owned(),
            id: body.to_owned(),
        };
        host.ask(&deliver).ok()
    }

    /// What is at an address once nothing is under way.
    fn see(&self, host: &mut Connection, address: &str) -> Seen {
        let (flow, address) = (self.flow.to_owned(), address.to_owned());
        let quiet = Ask::Quiet {
            flow: flow.clone(),
            address: address.clone(),
        };
        assert_eq!(host.ask(&quiet).unwrap(), Answer::Done);
        match host.ask(&Ask::Inspect { flow, address }).unwrap() {
            Answer::Seen(seen) => seen,
            other => panic!("{other:?}"),
        }
    }
}

fn outcomes(seen: &Seen) -> Vec<&str> {
    seen.turns
        .iter()
        .map(|turn| turn.outcome.as_str())
        .collect()
}

/// F9, with an event that its sender brings again each time.
#[test]
fn a_message_on_which_a_flow_takes_the_process_with_it_is_consumed_by_the_fourth_start() {
    let host = Host::new(LEDGER, Some(Mistake::Aborts("test:poison".to_owned())));
    for _ in 0..3 {
        let (process, mut connection) = host.start();
        assert!(host.write(&mut connection, "test:beside", "one").is_some());
        assert_eq!(host.write(&mut connection, "test:poison", "two"), None);
        assert_eq!(process.ends().unwrap().code(), None);
    }
    let (process, mut connection) = host.start();
    let answer = host.write(&mut connection, "test:poison", "two");
    assert!(
        matches!(answer, Some(Answer::Delivered { .. })),
        "{answer:?}"
    );
    let seen = host.see(&mut connection, "test:poison");
    assert_eq!(outcomes(&seen), [WHY]);
    assert_eq!(seen.standing, Standing::Idle);
    // Nothing else came to harm.
    let beside = host.see(&mut connection, "test:beside");
    assert_eq!(beside.turns[0].outcome, "moved");
    process.kill().unwrap();
}

/// F9, with a timer: nobody but the host itself brings it again.
#[test]
fn a_timer_at_which_a_flow_takes_the_process_with_it_ends_the_execution() {
    let mut host = Host::new(LEDGER, None);
    let (process, mut connection) = host.start();
    host.write(&mut connection, "test:poison", "one").unwrap();
    process.kill().unwrap();
    host.config.mistake = Some(Mistake::Aborts("test:poison".to_owned()));
    for _ in 0..3 {
        let process = Process::start(Path::new(HOST), &host.config).unwrap();
        assert_eq!(process.ends().unwrap().code(), None);
    }
    let (process, mut connection) = host.start();
    let mut seen = host.see(&mut connection, "test:poison");
    while seen.standing != Standing::Idle {
        std::thread::yield_now(); // the timer may not have come yet
        seen = host.see(&mut connection, "test:poison");
    }
    assert_eq!(outcomes(&seen), ["moved", WHY]);
    process.kill().unwrap();
}

/// F10.
#[test]
fn a_function_that_ends_the_process_fails_after_three_attempts() {
    let host = Host::new(BOMB, None);
    let (process, mut connection) = host.start();
    host.write(&mut connection, "test:bomb", "one"); // it may be answered in time
    assert_eq!(process.ends().unwrap().code(), None);
    for _ in 0..2 {
        let process = Process::start(Path::new(HOST), &host.config).unwrap();
        assert_eq!(process.ends().unwrap().code(), None);
    }
    let (process, mut connection) = host.start();
    let seen = host.see(&mut connection, "test:bomb");
    assert_eq!(
        seen.messages,
        ["customer: one", "Bomb: It failed: interrupted"]
    );
    assert_eq!(outcomes(&seen), ["moved", "moved"]);
    process.kill().unwrap();
}
