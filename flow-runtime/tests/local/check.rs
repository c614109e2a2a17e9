//! Stores that are as they must be, and stores that somebody broke.

use std::path::{Path, PathBuf};

use flow_runtime::host::local::{NewMessage, Runtime};
use flow_runtime::store::{OpenError, Report, check};
use rusqlite::Connection;

use crate::crash::Store;
use crate::flows::{GREETER, WORKER, builder, chat, file, say, stranger, write};

/// One execution that ended, one that waits for a reply, and one that waits for its function while
/// a message waits for it; the file as a kill leaves it.
async fn busy(store: &mut Store) -> (Runtime, PathBuf) {
    let runtime = file(&store.file).await;
    let greeter = chat(&runtime, GREETER, "test:check").await;
    for body in ["hi", "Ada", "hello"] {
        say(&greeter, body).await;
    }
    let worker = chat(&runtime, WORKER, "test:work").await;
    say(&worker, "say something").await;
    write(&worker, "sleep 9").await;
    let early = NewMessage::new("customer", "early").id("7");
    worker.deliver(early).await.unwrap();
    let killed = store.as_killed().to_owned();
    let db = Connection::open(&killed).unwrap();
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap(); // so that one file is the store
    (runtime, killed)
}

fn lines<T: ToString>(of: &[T]) -> Vec<String> {
    of.iter().map(ToString::to_string).collect()
}

