//! What is acknowledged is on the disk: seen in the calls that the host makes of the system.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use flow_tests::host::{Answer, Ask, Config, Connection, ECHO, Mistake, Process};

use crate::harness::HOST;

const EVENTS: usize = 20;

/// How often an event was acknowledged, and how often the log of the store was not written since the
/// event came, or not synced since it was written; none: `strace` cannot be used here.
fn acknowledged(mistake: Option<Mistake>) -> Option<(usize, usize)> {
    let folder = tempfile::tempdir().unwrap();
    let config = Config {
        store: folder.path().join("flow.db"),
        mistake,
        ..Config::default()
    };
    let trace = folder.path().join("trace");
    let version = Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .status();
    if version.is_err() {
        eprintln!("not tested: strace is not installed");
        return None;
    }
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-y", "-s", "32", "-e"])
        .arg("trace=fsync,fdatasync,pwrite64,read,recvfrom,write,writev,sendto,sendmsg")
        .arg("-o")
        .args([trace.as_path(), Path::new(HOST)]);
    let mut process = Process::start_by(&mut strace, &config).unwrap();
    let Some(port) = process.listens() else {
        let errors = fs::read_to_string(config.store.with_extension("errors")).unwrap();
        assert!(errors.contains("ptrace"), "{errors}");
        eprintln!("not tested: strace may not trace here");
        return None;
    };
    converse(port);
    assert!(process.ends().unwrap().success());
    Some(read(&fs::read_to_string(trace).unwrap()))
}

/// One event at a time, so that nothing is written for another while one is acknowledged.
fn converse(port: u16) {
    let mut host = Connection::open(port).unwrap();
    let (flow, address, author) = (ECHO, "test:fsync", "customer");
    let join = Ask::Join {
        flow: flow.to_owned(),
        address: address.to_owned(),
        author: author.to_owned(),
    };
    assert_eq!(host.ask(&join).unwrap(), Answer::Done);
    for n in 0..EVENTS {
        let deliver = Ask::Deliver {
            flow: flow.to_owned(),
            address: address.to_owned(),
            author: author.to_owned(),
            body: "hello".to_owned(),
            id: n.to_string(),
        };
        let answer = host.ask(&deliver).unwrap();
        let fresh = matches!(
            answer,
            Answer::Delivered {
                duplicate: false,
                ..
            }
        );
        assert!(fresh, "{answer:?}");
        let quiet = Ask::Quiet {
            flow: flow.to_owned(),
            address: address.to_owned(),
        };
        assert_eq!(host.ask(&quiet).unwrap(), Answer::Done);
    }
    host.say(&Ask::Stop).unwrap();
}

/// Reads lines of `PID call(…) = …`; a call may be cut in two, `PID call(… <unfinished ...>` and
/// `PID <... call resumed>…`.
fn read(trace: &str) -> (usize, usize) {
    let (mut acknowledged, mut early) = (0, 0);
    let (mut written, mut synced) = (false, false);
    let mut syncing = HashSet::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(char::is_whitespace) else {
            continue;
        };
        let call = call.trim_start();
        let is_sync = call.contains("fsync") || call.contains("fdatasync");
        if call.contains(r#"\"deliver\""#) {
            (written, synced) = (false, false);
        } else if call.contains(r#"\"delivered\""#) {
            acknowledged += 1;
            early += usize::from(!(written && synced));
        } else if call.starts_with("<...") {
            synced |= is_sync && syncing.remove(thread);
        } else if call.contains("flow.db-wal>") && is_sync {
            match call.contains("<unfinished") {
                true => drop(syncing.insert(thread)),
                false => synced = true,
            }
        } else if call.contains("flow.db-wal>") {
            (written, synced) = (true, false);
        }
    }
    (acknowledged, early)
}

#[test]
fn the_log_is_synced_between_its_last_write_and_each_acknowledgement() {
    if let Some(seen) = acknowledged(None) {
        assert_eq!(seen, (EVENTS, 0));
    }
}

#[test]
fn an_acknowledgement_before_the_sync_is_seen() {
    if let Some((acknowledged, early)) = acknowledged(Some(Mistake::AnswerBeforeCommit)) {
        assert_eq!(acknowledged, EVENTS);
        assert_ne!(early, 0, "each time the answer was overtaken by the commit");
    }
}
