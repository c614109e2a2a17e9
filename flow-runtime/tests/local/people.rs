//! Participants, hand-over and the end of a conversation.

use flow_runtime::host::local::{Activity, HostError, NewMessage, Standing};

use crate::flows::{
    GREETER, WORKER, chat, identity, memory, outcomes, phone, say, transcript, write,
};

#[tokio::test(start_paused = true)]
async fn adding_twice_changes_nothing() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:twice").await;
    let first = chat.add_participant(phone("+1")).await.unwrap();
    let again = chat.add_participant(phone("+1")).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(chat.participants().await.unwrap().len(), 2);
    chat.remove_participant("+1").await.unwrap();
    chat.remove_participant("+1").await.unwrap();
    let back = chat.add_participant(phone("+1")).await.unwrap();
    assert_ne!(first.sid, back.sid);
}

#[tokio::test(start_paused = true)]
async fn a_function_adds_somebody_who_then_moves_the_flow() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:add").await;
    say(&chat, "add +1").await;
    let people = chat.participants().await.unwrap();
    assert_eq!(people[1].who, phone("+1"));
    assert_eq!(people[1].since, 1);
    let sid = format!("Worker: done: {}", people[1].sid);
    assert_eq!(transcript(&chat).await[1], sid);
    chat.deliver(NewMessage::new("+1", "echo hello"))
        .await
        .unwrap();
    chat.quiet().await.unwrap();
    assert_eq!(transcript(&chat).await[3], "Worker: done: hello");
}

#[tokio::test(start_paused = true)]
async fn adding_somebody_who_is_there_fails_with_twilios_code() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:there").await;
    chat.add_participant(phone("+1")).await.unwrap();
    say(&chat, "add +1").await;
    assert_eq!(
        transcript(&chat).await[1],
        "Worker: failed: +1 is in the conversation already"
    );
    assert_eq!(chat.participants().await.unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_function_sends_and_removes() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:sends").await;
    say(&chat, "say good day").await;
    say(&chat, "remove nobody").await;
    say(&chat, "remove customer").await;
    assert_eq!(
        transcript(&chat).await,
        [
            "customer: say good day",
            "Worker: good day",
            "Worker: done: 1",
            "customer: remove nobody",
            "Worker: done: 1",
            "customer: remove customer",
            "Worker: done: 0",
        ]
    );
    let refused = chat.deliver(NewMessage::new("customer", "hi")).await;
    assert!(matches!(refused, Err(HostError::NotAParticipant { .. })));
}

#[tokio::test(start_paused = true)]
async fn after_a_hand_over_people_talk_without_the_flow() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:over").await;
    say(&chat, "leave").await;
    assert_eq!(chat.standing().await.unwrap(), Standing::HandedOver);
    say(&chat, "echo anybody").await;
    assert_eq!(
        transcript(&chat).await,
        [
            "customer: leave",
            "Worker: done: left",
            "customer: echo anybody"
        ]
    );
    chat.hand_over().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_program_may_take_over_from_a_waiting_flow() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:take-over").await;
    say(&chat, "hi").await;
    chat.hand_over().await.unwrap();
    say(&chat, "Ada").await;
    assert_eq!(outcomes(&chat).await, ["moved", "ignored: handed over"]);
}

#[tokio::test(start_paused = true)]
async fn a_function_that_closes_gets_its_result_and_can_say_no_more() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:close").await;
    say(&chat, "close").await;
    assert_eq!(chat.standing().await.unwrap(), Standing::Closed);
    assert_eq!(outcomes(&chat).await, ["moved", "done", "moved"]);
    assert_eq!(transcript(&chat).await, ["customer: close"]);
    let step = chat.turns().await.unwrap()[2].steps[1].clone();
    assert_eq!((&*step.from, &*step.event), ("done", "failed"));
    let refused = chat.add_participant(identity("late")).await;
    assert_eq!(refused.unwrap_err(), HostError::Closed("test:close".into()));
}

#[tokio::test(start_paused = true)]
async fn closing_ends_an_execution_that_waits_for_a_reply() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:closed").await;
    say(&chat, "hi").await;
    chat.close().await.unwrap();
    chat.close().await.unwrap();
    chat.quiet().await.unwrap();
    assert_eq!(chat.standing().await.unwrap(), Standing::Closed);
    let turns = chat.turns().await.unwrap();
    assert!(turns[1].identity.starts_with("end:FN"), "{:?}", turns[1]);
    let sid = turns[0].execution.clone().unwrap();
    let record = runtime.execution(&sid).await.unwrap().unwrap();
    assert!(!record.active);
    let refused = chat.deliver(NewMessage::new("customer", "Ada")).await;
    assert_eq!(
        refused.unwrap_err(),
        HostError::Closed("test:closed".into())
    );
}

#[tokio::test(start_paused = true)]
async fn what_happens_is_told_once_it_is_durable() {
    let runtime = memory().await;
    let chat = chat(&runtime, WORKER, "test:activity").await;
    let mut feed = chat.subscribe();
    write(&chat, "add +1").await;
    chat.quiet().await.unwrap();
    let mut told = Vec::new();
    while let Ok(activity) = feed.try_recv() {
        told.push(match activity {
            Activity::Message(message) => format!("message {}", message.index),
            Activity::Joined(participant) => format!("joined {}", participant.who.author()),
            Activity::Steps { steps, .. } => format!("from {}", steps[0].from),
            other => format!("{other:?}"),
        });
    }
    assert_eq!(
        told,
        [
            "message 0",
            "from Trigger",
            "joined +1",
            "from work",
            "message 1",
            "from done"
        ]
    );
}
