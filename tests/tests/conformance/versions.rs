//! The program changes under conversations that wait.

use flow_tests::host::{Config, ORDERS, PARCEL, Release, Standing};

use crate::host::{Ability, Chat, HostUnderTest};

fn release(release: Release) -> Config {
    Config {
        release,
        ..Config::default()
    }
}

pub(crate) async fn the_same_program_goes_on<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(ORDERS);
    host.join(chat).await;
    host.say(chat, "hi").await;
    host.restart(Config::default()).await;
    host.say(chat, "tea").await;
    assert_eq!(host.channel(chat).await[3], "Orders: tea it is.");
}

/// F15.
pub(crate) async fn a_changed_program_carries_on_and_so_does_the_one_before<H: HostUnderTest>(
    host: &mut H,
) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let there = Chat::with(ORDERS);
    let back = there.at("test:back");
    for chat in [there, back] {
        host.join(chat).await;
        host.say(chat, "hi").await;
    }
    host.restart(release(Release::Reworded)).await;
    host.say(there, "tea").await;
    assert_eq!(host.channel(there).await[3], "Orders: Right, tea.");
    host.restart(release(Release::First)).await;
    host.say(back, "milk").await;
    assert_eq!(host.channel(back).await[3], "Orders: milk it is.");
}

/// F15: what is said meanwhile waits.
pub(crate) async fn a_program_that_cannot_go_on_holds_and_the_next_lets_go<H: HostUnderTest>(
    host: &mut H,
) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(ORDERS);
    host.join(chat).await;
    host.say(chat, "hi").await;
    host.restart(release(Release::Renamed)).await;
    host.say(chat, "tea").await;
    let Standing::Held { why } = host.standing(chat).await else {
        panic!("{:?}", host.inspect(chat).await)
    };
    assert!(why.contains("`ask`"), "{why}");
    assert_eq!(host.outcomes(chat).await, ["moved", "queued"]);
    host.restart(release(Release::Reworded)).await;
    host.quiet(chat).await;
    assert_eq!(host.channel(chat).await[3], "Orders: Right, tea.");
}

/// F16.
pub(crate) async fn a_subflow_that_changed_holds_its_parent<H: HostUnderTest>(host: &mut H) {
    if host.lacks(Ability::Lasting) {
        return;
    }
    let chat = Chat::with(PARCEL);
    host.join(chat).await;
    host.say(chat, "a parcel").await;
    host.restart(release(Release::Renamed)).await;
    host.say(chat, "Main").await;
    let Standing::Held { why } = host.standing(chat).await else {
        panic!("{:?}", host.inspect(chat).await)
    };
    assert!(why.contains("`street`"), "{why}");
    host.restart(release(Release::Reworded)).await;
    host.quiet(chat).await;
    assert_eq!(host.channel(chat).await[3], "Parcel: To Main Street.");
}
