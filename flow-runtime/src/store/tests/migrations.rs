//! Stores of older versions.

use std::fs;

use super::*;
use crate::store::{OpenError, read};

/// A store of version 1 with a conversation.
fn version_1(file: &Path) -> Connection {
    let db = Connection::open(file).unwrap();
    db.execute_batch(include_str!("../1.sql")).unwrap();
    db.execute_batch(
        "PRAGMA application_id = 0x464C4F57; PRAGMA user_version = 1; PRAGMA journal_mode = WAL; \
         INSERT INTO conversation (flow, address) VALUES ('Desk', 'console:demo')",
    )
    .unwrap();
    db
}

/// Takes the steps from version 1 to a later one.
fn migrate(db: &Connection, to: usize) {
    let steps = [
        include_str!("../2.sql"),
        include_str!("../3.sql"),
        include_str!("../4.sql"),
    ];
    trail::teach(db).unwrap();
    for (version, sql) in (2..=to).zip(steps) {
        db.execute_batch(sql).unwrap();
        db.pragma_update(None, "user_version", version as i64)
            .unwrap();
    }
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
fn messages_and_turns_of_older_versions_are_found() {
    for version in 1..=3 {
        messages_and_turns_are_found(version);
    }
}

fn messages_and_turns_are_found(version: usize) {
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
    migrate(&db, version);
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
        let messages = crate::store::chat::messages(&writer.connection, address).unwrap();
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
    assert_eq!(crate::store::check(&file).unwrap().findings, []);
}

/// SQLite takes a text to end at its first NUL, and an id may have one anywhere.
#[test]
fn an_identity_of_version_1_is_known_whatever_its_characters() {
    let (_folder, file) = folder();
    let db = version_1(&file);
    let odd = ["m:a\0b", "m:\0", "m:é\0ü", "m:\u{10ffff}", "m:"];
    let sql = "INSERT INTO chat (address, sid, state, attributes, last_index) \
               VALUES ('console:demo', 'CH1', 0, '{}', -1)";
    db.execute(sql, []).unwrap();
    for identity in odd {
        let sql = "INSERT INTO turn (conversation, identity, at, outcome, event, steps) \
                   VALUES (1, ?, 5, 'ignored: x', '{}', '[]')";
        db.execute(sql, [identity]).unwrap();
    }
    drop(db);
    let writer = open::writer(&file, false).unwrap();
    let asked = odd.into_iter().chain(["m:a", "m:é"]).map(str::to_owned);
    assert_eq!(known(&writer.connection, asked), odd);
    drop(writer);
    assert_eq!(crate::store::check(&file).unwrap().findings, []);
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
    migrate(&db, 4);
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
        ("console:demo", 4)
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
    assert_eq!(user_version(&db), 4);
}
