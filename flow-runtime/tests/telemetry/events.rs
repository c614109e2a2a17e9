//! Spans and events.

use std::path::Path;
use std::time::Duration;

use flow_runtime::Runtime;
use flow_runtime::host::local::NewMessage;
use tokio::time::sleep;
use tracing::Level;

use crate::flows::{
    GREETER, REMOTE, START, WORKER, builder, chat, file, memory, others, say, write,
};
use crate::table::assert_promised;
use crate::watch::{Clock, Told, Watch, watch};

/// What is in the texts of the customer, of functions and of their errors, and in no name.
const THEIRS: [&str; 6] = [
    "geheim",
    "customer",
    "test:",
    "no luck",
    "out of order",
    "example.test",
];

fn lines(told: &[Told], least: Level) -> Vec<String> {
    let events = told.iter().filter(|told| !told.span && told.level <= least);
    events.map(Told::line).collect()
}

#[test]
fn a_conversation_is_told_from_beginning_to_end() {
    watch(Clock::Paused, async |watch| {
        let runtime = memory().await;
        let chat = chat(&runtime, GREETER, "test:whole").await;
        say(&chat, "hi").await;
        say(&chat, "Ada").await;
        runtime.close().await;
        let told = watch.told();
        assert_eq!(
            lines(&told, Level::DEBUG),
            [
                "client.missing flow=Remote widgets=[\"ask\"]",
                "runtime.opened flows=3",
                "execution.started",
                "turn",
                "step flow=Greeter from=Trigger event=incomingConversationMessage to=ask",
                "execution.ended by=sent",
                "turn",
                "step flow=Greeter from=ask event=incomingMessage to=greet",
                "step flow=Greeter from=greet event=sent",
                "runtime.closed",
            ]
        );
        let spans: Vec<_> = told.iter().filter(|told| told.span).collect();
        assert_eq!(spans.len(), 2);
        let values = &spans[0].values;
        assert_eq!(values["conversation"], chat.sid().as_str());
        let step = told.iter().find(|told| told.name == "step").unwrap();
        assert_eq!(values["execution"], step.values["execution"]);
        assert_eq!(
            spans[0].line(),
            "turn flow=Greeter event=message widget=ask outcome=moved"
        );
        assert_eq!(
            spans[1].line(),
            "turn flow=Greeter event=message widget=greet outcome=moved"
        );
        let started = told.iter().find(|told| told.name == "execution.started");
        assert_eq!(started.unwrap().within, ["turn"]);
    });
}

mod asking {
    use flow_runtime::prelude::*;

    flow! {
        /// Looks something up elsewhere.
        pub(super) flow LookUp {
            trigger { incoming_parent => ask }

            make_http_request ask {
                url: "https://example.test/",
                method: "GET",

                _ => end,
            }
        }
    }

    flow! {
        /// Asks nobody itself.
        pub(super) flow Desk {
            trigger { incoming_message => first }

            run_subflow first { flow: LookUp, _ => second }

            run_subflow second { flow: LookUp, _ => end }
        }
    }
}

#[test]
fn a_subflow_that_calls_elsewhere_is_told_of_once() {
    watch(Clock::Paused, async |watch| {
        let builder = Runtime::builder().flow::<asking::Desk>();
        builder.in_memory().await.unwrap().close().await;
        let told = lines(&watch.told(), Level::WARN);
        assert_eq!(told, ["client.missing flow=LookUp widgets=[\"ask\"]"]);
    });
}

/// F17: whoever runs the program hears of it while there is time, and once.
#[test]
fn a_state_that_grows_large_is_told_of_once() {
    watch(Clock::Paused, async |watch| {
        let runtime = memory().await;
        let chat = chat(&runtime, GREETER, "test:growing").await;
        let larges = |watch: &Watch| {
            let mut told = watch.told();
            told.retain(|told| told.name == "execution.large");
            told
        };
        // What opens an execution is remembered in it.
        let opening = |kibibytes: usize| NewMessage::new("customer", "x".repeat(kibibytes << 10));
        chat.deliver(opening(100)).await.unwrap();
        say(&chat, "Ada").await;
        assert_eq!(larges(watch).len(), 0);
        chat.deliver(opening(300)).await.unwrap();
        say(&chat, "Bob").await;
        let told = larges(watch);
        assert_eq!(told.len(), 1, "{told:?}");
        let bytes: usize = told[0].values["bytes"].parse().unwrap();
        assert!((300 << 10..1 << 20).contains(&bytes), "{bytes}");
        chat.deliver(opening(300)).await.unwrap(); // another execution
        assert_eq!(larges(watch).len(), 2);
    });
}

