//! What `deliver` answers, and when.

use std::sync::Arc;

use flow_runtime::host::local::{HostError, NewMessage, Standing};
use flow_runtime::store::check;

use crate::flows::{GREETER, START, WORKER, chat, file, memory, outcomes, say, transcript, write};

fn numbered(id: &'static str, body: &'static str) -> NewMessage {
    NewMessage::new("customer", body).id(id)
}

#[tokio::test(start_paused = true)]
async fn a_conversation_from_beginning_to_end() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:whole").await;
    assert_eq!(chat.standing().await.unwrap(), Standing::Idle);
    say(&chat, "hi").await;
    let Standing::Active { execution, widget } = chat.standing().await.unwrap() else {
        panic!("it waits for a reply");
    };
    assert_eq!(widget, "ask");
    say(&chat, "Ada").await;
    assert_eq!(chat.standing().await.unwrap(), Standing::Idle);
    assert_eq!(
        transcript(&chat).await,
        [
            "customer: hi",
            "Greeter: Who is there?",
            "customer: Ada",
            "Greeter: Hello Ada"
        ]
    );
    let record = runtime.execution(&execution).await.unwrap().unwrap();
    assert_eq!((record.turns, record.active), (2, false));
    let steps: Vec<_> = chat
        .turns()
        .await
        .unwrap()
        .into_iter()
        .flat_map(|turn| turn.steps)
        .map(|step| format!("{} {}", step.from, step.event))
        .collect();
    assert_eq!(
        steps,
        [
            "Trigger incomingConversationMessage",
            "ask incomingMessage",
            "greet sent"
        ]
    );
    assert_eq!(runtime.execution("FN0").await.unwrap(), None);
    runtime.close().await;
}

#[tokio::test(start_paused = true)]
async fn a_duplicate_gets_the_same_answer_and_changes_nothing() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:duplicate").await;
    let fresh = chat.deliver(numbered("1", "hi")).await.unwrap();
    let again = chat.deliver(numbered("1", "hi")).await.unwrap();
    assert!(!fresh.duplicate && again.duplicate);
    assert_eq!(fresh.message, again.message);
    assert_eq!(outcomes(&chat).await, ["moved"]);
    // Without an id the same words are said twice.
    write(&chat, "Ada").await;
    write(&chat, "Ada").await;
    assert_eq!(outcomes(&chat).await, ["moved", "moved", "moved"]);
}

