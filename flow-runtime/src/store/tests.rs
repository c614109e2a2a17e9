//! The writer called inline, and openings of every kind.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use flow_model::Text;
use rusqlite::Connection;
use tempfile::TempDir;

use super::chat::Chat;
use super::commit::{Commit, Effect, Execution, Mover, Turn, Write};
use super::write::{Refusal, Writer};
use super::{OpenError, Store, StoreError, Version, open, prune, read, trail};

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flow.db");
    (folder, file)
}

fn memory() -> Writer {
    let mut writer = open::in_memory().unwrap();
    assert!(prepare(&mut writer));
    writer
}

/// A conversation and a version to write turns of.
fn prepare(writer: &mut Writer) -> bool {
    let version = Version {
        flow: "Desk".into(),
        digest: "1".into(),
        definition: "{}".to_owned(),
    };
    open::versions(writer, Path::new("flow.db"), &[version], 0).unwrap();
    writer.write(&[Commit::aside(place())]).remove(0).is_ok()
}

/// A conversation with its chat.
fn place() -> Vec<Write> {
    let address = Text::from("console:demo");
    vec![
        Write::Chat {
            address: address.clone(),
            sid: "CH1".into(),
        },
        Write::Conversation {
            flow: "Desk".into(),
            address,
        },
    ]
}

fn turn(identity: &str, execution: Mover) -> Write {
    Write::Turn(Turn {
        conversation: 1,
        execution,
        identity: identity.to_owned().into(),
        at: 10,
        position: None,
        outcome: "moved".into(),
        event: "{}".to_owned(),
        steps: "[]".to_owned(),
        block: None,
    })
}

fn start(identity: &str) -> Commit {
    let execution = Execution {
        conversation: 1,
        sid: format!("FN{identity}").into(),
        version: 1,
        at: 10,
        ended: false,
        due: Some(99),
        state: "{}".to_owned(),
    };
    let effect = Effect {
        conversation: 1,
        key: "FN.0".into(),
        kind: "call",
        request: "{}".to_owned(),
        awaited: 1,
        after_index: None,
        at: 10,
    };
    Commit::aside(vec![
        turn(identity, Mover::New),
        Write::Start(execution),
        Write::Effect(effect),
    ])
}

fn advance(identity: &str, turns: u64) -> Commit {
    let moved = Write::Advance {
        id: 1,
        at: 20,
        turns,
        ended: false,
        due: None,
        state: format!("{{\"turns\":{turns}}}"),
    };
    Commit::aside(vec![turn(identity, Mover::Row(1)), moved])
}