/// What a check says of the store once somebody has changed it so.
fn broken(file: &Path, sql: &str) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("flow.db");
    std::fs::copy(file, &copy).unwrap();
    let db = Connection::open(&copy).unwrap();
    db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}"))
        .unwrap();
    check(&copy).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_store_is_well_while_its_host_runs_and_quiet_once_it_is_done() {
    let mut store = Store::new();
    let (runtime, killed) = busy(&mut store).await;
    let report = check(&killed).unwrap();
    assert_eq!(lines(&report.findings), [""; 0]);
    assert_eq!((report.executions, report.turns), (4, 8));
    let [call] = &lines(&report.unfinished)[..] else {
        panic!("{:?}", report.unfinished)
    };
    assert!(call.starts_with("the effect 1 (FN"), "{call}");
    assert!(
        call.ends_with(".1) of `Worker` at `test:work` has no result yet"),
        "{call}"
    );

    let worker = chat(&runtime, WORKER, "test:work").await;
    worker.quiet().await.unwrap();
    let beside = check(store.original()).unwrap();
    assert!(beside.is_quiet(), "{beside:?}");
    runtime.close().await;
    let files: Vec<_> = std::fs::read_dir(store.original().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(check(store.original()).unwrap().is_quiet());
    let after = std::fs::read_dir(store.original().parent().unwrap()).unwrap();
    assert_eq!(after.count(), files.len(), "it leaves nothing beside it");
}

/// An event that waits while nothing keeps it from its turn is left to be done.
#[tokio::test(start_paused = true)]
async fn an_event_that_could_have_its_turn_is_unfinished() {
    let mut store = Store::new();
    let (_runtime, killed) = busy(&mut store).await;
    let sql = "DELETE FROM effect; UPDATE execution SET status = 1, due = NULL, \
               state = json_set(state, '$.wait', 'ended') WHERE id = 4";
    let report = broken(&killed, sql);
    assert_eq!(lines(&report.findings), [""; 0]);
    assert_eq!(
        lines(&report.unfinished),
        [
            "the event of the turn 8 of `Worker` at `test:work` waits in the queue, \
             and could have its turn"
        ]
    );
}

/// Each way of breaking it, and the line that tells it.
#[tokio::test(start_paused = true)]
async fn whatever_is_broken_is_told_with_its_rows() {
    let mut store = Store::new();
    let (runtime, killed) = busy(&mut store).await;
    let db = Connection::open(&killed).unwrap();
    let sids: Vec<String> = db
        .prepare("SELECT sid FROM execution ORDER BY id")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    drop(db);
    let [ended, waiting, _, working] = &sids[..] else {
        panic!("{sids:?}")
    };
    let start = crate::flows::START;
    let ways = [
        (
            "INSERT INTO queue (conversation, position, turn) VALUES (1, 0, 99)",
            "row 0 of `queue` refers to a row of `turn` that is not there".to_owned(),
        ),
        (
            "UPDATE effect SET execution = 77",
            "row 1 of `effect` refers to a row of `execution` that is not there".to_owned(),
        ),
        (
            "UPDATE turn SET event = '{' WHERE id = 1",
            "row 1 of `turn`: `event` cannot be read: it is not JSON".to_owned(),
        ),
        (
            "UPDATE effect SET request = '{}'",
            "row 1 of `effect`: `request` cannot be read: missing field `request`".to_owned(),
        ),
        (
            "UPDATE turn SET event = '{}' WHERE id = 8",
            "row 8 of `turn`: `event` cannot be read: missing field `identity` at line 1 column 2"
                .to_owned(),
        ),
        (
            "DELETE FROM turn WHERE id = 2",
            format!("the execution {ended} counts 2 turns, and the log has 1 that moved it"),
        ),
        (
            "UPDATE turn SET execution = 2 WHERE id = 2",
            format!("the execution {waiting} counts 1 turn, and the log has 2 that moved it"),
        ),
        (
            "UPDATE turn SET conversation = 2 WHERE id = 3",
            format!(
                "the turn 3 is of `Worker` at `test:work`, and moved the execution {waiting} of \
                 another conversation"
            ),
        ),
        (
            "UPDATE turn SET at = at - 5 WHERE id = 3",
            format!(
                "in the log of `Greeter` at `test:check` the turn 3 is of {}, and the one before \
                 it of {start}",
                start - 5
            ),
        ),
        (
            "DROP INDEX execution_active; UPDATE execution SET status = 0 WHERE id = 1",
            "2 executions of `Greeter` at `test:check` are active, and one may be".to_owned(),
        ),
        (
            "UPDATE execution SET state = '{\"format\":3}' WHERE id = 1",
            format!(
                "the execution {ended}: the stored state of an execution cannot be read: missing \
                 field `widget` at line 1 column 12"
            ),
        ),
        (
            "UPDATE execution SET due = due + 1 WHERE id = 2",
            format!(
                "the execution {waiting}: `due` is {}, and by its state {}",
                start + 60_001,
                start + 60_000
            ),
        ),
        (
            "UPDATE execution SET held = 'out of order' WHERE id = 2",
            format!(
                "the execution {waiting}: `due` is {}, and by its state none",
                start + 60_000
            ),
        ),
        (
            "DELETE FROM effect",
            format!(
                "the execution {working} waits for the result of {working}.1, and no row of \
                 `effect` has it"
            ),
        ),
        (
            "INSERT INTO effect (id, conversation, execution, key, kind, request, awaited, created, \
             attempts, not_before) SELECT 5, conversation, execution, key, kind, request, awaited, \
             created, attempts, not_before FROM effect",
            format!(
                "the execution {working} is said to wait for the effect 5 ({working}.1), and does not"
            ),
        ),
        (
            "UPDATE effect SET execution = 2",
            format!(
                "the execution {waiting} is said to wait for the effect 1 ({working}.1), and does not"
            ),
        ),
        (
            "DELETE FROM queue",
            "the event m:7 of `Worker` at `test:work` was queued in the turn 8, and is lost"
                .to_owned(),
        ),
        (
            "UPDATE queue SET conversation = 1",
            "the queue of `Greeter` at `test:check` holds the turn 8, which is of another \
             conversation"
                .to_owned(),
        ),
        (
            "UPDATE queue SET turn = 7",
            "the queue of `Worker` at `test:work` holds the turn 7, which queued nothing"
                .to_owned(),
        ),
        (
            "UPDATE turn SET identity = 'q:8' WHERE id = 7",
            "the queue of `Worker` at `test:work` holds the turn 8, whose event had its turn"
                .to_owned(),
        ),
        (
            "UPDATE conversation SET handed_over = 1 WHERE id = 2",
            "the queue of `Worker` at `test:work` holds the turn 8, and the flow left it to people"
                .to_owned(),
        ),
        (
            "UPDATE conversation SET closed = 1 WHERE id = 2",
            "the queue of `Worker` at `test:work` holds the turn 8, and it is closed".to_owned(),
        ),
        (
            "UPDATE conversation SET address = 'test:other' WHERE id = 1",
            "`Greeter` at `test:other` has no row of `chat`".to_owned(),
        ),
        (
            "DELETE FROM chat_message WHERE chat = 1 AND idx = 1",
            "the chat of `test:check` has 5 messages, the last with the index 5, and should have 6"
                .to_owned(),
        ),
        (
            "UPDATE chat SET last_index = 6 WHERE id = 1",
            "the chat of `test:check` has 6 messages, the last with the index 5, and should have 7"
                .to_owned(),
        ),
        (
            "UPDATE turn SET previous = NULL WHERE id = 2",
            "at `test:check` nothing leads to the turn 1 and those before it".to_owned(),
        ),
        (
            "UPDATE chat SET last_turn = 1 WHERE id = 1",
            "at `test:check` nothing leads to the turn 3 and those before it".to_owned(),
        ),
        (
            "UPDATE chat SET recent = zeroblob(12) WHERE id = 1",
            "at `test:check` the tags up to the turn 3 are not those of the identities".to_owned(),
        ),
        (
            "UPDATE turn SET block = zeroblob(128) WHERE id = 2",
            "at `test:check` the tags up to the turn 2 are not those of the identities".to_owned(),
        ),
        (
            "UPDATE turn SET identity = (SELECT identity FROM turn WHERE id = 1) WHERE id = 2",
            "the event m:IM3f23de77b96974925a940012f361b962 of `Greeter` at `test:check` has 2 turns, \
             and one may be"
                .to_owned(),
        ),
        (
            "UPDATE chat_message SET previous = 1 WHERE chat = 1 AND idx = 2",
            "in the chat of `test:check` nothing leads to the message before the index 2"
                .to_owned(),
        ),
        (
            "UPDATE chat SET last_message = NULL WHERE id = 1",
            "in the chat of `test:check` nothing leads to the message before the index 6"
                .to_owned(),
        ),
        (
            "UPDATE chat_message SET key = (SELECT key FROM chat_message WHERE id = 2) WHERE id = 4",
            format!("the chat of `test:check` has 2 messages of {ended}.1, and one may be"),
        ),
        (
            "UPDATE chat_message SET key = key || 'x' WHERE key LIKE '%.1' AND chat = 1 AND idx = 1; \
             UPDATE chat_message SET key = replace(key, '.2', '.1') WHERE chat = 1 AND idx = 3; \
             UPDATE chat_message SET key = replace(key, '.1x', '.2') WHERE chat = 1 AND idx = 1",
            format!(
                "in the chat of `test:check` the message 3 ({ended}.1) stands after {ended}.2, and \
                 was sent before it"
            ),
        ),
    ];
    let mut untold = Vec::new();
    for (sql, line) in ways {
        let found = lines(&broken(&killed, sql).findings);
        if !found.iter().any(|found| found.starts_with(&line)) {
            untold.push(format!("{sql}\n  wanted: {line}\n  found: {found:#?}"));
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
    drop(runtime);
}

#[tokio::test(start_paused = true)]
async fn a_damaged_page_is_told() {
    let mut store = Store::new();
    let (_runtime, killed) = busy(&mut store).await;
    drop(Connection::open(&killed).unwrap().query_row(
        "PRAGMA wal_checkpoint(TRUNCATE)",
        [],
        |_| Ok(()),
    ));
    let mut bytes = std::fs::read(&killed).unwrap();
    let end = bytes.len();
    bytes[end - 4096..].fill(0xAA);
    std::fs::write(&killed, bytes).unwrap();
    let found = lines(&check(&killed).unwrap().findings);
    assert!(found[0].starts_with("the file is damaged: "), "{found:?}");
}

/// What an execution of another program waits for is nobody's to do.
#[tokio::test(start_paused = true)]
async fn what_is_held_is_no_unfinished_work() {
    let mut store = Store::new();
    let (runtime, killed) = busy(&mut store).await;
    drop(runtime);
    let other = Runtime::builder()
        .register(stranger(), &[])
        .open(&killed)
        .await
        .unwrap();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    other.close().await;
    let report = check(&killed).unwrap();
    assert!(report.is_quiet(), "{report:?}");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_checked_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let line = |path: &Path| check(path).unwrap_err().to_string();
    let shown = path.display();
    assert_eq!(
        line(&path),
        format!("`{shown}` does not exist: give the name of a store")
    );
    assert!(!path.exists());
    std::fs::write(&path, "").unwrap();
    assert_eq!(
        line(&path),
        format!("`{shown}` is not a store: give another file")
    );
    std::fs::remove_file(&path).unwrap();
    builder().open(&path).await.unwrap().close().await;
    let db = Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 1).unwrap();
    assert!(matches!(
        check(&path),
        Err(OpenError::OlderVersion { found: 1, .. })
    ));
    db.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(
        check(&path),
        Err(OpenError::NewerVersion { found: 99, .. })
    ));
    db.pragma_update(None, "application_id", 1).unwrap();
    assert!(matches!(
        check(&path),
        Err(OpenError::OtherApplication { .. })
    ));
}
