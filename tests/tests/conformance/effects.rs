//! What flows have done elsewhere: here by functions, as their messages are rows of their turns.

use flow_tests::host::{BOMB, CLERK, Config, Standing};

use crate::host::{Ability, Chat, HostUnderTest};

/// What the clerk says to a task.
async fn told<H: HostUnderTest>(host: &H, task: &str) -> String {
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.say(chat, task).await;
    host.channel(chat).await.pop().unwrap()
}

pub(crate) async fn a_function_answers<H: HostUnderTest>(host: &mut H) {
    assert_eq!(told(host, "run").await, "Clerk: done: run");
}

pub(crate) async fn a_function_fails<H: HostUnderTest>(host: &mut H) {
    assert_eq!(told(host, "fail").await, "Clerk: failed: no luck");
}

pub(crate) async fn a_function_panics<H: HostUnderTest>(host: &mut H) {
    let said = told(host, "panic").await;
    assert_eq!(said, "Clerk: failed: the function panicked: out of order");
}

pub(crate) async fn a_function_takes_longer_than_it_may<H: HostUnderTest>(host: &mut H) {
    let call = Some(200);
    let short = Config {
        call,
        ..Config::default()
    };
    host.restart(short).await;
    let said = told(host, "sleep 60000").await;
    assert_eq!(said, "Clerk: failed: the function took longer than 0.2 s");
}

pub(crate) async fn a_call_that_is_interrupted_is_made_three_times_in_all<H: HostUnderTest>(
    host: &mut H,
) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.deliver(chat, "sleep 3600000", "1").await.unwrap();
    for _ in 0..2 {
        host.kill().await;
        host.again().await;
        counted(host, chat).await;
    }
    host.kill().await;
    host.again().await;
    host.quiet(chat).await;
    assert_eq!(host.channel(chat).await[1], "Clerk: failed: interrupted");
}

/// Waits until the conversation was looked at after a start: an attempt counts from there.
async fn counted<H: HostUnderTest>(host: &H, chat: Chat) {
    host.join(chat).await;
    host.inspect(chat).await;
}

pub(crate) async fn what_a_function_did_before_the_kill_is_done_once<H: HostUnderTest>(
    host: &mut H,
) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    let task = "invite-then-sleep guest";
    host.deliver(chat, task, "1").await.unwrap();
    let done = || async {
        let outcomes = host.outcomes(chat).await;
        outcomes.iter().filter(|outcome| *outcome == "done").count()
    };
    while done().await == 0 {
        host.advance(std::time::Duration::from_millis(5)).await;
    }
    for _ in 0..2 {
        host.kill().await;
        host.again().await;
        counted(host, chat).await;
    }
    host.kill().await;
    host.again().await;
    host.quiet(chat).await;
    // Had the guest been invited again, the function would have failed of that.
    assert_eq!(host.outcomes(chat).await, ["moved", "done", "moved"]);
    assert_eq!(host.channel(chat).await[1], "Clerk: failed: interrupted");
}

/// F10.
pub(crate) async fn a_function_that_ends_the_process_fails_after_three_attempts<
    H: HostUnderTest,
>(
    host: &mut H,
) {
    if host.lacks(Ability::Process) {
        return;
    }
    let chat = Chat::with(BOMB);
    host.join(chat).await;
    host.ask_and_leave(chat.writes("light", "1")).await;
    let mut said = Vec::new();
    for _ in 0..500 {
        // Whoever starts it again finds it ended, three times.
        match host.ask(chat.inspects()).await {
            Ok(flow_tests::host::Answer::Seen(seen)) => said = seen.messages,
            _ => {
                host.kill().await;
                let _ = host.start(Config::default()).await; // it may end at once
            }
        }
        if said.len() == 2 {
            break;
        }
    }
    assert_eq!(said, ["customer: light", "Bomb: It failed: interrupted"]);
}

pub(crate) async fn a_function_hands_over<H: HostUnderTest>(host: &mut H) {
    assert_eq!(told(host, "leave").await, "Clerk: done: leave");
    let chat = Chat::with(CLERK);
    host.say(chat, "hello?").await;
    assert_eq!(host.channel(chat).await[2..], ["customer: hello?"]);
    assert_eq!(host.standing(chat).await, Standing::HandedOver);
}
