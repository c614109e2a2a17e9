//! Executions begin and end.

use flow_tests::host::{Answer, CLERK, GREETER, PARCEL, Standing};

use crate::host::{Chat, HostUnderTest};

pub(crate) async fn one_is_active_in_a_conversation<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    let started = |answer| match answer {
        Ok(Answer::Started {
            execution,
            duplicate,
        }) => (execution, duplicate),
        other => panic!("{other:?}"),
    };
    let (execution, duplicate) = started(host.ask(chat.starts("1")).await);
    assert!(!duplicate);
    let again = started(host.ask(chat.starts("1")).await);
    assert_eq!(again, (execution.clone(), true));
    let why = format!(
        "the execution {execution} is active in the conversation `test:one`: end it first, or let it end"
    );
    let second = host.ask(chat.starts("2")).await;
    assert_eq!(second, Ok(Answer::Refused { why }));
    assert_eq!(host.channel(chat).await, ["Greeter: Who is there?"]);
    host.say(chat, "Ada").await;
    assert!(!started(host.ask(chat.starts("2")).await).1);
}

pub(crate) async fn anybody_in_the_conversation_moves_it<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    host.done(chat.joins("guest")).await;
    host.say(chat, "hi").await;
    let answer = host.ask(chat.writes_as("guest", "Bob", "2")).await;
    assert!(matches!(answer, Ok(Answer::Delivered { .. })), "{answer:?}");
    let said = host.channel(chat).await;
    assert_eq!(said[2..], ["guest: Bob", "Greeter: Hello Bob"]);
}

/// R8.
pub(crate) async fn whoever_left_is_heard_no_more<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.done(chat.joins("guest")).await;
    host.deliver(chat, "sleep 1000", "1").await.unwrap();
    // In the middle of a turn of the flow.
    host.done(chat.leaves("guest")).await;
    let answer = host.ask(chat.writes_as("guest", "hello?", "2")).await;
    let why = "`guest` is not in the conversation `test:one`: add them first".to_owned();
    assert_eq!(answer, Ok(Answer::Refused { why }));
    host.quiet(chat).await;
    assert_eq!(
        host.channel(chat).await,
        ["customer: sleep 1000", "Clerk: done: sleep 1000"]
    );
}

pub(crate) async fn a_subflow_asks_and_gives_back<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(PARCEL);
    host.join(chat).await;
    host.say(chat, "a parcel").await;
    let widget = "street".to_owned();
    assert_eq!(host.standing(chat).await, Standing::Active { widget });
    host.say(chat, "Main").await;
    let said = host.channel(chat).await;
    assert_eq!(said[1], "Parcel: Which street?");
    assert_eq!(said[3], "Parcel: To Main.");
    assert_eq!(host.standing(chat).await, Standing::Idle);
}

/// F17: and the conversation goes on with its next message.
pub(crate) async fn a_state_that_grows_too_large_ends_it<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.say(chat, "run").await;
    let large = "x".repeat(1 << 20);
    host.deliver(chat, &large, "2").await.unwrap();
    let outcomes = host.outcomes(chat).await;
    assert_eq!(
        outcomes.last().unwrap(),
        "ended: its state would be larger than 1024 KiB"
    );
    assert_eq!(host.standing(chat).await, Standing::Idle);
    host.say(chat, "again").await;
    let said = host.channel(chat).await;
    assert_eq!(said[3..], ["customer: again", "Clerk: done: again"]);
}

/// R9.
pub(crate) async fn closing_ends_it<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    host.say(chat, "hi").await;
    host.done(chat.closes()).await;
    host.done(chat.closes()).await;
    host.quiet(chat).await;
    assert_eq!(host.standing(chat).await, Standing::Closed);
    host.advance(std::time::Duration::from_millis(1500)).await;
    assert_eq!(host.channel(chat).await.len(), 2); // no timer is left
}
