//! Whatever is acknowledged is there, once.

use flow_tests::host::{Answer, CLERK, Config, ECHO, GREETER, Standing};

use crate::host::{Ability, Chat, HostUnderTest};

const GREETED: [&str; 2] = ["customer: hi", "Greeter: Who is there?"];

pub(crate) async fn a_fresh_message_moves_the_flow<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    assert_eq!(host.deliver(chat, "hi", "1").await, Ok((0, false)));
    // It is durable, and so is what the flow said to it.
    let seen = host.inspect(chat).await;
    assert_eq!(seen.messages, GREETED);
    assert_eq!(seen.turns[0].identity, "m:1");
    let widget = "ask".to_owned();
    assert_eq!(seen.standing, Standing::Active { widget });
    assert_eq!(host.deliver(chat, "Ada", "2").await, Ok((2, false)));
    assert_eq!(host.channel(chat).await[3], "Greeter: Hello Ada");
    assert_eq!(host.standing(chat).await, Standing::Idle);
}

pub(crate) async fn a_duplicate_gets_the_same_answer_and_changes_nothing<H: HostUnderTest>(
    host: &mut H,
) {
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    assert_eq!(host.deliver(chat, "hi", "1").await, Ok((0, false)));
    let before = host.inspect(chat).await;
    assert_eq!(host.deliver(chat, "hi", "1").await, Ok((0, true)));
    assert_eq!(host.inspect(chat).await, before);
}

/// R1.
pub(crate) async fn concurrent_duplicates_move_the_flow_once<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(ECHO);
    host.join(chat).await;
    let asks = || host.ask(chat.writes("hi", "1"));
    let (one, two, three) = tokio::join!(asks(), asks(), asks());
    let answers = [one, two, three].map(|answer| match answer {
        Ok(Answer::Delivered { index, duplicate }) => (index, duplicate),
        other => panic!("{other:?}"),
    });
    assert!(answers.iter().all(|(index, _)| *index == 0), "{answers:?}");
    let fresh = answers.iter().filter(|(_, duplicate)| !duplicate);
    assert_eq!(fresh.count(), 1);
    assert_eq!(host.channel(chat).await, ["customer: hi", "Echo: hi"]);
}

pub(crate) async fn a_duplicate_is_known_after_a_restart_and_after_the_end<H: HostUnderTest>(
    host: &mut H,
) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    host.deliver(chat, "hi", "1").await.unwrap();
    host.stop().await;
    host.again().await;
    assert_eq!(host.deliver(chat, "hi", "1").await, Ok((0, true)));
    host.deliver(chat, "Ada", "2").await.unwrap();
    assert_eq!(host.standing(chat).await, Standing::Idle);
    host.kill().await;
    host.again().await;
    assert_eq!(host.deliver(chat, "hi", "1").await, Ok((0, true)));
    assert_eq!(host.deliver(chat, "Ada", "2").await, Ok((2, true)));
    assert_eq!(host.outcomes(chat).await, ["moved", "moved"]);
}

pub(crate) async fn a_duplicate_of_what_is_queued_is_known<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.deliver(chat, "sleep 1000", "1").await.unwrap();
    assert_eq!(host.deliver(chat, "wake", "2").await, Ok((1, false)));
    assert_eq!(host.deliver(chat, "wake", "2").await, Ok((1, true)));
    host.quiet(chat).await;
    let said = host.channel(chat).await;
    assert_eq!(said[2..], ["Clerk: done: sleep 1000", "Clerk: done: wake"]);
}

pub(crate) async fn a_full_queue_refuses_and_writes_nothing<H: HostUnderTest>(host: &mut H) {
    let queue = Some(2);
    let few = Config {
        queue,
        ..Config::default()
    };
    host.restart(few).await;
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    for body in ["sleep 500", "one", "two"] {
        host.deliver(chat, body, body).await.unwrap();
    }
    assert_eq!(
        host.deliver(chat, "three", "three").await.unwrap_err(),
        "the conversation `test:one` has 2 messages waiting: try again in a second"
    );
    assert_eq!(host.channel(chat).await.len(), 3);
    host.quiet(chat).await;
    // It is no duplicate: nothing of it was kept.
    assert_eq!(host.deliver(chat, "three", "three").await, Ok((6, false)));
}

/// F18: the conversation does what it was asked for, and not whoever asked.
pub(crate) async fn a_caller_that_goes_away_cancels_nothing<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(ECHO);
    host.join(chat).await;
    host.ask_and_leave(chat.writes("hi", "1")).await;
    let mut said = host.channel(chat).await;
    while said.is_empty() {
        host.advance(std::time::Duration::from_millis(5)).await;
        said = host.channel(chat).await;
    }
    assert_eq!(said, ["customer: hi", "Echo: hi"]);
    assert_eq!(host.deliver(chat, "hi", "1").await, Ok((0, true)));
}

pub(crate) async fn whoever_is_no_participant_is_refused<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(ECHO);
    host.join(chat).await;
    let answer = host.ask(chat.writes_as("stranger", "hi", "1")).await;
    let why = "`stranger` is not in the conversation `test:one`: add them first".to_owned();
    assert_eq!(answer, Ok(Answer::Refused { why }));
    assert_eq!(host.outcomes(chat).await, [""; 0]);
}
