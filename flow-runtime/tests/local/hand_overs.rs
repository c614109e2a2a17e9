//! What flows hand over to people.

use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

use flow_runtime::Runtime;
use flow_runtime::host::Clock;
use flow_runtime::host::local::{Builder, Conversation, HandOver, HostError, NewMessage, Standing};
use flow_runtime::prelude::*;
use tokio::time::sleep;

use crate::crash::Store;
use crate::flows::{START, identity, outcomes, say, transcript};
use crate::replay::is_the_same;

flow! {
    /// Hands over to people, as urgent as a message says.
    pub flow Helpline {
        trigger {
            incoming_conversation_message => people,
        }

        send_to_flex people {
            workflow: "WW00000000000000000000000000000001",
            channel: "TC00000000000000000000000000000001",
            attributes: "{\"said\": \"{{trigger.conversation.Body}}\"}",
            priority: "{{trigger.conversation.Body}}",
            timeout: 600,

            call_complete => tell,
            failed_to_enqueue => sorry,
            call_failure => end,
        }

        send_message tell {
            body: "Somebody will be with you: {{widgets.people.sid | slice: 0, 2}}",

            _ => end,
        }

        send_message sorry {
            body: "Nobody is in",

            _ => end,
        }
    }
}

fn builder() -> Builder {
    Runtime::builder()
        .flow::<Helpline>()
        .clock(Clock::starting_at(START))
}

async fn chat(runtime: &Runtime, address: &str) -> Conversation {
    let chat = runtime.conversation::<Helpline>(address).await.unwrap();
    chat.add_participant(identity("customer")).await.unwrap();
    chat
}

