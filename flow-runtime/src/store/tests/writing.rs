//! What is written, and what is refused.

use super::*;
use crate::store::write::Refusal;
use crate::store::{Store, StoreError, read};

#[test]
fn the_log_knows_its_identities_however_the_turns_are_grouped() {
    let identity = |n: usize| format!("m:IM{n:032x}");
    for group in [1, 2, 31, 32, 33, 70, 200] {
        let mut writer = memory();
        let mut room = chat(&writer.connection);
        for first in (0..200).step_by(group) {
            let commit = turns(&mut room, (first..200.min(first + group)).map(identity));
            room.newest = writer.write(&[commit]).remove(0).unwrap().newest;
        }
        let db = &writer.connection;
        let all: Vec<_> = (0..200).map(identity).collect();
        assert_eq!(known(db, (0..400).map(identity)), all, "groups of {group}");
        let log = read::log(db, "console:demo", "Desk").unwrap();
        let logged: Vec<_> = log.iter().map(|turn| turn.identity.as_str()).collect();
        assert_eq!(logged, all);
        let turn_of = |identity: &str| trail::turn_of(db, 1, Some(1), identity).unwrap();
        assert_eq!((turn_of(&all[3]), turn_of("m:IM0")), (Some(4), None));
    }
}

#[test]
fn a_turn_that_does_not_follow_the_last_is_refused() {
    let mut writer = memory();
    let mut room = chat(&writer.connection);
    let mut other = room.clone();
    let first = turns(&mut room, ["a".to_owned()]);
    let second = turns(&mut other, ["a".to_owned()]);
    let answers = writer.write(&[first, second.clone()]);
    assert!(answers[0].is_ok());
    assert_eq!(answers[1], Err(Refusal::Conflict));
    assert_eq!(writer.write(&[second]), [Err(Refusal::Conflict)]);
    assert_eq!(count(&writer.connection, "turn"), 1);
}

#[test]
fn only_the_commit_at_fault_is_refused() {
    let mut writer = memory();
    let group = [
        start("a"),
        advance("b", 2),
        advance("c", 7),
        advance("d", 3),
    ];
    let answers = writer.write(&group);
    assert!(answers[0].is_ok() && answers[1].is_ok() && answers[3].is_ok());
    assert_eq!(answers[2], Err(Refusal::Conflict));
    assert_eq!(count(&writer.connection, "turn"), 3);
    let read = read::execution(&writer.connection, "FNa").unwrap().unwrap();
    assert_eq!((read.beside.turns, &*read.state), (3, "{\"turns\":3}"));
}

#[test]
fn a_second_active_execution_is_refused_whole() {
    let mut writer = memory();
    let answers = writer.write(&[start("a"), start("b")]);
    assert!(answers[0].is_ok());
    assert_eq!(answers[1], Err(Refusal::Conflict));
    assert_eq!(count(&writer.connection, "turn"), 1);
}

#[test]
fn a_full_store_refuses_and_goes_on_once_there_is_space() {
    let (_folder, file) = folder();
    let mut writer = open::writer(&file, true).unwrap();
    assert!(prepare(&mut writer));
    assert!(writer.write(&[start("a")])[0].is_ok());
    let pages: i64 = writer
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    writer
        .connection
        .pragma_update(None, "max_page_count", pages)
        .unwrap();
    let mut large = advance("b", 2);
    if let Some(Write::Advance { state, .. }) = large.writes.last_mut() {
        *state = "x".repeat(100_000);
    }
    let full = Err(Refusal::Store(StoreError::Full));
    assert_eq!(writer.write(&[large.clone()]), [full]);
    assert_eq!(count(&writer.connection, "turn"), 1);
    writer
        .connection
        .pragma_update(None, "max_page_count", 1_000_000)
        .unwrap();
    assert!(writer.write(&[large])[0].is_ok());
}

#[test]
fn a_busy_store_refuses() {
    let (_folder, file) = folder();
    let mut writer = open::writer(&file, true).unwrap();
    assert!(prepare(&mut writer));
    writer
        .connection
        .busy_timeout(std::time::Duration::ZERO)
        .unwrap();
    let other = Connection::open(&file).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let busy = Err(Refusal::Store(StoreError::Busy));
    assert_eq!(writer.write(&[start("a")]), [busy]);
    other.execute_batch("ROLLBACK").unwrap();
    assert!(writer.write(&[start("a")])[0].is_ok());
}

#[test]
fn a_writer_that_lost_the_store_writes_nothing_more() {
    let (_folder, file) = folder();
    let mut first = open::writer(&file, true).unwrap();
    assert!(prepare(&mut first));
    let mut second = open::writer(&file, true).unwrap();
    for commit in [start("a"), start("b")] {
        let answer = first.write(&[commit]).remove(0);
        let Err(Refusal::Store(StoreError::Failed(reason))) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(reason, "another process has opened it since");
    }
    assert!(second.write(&[start("a")])[0].is_ok());
}

#[test]
fn a_foreign_write_is_no_loss_of_the_store() {
    let (_folder, file) = folder();
    let mut writer = open::writer(&file, true).unwrap();
    assert!(prepare(&mut writer));
    let other = Connection::open(&file).unwrap();
    other
        .execute("UPDATE conversation SET closed = 5", [])
        .unwrap();
    assert!(writer.write(&[start("a")])[0].is_ok());
}

#[tokio::test]
async fn concurrent_commits_share_a_group_and_are_answered_each() {
    let (_folder, file) = folder();
    let version = Version {
        flow: "Desk".into(),
        digest: "1".into(),
        definition: "{}".to_owned(),
    };
    let (store, rows) = Store::open(&file, &[version], 0, true).unwrap();
    assert_eq!(rows, [1]);
    let made = store.commit(Commit::aside(place())).await.unwrap();
    assert_eq!(made.rows, [0, 1]);
    let store = std::sync::Arc::new(store);
    let commits: Vec<_> = (0..50)
        .map(|n| {
            let store = store.clone();
            let mut commit = start(&format!("m:{n}"));
            if let [_, Write::Start(execution), _] = &mut commit.writes[..] {
                execution.ended = n % 2 == 0; // one that goes on may be there only once
            }
            tokio::spawn(async move { store.commit(commit).await })
        })
        .collect();
    let mut taken = 0;
    for commit in commits {
        match commit.await.unwrap() {
            Ok(_) => taken += 1,
            Err(refusal) => assert_eq!(refusal, Refusal::Conflict),
        }
    }
    assert_eq!(taken, 26);
    let executions = store.read(|db| Ok(count(db, "execution"))).await.unwrap();
    assert_eq!(executions, 26);
    store.close().await;
    assert!(store.commit(Commit::default()).await.is_err());
    assert!(!file.with_extension("db-wal").exists());
    Store::open(&file, &[], 0, true).unwrap();
}
