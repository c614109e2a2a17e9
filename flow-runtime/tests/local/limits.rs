//! Executions that grow too large.

use std::time::Duration;

use flow_runtime::host::local::{NewMessage, Standing};
use tokio::time::sleep;

use crate::flows::{GREETER, chat, memory, outcomes, say, transcript};
use crate::replay::is_the_same;

fn large() -> NewMessage {
    NewMessage::new("customer", "x".repeat(1 << 20))
}

const ENDED: &str = "ended: its state would be larger than 1024 KiB";

#[tokio::test(start_paused = true)]
async fn a_state_over_the_limit_ends_the_execution() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:large").await;
    say(&chat, "hi").await;
    sleep(Duration::from_secs(1)).await;
    chat.deliver(large()).await.unwrap();
    assert_eq!(outcomes(&chat).await, ["moved", ENDED]);
    assert_eq!(chat.standing().await.unwrap(), Standing::Idle);
    is_the_same(&runtime, &chat).await;
    say(&chat, "hello").await;
    assert_eq!(
        transcript(&chat).await[3..],
        ["customer: hello", "Greeter: Who is there?"]
    );
}

#[tokio::test(start_paused = true)]
async fn an_event_too_large_to_start_with_starts_nothing() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:large-start").await;
    chat.deliver(large()).await.unwrap();
    assert_eq!(outcomes(&chat).await, [ENDED]);
    say(&chat, "hello").await;
    assert_eq!(outcomes(&chat).await, [ENDED, "moved"]);
}