fn addresses(waiting: &[HandOver]) -> Vec<&str> {
    waiting.iter().map(|waits| waits.address.as_str()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_is_handed_over_is_peoples() {
    let runtime = builder().in_memory().await.unwrap();
    let chat = chat(&runtime, "test:help").await;
    say(&chat, "7").await;
    say(&chat, "hello?").await;
    assert_eq!(
        transcript(&chat).await,
        [
            "customer: 7",
            "Helpline: Somebody will be with you: KD",
            "customer: hello?",
        ]
    );
    assert_eq!(chat.standing().await.unwrap(), Standing::HandedOver);
    assert_eq!(outcomes(&chat).await, ["moved", "ignored: handed over"]);

    let agents = runtime.hand_overs();
    let taken = agents.take("eve").await.unwrap().unwrap();
    assert_eq!(
        (taken.flow.as_str(), taken.address.as_str()),
        ("Helpline", "test:help")
    );
    assert_eq!(taken.attributes.get("said"), Some(&"7".into()));
    assert_eq!(
        (taken.priority, taken.expires - taken.created),
        (7, 600_000)
    );
    assert_eq!(taken.workflow, "WW00000000000000000000000000000001");
    assert_eq!(taken.channel, "TC00000000000000000000000000000001");
    let execution = chat.turns().await.unwrap()[0].execution.clone().unwrap();
    assert_eq!(taken.execution, execution);
    assert!(taken.sid.starts_with("WT"));

    let theirs = runtime
        .conversation_with(&taken.flow, &taken.address)
        .await
        .unwrap();
    theirs.add_participant(identity("eve")).await.unwrap();
    theirs
        .deliver(NewMessage::new("eve", "How can I help?"))
        .await
        .unwrap();
    assert_eq!(transcript(&chat).await[3], "eve: How can I help?");
    is_the_same(&runtime, &chat).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_no_task_goes_on_with_the_flow() {
    let runtime = builder().in_memory().await.unwrap();
    let chat = chat(&runtime, "test:help").await;
    say(&chat, "high").await;
    assert_eq!(transcript(&chat).await[1], "Helpline: Nobody is in");
    is_the_same(&runtime, &chat).await;
    assert_eq!(chat.standing().await.unwrap(), Standing::Idle);
    assert!(runtime.hand_overs().waiting().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_most_urgent_goes_first_and_each_is_taken_once() {
    let runtime = builder().in_memory().await.unwrap();
    for (address, priority) in [("test:a", "1"), ("test:b", "5"), ("test:c", "1")] {
        say(&chat(&runtime, address).await, priority).await;
    }
    let agents = runtime.hand_overs();
    let waiting = agents.waiting().await.unwrap();
    assert_eq!(addresses(&waiting), ["test:b", "test:a", "test:c"]);

    let third = &waiting[2].sid;
    let taken = agents.claim(third, "eve").await.unwrap().unwrap();
    assert_eq!(taken.taken.as_ref().unwrap().worker, "eve");
    assert_eq!(agents.claim(third, "bob").await.unwrap(), None);
    assert_eq!(agents.claim(third, "eve").await.unwrap(), Some(taken));
    let (one, two) = tokio::join!(agents.take("eve"), agents.take("bob"));
    let mut both = [one.unwrap().unwrap(), two.unwrap().unwrap()];
    both.sort_by(|a, b| a.address.cmp(&b.address));
    assert_eq!(addresses(&both), ["test:a", "test:b"]);
    assert_eq!(agents.take("eve").await.unwrap(), None);
    let nobody = agents.claim("WT0", "eve").await.unwrap_err();
    assert_eq!(nobody, HostError::NoHandOver("WT0".into()));
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_one_gets_the_next() {
    let runtime = builder().in_memory().await.unwrap();
    let agents = runtime.hand_overs();
    let waiting = tokio::spawn(async move { agents.next("eve").await });
    sleep(Duration::from_secs(1)).await;
    say(&chat(&runtime, "test:help").await, "1").await;
    assert_eq!(waiting.await.unwrap().unwrap().address, "test:help");

    let agents = runtime.hand_overs();
    let waiting = tokio::spawn(async move { agents.next("eve").await });
    sleep(Duration::from_secs(1)).await;
    runtime.close().await;
    assert_eq!(waiting.await.unwrap(), Err(HostError::Stopping));
}

/// Before it is taken, and when it is and they have not heard of it.
#[tokio::test(start_paused = true)]
async fn whoever_goes_away_leaves_it_to_the_next() {
    let runtime = builder().in_memory().await.unwrap();
    let agents = runtime.hand_overs();
    for (patience, address) in [(0, "test:before"), (1, "test:after")] {
        say(&chat(&runtime, address).await, "1").await;
        let mut taking = Box::pin(agents.next("eve"));
        let asked = poll_fn(|cx| Poll::Ready(taking.as_mut().poll(cx).is_pending()));
        assert!(asked.await);
        sleep(Duration::from_secs(patience)).await;
        drop(taking);
        let bob = tokio::time::timeout(Duration::from_secs(1), agents.next("bob"));
        assert_eq!(bob.await.unwrap().unwrap().address, address);
    }
}

#[tokio::test(start_paused = true)]
async fn one_whose_time_is_over_waits_no_longer() {
    let runtime = builder().in_memory().await.unwrap();
    say(&chat(&runtime, "test:help").await, "1").await;
    let agents = runtime.hand_overs();
    let sid = agents.waiting().await.unwrap()[0].sid.clone();
    sleep(Duration::from_secs(600)).await;
    assert!(agents.waiting().await.unwrap().is_empty());
    assert_eq!(agents.get(&sid).await.unwrap().unwrap().taken, None);
}

#[tokio::test(start_paused = true)]
async fn hand_overs_survive_a_kill() {
    let mut store = Store::new();
    let runtime = builder().open(&store.file).await.unwrap();
    for address in ["test:a", "test:b"] {
        say(&chat(&runtime, address).await, "1").await;
    }
    let taken = runtime.hand_overs().take("eve").await.unwrap().unwrap();
    store.as_killed();
    drop(runtime);
    let runtime = builder().open(&store.file).await.unwrap();
    let agents = runtime.hand_overs();
    assert_eq!(addresses(&agents.waiting().await.unwrap()), ["test:b"]);
    assert_eq!(agents.get(&taken.sid).await.unwrap(), Some(taken));
    let chat = chat(&runtime, "test:a").await;
    assert_eq!(chat.standing().await.unwrap(), Standing::HandedOver);
}
