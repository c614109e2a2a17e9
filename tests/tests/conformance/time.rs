//! Time runs out, and once.

use std::time::Duration;

use flow_tests::host::{CLERK, GREETER, Standing};

use crate::host::{Ability, Chat, HostUnderTest};

/// How late a timer may be.
const LATE: Duration = Duration::from_secs(2);

/// Waits until the flow has said something more, and for no longer than it may take.
async fn said_more<H: HostUnderTest>(host: &H, chat: Chat, than: usize) -> Vec<String> {
    for _ in 0..100 {
        let said = host.channel(chat).await;
        if said.len() > than {
            return said;
        }
        host.advance(LATE / 50).await;
    }
    panic!("nothing was said: {:?}", host.inspect(chat).await);
}

pub(crate) async fn nobody_answers_and_the_time_runs_out<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    host.say(chat, "hi").await;
    let said = said_more(host, chat, 2).await;
    assert_eq!(said[2], "Greeter: Nobody, it seems");
    let turns = host.inspect(chat).await.turns;
    let execution = turns[0].execution.clone().unwrap();
    assert_eq!(turns[1].identity, format!("t:{execution}.1"));
    let took = turns[1].at - turns[0].at;
    assert!((1000..3000).contains(&took), "{took} ms");
}

pub(crate) async fn a_reply_in_time_disarms_the_timer<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    host.say(chat, "hi").await;
    host.say(chat, "Ada").await;
    host.advance(LATE).await;
    assert_eq!(host.outcomes(chat).await, ["moved", "moved"]);
    assert_eq!(host.channel(chat).await[3], "Greeter: Hello Ada");
}

pub(crate) async fn a_reply_after_it_starts_anew<H: HostUnderTest>(host: &mut H) {
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    host.say(chat, "hi").await;
    said_more(host, chat, 2).await;
    host.say(chat, "Ada").await;
    assert_eq!(host.channel(chat).await[4], "Greeter: Who is there?");
}

/// W9.
pub(crate) async fn a_timer_that_fell_due_while_the_host_was_down_fires_once<H: HostUnderTest>(
    host: &mut H,
) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(GREETER);
    host.join(chat).await;
    host.say(chat, "hi").await;
    host.kill().await;
    host.advance(Duration::from_millis(1100)).await;
    host.again().await;
    let said = said_more(host, chat, 2).await;
    assert_eq!(said[2], "Greeter: Nobody, it seems");
    host.kill().await;
    host.again().await;
    host.advance(LATE / 2).await;
    assert_eq!(host.outcomes(chat).await, ["moved", "moved"]);
}

pub(crate) async fn an_execution_lives_thirty_days<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Leaping) {
        return;
    }
    let day = Duration::from_secs(24 * 3600);
    let chat = Chat::with(CLERK);
    host.join(chat).await;
    host.say(chat, "run").await;
    host.advance(29 * day).await;
    // It would wait for another month from here.
    host.say(chat, "again").await;
    let widget = "report".to_owned();
    assert_eq!(host.standing(chat).await, Standing::Active { widget });
    host.advance(day + LATE).await;
    assert_eq!(host.standing(chat).await, Standing::Idle);
    let turns = host.inspect(chat).await.turns;
    assert_eq!(turns.len(), 5);
    let lived = turns[4].at - turns[0].at;
    assert_eq!(lived, 30 * 24 * 3600 * 1000);
}
