//! What is there can be seen, at any time, and whole.

use flow_tests::host::{Answer, CLERK, ECHO, GREETER};
use tokio::task::JoinSet;

use crate::host::{Ability, Chat, HostUnderTest};

/// R11: a message and what the flow says to it are one commit.
pub(crate) async fn whoever_looks_sees_whole_commits<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(ECHO);
    host.join(chat).await;
    let mut writers = JoinSet::new();
    for number in 0..100 {
        let body = number.to_string();
        writers.spawn(host.ask(chat.writes(&body, &body)));
    }
    let mut seen = 0;
    while seen < 200 {
        let said = host.channel(chat).await;
        assert!(said.len() >= seen, "{seen} were there, now {}", said.len());
        seen = said.len();
        assert_eq!(seen % 2, 0, "{said:?}");
        writers.try_join_next().map(Result::unwrap);
    }
}

pub(crate) async fn a_conversation_can_be_looked_at_during_a_turn<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.deliver(chat, "sleep 1000", "1").await.unwrap();
    let seen = host.inspect(chat).await;
    assert_eq!(seen.messages, ["customer: sleep 1000"]);
    assert_eq!(seen.turns.len(), 1);
    host.quiet(chat).await;
    assert_eq!(host.outcomes(chat).await, ["moved", "moved"]);
}

pub(crate) async fn the_log_outlives_a_kill<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let (greeter, clerk) = (Chat::with(GREETER), Chat::with(CLERK).at("test:two"));
    for chat in [greeter, clerk] {
        host.join(chat).await;
    }
    host.say(greeter, "hi").await;
    host.say(greeter, "Ada").await;
    host.say(clerk, "say something").await;
    let before = (host.inspect(greeter).await, host.inspect(clerk).await);
    host.kill().await;
    host.again().await;
    let after = (host.inspect(greeter).await, host.inspect(clerk).await);
    assert_eq!(after, before);
    assert_eq!(after.1.turns.len(), 3);
}

pub(crate) async fn a_recorded_conversation_takes_the_same_turns<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    for task in ["run", "fail", "panic", "say something", "invite guest"] {
        host.say(chat, task).await;
    }
    let seen = host.inspect(chat).await;
    let execution = seen.turns[0].execution.clone().unwrap();
    let moved = seen.turns.iter().filter(|turn| turn.outcome == "moved");
    let replayed = Answer::Replayed {
        turns: moved.count(),
        difference: None,
    };
    let ask = flow_tests::host::Ask::Replay { execution };
    assert_eq!(host.ask(ask).await, Ok(replayed));
}
