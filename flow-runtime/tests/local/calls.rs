//! Functions: every way in which they end.

use flow_runtime::host::local::Limits;
use std::time::Duration;

use crate::flows::{WORKER, builder, chat, memory, outcomes, say, transcript, write};

async fn answer(address: &str, task: &'static str) -> String {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, address).await;
    say(&chat, task).await;
    assert_eq!(outcomes(&chat).await, ["moved", "moved"]);
    transcript(&chat).await.pop().unwrap()
}

#[tokio::test(start_paused = true)]
async fn its_result_moves_the_flow_on() {
    assert_eq!(answer("test:ok", "echo fine").await, "Worker: done: fine");
}

#[tokio::test(start_paused = true)]
async fn its_error_is_the_reason() {
    assert_eq!(answer("test:fail", "fail").await, "Worker: failed: no luck");
}

#[tokio::test(start_paused = true)]
async fn its_panic_is_a_failure() {
    let answer = answer("test:panic", "panic").await;
    assert!(
        answer.starts_with("Worker: failed: ") && answer.contains("out of order"),
        "{answer}"
    );
}

#[tokio::test(start_paused = true)]
async fn ten_seconds_are_its_limit() {
    let before = tokio::time::Instant::now();
    let answer = answer("test:limit", "sleep 60").await;
    assert!(
        answer.starts_with("Worker: failed: ") && answer.contains("10 s"),
        "{answer}"
    );
    assert_eq!(before.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn the_limit_is_a_setting() {
    let mut limits = Limits::default();
    limits.call = Duration::from_secs(90);
    let runtime = builder().limits(limits).in_memory().await.unwrap();
    let chat = chat(&runtime, WORKER, "test:patience").await;
    say(&chat, "sleep 60").await;
    assert_eq!(transcript(&chat).await[1], "Worker: done: 60");
}

#[tokio::test(start_paused = true)]
async fn closing_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("flow.db");
    let runtime = builder().open(&store).await.unwrap();
    let first = chat(&runtime, WORKER, "test:closing").await;
    write(&first, "sleep 5").await;
    runtime.close().await;
    let runtime = builder().open(&store).await.unwrap();
    let second = chat(&runtime, WORKER, "test:closing").await;
    assert_eq!(
        transcript(&second).await,
        ["customer: sleep 5", "Worker: done: 5"]
    );
}
