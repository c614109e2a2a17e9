//! Timers.

use std::time::Duration;

use tokio::time::sleep;

use crate::flows::{GREETER, START, builder, chat, memory, outcomes, say, transcript, write};

#[tokio::test(start_paused = true)]
async fn a_reply_that_does_not_come_is_a_timeout() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:timeout").await;
    say(&chat, "hi").await;
    sleep(Duration::from_millis(59_999)).await;
    chat.quiet().await.unwrap();
    assert_eq!(transcript(&chat).await.len(), 2);
    sleep(Duration::from_millis(100)).await;
    chat.quiet().await.unwrap();
    assert_eq!(transcript(&chat).await[2], "Greeter: Nobody, it seems");
    let turn = chat.turns().await.unwrap().pop().unwrap();
    assert_eq!(turn.at, START + 60_000);
    let timer = format!("t:{}.1", turn.execution.unwrap());
    assert_eq!(turn.identity, timer.as_str());
}

#[tokio::test(start_paused = true)]
async fn a_reply_in_time_disarms_it() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:in-time").await;
    say(&chat, "hi").await;
    sleep(Duration::from_secs(30)).await;
    say(&chat, "Ada").await;
    sleep(Duration::from_secs(120)).await;
    chat.quiet().await.unwrap();
    assert_eq!(outcomes(&chat).await, ["moved", "moved"]);
}

/// The reply and the timer are ready at the same instant: the reply is first, in whichever order
/// they came.
#[tokio::test(start_paused = true)]
async fn a_reply_at_the_deadline_is_in_time() {
    for pauses in [&[60][..], &[40, 20]] {
        let runtime = memory().await;
        let chat = chat(&runtime, GREETER, "test:instant").await;
        say(&chat, "hi").await;
        // The timers are looked at every 30 seconds: one sleep begins before the last look, the
        // other after it.
        for &pause in pauses {
            sleep(Duration::from_secs(pause)).await;
        }
        write(&chat, "Ada").await;
        sleep(Duration::from_secs(120)).await;
        assert_eq!(transcript(&chat).await[3], "Greeter: Hello Ada");
        assert_eq!(outcomes(&chat).await, ["moved", "moved"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_timer_outlives_its_program() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("flow.db");
    let runtime = builder().open(&store).await.unwrap();
    let first = chat(&runtime, GREETER, "test:outlives").await;
    say(&first, "hi").await;
    runtime.close().await;
    sleep(Duration::from_secs(3600)).await;
    let clock = flow_runtime::host::Clock::starting_at(START + 3_600_000);
    let runtime = builder().clock(clock).open(&store).await.unwrap();
    let second = runtime
        .conversation_with(GREETER, "test:outlives")
        .await
        .unwrap();
    sleep(Duration::from_secs(1)).await;
    second.quiet().await.unwrap();
    assert_eq!(transcript(&second).await[2], "Greeter: Nobody, it seems");
}

#[tokio::test(start_paused = true)]
async fn many_timers_fire_in_batches_each_once() {
    let runtime = memory().await;
    let mut chats = Vec::new();
    for n in 0..200 {
        let chat = chat(&runtime, GREETER, &format!("test:many-{n}")).await;
        write(&chat, "hi").await;
        chats.push(chat);
    }
    sleep(Duration::from_secs(61)).await;
    for chat in chats {
        chat.quiet().await.unwrap();
        assert_eq!(outcomes(&chat).await, ["moved", "moved"]);
    }
}
