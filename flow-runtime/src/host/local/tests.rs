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
use tokio::sync::mpsc;

use super::HostError;
use super::mail::{Mail, Timer};
use super::round::Round;
use super::slots::Feed;
use super::task::Task;
use super::{NewMessage, Runtime};
use crate::store::StoreError;
use flows::{GREETER, WORKER, chat, memory, outcomes, say, transcript, write};

/// R2: the timer is in the mailbox before the reply.
#[tokio::test(start_paused = true)]
async fn a_reply_goes_before_a_timer_that_came_first() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:order").await;
    say(&chat, "hi").await;
    tokio::time::advance(Duration::from_secs(60)).await;
    let mut round = Round::new();
    let timer = Timer {
        conversation: 1,
        wait: 1,
        looked_at: round.look(Duration::from_secs(1)).await,
    };
    // Neither gives way to the task before both are in its mailbox.
    runtime.inner.post(chat.address(), Mail::Timer(timer)).await;
    write(&chat, "Ada").await;
    chat.quiet().await.unwrap();
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
        .transact(None, |draft| {
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
    let delivered = stale
        .transact(None, |draft| draft.deliver(&message, 10))
        .await;
    assert_eq!(delivered.unwrap().index, 2);
    assert_eq!(transcript(&chat).await[3], "Greeter: Hello Ada");
}

/// Sets the clock, and gives the timers time to notice.
async fn leap(runtime: &Runtime, by: Duration, back: bool) {
    let by = i64::try_from(by.as_millis()).unwrap();
    runtime.inner.clock.leap(if back { -by } else { by });
    tokio::time::sleep(Duration::from_secs(61)).await;
}

const DAY: Duration = Duration::from_secs(24 * 3600);

/// F7: late by the leap at most, once, and no time runs backwards.
#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_back_a_day_loses_and_repeats_no_timer() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:back").await;
    say(&chat, "hi").await;
    leap(&runtime, DAY, true).await;
    assert_eq!(outcomes(&chat).await, ["moved"]);
    tokio::time::sleep(DAY).await;
    assert_eq!(outcomes(&chat).await, ["moved", "moved"]);
    assert_eq!(transcript(&chat).await[2], "Greeter: Nobody, it seems");
    let turns = chat.turns().await.unwrap();
    assert!(turns[0].at < turns[1].at);
    tokio::time::sleep(DAY).await;
    assert_eq!(outcomes(&chat).await.len(), 2);
}

/// F6: what came due meanwhile fires once, as after a start.
#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_forward_loses_and_repeats_no_timer() {
    for (by, event) in [(DAY, "timeout"), (365 * DAY, "expired")] {
        let runtime = memory().await;
        let chat = chat(&runtime, GREETER, "test:forward").await;
        say(&chat, "hi").await;
        leap(&runtime, by, false).await;
        assert_eq!(outcomes(&chat).await, ["moved", "moved"]);
        let turns = chat.turns().await.unwrap();
        assert_eq!(turns[1].steps[0].event, event);
        leap(&runtime, by, true).await;
        assert_eq!(outcomes(&chat).await.len(), 2);
        say(&chat, "hello").await;
        let said = transcript(&chat).await;
        assert_eq!(said.last().unwrap(), "Greeter: Who is there?");
    }
}

/// Parked executions cost no memory: a task that only a timer woke goes at once.
#[tokio::test(start_paused = true)]
async fn nobody_is_awake_for_an_execution_that_waits() {
    let runtime = memory().await;
    for n in 0..20 {
        let chat = chat(&runtime, GREETER, &format!("test:{n}")).await;
        say(&chat, "hi").await;
    }
    assert_eq!(runtime.inner.active().len(), 20);
    tokio::time::sleep(Duration::from_secs(31)).await;
    assert_eq!(runtime.inner.active().len(), 0);
    tokio::time::sleep(Duration::from_millis(29_500)).await;
    let over = runtime.inner.store.read(|db| {
        let sql = "SELECT count(*) FROM execution WHERE status = 1";
        db.query_row(sql, [], |row| row.get::<_, i64>(0))
    });
    assert_eq!(over.await.unwrap(), 20);
    assert_eq!(runtime.inner.active().len(), 0);
}

/// As many as are awake at a time are stuck: the next goes on without them.
#[tokio::test(start_paused = true)]
async fn those_that_are_stuck_are_left_behind() {
    let second = Duration::from_secs(1);
    let mut round = Round::new();
    let mut stuck = Vec::new();
    for _ in 0..512 {
        stuck.push(round.look(second).await);
    }
    let began = tokio::time::Instant::now();
    round.look(second).await.done();
    assert_eq!(began.elapsed(), second);
    round.look(second).await.done();
    assert_eq!(began.elapsed(), second);
    assert!(round.is_left(second).await);
}

/// F1: whoever asks is refused, and what is the runtime's own to do is tried again each second.
#[tokio::test(start_paused = true)]
async fn a_full_store_refuses_and_goes_on_once_there_is_space() {
    let runtime = memory().await;
    let set = |sql: &'static str| {
        let set = runtime.inner.store.read(move |db| db.execute_batch(sql));
        async move { set.await.unwrap() }
    };
    // More of them than there is space for in the pages that are there.
    let (mut asked, mut calls) = (Vec::new(), Vec::new());
    for n in 0..20 {
        asked.push(chat(&runtime, GREETER, &format!("test:asked{n}")).await);
        say(&asked[n], "hi").await;
        calls.push(chat(&runtime, WORKER, &format!("test:calls{n}")).await);
        write(&calls[n], "sleep 5").await;
    }
    set("PRAGMA max_page_count = 1").await; // no page more than there are
    let full = chat(&runtime, GREETER, "test:full").await;
    let mut taken = 0;
    let refused = loop {
        let message = NewMessage::new("customer", "Ada ".repeat(40));
        match full.deliver(message).await {
            Ok(_) => taken += 1,
            Err(refused) => break refused,
        }
    };
    assert_eq!(refused, HostError::Store(StoreError::Full));
    tokio::time::sleep(Duration::from_secs(65)).await;
    assert_eq!(outcomes(&asked[19]).await, ["moved"]);
    assert_eq!(outcomes(&calls[19]).await, ["moved"]);
    set("PRAGMA max_page_count = 1000000").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    for (asked, calls) in asked.iter().zip(&calls) {
        assert_eq!(outcomes(asked).await, ["moved", "moved"]);
        assert_eq!(transcript(asked).await[2], "Greeter: Nobody, it seems");
        assert_eq!(transcript(calls).await[1], "Worker: done: 5");
    }
    let said = transcript(&full).await;
    let customers = said.iter().filter(|line| line.starts_with("customer: "));
    assert_eq!(customers.count(), taken);
    say(&full, "hello").await;
}
