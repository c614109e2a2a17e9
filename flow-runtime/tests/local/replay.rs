//! Recorded executions, run through the driver once more.

use std::path::Path;
use std::time::Duration;

use flow_runtime::host::Clock;
use flow_runtime::host::local::{Conversation, Difference, Replay, Runtime};
use flow_runtime::store;
use tokio::time::sleep;

use crate::flows::{GREETER, START, WORKER, builder, chat, file, greeter, phone, say, write};

/// The executions of a conversation, in order.
async fn executions(chat: &Conversation) -> Vec<String> {
    let turns = chat.turns().await.unwrap();
    let mut sids: Vec<_> = turns
        .iter()
        .filter_map(|turn| Some(turn.execution.as_ref()?.to_string()))
        .collect();
    sids.dedup();
    sids
}

async fn replay(runtime: &Runtime, sid: &str) -> Replay {
    let recording = runtime.recording(sid).await.unwrap().unwrap();
    runtime.replay(&recording).unwrap()
}

/// The turns of a replay are those that are recorded.
pub(crate) async fn is_the_same(runtime: &Runtime, chat: &Conversation) {
    let recorded = chat.turns().await.unwrap();
    for sid in executions(chat).await {
        let replay = replay(runtime, &sid).await;
        assert_eq!(replay.difference, None);
        let turns: Vec<_> = recorded
            .iter()
            .filter(|turn| turn.execution.as_deref() == Some(&*sid) && turn.outcome != "done")
            .map(|turn| (turn.event.clone().unwrap(), turn.steps.clone()))
            .collect();
        assert_eq!(turns.len(), replay.turns.len());
        for ((event, steps), now) in turns.iter().zip(&replay.turns) {
            assert_eq!((event, steps), (&now.event, &now.steps));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_recorded_conversation_takes_the_same_turns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let runtime = file(&path).await;
    let greeter = chat(&runtime, GREETER, "test:replay").await;
    for body in ["hi", "Ada", "hello", "Bob", "hey"] {
        say(&greeter, body).await;
    }
    sleep(Duration::from_secs(70)).await; // the third is given up
    say(&greeter, "hi again").await;
    let worker = chat(&runtime, WORKER, "test:replay-work").await;
    worker.add_participant(phone("+1")).await.unwrap();
    for body in ["say something", "fail", "panic", "add +2"] {
        say(&worker, body).await;
    }
    write(&worker, "sleep 2").await;
    say(&worker, "early").await;
    assert_eq!(executions(&greeter).await.len(), 4);
    is_the_same(&runtime, &greeter).await;
    is_the_same(&runtime, &worker).await;
    runtime.close().await;
    // And in another process.
    let runtime = file(&path).await;
    let greeter = chat(&runtime, GREETER, "test:replay").await;
    is_the_same(&runtime, &greeter).await;
}

/// What the flow was refused, it is refused again; and an end from outside is one again.
#[tokio::test(start_paused = true)]
async fn a_closed_conversation_takes_the_same_turns() {
    let runtime = builder().in_memory().await.unwrap();
    let worker = chat(&runtime, WORKER, "test:closed").await;
    say(&worker, "close").await;
    let greeter = chat(&runtime, GREETER, "test:closed-waiting").await;
    say(&greeter, "hi").await;
    greeter.close().await.unwrap();
    greeter.quiet().await.unwrap();
    is_the_same(&runtime, &worker).await;
    is_the_same(&runtime, &greeter).await;
}

#[tokio::test(start_paused = true)]
async fn what_cannot_take_an_event_fails_the_same() {
    let runtime = builder().in_memory().await.unwrap();
    let greeter = chat(&runtime, GREETER, "test:large").await;
    say(&greeter, "hi").await;
    let large = flow_runtime::host::local::NewMessage::new("customer", "x".repeat(1 << 20));
    greeter.deliver(large).await.unwrap();
    is_the_same(&runtime, &greeter).await;
}

async fn recorded(path: &Path) -> String {
    let runtime = file(path).await;
    let greeter = chat(&runtime, GREETER, "test:changed").await;
    say(&greeter, "hi").await;
    say(&greeter, "Ada").await;
    let sid = executions(&greeter).await.remove(0);
    runtime.close().await;
    sid
}

#[tokio::test(start_paused = true)]
async fn a_flow_that_changed_shows_where_it_differs_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let sid = recorded(&path).await;
    let recording = store::recording(&path, &sid).unwrap();
    let asks = Runtime::builder()
        .register(greeter("And who are you?"), &[])
        .clock(Clock::starting_at(START))
        .in_memory()
        .await
        .unwrap();
    let other = asks.replay(&recording).unwrap();
    assert_eq!(other.turns.len(), 1);
    assert_eq!(
        other.difference.unwrap().to_string(),
        "turn 1: recorded is the message \"Who is there?\", and now it is \"And who are you?\""
    );

    let mut otherwise = recording.clone();
    otherwise.turns[1].steps[0].to = Some("give_up".into());
    let same = file(&path).await;
    let other = same.replay(&otherwise).unwrap();
    assert_eq!(
        other.difference.unwrap().to_string(),
        "turn 2: recorded is `ask —incomingMessage→ give_up`, and now it is \
         `ask —incomingMessage→ greet`"
    );
    let mut otherwise = recording.clone();
    otherwise.turns[1].steps.pop();
    let other = same.replay(&otherwise).unwrap();
    assert_eq!(
        other.difference.unwrap().to_string(),
        "turn 2: recorded is no further step, and now it is `greet —sent→ end`"
    );
    let mut otherwise = recording.clone();
    let state = recording
        .state
        .replace("\"Body\":\"Ada\"", "\"Body\":\"Eve\"");
    otherwise.state = state.into();
    let other = same.replay(&otherwise).unwrap();
    assert_eq!(
        other.difference.unwrap().to_string(),
        "in the end `context.widgets.ask.inbound.Body` is recorded as \"Eve\", and now it is \"Ada\""
    );
    let mut otherwise = recording.clone();
    otherwise.turns.remove(0);
    let other = same.replay(&otherwise).unwrap();
    assert_eq!(
        other.difference,
        Some(Difference::Pruned {
            taken: 2,
            logged: 1
        })
    );
    otherwise.taken = 1;
    otherwise.turns[0].event.kind = flow_runtime::driver::EventKind::Timer { wait: 1 };
    let other = same.replay(&otherwise).unwrap();
    assert_eq!(other.difference, Some(Difference::NotStarted));
    assert_eq!(same.recording("FN0").await.unwrap(), None);
    let unknown = store::recording(&path, "FN0").unwrap_err().to_string();
    assert!(unknown.contains("has no execution FN0: "), "{unknown}");
}
