//! Executions that grow too large.

use std::time::Duration;

use flow_runtime::host::local::{HostError, NewMessage, NewRequest, Runtime, Standing};
use flow_runtime::model::{Map, Value};
use flow_runtime::prelude::*;
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

flow! {
    /// Calls somebody.
    pub flow Caller {
        trigger {
            incoming_request => call,
        }

        send_message call { body: "Hello", _ => end }
    }
}

/// Whoever asked is not told of an execution that is not there, however often they ask.
#[tokio::test(start_paused = true)]
async fn a_request_too_large_to_start_with_is_refused_each_time() {
    let runtime = Runtime::builder().flow::<Caller>().in_memory();
    let runtime = runtime.await.unwrap();
    let chat = runtime.conversation::<Caller>("test:large").await.unwrap();
    let mut parameters = Map::new();
    parameters.insert("x", Value::from("x".repeat(1 << 20)));
    let large = || NewRequest::new("customer").parameters(parameters.clone());
    for _ in 0..2 {
        let refused = chat.start(large().id("1")).await.unwrap_err();
        let flow = "Caller".into();
        assert_eq!(refused, HostError::NotTaken { flow });
    }
    assert_eq!(outcomes(&chat).await, [ENDED]);
    let started = chat.start(NewRequest::new("customer").id("2")).await;
    let execution = started.unwrap().execution;
    assert!(runtime.execution(&execution).await.unwrap().is_some());
}
