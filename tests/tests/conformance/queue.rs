//! Messages that come while the flow cannot take them.

use flow_tests::host::{CLERK, Standing};

use crate::host::{Ability, Chat, HostUnderTest};

pub(crate) async fn early_messages_are_taken_in_order<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    for body in ["sleep 1000", "one", "two"] {
        host.deliver(chat, body, body).await.unwrap();
    }
    assert_eq!(host.outcomes(chat).await, ["moved", "queued", "queued"]);
    host.quiet(chat).await;
    let said = host.channel(chat).await;
    assert_eq!(
        said[3..],
        [
            "Clerk: done: sleep 1000",
            "Clerk: done: one",
            "Clerk: done: two"
        ]
    );
}

pub(crate) async fn what_is_left_when_an_execution_ends_starts_the_next<H: HostUnderTest>(
    host: &mut H,
) {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    let large = "x".repeat(1 << 20);
    for body in ["sleep 3000", &large, "one"] {
        host.deliver(chat, body, &body[..3]).await.unwrap();
    }
    host.quiet(chat).await;
    // What was queued first is too much to remember, and ends the first.
    let turns = host.inspect(chat).await.turns;
    let last = turns.last().unwrap().execution.clone();
    assert!(last.is_some());
    assert_ne!(last, turns[0].execution);
    let said = host.channel(chat).await;
    assert_eq!(said[3..], ["Clerk: done: sleep 3000", "Clerk: done: one"]);
}

pub(crate) async fn a_hand_over_empties_it<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.deliver(chat, "sleep 1000", "1").await.unwrap();
    host.deliver(chat, "one", "2").await.unwrap();
    host.done(chat.hands_over()).await;
    host.quiet(chat).await;
    host.say(chat, "two").await;
    let outcomes = host.outcomes(chat).await;
    let ignored = |outcome: &&String| *outcome == "ignored: handed over";
    assert_eq!(outcomes.iter().filter(ignored).count(), 2, "{outcomes:?}");
    let said = host.channel(chat).await;
    assert_eq!(said[2..], ["Clerk: done: sleep 1000", "customer: two"]);
    assert_eq!(host.standing(chat).await, Standing::HandedOver);
}

pub(crate) async fn closing_empties_it<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.deliver(chat, "sleep 1000", "1").await.unwrap();
    host.deliver(chat, "one", "2").await.unwrap();
    host.done(chat.closes()).await;
    host.quiet(chat).await;
    assert_eq!(
        host.channel(chat).await,
        ["customer: sleep 1000", "customer: one"]
    );
    assert_eq!(host.standing(chat).await, Standing::Closed);
    assert_eq!(
        host.deliver(chat, "two", "3").await.unwrap_err(),
        "the conversation `test:one` is closed: start another one"
    );
}

pub(crate) async fn it_outlives_a_kill<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    for body in ["sleep 1000", "one", "two"] {
        host.deliver(chat, body, body).await.unwrap();
    }
    host.kill().await;
    host.again().await;
    host.quiet(chat).await;
    let said = host.channel(chat).await;
    assert_eq!(
        said[3..],
        [
            "Clerk: done: sleep 1000",
            "Clerk: done: one",
            "Clerk: done: two"
        ]
    );
}
