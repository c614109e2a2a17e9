//! What is old goes, and nothing else does.

use std::path::Path;
use std::time::Duration;

use flow_runtime::host::Clock;
use flow_runtime::host::local::{
    Builder, Conversation, HostError, Limits, NewMessage, NewRequest, Runtime, Standing,
};
use flow_runtime::store::check;
use tokio::time::sleep;

use crate::flows::{
    GREETER, START, WORKER, builder, chat, file, others, outcomes, say, stranger, transcript, write,
};

const DAY: i64 = 24 * 3_600_000;

/// A runtime so many days later.
fn after(days: i64) -> Builder {
    builder().clock(Clock::starting_at(START + days * DAY))
}

async fn open(builder: Builder, path: &Path) -> Runtime {
    builder.open(path).await.unwrap()
}

/// Lets the runtime look for what is old.
async fn look() {
    sleep(Duration::from_secs(90)).await;
}

async fn execution(chat: &Conversation) -> String {
    let turns = chat.turns().await.unwrap();
    let sid = turns.last().and_then(|turn| turn.execution.clone());
    sid.unwrap().to_string()
}

#[tokio::test(start_paused = true)]
async fn the_log_of_an_execution_goes_after_its_time_and_its_messages_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let runtime = file(&path).await;
    let first = chat(&runtime, GREETER, "test:old").await;
    say(&first, "hi").await;
    say(&first, "Ada").await;
    let old = execution(&first).await;
    say(&chat(&runtime, GREETER, "test:younger").await, "hi").await;
    runtime.close().await;

    // On the last day of its time all of it is there.
    let runtime = open(after(29), &path).await;
    look().await;
    let first = chat(&runtime, GREETER, "test:old").await;
    assert_eq!(outcomes(&first).await.len(), 2);
    assert!(runtime.execution(&old).await.unwrap().is_some());
    let younger = chat(&runtime, GREETER, "test:younger").await;
    assert_eq!(
        outcomes(&younger).await,
        ["moved", "moved"],
        "it timed out late"
    );
    runtime.close().await;

    let runtime = open(after(31), &path).await;
    look().await;
    let first = chat(&runtime, GREETER, "test:old").await;
    assert_eq!(outcomes(&first).await, [""; 0]);
    assert_eq!(runtime.execution(&old).await.unwrap(), None);
    assert_eq!(transcript(&first).await[3], "Greeter: Hello Ada");
    let younger = chat(&runtime, GREETER, "test:younger").await;
    assert_eq!(outcomes(&younger).await.len(), 2, "it ended two days ago");
    assert!(check(&path).unwrap().is_quiet());

    // The conversation goes on where it was.
    say(&first, "hello").await;
    assert_eq!(transcript(&first).await.len(), 6);
    assert_ne!(execution(&first).await, old);
    assert!(check(&path).unwrap().is_well());
}

/// It stays until it is ended, and all that waits for it.
#[tokio::test(start_paused = true)]
async fn what_is_held_and_what_waits_for_it_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let runtime = file(&path).await;
    say(&chat(&runtime, GREETER, "test:held").await, "hi").await;
    runtime.close().await;
    let other = |days: i64| {
        Runtime::builder()
            .register(stranger(), &[])
            .clock(Clock::starting_at(START + days * DAY))
    };
    let runtime = open(other(0), &path).await;
    let held = chat(&runtime, GREETER, "test:held").await;
    write(&held, "Ada").await;
    // Something later, so that none of it is kept for being the last.
    write(&chat(&runtime, GREETER, "test:last").await, "hi").await;
    runtime.close().await;
    let runtime = open(other(90), &path).await;
    look().await;
    let held = chat(&runtime, GREETER, "test:held").await;
    assert!(matches!(
        held.standing().await.unwrap(),
        Standing::Held { .. }
    ));
    assert_eq!(outcomes(&held).await, ["moved", "queued"]);
    runtime.close().await;
    let report = check(&path).unwrap();
    assert!(report.is_well(), "{report:?}");
}

/// A turn is found by the one after it, so those of an address go in order.
#[tokio::test(start_paused = true)]
async fn what_follows_something_that_stays_at_its_address_stays_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let without = |days: i64| others().clock(Clock::starting_at(START + days * DAY));
    let runtime = file(&path).await;
    say(&chat(&runtime, GREETER, "test:both").await, "hi").await;
    runtime.close().await;
    let runtime = open(without(0), &path).await;
    say(&chat(&runtime, WORKER, "test:both").await, "sleep 1").await;
    say(&chat(&runtime, WORKER, "test:last").await, "sleep 1").await;
    runtime.close().await;

    let runtime = open(without(31), &path).await;
    look().await;
    let worker = chat(&runtime, WORKER, "test:both").await;
    assert_eq!(outcomes(&worker).await, ["moved", "moved"]);
    assert!(execution(&worker).await.starts_with("FN"));
    runtime.close().await;
    assert!(check(&path).unwrap().is_well());

    // Its timer comes late, and with it all that waited.
    let runtime = open(after(31), &path).await;
    look().await;
    say(&chat(&runtime, WORKER, "test:last").await, "sleep 1").await;
    runtime.close().await;
    let runtime = open(after(62), &path).await;
    look().await;
    for flow in [GREETER, WORKER] {
        let gone = chat(&runtime, flow, "test:both").await;
        assert_eq!(outcomes(&gone).await, [""; 0]);
    }
    runtime.close().await;
    assert!(check(&path).unwrap().is_quiet());
}

