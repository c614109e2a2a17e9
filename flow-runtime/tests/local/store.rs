//! Stores that cannot be opened, and stores that cannot be written.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use flow_runtime::host::local::{HostError, NewMessage, OpenError, Runtime};
use flow_runtime::store::{self, StoreError};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::flows::{GREETER, WORKER, builder, chat, file, greeter, outcomes, transcript, write};

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flow.db");
    (folder, file)
}

/// Somebody makes every insertion into a table fail, or stops doing so.
fn break_table(file: &Path, table: &str) {
    let sql = format!(
        "CREATE TRIGGER broken BEFORE INSERT ON {table} \
         BEGIN SELECT RAISE(ABORT, 'out of order'); END"
    );
    rusqlite::Connection::open(file)
        .unwrap()
        .execute_batch(&sql)
        .unwrap();
}

fn mend(file: &Path) {
    let db = rusqlite::Connection::open(file).unwrap();
    db.execute_batch("DROP TRIGGER broken").unwrap();
}

async fn refusal(file: &Path) -> String {
    builder().open(file).await.unwrap_err().to_string()
}

#[tokio::test(start_paused = true)]
async fn a_second_opening_is_refused_until_the_first_closes() {
    let (_folder, path) = folder();
    let runtime = file(&path).await;
    let line = refusal(&path).await;
    let pid = std::process::id();
    assert!(line.contains("flow.db` is in use by pid"), "{line}");
    assert!(line.contains(&pid.to_string()), "{line}");
    runtime.close().await;
    file(&path).await.close().await;
}

#[test]
#[should_panic(expected = "timers are disabled")]
fn it_opens_in_no_tokio_without_time() {
    let tokio = tokio::runtime::Builder::new_current_thread().build();
    tokio.unwrap().block_on(builder().in_memory()).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_newer_store_is_refused() {
    let (_folder, path) = folder();
    file(&path).await.close().await;
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 9).unwrap();
    drop(db);
    let error = builder().open(&path).await.unwrap_err();
    assert!(
        matches!(
            error,
            OpenError::Store(store::OpenError::NewerVersion { found: 9, .. })
        ),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_store_without_a_name_is_refused() {
    let line = refusal(Path::new("")).await;
    assert_eq!(
        line,
        "the name of the store is empty: give the name of a file"
    );
}

#[tokio::test(start_paused = true)]
async fn a_damaged_store_is_refused() {
    let (_folder, path) = folder();
    file(&path).await.close().await;
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..].fill(0);
    fs::write(&path, bytes).unwrap();
    let line = refusal(&path).await;
    assert!(
        line.ends_with("flow.db` is damaged: put a copy of it back, or give another file"),
        "{line}"
    );
}

#[tokio::test(start_paused = true)]
async fn flows_that_share_a_name_are_refused() {
    let twice = builder().register(greeter("Who?"), &[]).in_memory().await;
    let line = twice.unwrap_err().to_string();
    assert_eq!(
        line,
        "two flows are called `Greeter`: register each once, or rename one"
    );
}

/// Whatever part of a turn cannot be written, nothing of it is.
#[tokio::test(start_paused = true)]
async fn a_turn_that_cannot_be_written_leaves_no_trace() {
    for table in ["turn", "execution", "chat_message"] {
        let (_folder, path) = folder();
        let runtime = file(&path).await;
        let chat = chat(&runtime, GREETER, "test:broken").await;
        break_table(&path, table);
        let message = || NewMessage::new("customer", "hi").id("1");
        let refused = chat.deliver(message()).await.unwrap_err();
        assert!(
            matches!(&refused, HostError::Store(StoreError::Faulty(why)) if why.contains("out of order")),
            "{table}: {refused}"
        );
        assert!(transcript(&chat).await.is_empty(), "{table}");
        assert!(outcomes(&chat).await.is_empty(), "{table}");
        mend(&path);
        assert!(!chat.deliver(message()).await.unwrap().duplicate, "{table}");
        assert_eq!(transcript(&chat).await.len(), 2, "{table}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_leaves_only_after_its_commit() {
    let (_folder, path) = folder();
    let runtime = file(&path).await;
    let chat = chat(&runtime, WORKER, "test:effect").await;
    break_table(&path, "effect");
    let refused = chat.deliver(NewMessage::new("customer", "add +1")).await;
    assert!(refused.is_err());
    chat.quiet().await.unwrap();
    assert_eq!(chat.participants().await.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_result_that_cannot_be_written_is_offered_again() {
    let (_folder, path) = folder();
    let runtime = file(&path).await;
    let chat = chat(&runtime, WORKER, "test:result").await;
    write(&chat, "sleep 2").await;
    break_table(&path, "turn");
    sleep(Duration::from_secs(5)).await;
    assert_eq!(outcomes(&chat).await, ["moved"]);
    mend(&path);
    chat.quiet().await.unwrap();
    assert_eq!(
        transcript(&chat).await,
        ["customer: sleep 2", "Worker: done: 2"]
    );
}

/// The customer writes twice a second meanwhile.
#[tokio::test(start_paused = true)]
async fn messages_keep_no_result_from_being_offered_again() {
    let (_folder, path) = folder();
    let runtime = file(&path).await;
    let chat = chat(&runtime, WORKER, "test:result").await;
    write(&chat, "sleep 2").await;
    break_table(&path, "turn");
    sleep(Duration::from_secs(3)).await;
    mend(&path);
    for _ in 0..4 {
        write(&chat, "echo").await;
        sleep(Duration::from_millis(500)).await;
    }
    let said = transcript(&chat).await;
    assert!(said.contains(&"Worker: done: 2".to_owned()), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn a_timer_that_cannot_be_written_fires_again() {
    let (_folder, path) = folder();
    let runtime = file(&path).await;
    let chat = chat(&runtime, GREETER, "test:timer").await;
    write(&chat, "hi").await;
    break_table(&path, "turn");
    sleep(Duration::from_secs(65)).await;
    assert_eq!(outcomes(&chat).await, ["moved"]);
    mend(&path);
    sleep(Duration::from_secs(2)).await;
    chat.quiet().await.unwrap();
    assert_eq!(transcript(&chat).await[2], "Greeter: Nobody, it seems");
}

#[tokio::test(start_paused = true)]
async fn a_store_lost_to_another_is_written_no_more() {
    let (_folder, path) = folder();
    let runtime = file(&path).await;
    let chat = chat(&runtime, GREETER, "test:lost").await;
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("UPDATE store SET epoch = epoch + 1")
        .unwrap();
    for _ in 0..2 {
        let refused = chat.deliver(NewMessage::new("customer", "hi")).await;
        assert!(
            matches!(refused, Err(HostError::Store(StoreError::Failed(_)))),
            "{refused:?}"
        );
    }
    assert!(transcript(&chat).await.is_empty());
}

#[test]
fn what_a_program_spawns_can_be_spawned() {
    fn spawned<T: Send + 'static>(_: impl FnOnce() -> T) {}
    spawned(|| async {
        let runtime: Runtime = builder().open("x.db").await?;
        let chat = runtime.conversation_with(GREETER, "x").await?;
        chat.deliver(NewMessage::new("customer", "hi")).await?;
        chat.quiet().await?;
        runtime.close().await;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
    });
}
