//! What is read, and how much for it.

use std::collections::HashSet;

use rusqlite::StatementStatus;

use super::*;
use crate::store::{Store, StoreError, apply, prune, read};

#[test]
fn a_reader_cannot_write() {
    let (_folder, file) = folder();
    let mut writer = open::writer(&file, true).unwrap();
    assert!(prepare(&mut writer));
    let reader = open::reader(&file).unwrap();
    assert!(reader.execute("DELETE FROM conversation", []).is_err());
    assert_eq!(count(&reader, "conversation"), 1);
}

#[tokio::test]
async fn a_read_that_lasts_is_ended() {
    let (_folder, file) = folder();
    let (store, _) = Store::open(&file, &[], 0, true).unwrap();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                   SELECT count(*) FROM n";
    let read = store
        .read(move |db| db.query_row(endless, [], |row| row.get::<_, i64>(0)))
        .await;
    assert!(matches!(read, Err(StoreError::Faulty(_))), "{read:?}");
}

#[test]
fn due_timers_come_in_order() {
    let mut writer = memory();
    assert!(writer.write(&[start("a")])[0].is_ok());
    let db = &writer.connection;
    let start = (i64::MIN, 0);
    assert!(read::due(db, 98, start, 10).unwrap().is_empty());
    assert_eq!(read::next_due(db, 98).unwrap(), Some(99));
    let due = read::due(db, 99, start, 10).unwrap();
    assert_eq!(
        (due[0].wait, &due[0].address),
        (1, &Text::from("console:demo"))
    );
    let behind = (due[0].due, due[0].execution);
    assert!(read::due(db, 99, behind, 10).unwrap().is_empty());
    assert_eq!(read::next_due(db, 99).unwrap(), None);
}

#[test]
fn what_an_opening_reads_does_not_grow_with_what_is_parked() {
    let mut writer = memory();
    let db = &mut writer.connection;
    db.execute_batch(
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
         INSERT INTO conversation (id, flow, address) SELECT i, 'Desk', 'console:' || i FROM n;
         INSERT INTO execution
           (id, conversation, sid, version, status, started, updated, turns, due, state)
           SELECT id, id, 'FN' || id, 1, 0, 0, 0, 1, 10, '{}' FROM conversation",
    )
    .unwrap();
    db.progress_handler(1000, Some(|| true)).unwrap(); // ends what takes so many steps
    assert_eq!(read::last_time(db), Ok(0));
    let active = read::active_versions(db).unwrap();
    assert_eq!(active, [("Desk".into(), "1".into())]);
    assert_eq!(read::unfinished(db).unwrap(), Vec::<Text>::new());
    assert_eq!(read::next_due(db, 0), Ok(Some(10)));
}

/// Nothing leads from an execution to its turns: the log of its address may be long.
#[test]
fn what_retention_reads_does_not_grow_with_the_log_of_an_address() {
    let mut writer = memory();
    let db = &mut writer.connection;
    db.execute_batch(
        "UPDATE chat SET last_turn = 5000;
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
         INSERT INTO turn (id, conversation, execution, identity, at, outcome, event, steps, previous)
           SELECT i, 1, 100 + i, 'm:' || i, 9000000 + i, 'moved', '{}', '[]', nullif(i - 1, 0) FROM n;
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5100)
         INSERT INTO execution
           (id, conversation, sid, version, status, started, updated, turns, due, state)
           SELECT i, 1, 'FN' || i, 1, 1, 0, iif(i > 100, 9000000, 0) + i, 1, NULL, '{}' FROM n",
    )
    .unwrap();
    let before = 9_000_000;
    let part = prune::turns(db, before, 0).unwrap();
    assert_eq!((part.old.turns.len(), part.last), (0, None));
    db.progress_handler(20_000, Some(|| true)).unwrap(); // ends what takes so many steps
    let stay = HashSet::from([7]);
    let old = prune::rest(db, before, &stay).unwrap();
    let gone: Vec<_> = (1..=100).filter(|id| *id != 7).collect();
    assert_eq!(old.executions, gone);
}

#[test]
fn a_statement_is_planned_once_whatever_it_is_given() {
    let (_folder, file) = folder();
    let mut writer = open::writer(&file, true).unwrap();
    assert!(prepare(&mut writer));
    let reader = open::reader(&file).unwrap();
    for n in 0..5 {
        for db in [&writer.connection, &reader] {
            let sql = "SELECT id FROM conversation WHERE address = ? ORDER BY id";
            let mut statement = apply::statement(db, sql).unwrap();
            assert!(!statement.exists([format!("console:{n}")]).unwrap());
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        }
    }
}