/// However many there are, and whoever opens the store.
#[tokio::test(start_paused = true)]
async fn what_came_before_is_known_in_a_long_conversation() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let mut known = 0;
    for end in [20, 60, 61, 150] {
        let runtime = file(&path).await;
        let chat = chat(&runtime, GREETER, "test:long").await;
        for n in 0..end {
            let message = NewMessage::new("customer", n.to_string()).id(n.to_string());
            let delivered = chat.deliver(message).await.unwrap();
            let said = (delivered.duplicate, &*delivered.message.body);
            assert_eq!(said, (n < known, &*n.to_string()));
        }
        known = end;
        chat.quiet().await.unwrap();
        assert_eq!(outcomes(&chat).await, vec!["moved"; known]);
        runtime.close().await;
        let report = check(&path).unwrap();
        assert!(report.is_quiet(), "{report:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn concurrent_duplicates_move_the_flow_once() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = file(&folder.path().join("flow.db")).await;
    let chat = Arc::new(chat(&runtime, GREETER, "test:concurrent").await);
    let deliveries: Vec<_> = (0..20)
        .map(|_| {
            let chat = chat.clone();
            tokio::spawn(async move { chat.deliver(numbered("1", "hi")).await.unwrap() })
        })
        .collect();
    let mut fresh = 0;
    for delivery in deliveries {
        fresh += usize::from(!delivery.await.unwrap().duplicate);
    }
    assert_eq!(fresh, 1);
    assert_eq!(transcript(&chat).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_duplicate_is_known_after_a_restart_and_after_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("flow.db");
    let runtime = file(&store).await;
    let first = chat(&runtime, GREETER, "test:restart").await;
    first.deliver(numbered("1", "hi")).await.unwrap();
    first.deliver(numbered("2", "Ada")).await.unwrap();
    runtime.close().await;

    let runtime = file(&store).await;
    let second = chat(&runtime, GREETER, "test:restart").await;
    for id in ["1", "2"] {
        assert!(second.deliver(numbered(id, "hi")).await.unwrap().duplicate);
    }
    assert_eq!(outcomes(&second).await, ["moved", "moved"]);
    second.close().await.unwrap();
    assert!(second.deliver(numbered("1", "hi")).await.unwrap().duplicate);
    let refused = second.deliver(numbered("3", "hi")).await.unwrap_err();
    assert_eq!(refused, HostError::Closed("test:restart".into()));
}

#[tokio::test(start_paused = true)]
async fn a_duplicate_of_what_is_queued_is_known() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:queued").await;
    chat.deliver(numbered("1", "sleep 5")).await.unwrap();
    assert!(!chat.deliver(numbered("2", "x y")).await.unwrap().duplicate);
    assert!(chat.deliver(numbered("2", "x y")).await.unwrap().duplicate);
    assert_eq!(outcomes(&chat).await, ["moved", "queued"]);
}

#[tokio::test(start_paused = true)]
async fn only_participants_write() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:stranger").await;
    let refused = chat.deliver(NewMessage::new("stranger", "hi")).await;
    let line = refused.unwrap_err().to_string();
    assert_eq!(
        line,
        "`stranger` is not in the conversation `test:stranger`: add them first"
    );
    assert!(transcript(&chat).await.is_empty() && outcomes(&chat).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_unknown_flow_is_named() {
    let runtime = memory().await;
    let refused = runtime.conversation_with("Nobody", "test:x").await;
    assert_eq!(
        refused.unwrap_err(),
        HostError::UnknownFlow("Nobody".into())
    );
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_goes_away_cancels_nothing() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:gone").await;
    tokio::select! {
        biased;
        _ = write(&chat, "hi") => panic!("it cannot be durable so soon"),
        () = std::future::ready(()) => {}
    }
    chat.quiet().await.unwrap();
    assert_eq!(transcript(&chat).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn conversations_run_in_parallel_and_idle_ones_come_back() {
    let runtime = memory().await;
    let slow = chat(&runtime, WORKER, "test:slow").await;
    let quick = chat(&runtime, GREETER, "test:quick").await;
    write(&slow, "sleep 9").await;
    say(&quick, "hi").await;
    assert_eq!(outcomes(&slow).await, ["moved"]);
    // Long enough to leave memory.
    tokio::time::sleep(std::time::Duration::from_secs(45)).await;
    say(&quick, "Ada").await;
    assert_eq!(
        transcript(&quick).await.last().unwrap(),
        "Greeter: Hello Ada"
    );
    assert_eq!(transcript(&slow).await.last().unwrap(), "Worker: done: 9");
}

#[tokio::test(start_paused = true)]
async fn a_closing_runtime_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = file(&folder.path().join("flow.db")).await;
    let chat = chat(&runtime, GREETER, "test:closing").await;
    runtime.close().await;
    let refused = chat.deliver(numbered("1", "hi")).await;
    assert_eq!(refused.unwrap_err(), HostError::Stopping);
    // So it is for whoever only looks: nothing of the store has failed.
    let refused = [
        chat.messages().await.map(drop),
        chat.participants().await.map(drop),
        chat.turns().await.map(drop),
        runtime.execution("FN0").await.map(drop),
        runtime.recording("FN0").await.map(drop),
        runtime.hand_overs().waiting().await.map(drop),
        runtime.hand_overs().take("eve").await.map(drop),
    ];
    assert_eq!(refused, [const { Err(HostError::Stopping) }; 7]);
}

#[tokio::test(start_paused = true)]
async fn time_comes_from_the_clock_and_never_falls() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:clock").await;
    tokio::time::advance(std::time::Duration::from_secs(2)).await;
    assert_eq!(write(&chat, "hi").await.message.at, START + 2000);
    let turns = chat.turns().await.unwrap();
    assert_eq!(turns[0].at, START + 2000);
}

/// Many callers, several threads, one file: every message has its one turn, in order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_under_load() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = file(&folder.path().join("flow.db")).await;
    let mut deliveries = Vec::new();
    let mut chats = Vec::new();
    for n in 0..8 {
        let chat = chat(&runtime, WORKER, &format!("test:load-{n}")).await;
        for _ in 0..20 {
            let chat = chat.clone();
            deliveries.push(tokio::spawn(async move { write(&chat, "echo x").await }));
        }
        chats.push(chat);
    }
    for delivery in deliveries {
        assert!(!delivery.await.unwrap().duplicate);
    }
    for chat in chats {
        chat.quiet().await.unwrap();
        let messages = chat.messages().await.unwrap();
        assert_eq!(messages.len(), 40);
        assert!(
            (0..)
                .zip(&messages)
                .all(|(index, message)| message.index == index)
        );
    }
    runtime.close().await;
}