/// The turn of one flow is old, and that of the other is not yet.
#[tokio::test(start_paused = true)]
async fn a_message_is_known_as_long_as_one_of_its_turns_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let runtime = file(&path).await;
    let quick = chat(&runtime, WORKER, "test:both").await;
    let slow = chat(&runtime, GREETER, "test:both").await;
    let message = || NewMessage::new("customer", "hi").id("1");
    slow.deliver(message()).await.unwrap();
    slow.quiet().await.unwrap();
    runtime.close().await;
    // The one is told so late that nobody answered.
    let runtime = open(after(20), &path).await;
    look().await;
    runtime.close().await;
    let runtime = open(after(31), &path).await;
    look().await;
    let slow = chat(&runtime, GREETER, "test:both").await;
    let quick_turns = outcomes(&chat(&runtime, WORKER, quick.address()).await).await;
    assert_eq!(
        quick_turns[..],
        ["moved"],
        "its last is behind one that stays"
    );
    assert_eq!(outcomes(&slow).await, ["moved", "moved"]);
    assert!(slow.deliver(message()).await.unwrap().duplicate);
    runtime.close().await;
    assert!(check(&path).unwrap().is_well());
}

/// Between any two groups the store is as it must be.
#[tokio::test(start_paused = true)]
async fn it_goes_in_groups_and_the_store_is_well_between_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let runtime = file(&path).await;
    let many = chat(&runtime, GREETER, "test:many").await;
    for _ in 0..3 {
        say(&many, "hi").await;
        say(&many, "Ada").await;
    }
    many.hand_over().await.unwrap();
    for _ in 0..1200 {
        write(&many, "nobody hears it").await;
    }
    runtime.close().await;
    let turns = |path: &Path| {
        let report = check(path).unwrap();
        assert!(report.is_quiet(), "{report:?}");
        report.turns
    };
    let runtime = open(after(31), &path).await;
    sleep(Duration::from_millis(59_980)).await;
    let mut seen = vec![turns(&path)];
    for _ in 0..30 {
        sleep(Duration::from_millis(5)).await;
        seen.push(turns(&path));
    }
    seen.dedup();
    // The last of all stays, so that the next is numbered after it.
    assert_eq!(seen, [1206, 706, 206, 1]);
    let many = chat(&runtime, GREETER, "test:many").await;
    assert_eq!(transcript(&many).await.len(), 12 + 1200);
}

#[tokio::test(start_paused = true)]
async fn nothing_goes_where_it_is_to_be_kept_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let runtime = file(&path).await;
    let kept = chat(&runtime, GREETER, "test:kept").await;
    say(&kept, "hi").await;
    say(&kept, "Ada").await;
    runtime.close().await;
    let mut limits = Limits::default();
    limits.retention = Duration::MAX;
    let runtime = open(after(5000).limits(limits), &path).await;
    look().await;
    let kept = chat(&runtime, GREETER, "test:kept").await;
    assert_eq!(outcomes(&kept).await, ["moved", "moved"]);
    let ancient = NewMessage::new("customer", "hello").sent(0);
    kept.deliver(ancient).await.unwrap();
}

/// F20: whether it came before is no longer known.
#[tokio::test(start_paused = true)]
async fn an_event_older_than_what_is_known_is_refused() {
    let runtime = after(31).in_memory().await.unwrap();
    let chat = chat(&runtime, GREETER, "test:replayed").await;
    let message = |sent| NewMessage::new("customer", "hi").id("1").sent(sent);
    let request = |sent| NewRequest::new("customer").id("1").sent(sent);
    let refused = chat.deliver(message(START)).await.unwrap_err();
    assert_eq!(refused, HostError::TooOld { days: 30 });
    assert_eq!(
        refused.to_string(),
        "it was sent more than 30 days ago, when events that came before are no longer known: do \
         not bring it again"
    );
    let refused = chat.start(request(START)).await.unwrap_err();
    assert_eq!(refused, HostError::TooOld { days: 30 });
    assert!(outcomes(&chat).await.is_empty());
    assert!(transcript(&chat).await.is_empty());
    chat.deliver(message(START + 2 * DAY)).await.unwrap();
    assert_eq!(outcomes(&chat).await, ["moved"]);
}

/// The row of the last execution is still there, and that of another is not.
#[tokio::test(start_paused = true)]
async fn an_id_that_is_no_longer_known_starts_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    let message = |body| NewMessage::new("customer", body).id("1");
    let runtime = file(&path).await;
    let mut before = Vec::new();
    for address in ["test:gone", "test:last"] {
        let chat = chat(&runtime, GREETER, address).await;
        chat.deliver(message("hi")).await.unwrap();
        chat.quiet().await.unwrap();
        say(&chat, "Ada").await;
        before.push(execution(&chat).await);
    }
    runtime.close().await;

    let runtime = open(after(31), &path).await;
    look().await;
    for (sid, is_there) in before.iter().zip([false, true]) {
        assert_eq!(runtime.execution(sid).await.unwrap().is_some(), is_there);
    }
    for (address, before) in ["test:gone", "test:last"].into_iter().zip(before) {
        let chat = chat(&runtime, GREETER, address).await;
        assert!(!chat.deliver(message("hello")).await.unwrap().duplicate);
        chat.quiet().await.unwrap();
        assert!(chat.deliver(message("hello")).await.unwrap().duplicate);
        say(&chat, "Bob").await;
        assert_eq!(
            transcript(&chat).await.last().unwrap(),
            "Greeter: Hello Bob"
        );
        assert_ne!(execution(&chat).await, before);
    }
    runtime.close().await;
    let report = check(&path).unwrap();
    assert!(report.is_quiet(), "{report:?}");
}
