//! What only the inside can show.

#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of the tests from outside"
)]
#[path = "../../../tests/local/flows.rs"]
mod flows;

use std::time::Duration;

use flow_model::Text;
use tokio::sync::{mpsc, oneshot};

use super::inner::Feed;
use super::mail::{Mail, Timer};
use super::task::Task;
use super::{NewMessage, Runtime};
use flows::{GREETER, chat, memory, outcomes, say, transcript, write};

/// The timer is in the mailbox before the reply.
#[tokio::test(start_paused = true)]
async fn a_reply_goes_before_a_timer_that_came_first() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:order").await;
    say(&chat, "hi").await;
    tokio::time::advance(Duration::from_secs(60)).await;
    let (looked_at, answer) = oneshot::channel();
    let timer = Timer {
        conversation: 1,
        wait: 1,
        looked_at,
    };
    // Neither gives way to the task before both are in its mailbox.
    runtime.inner.post(chat.address(), Mail::Timer(timer)).await;
    write(&chat, "Ada").await;
    answer.await.unwrap();
    assert_eq!(transcript(&chat).await[3], "Greeter: Hello Ada");
    assert_eq!(outcomes(&chat).await, ["moved", "moved"]);
}

#[tokio::test(start_paused = true)]
async fn an_address_that_only_a_timer_woke_leaves_memory_at_once() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:woken").await;
    say(&chat, "hi").await;
    tokio::time::sleep(Duration::from_secs(61)).await; // it left, and its timer woke it
    assert_eq!(transcript(&chat).await[2], "Greeter: Nobody, it seems");
    assert_eq!(runtime.inner.active(), Vec::<Text>::new());
}

/// A task of ours beside the runtime's own.
fn task(runtime: &Runtime, address: &Text) -> Task {
    let (_, mailbox) = mpsc::channel(1);
    Task::new(
        runtime.inner.clone(),
        address.clone(),
        mailbox,
        Feed::default(),
    )
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_the_driver_ends_the_execution_and_nothing_else() {
    let runtime = memory().await;
    let first = chat(&runtime, GREETER, "test:panic").await;
    say(&first, "hi").await;
    let message = NewMessage::new("customer", "Ada").id("1");
    let panicking = task(&runtime, first.address())
        .transact(|draft| {
            if draft.poisoned.is_empty() {
                draft.drive(0, || panic!("out of order"))?;
            }
            draft.deliver(&message, 10)
        })
        .await;
    assert_eq!(panicking.unwrap().body, "Ada");
    tokio::time::sleep(Duration::from_secs(31)).await; // the runtime's own task forgets
    assert_eq!(
        outcomes(&first).await,
        ["moved", "ended: the driver panicked: out of order"]
    );
    let turns = first.turns().await.unwrap();
    let note = "the driver panicked: out of order";
    assert_eq!(turns[1].steps[0].notes, [note]);
    let sid = turns[1].execution.clone().unwrap();
    assert!(!runtime.execution(&sid).await.unwrap().unwrap().active);
    // The event is consumed, and the conversation goes on with the next.
    assert!(first.deliver(message).await.unwrap().duplicate);
    say(&first, "hello").await;
    assert_eq!(transcript(&first).await[4], "Greeter: Who is there?");
}

/// Somebody else wrote meanwhile: the turn is computed again on what is there now.
#[tokio::test(start_paused = true)]
async fn a_conflict_runs_the_turn_again() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:conflict").await;
    let mut stale = task(&runtime, chat.address());
    stale.room().await.unwrap();
    say(&chat, "hi").await;
    let message = NewMessage::new("customer", "Ada").id("1");
    let delivered = stale.transact(|draft| draft.deliver(&message, 10)).await;
    assert_eq!(delivered.unwrap().index, 2);
    assert_eq!(transcript(&chat).await[3], "Greeter: Hello Ada");
}