/// Whole conversations, with all that can go wrong in them without a broken disk.
async fn much(path: &Path) {
    let runtime = file(path).await;
    let greeter = chat(&runtime, GREETER, "test:geheim-1").await;
    say(&greeter, "geheim").await;
    say(&greeter, "geheim, too").await;
    say(&greeter, "and late").await;
    sleep(Duration::from_secs(61)).await; // a timer
    greeter.quiet().await.unwrap();
    say(&greeter, "geheim").await;
    let large = "geheim".repeat(1 << 18);
    let large = NewMessage::new("customer", large);
    greeter.deliver(large).await.unwrap(); // the execution is ended
    greeter.close().await.unwrap();

    let worker = chat(&runtime, WORKER, "test:geheim-2").await;
    for task in [
        "fail geheim",
        "panic geheim",
        "say geheim",
        "other geheim",
        "add geheim",
    ] {
        say(&worker, task).await;
    }
    write(&worker, "sleep 5").await;
    say(&worker, "queued geheim").await;
    say(&worker, "sleep 60").await; // longer than it may
    say(&worker, "leave geheim").await;
    say(&worker, "geheim to people").await;
    let stranger = NewMessage::new("geheim-stranger", "geheim");
    worker.deliver(stranger).await.unwrap_err();

    let remote = chat(&runtime, REMOTE, "test:geheim-3").await;
    say(&remote, "geheim").await; // there is no client

    // Left under way, three times.
    let cut = chat(&runtime, WORKER, "test:geheim-4").await;
    write(&cut, "sleep 9").await;
    drop(runtime);
    for _ in 0..3 {
        let runtime = file(path).await;
        let cut = chat(&runtime, WORKER, "test:geheim-4").await;
        cut.standing().await.unwrap();
        drop(runtime);
    }
    let runtime = file(path).await;
    let cut = chat(&runtime, WORKER, "test:geheim-4").await;
    cut.quiet().await.unwrap();

    // Held by a program that has no such flow, and released.
    let both = chat(&runtime, GREETER, "test:geheim-5").await;
    say(&both, "geheim").await;
    runtime.close().await;
    let runtime = others().open(path).await.unwrap();
    say(&chat(&runtime, REMOTE, "test:geheim-5").await, "geheim").await;
    runtime.close().await;
    let runtime = file(path).await;
    say(&chat(&runtime, GREETER, "test:geheim-5").await, "geheim").await;
    runtime.close().await;
}

#[test]
fn nobodys_text_is_told_above_debug_and_all_is_promised() {
    watch(Clock::Paused, async |watch| {
        let folder = tempfile::tempdir().unwrap();
        much(&folder.path().join("flow.db")).await;
        let told = watch.told();
        assert_promised(&told);
        for told in &told {
            let said = format!("{told:?}");
            let theirs = THEIRS.iter().find(|text| said.contains(**text));
            assert!(told.level > Level::INFO || theirs.is_none(), "{said}");
            assert!(!said.contains("geheim"), "{said}"); // no level has messages
        }
        // What is not said above debug is said there.
        let reasons: Vec<_> = told.iter().filter(|told| told.name == "why").collect();
        for text in [
            "no luck",
            "out of order",
            "example.test",
            "larger than 1024 KiB",
        ] {
            let said = |told: &&&Told| told.values["why"].contains(text);
            assert!(reasons.iter().any(|told| said(&told)), "{text}");
        }
        for name in [
            "call.again",
            "call.failed",
            "call.given_up",
            "client.missing",
            "conversation.closed",
            "conversation.handed_over",
            "execution.aborted",
            "execution.ended",
            "execution.held",
            "execution.released",
            "execution.started",
            "runtime.closed",
            "runtime.opened",
            "version.active",
        ] {
            assert!(told.iter().any(|told| told.name == name), "{name}");
        }
    });
}

/// A clock that was wrong once leaves a store that is ahead of the next.
#[test]
fn a_clock_behind_its_store_is_told_of_at_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.db");
    watch(Clock::Paused, async |watch| {
        let runtime = file(&path).await;
        say(&chat(&runtime, GREETER, "test:ahead").await, "hi").await;
        runtime.close().await;
        let early = flow_runtime::host::Clock::starting_at(START - 3_600_000);
        builder().clock(early).open(&path).await.unwrap();
        let told = lines(&watch.told(), Level::WARN);
        let leapt = told
            .iter()
            .filter(|line| line.starts_with("clock.leapt milliseconds=-3"));
        assert_eq!(leapt.count(), 1, "{told:?}");
    });
}

#[test]
fn an_event_that_is_too_old_is_told_of_with_its_conversation() {
    watch(Clock::Paused, async |watch| {
        let runtime = memory().await;
        let chat = chat(&runtime, GREETER, "test:replayed").await;
        let ancient = NewMessage::new("customer", "hi").sent(0);
        chat.deliver(ancient).await.unwrap_err();
        let told = watch.told();
        assert_promised(&told);
        let refused = told.iter().find(|told| told.name == "message.too_old");
        assert_eq!(refused.unwrap().values["conversation"], chat.sid().as_str());
    });
}
