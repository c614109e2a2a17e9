//! The program changes under a waiting conversation.

use std::path::Path;
use std::time::Duration;

use flow_runtime::host::Clock;
use flow_runtime::host::local::{Runtime, Standing};
use tokio::time::sleep;

use crate::flows::{GREETER, START, chat, greeter, outcomes, say, transcript, write};

async fn asking(question: &str, file: &Path) -> Runtime {
    Runtime::builder()
        .register(greeter(question), &[])
        .clock(Clock::starting_at(START))
        .open(file)
        .await
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn an_execution_of_another_version_is_held_until_its_own_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("flow.db");
    let runtime = asking("Who?", &store).await;
    say(&chat(&runtime, GREETER, "test:held").await, "hi").await;
    runtime.close().await;

    let runtime = asking("And who are you?", &store).await;
    let held = chat(&runtime, GREETER, "test:held").await;
    write(&held, "Ada").await;
    let Standing::Held { execution, why } = held.standing().await.unwrap() else {
        panic!("it is of another version");
    };
    assert!(why.contains("began in version"), "{why}");
    let record = runtime.execution(&execution).await.unwrap().unwrap();
    assert_eq!(record.held, Some(why));
    // Its time does not pass, and nobody waits for it.
    sleep(Duration::from_secs(120)).await;
    held.quiet().await.unwrap();
    assert_eq!(outcomes(&held).await, ["moved", "queued"]);
    runtime.close().await;

    // Nobody asks for the conversation: it goes on by itself.
    let runtime = asking("Who?", &store).await;
    sleep(Duration::from_secs(1)).await;
    let freed = chat(&runtime, GREETER, "test:held").await;
    assert_eq!(transcript(&freed).await[3], "Greeter: Hello Ada");
    let record = runtime.execution(&execution).await.unwrap().unwrap();
    assert_eq!((record.held, record.active), (None, false));
}

#[tokio::test(start_paused = true)]
async fn an_execution_whose_flow_is_gone_is_held_when_its_time_comes() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("flow.db");
    let runtime = asking("Who?", &store).await;
    let first = chat(&runtime, GREETER, "test:no-flow").await;
    say(&first, "hi").await;
    let Standing::Active { execution, .. } = first.standing().await.unwrap() else {
        panic!("it waits for a reply");
    };
    runtime.close().await;

    let runtime = Runtime::builder()
        .clock(Clock::starting_at(START + 3_600_000))
        .open(&store)
        .await
        .unwrap();
    sleep(Duration::from_secs(2)).await;
    let record = runtime.execution(&execution).await.unwrap().unwrap();
    assert_eq!(record.held.unwrap(), "this program has no flow `Greeter`");
}
