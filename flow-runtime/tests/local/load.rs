//! Floods, and timers by the thousand: nobody is delayed by others.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use flow_runtime::host::Clock;
use flow_runtime::host::local::{Conversation, HostError, NewMessage, Runtime};
use flow_runtime::store::StoreError;
use rusqlite::Connection;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::crash::Store;
use crate::flows::{GREETER, START, WORKER, builder, chat, file, outcomes, transcript, write};

fn number(file: &Path, sql: &str) -> i64 {
    let db = Connection::open(file).unwrap();
    db.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// F11. The others' order is shown by what was answered before them, not by a clock.
#[tokio::test(start_paused = true)]
async fn ten_thousand_messages_at_once_wait_on_disk_or_are_refused_and_delay_no_other() {
    let store = Store::new();
    let runtime = file(store.original()).await;
    let flooded = chat(&runtime, WORKER, "test:flooded").await;
    write(&flooded, "sleep 3600").await;
    let other = chat(&runtime, GREETER, "test:other").await;
    let answered = Arc::new(AtomicUsize::new(0));
    let mut flood = JoinSet::new();
    for _ in 0..10_000 {
        let (flooded, answered) = (flooded.clone(), answered.clone());
        flood.spawn(async move {
            let message = NewMessage::new("customer", "echo");
            let delivered = flooded.deliver(message).await;
            answered.fetch_add(1, Ordering::Relaxed);
            delivered
        });
    }
    tokio::task::yield_now().await; // all of the flood is ahead of the other
    write(&other, "hi").await;
    let before = answered.load(Ordering::Relaxed);
    assert!(before < 64, "{before} of the flood were answered before");

    let (mut queued, mut refused) = (0, 0);
    while let Some(delivered) = flood.join_next().await {
        match delivered.unwrap() {
            Ok(_) => queued += 1,
            Err(HostError::QueueFull { waiting: 1000, .. }) => refused += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((queued, refused), (1000, 9000));
    let waiting = number(store.original(), "SELECT count(*) FROM queue");
    assert_eq!(waiting, 1000);
    assert_eq!(
        number(store.original(), "SELECT count(*) FROM execution"),
        2
    );
    assert_eq!(transcript(&other).await[1], "Greeter: Who is there?");
}

/// Conversations in which somebody was asked for a name just now.
async fn asked(runtime: &Runtime, count: usize) -> Vec<Conversation> {
    let mut asked = JoinSet::new();
    for n in 0..count {
        let chat = chat(runtime, GREETER, &format!("test:{n}")).await;
        asked.spawn(async move {
            write(&chat, "hi").await;
            chat
        });
    }
    asked.join_all().await
}

/// W9, R2. More than one batch of them, on disk.
#[tokio::test(start_paused = true)]
async fn timers_that_are_due_together_fire_once_each_in_order_and_on_time() {
    let store = Store::new();
    let runtime = file(store.original()).await;
    asked(&runtime, 1500).await;
    sleep(Duration::from_secs(61)).await;
    let log = "SELECT count(*) FROM turn WHERE identity GLOB 't:*'";
    assert_eq!(number(store.original(), log), 1500);
    let late = format!("{log} AND at > {}", START + 61_000);
    assert_eq!(number(store.original(), &late), 0);
    assert_eq!(
        number(store.original(), "SELECT count(due) FROM execution"),
        0
    );
    // They wake in order, so many at a time: none comes before more of its elders than are awake.
    // One that is awake may be overtaken by any number.
    let strays = "SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY t.id) AS fired, \
                  row_number() OVER (ORDER BY e.id) AS due FROM turn t \
                  JOIN execution e ON e.id = t.execution WHERE t.identity GLOB 't:*') \
                  WHERE due - fired > 512";
    assert_eq!(number(store.original(), strays), 0);
}

#[tokio::test(start_paused = true)]
async fn conversations_that_cannot_be_read_delay_the_timers_of_no_other() {
    let store = Store::new();
    let runtime = file(store.original()).await;
    asked(&runtime, 700).await;
    sleep(Duration::from_secs(1)).await;
    let healthy = chat(&runtime, GREETER, "test:healthy").await;
    write(&healthy, "hi").await;
    runtime.close().await;
    let db = Connection::open(store.original()).unwrap();
    db.execute_batch(
        "UPDATE chat SET attributes = 'nonsense' WHERE address <> 'test:healthy'; \
         UPDATE execution SET due = due - 1000 WHERE conversation <= 700",
    )
    .unwrap();
    drop(db);
    let later = builder().clock(Clock::starting_at(START + 30_000));
    let runtime = later.open(store.original()).await.unwrap();
    let healthy = runtime.conversation_with(GREETER, "test:healthy").await;
    let healthy = healthy.unwrap();
    sleep(Duration::from_secs(32)).await;
    assert_eq!(outcomes(&healthy).await, ["moved", "moved"]);
    let fired = healthy.turns().await.unwrap().pop().unwrap();
    assert!(
        fired.at <= START + 62_000,
        "{} ms late",
        fired.at - START - 61_000
    );
    // Once they can be read again they fire too.
    let db = Connection::open(store.original()).unwrap();
    db.execute_batch("UPDATE chat SET attributes = '{}'")
        .unwrap();
    drop(db);
    sleep(Duration::from_secs(3)).await;
    let fired = "SELECT count(*) FROM turn WHERE identity GLOB 't:*'";
    assert_eq!(number(store.original(), fired), 701);
}

/// F3: whoever waits for the failure is told, though nobody asked for anything.
#[tokio::test(start_paused = true)]
async fn a_runtime_that_lost_its_store_says_so() {
    let store = Store::new();
    let runtime = file(store.original()).await;
    let chat = chat(&runtime, GREETER, "test:lost").await;
    write(&chat, "hi").await;
    let failed = tokio::spawn(runtime.failed());
    let db = Connection::open(store.original()).unwrap();
    db.execute_batch("UPDATE store SET epoch = epoch + 1")
        .unwrap();
    sleep(Duration::from_secs(61)).await; // its timer is the first to write
    let lost = StoreError::Failed("another process has opened it since".to_owned());
    assert_eq!(failed.await.unwrap(), lost);
    let refused = chat.deliver(NewMessage::new("customer", "Ada")).await;
    assert_eq!(refused.unwrap_err(), HostError::Store(lost));
}

/// One that was closed has not failed.
#[tokio::test(start_paused = true)]
async fn a_runtime_that_is_closed_never_says_that_it_failed() {
    let runtime = builder().in_memory().await.unwrap();
    let failed = runtime.failed();
    runtime.close().await;
    let waited = tokio::time::timeout(Duration::from_secs(60), failed).await;
    assert!(waited.is_err());
}

/// A page that makes no sense is found where it is read.
#[tokio::test(start_paused = true)]
async fn a_runtime_whose_store_is_damaged_under_it_ends_with_that() {
    let store = Store::new();
    let runtime = file(store.original()).await;
    asked(&runtime, 50).await;
    runtime.close().await;
    let runtime = file(store.original()).await;
    let mut bytes = std::fs::read(store.original()).unwrap();
    bytes[4096..].fill(0);
    std::fs::write(store.original(), bytes).unwrap();
    let refused = runtime.conversation_with(GREETER, "test:0").await;
    let Err(HostError::Store(StoreError::Failed(why))) = refused else {
        panic!("{refused:?}");
    };
    assert!(why.contains("malformed"), "{why}");
    assert_eq!(runtime.failed().await, StoreError::Failed(why));
}

/// F2: nothing is written after the disk failed, not even what it would take by now; and what was
/// refused is not there.
#[cfg(feature = "fault-points")]
#[tokio::test(start_paused = true)]
async fn a_runtime_whose_disk_fails_writes_nothing_more_and_ends_with_that() {
    use std::sync::atomic::AtomicBool;

    use flow_runtime::fault::{Fault, Point, arm};

    let store = Store::new();
    let fails = Arc::new(AtomicBool::new(false));
    let armed = arm(store.original(), {
        let fails = fails.clone();
        move |point| match point {
            Point::Written if fails.load(Ordering::Relaxed) => {
                Fault::Sqlite(rusqlite::ffi::SQLITE_IOERR_FSYNC)
            }
            _ => Fault::None,
        }
    });
    let runtime = file(store.original()).await;
    let chat = chat(&runtime, GREETER, "test:disk").await;
    let message = || NewMessage::new("customer", "hi").id("1");
    fails.store(true, Ordering::Relaxed);
    let failed = runtime.failed();
    let refused = chat.deliver(message()).await.unwrap_err();
    let HostError::Store(error @ StoreError::Failed(_)) = refused else {
        panic!("{refused}");
    };
    assert_eq!(failed.await, error);
    fails.store(false, Ordering::Relaxed);
    let still = chat.deliver(message()).await.unwrap_err();
    assert_eq!(still, HostError::Store(error));
    drop((runtime, armed));
    let runtime = file(store.original()).await;
    let chat = runtime
        .conversation_with(GREETER, "test:disk")
        .await
        .unwrap();
    assert!(transcript(&chat).await.is_empty());
    assert!(!chat.deliver(message()).await.unwrap().duplicate);
}
