//! What goes wrong round a store.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use flow_runtime::store::check;
use flow_tests::host::{Answer, CLERK, Config, ECHO, GREETER};
use rusqlite::Connection;

use crate::host::{Ability, Chat, HostUnderTest};

fn beside(store: &Path, ending: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn number(db: &Connection, sql: &str) -> i64 {
    db.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// W8.
pub(crate) async fn a_kill_while_it_recovers_changes_nothing<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.deliver(chat, "sleep 1000", "1").await.unwrap();
    host.deliver(chat, "one", "2").await.unwrap();
    let patient = || Config {
        attempts: Some(100),
        ..Config::default()
    };
    for _ in 0..5 {
        host.kill().await;
        host.start(patient()).await.unwrap();
    }
    host.quiet(chat).await;
    let said = host.channel(chat).await;
    assert_eq!(said[2..], ["Clerk: done: sleep 1000", "Clerk: done: one"]);
    host.stop().await;
    let report = check(host.store()).unwrap();
    assert!(report.is_quiet(), "{report:?}");
}

/// F3.
pub(crate) async fn a_second_opening_is_refused_by_name<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let Err(why) = host.rival().await else {
        panic!("two have it")
    };
    let store = host.store().display();
    assert!(
        why.starts_with(&format!("`{store}` is in use by pid ")),
        "{why}"
    );
    assert!(
        why.trim_end()
            .ends_with("): stop that program, or give another file"),
        "{why}"
    );
    let chat = Chat::with(ECHO);
    host.join(chat).await;
    host.say(chat, "hi").await;
}

/// F3: the lock is taken from it, as a file system does that has none.
pub(crate) async fn where_locks_do_not_work_the_first_writes_nothing_more<H: HostUnderTest>(
    host: &mut H,
) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(ECHO);
    host.join(chat).await;
    host.say(chat, "one").await;
    fs::remove_file(beside(host.store(), ".lock")).unwrap();
    let rival = host.rival().await.unwrap();
    for body in ["two", "three"] {
        let why = host.deliver(chat, body, body).await.unwrap_err();
        // A process ends with it, and may have done so before it could answer.
        let lost =
            "the store has failed (another process has opened it since): restart the program";
        assert!(why == lost || why == "Err(Gone)", "{why}");
    }
    rival.say(chat, "four").await;
    let said = rival.channel(chat).await;
    assert_eq!(said[1..], ["Echo: one", "customer: four", "Echo: four"]);
}

/// F2: a page that holds what was said is not what was written.
pub(crate) async fn a_damaged_page_is_told_and_nothing_is_written<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    host.say(chat, "hi").await;
    host.stop().await;
    let db = Connection::open(host.store()).unwrap();
    let page = number(
        &db,
        "SELECT rootpage FROM sqlite_schema WHERE name = 'chat_message'",
    );
    drop(db);
    let mut bytes = fs::read(host.store()).unwrap();
    let page = usize::try_from(page - 1).unwrap() * 4096;
    bytes[page..page + 4096].fill(0xAA);
    fs::write(host.store(), bytes).unwrap();

    host.again().await;
    let damaged = "the store has failed (database disk image is malformed): restart the program";
    for body in ["Ada", "Bob"] {
        let why = host.deliver(chat, body, body).await.unwrap_err();
        // A process ends with it, and may have done so before it could answer.
        assert!(why == damaged || why == "Err(Gone)", "{why}");
    }
    host.kill().await;
    let db = Connection::open(host.store()).unwrap();
    assert_eq!(number(&db, "SELECT count(*) FROM turn"), 1);
    drop(db);
    let findings = check(host.store()).unwrap().findings;
    let first = findings[0].to_string();
    assert!(first.starts_with("the file is damaged: "), "{first}");
}

/// F4: as `sqlite3 flow.db` does.
pub(crate) async fn somebody_elses_write_is_waited_for_and_changes_nothing<H: HostUnderTest>(
    host: &mut H,
) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    host.say(chat, "hi").await;
    let db = Connection::open(host.store()).unwrap();
    db.execute_batch("BEGIN IMMEDIATE; UPDATE execution SET updated = updated + 1")
        .unwrap();
    let writing = thread::spawn(move || {
        thread::sleep(Duration::from_millis(50)); // it is somebody else's, whose time is the machine's
        db.execute_batch("COMMIT").unwrap();
    });
    let delivered = host.ask(chat.writes("Ada", "Ada")).await;
    writing.join().unwrap();
    assert!(
        matches!(delivered, Ok(Answer::Delivered { .. })),
        "{delivered:?}"
    );
    host.say(chat, "hello").await;
    let said = host.channel(chat).await;
    assert_eq!(
        said[3..],
        [
            "Greeter: Hello Ada",
            "customer: hello",
            "Greeter: Who is there?"
        ]
    );
}

/// F5.
pub(crate) async fn somebody_who_reads_for_long_delays_nobody<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(ECHO);
    host.join(chat).await;
    host.say(chat, "first").await;
    let reader = Connection::open(host.store()).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let turns = "SELECT count(*) FROM turn";
    assert_eq!(number(&reader, turns), 1);
    for body in 0..100 {
        host.say(chat, &body.to_string()).await;
    }
    assert_eq!(number(&reader, turns), 1); // what it saw first
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(number(&reader, turns), 101);
    drop(reader);
    host.stop().await;
    // The log that grew meanwhile is gone.
    assert!(!beside(host.store(), "-wal").exists());
    assert!(check(host.store()).unwrap().is_quiet());
}

/// F22.
pub(crate) async fn closing_finishes_what_is_under_way<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.deliver(chat, "sleep 1000", "1").await.unwrap();
    host.stop().await;
    assert!(!beside(host.store(), "-wal").exists());
    let db = Connection::open(host.store()).unwrap();
    assert_eq!(number(&db, "SELECT count(*) FROM effect"), 0);
    assert_eq!(number(&db, "SELECT count(*) FROM turn"), 2);
    drop(db);
    host.again().await;
    assert_eq!(host.channel(chat).await[1], "Clerk: done: sleep 1000");
}