fn count(db: &Connection, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    db.query_row(&sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn the_bundled_sqlite_is_free_of_the_wal_reset_defect() {
    assert!(rusqlite::version_number() >= 3_051_003);
}

/// A commit of turns as somebody writes them who knows the chat as it is.
fn turns(chat: &mut Chat, identities: impl IntoIterator<Item = String>) -> Commit {
    let newest = chat.newest;
    let identities = identities.into_iter();
    let turns = identities.map(|identity| match turn(&identity, Mover::None) {
        Write::Turn(turn) => Write::Turn(Turn {
            block: chat.tags.note(&identity),
            ..turn
        }),
        other => other,
    });
    let mut writes: Vec<_> = turns.collect();
    writes.push(Write::ChatState {
        chat: chat.id,
        last_index: None,
        state: chat.state,
        recent: chat.tags.recent(),
    });
    Commit { newest, writes }
}

fn chat(db: &Connection) -> Chat {
    super::chat::chat(db, "console:demo").unwrap().unwrap()
}

/// Those that the log may have of some, where it is read anew.
fn known(db: &Connection, identities: impl IntoIterator<Item = String>) -> Vec<String> {
    let Chat {
        mut tags, newest, ..
    } = chat(db);
    tags.complete(trail::blocks(db, newest.block).unwrap());
    let identities = identities.into_iter();
    identities
        .filter(|identity| tags.may_have(identity))
        .collect()
}

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
        let turn_of = |identity: &str| trail::turn_of(db, 1, 1, identity).unwrap();
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
    assert_eq!((read.turns, &*read.state), (3, "{\"turns\":3}"));
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

#[test]
fn settings_hold_on_every_opening() {
    let (_folder, file) = folder();
    for _ in 0..2 {
        let writer = open::writer(&file, true).unwrap();
        for (setting, wanted) in [
            ("application_id", 0x464C_4F57),
            ("user_version", 3),
            ("page_size", 4096),
            ("synchronous", 2),
            ("wal_autocheckpoint", 1000),
            ("journal_size_limit", 67_108_864),
            ("cache_size", -8192),
            ("busy_timeout", 5000),
            ("temp_store", 2),
            ("trusted_schema", 0),
            ("foreign_keys", 0),
        ] {
            let sql = format!("PRAGMA {setting}");
            let found: i64 = writer
                .connection
                .query_row(&sql, [], |row| row.get(0))
                .unwrap();
            assert_eq!(found, wanted, "{setting}");
        }
    }
}

#[test]
fn a_reader_cannot_write() {
    let (_folder, file) = folder();
    let mut writer = open::writer(&file, true).unwrap();
    assert!(prepare(&mut writer));
    let reader = open::reader(&file).unwrap();
    assert!(reader.execute("DELETE FROM conversation", []).is_err());
    assert_eq!(count(&reader, "conversation"), 1);
}

fn refusal(file: &Path) -> OpenError {
    let refusal = open::writer(file, true).unwrap_err();
    let line = refusal.to_string();
    assert!(
        !line.contains('\n') && line.contains(&file.display().to_string()),
        "{line}"
    );
    refusal
}

#[test]
fn files_that_are_no_store_of_ours_are_refused_untouched() {
    let (_folder, file) = folder();

    fs::write(
        &file,
        "not a database, and longer than the header of one is".repeat(9),
    )
    .unwrap();
    let before = fs::read(&file).unwrap();
    assert!(matches!(refusal(&file), OpenError::NotADatabase { .. }));
    assert_eq!(fs::read(&file).unwrap(), before);

    fs::remove_file(&file).unwrap();
    let other = Connection::open(&file).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    let before = fs::read(&file).unwrap();
    assert!(matches!(refusal(&file), OpenError::OtherApplication { .. }));
    assert_eq!(fs::read(&file).unwrap(), before);
}

/// A store of version 1 with a conversation.
fn version_1(file: &Path) -> Connection {
    let db = Connection::open(file).unwrap();
    db.execute_batch(include_str!("1.sql")).unwrap();
    db.execute_batch(
        "PRAGMA application_id = 0x464C4F57; PRAGMA user_version = 1; PRAGMA journal_mode = WAL; \
         INSERT INTO conversation (flow, address) VALUES ('Desk', 'console:demo')",
    )
    .unwrap();
    db
}

fn user_version(db: &Connection) -> i64 {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn a_store_of_version_1_is_brought_up_to_date_and_kept_as_it_was() {
    let (_folder, file) = folder();
    drop(version_1(&file));
    for _ in 0..2 {
        let writer = open::writer(&file, true).unwrap();
        assert_eq!(count(&writer.connection, "conversation"), 1);
        assert_eq!(count(&writer.connection, "task"), 0);
    }
    let before = Connection::open(file.with_file_name("flow.db.v1")).unwrap();
    assert_eq!(count(&before, "conversation"), 1);
    assert!(before.prepare("SELECT * FROM task").is_err());
}

#[test]
fn messages_and_turns_of_version_1_are_found() {
    let (_folder, file) = folder();
    let db = version_1(&file);
    db.execute_batch(
        "INSERT INTO chat (address, sid, state, attributes, last_index) VALUES \
         ('console:demo', 'CH1', 0, '{}', 2), ('b', 'CH2', 0, '{}', 0), ('c', 'CH3', 0, '{}', -1); \
         INSERT INTO chat_message (chat, idx, sid, author, body, attributes, media, at, key) \
         VALUES (1, 0, 'IM0', 'x', 'one', '{}', '[]', 5, 'm:0'), \
         (2, 0, 'IM1', 'x', 'other', '{}', '[]', 6, 'm:0'), \
         (1, 2, 'IM3', 'x', 'three', '{}', '[]', 7, 'm:2'), \
         (1, 1, 'IM2', 'x', 'two', '{}', '[]', 7, 'm:1'); \
         INSERT INTO conversation (flow, address) VALUES ('Desk', 'b'), ('Other', 'console:demo'); \
         WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 149) \
         INSERT INTO turn (conversation, identity, at, outcome, event, steps) \
         SELECT 1 + i % 3, 'm:Grüße, ' || i, 5, 'ignored: x', '{}', '[]' FROM n",
    )
    .unwrap();
    drop(db);
    let writer = open::writer(&file, false).unwrap();
    let identities = |of: fn(&i32) -> bool| (0..200).filter(of).map(|n| format!("m:Grüße, {n}"));
    let here: Vec<_> = identities(|n| *n < 150 && n % 3 != 1).collect();
    assert_eq!(known(&writer.connection, identities(|_| true)), here);
    let log = read::log(&writer.connection, "console:demo", "Other").unwrap();
    let logged: Vec<_> = log.iter().map(|turn| turn.identity.to_string()).collect();
    assert_eq!(
        logged,
        identities(|n| *n < 150 && n % 3 == 2).collect::<Vec<_>>()
    );
    let bodies = |address: &str| {
        let messages = super::chat::messages(&writer.connection, address).unwrap();
        let bodies: Vec<_> = messages
            .iter()
            .map(|message| message.body.clone())
            .collect();
        bodies.join(" ")
    };
    assert_eq!(
        ["console:demo", "b", "c", "d"].map(bodies),
        ["one two three", "other", "", ""]
    );
    drop(writer);
    assert_eq!(super::check(&file).unwrap().findings, []);
}

#[test]
fn no_copy_is_kept_where_none_is_wanted() {
    let (folder, file) = folder();
    drop(version_1(&file));
    let writer = open::writer(&file, false).unwrap();
    assert_eq!(count(&writer.connection, "conversation"), 1);
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A copy that a kill cut short is no copy.
#[test]
fn a_copy_that_was_cut_short_is_made_again() {
    let (folder, file) = folder();
    drop(version_1(&file));
    fs::write(folder.path().join("flow.db.v1.partial"), "half of it").unwrap();
    drop(open::writer(&file, true).unwrap());
    let before = Connection::open(file.with_file_name("flow.db.v1")).unwrap();
    assert_eq!(count(&before, "conversation"), 1);
    assert!(!folder.path().join("flow.db.v1.partial").exists());
}

#[test]
fn a_store_that_cannot_be_copied_stays_as_it_was() {
    let (folder, file) = folder();
    let db = version_1(&file);
    fs::create_dir(folder.path().join("flow.db.v1.partial")).unwrap();
    let refusal = open::writer(&file, true).unwrap_err();
    assert!(matches!(refusal, OpenError::NoCopy { .. }), "{refusal}");
    assert_eq!(user_version(&db), 1);
}

/// W10: a kill while the schema changes, when part of the change has reached the disk.
#[test]
fn a_kill_inside_a_migration_leaves_the_old_version() {
    let (folder, file) = folder();
    let db = version_1(&file);
    db.execute_batch("PRAGMA cache_size = 1; BEGIN").unwrap();
    for (version, sql) in [(2, include_str!("2.sql")), (3, include_str!("3.sql"))] {
        db.execute_batch(sql).unwrap();
        db.pragma_update(None, "user_version", version).unwrap();
    }
    db.execute_batch("UPDATE conversation SET address = 'half', flow = hex(zeroblob(50000))")
        .unwrap();
    let killed = folder.path().join("killed.db");
    fs::copy(&file, &killed).unwrap();
    fs::copy(
        file.with_extension("db-wal"),
        killed.with_extension("db-wal"),
    )
    .unwrap();
    let log = fs::metadata(killed.with_extension("db-wal")).unwrap().len();
    assert!(log > 50_000, "the change is on its way: {log}");

    let before = Connection::open(&killed).unwrap();
    assert_eq!(user_version(&before), 1);
    assert!(before.prepare("SELECT * FROM task").is_err());
    drop(before);
    let writer = open::writer(&killed, true).unwrap();
    let address: String = writer
        .connection
        .query_row("SELECT address FROM conversation", [], |row| row.get(0))
        .unwrap();
    assert_eq!(
        (address.as_str(), user_version(&writer.connection)),
        ("console:demo", 3)
    );
    let kept = Connection::open(folder.path().join("killed.db.v1")).unwrap();
    assert_eq!(user_version(&kept), 1);
}

/// Each step is done whole or not at all, and what is done before it stays done.
#[test]
fn a_migration_that_fails_leaves_the_version_before_it() {
    let (_folder, file) = folder();
    let db = version_1(&file);
    db.execute_batch("CREATE TABLE task_over (x)").unwrap(); // the name of an index of version 3
    let refusal = open::writer(&file, true).unwrap_err().to_string();
    assert!(refusal.contains("task_over"), "{refusal}");
    assert_eq!(user_version(&db), 2);
    assert!(db.prepare("SELECT held FROM store").is_err());
    db.execute_batch("DROP TABLE task_over").unwrap();
    drop(open::writer(&file, true).unwrap());
    assert_eq!(user_version(&db), 3);
}

#[test]
fn a_newer_store_is_refused_naming_both_versions() {
    let (_folder, file) = folder();
    drop(open::writer(&file, true).unwrap());
    let db = Connection::open(&file).unwrap();
    db.pragma_update(None, "user_version", 7).unwrap();
    let refusal = refusal(&file);
    assert!(matches!(
        refusal,
        OpenError::NewerVersion {
            found: 7,
            known: 3,
            ..
        }
    ));
    let epoch: i64 = db
        .query_row("SELECT epoch FROM store", [], |row| row.get(0))
        .unwrap();
    assert_eq!(epoch, 1);
}

/// Whose flow took the process with it is still known after an opening that came to nothing.
#[test]
fn a_refused_opening_leaves_what_is_in_hand() {
    let (_folder, file) = folder();
    drop(open::writer(&file, true).unwrap());
    open::hold(&file).unwrap();
    let hand = file.with_extension("db.hand");
    let note = 7_u64.to_le_bytes();
    fs::write(&hand, note).unwrap();
    let refusal = Store::open(&file, &[], 0, true).unwrap_err();
    assert!(matches!(refusal, OpenError::Held { .. }), "{refusal}");
    assert_eq!(fs::read(&hand).unwrap(), note);
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let (folder, _) = folder();
    let file = folder.path().join("no").join("flow.db");
    let refusal = Store::open(&file, &[], 0, true).unwrap_err();
    assert!(matches!(refusal, OpenError::NoFolder { .. }), "{refusal}");
    let refusal = Store::open(folder.path(), &[], 0, true).unwrap_err();
    assert!(matches!(refusal, OpenError::Folder { .. }), "{refusal}");
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
