//! Messages that come while the flow cannot take them.

use flow_runtime::driver::EventKind;
use flow_runtime::host::local::{HostError, Limits, NewMessage, Runtime};
use flow_runtime::model::Value;

use crate::flows::{
    GREETER, WORKER, builder, chat, file, greeter, memory, outcomes, transcript, write,
};

#[tokio::test(start_paused = true)]
async fn early_messages_are_taken_in_order_and_flagged() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:early").await;
    for body in ["sleep 3", "echo one", "echo two"] {
        write(&chat, body).await;
    }
    assert_eq!(outcomes(&chat).await, ["moved", "queued", "queued"]);
    chat.quiet().await.unwrap();
    let said: Vec<_> = transcript(&chat).await.split_off(3);
    assert_eq!(
        said,
        ["Worker: done: 3", "Worker: done: one", "Worker: done: two"]
    );
    let turns = chat.turns().await.unwrap();
    let early: Vec<_> = turns
        .iter()
        .filter_map(|turn| match &turn.event.as_ref()?.kind {
            EventKind::Message { early, .. } => Some((turn.outcome.as_str(), *early)),
            _ => None,
        })
        .collect();
    let expected = [
        ("moved", false),
        ("queued", false),
        ("queued", false),
        ("moved", true),
        ("moved", true),
    ];
    assert_eq!(early, expected);
    assert!(turns.windows(2).all(|pair| pair[0].at <= pair[1].at));
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_and_writes_nothing() {
    let mut limits = Limits::default();
    limits.queue = 2;
    let runtime = builder().limits(limits).in_memory().await.unwrap();
    let chat = chat(&runtime, WORKER, "test:full").await;
    for body in ["sleep 3", "echo one", "echo two"] {
        write(&chat, body).await;
    }
    let refused = chat.deliver(NewMessage::new("customer", "three")).await;
    let full = HostError::QueueFull {
        address: "test:full".into(),
        waiting: 2,
    };
    assert_eq!(refused.unwrap_err(), full);
    assert_eq!(transcript(&chat).await.len(), 3);
    chat.quiet().await.unwrap();
    write(&chat, "echo four").await;
    chat.quiet().await.unwrap();
    assert_eq!(
        transcript(&chat).await.last().unwrap(),
        "Worker: done: four"
    );
}

#[tokio::test(start_paused = true)]
async fn a_hand_over_empties_the_queue() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:hand-over").await;
    write(&chat, "leave-slowly").await;
    write(&chat, "echo one").await;
    chat.quiet().await.unwrap();
    write(&chat, "echo two").await;
    let expected = [
        "moved",
        "queued",
        "done",
        "ignored: handed over",
        "moved",
        "ignored: handed over",
    ];
    assert_eq!(outcomes(&chat).await, expected);
    let said = transcript(&chat).await;
    assert_eq!(said[2..], ["Worker: done: left", "customer: echo two"]);
}

/// It would be written, and not be read again.
#[tokio::test(start_paused = true)]
async fn a_message_that_could_not_be_kept_is_refused() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:deep").await;
    write(&chat, "sleep 3").await;
    let mut deep = Value::Nil;
    for _ in 0..120 {
        deep = Value::List(vec![deep]);
    }
    let mut message = NewMessage::new("customer", "echo deep");
    message.attributes.insert("deep", deep);
    let refused = chat.deliver(message).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the attributes of the message of `customer` are nested more than 100 deep: flatten them"
    );
    assert_eq!(outcomes(&chat).await, ["moved"]);
}

/// The program that knows the flow comes back, and so does what was queued for it.
#[tokio::test(start_paused = true)]
async fn a_program_without_the_flow_leaves_its_queue_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("flow.db");
    let runtime = file(&store).await;
    let first = chat(&runtime, WORKER, "test:kept").await;
    write(&first, "sleep 5").await;
    write(&first, "echo later").await;
    drop(runtime);
    // Killed between the end of the execution and the next turn.
    let db = rusqlite::Connection::open(&store).unwrap();
    db.execute_batch("UPDATE execution SET status = 1, due = NULL; DELETE FROM effect")
        .unwrap();
    drop(db);

    let other = Runtime::builder().register(greeter("Who?"), &[]);
    let runtime = other.open(&store).await.unwrap();
    chat(&runtime, GREETER, "test:kept")
        .await
        .quiet()
        .await
        .unwrap();
    runtime.close().await;

    let runtime = file(&store).await;
    let again = chat(&runtime, WORKER, "test:kept").await;
    again.quiet().await.unwrap();
    assert_eq!(transcript(&again).await[2..], ["Worker: done: later"]);
}

#[tokio::test(start_paused = true)]
async fn two_flows_at_one_address_hear_each_message() {
    let runtime = memory().await;
    let greeter = chat(&runtime, GREETER, "test:two").await;
    let worker = chat(&runtime, WORKER, "test:two").await;
    assert_eq!(greeter.participants().await.unwrap().len(), 1);
    let delivered = write(&greeter, "echo me").await;
    greeter.quiet().await.unwrap();
    assert_eq!(outcomes(&greeter).await, ["moved"]);
    assert_eq!(outcomes(&worker).await, ["moved", "moved"]);
    let messages = greeter.messages().await.unwrap();
    assert_eq!(messages[0], delivered.message);
    assert_eq!(messages, worker.messages().await.unwrap());
    assert_eq!(
        transcript(&greeter).await,
        [
            "customer: echo me",
            "Greeter: Who is there?",
            "Worker: done: me"
        ]
    );
}
