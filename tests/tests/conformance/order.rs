//! Who goes before whom.

use std::time::Duration;

use flow_tests::host::{Answer, CLERK, ECHO, GREETER};
use tokio::task::JoinSet;

use crate::host::{Chat, HostUnderTest};

/// Each is a turn of its own, and nothing comes between a message and what is said to it.
pub(crate) async fn messages_of_a_conversation_are_taken_one_at_a_time<H: HostUnderTest>(
    host: &mut H,
) {
    let chat = Chat::with(ECHO);
    host.join(chat).await;
    let mut writers = JoinSet::new();
    for number in 0..50 {
        let body = number.to_string();
        writers.spawn(host.ask(chat.writes(&body, &body)));
    }
    for answer in writers.join_all().await {
        assert!(matches!(answer, Ok(Answer::Delivered { .. })), "{answer:?}");
    }
    let seen = host.inspect(chat).await;
    assert_eq!(seen.messages.len(), 100);
    for pair in seen.messages.chunks(2) {
        let body = pair[0].strip_prefix("customer: ").unwrap();
        assert_eq!(pair[1], format!("Echo: {body}"));
    }
    assert!(seen.turns.windows(2).all(|pair| pair[0].at <= pair[1].at));
}

pub(crate) async fn a_slow_conversation_delays_no_other<H: HostUnderTest>(host: &mut H) {
    let slow = Chat::with(CLERK).at("test:slow");
    let quick = Chat::with(CLERK).at("test:quick");
    host.join(slow).await;
    host.join(quick).await;
    host.deliver(slow, "sleep 1000", "1").await.unwrap();
    host.say(quick, "run").await;
    assert_eq!(host.channel(quick).await[1], "Clerk: done: run");
    assert_eq!(host.channel(slow).await, ["customer: sleep 1000"]);
}

/// F11: whatever is written to one waits in its queue or is refused, and the other is answered.
pub(crate) async fn a_flooded_conversation_delays_no_other<H: HostUnderTest>(host: &mut H) {
    let flooded = Chat::with(CLERK).at("test:flooded");
    let other = Chat::with(ECHO).at("test:other");
    host.join(flooded).await;
    host.join(other).await;
    host.deliver(flooded, "sleep 8000", "0").await.unwrap();
    let mut writers = JoinSet::new();
    for number in 1..=300 {
        writers.spawn(host.ask(flooded.writes("more", &number.to_string())));
    }
    let answered = tokio::time::timeout(Duration::from_secs(5), host.say(other, "hi"));
    answered.await.unwrap();
    assert_eq!(host.channel(other).await, ["customer: hi", "Echo: hi"]);
    for answer in writers.join_all().await {
        assert!(matches!(answer, Ok(Answer::Delivered { .. })), "{answer:?}");
    }
    let outcomes = host.outcomes(flooded).await;
    assert_eq!(outcomes[0], "moved");
    assert_eq!(outcomes[1..], vec!["queued"; 300]);
}

/// R10.
pub(crate) async fn two_flows_at_one_address_hear_each_message<H: HostUnderTest>(host: &mut H) {
    let (echo, greeter) = (Chat::with(ECHO), Chat::with(GREETER));
    host.join(echo).await;
    host.join(greeter).await;
    assert_eq!(host.deliver(echo, "hi", "1").await, Ok((0, false)));
    assert_eq!(host.deliver(greeter, "hi", "1").await, Ok((0, true)));
    assert_eq!(host.outcomes(echo).await, ["moved"]);
    assert_eq!(host.outcomes(greeter).await, ["moved"]);
    let said = host.channel(echo).await;
    assert_eq!(said, ["customer: hi", "Echo: hi", "Greeter: Who is there?"]);
    assert_eq!(host.channel(greeter).await, said);
}
