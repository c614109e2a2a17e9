//! Executions that grow too large.

use std::sync::{Arc, Mutex};

use flow_runtime::host::local::{NewMessage, Standing};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::flows::{GREETER, chat, memory, outcomes, say, transcript};

fn large() -> NewMessage {
    NewMessage::new("customer", "x".repeat(1 << 20))
}

const ENDED: &str = "ended: its state would be larger than 1024 KiB";

/// F17: whoever runs the program hears of it while there is time, and once.
#[tokio::test(start_paused = true)]
async fn a_state_that_grows_large_is_told_of_once() {
    let warnings = Warnings::default();
    let told = || warnings.0.lock().unwrap().clone();
    let _listening = tracing::subscriber::set_default(warnings.clone());
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:growing").await;
    let opening = |kibibytes: usize| NewMessage::new("customer", "x".repeat(kibibytes << 10));
    // The trigger is remembered: what opens an execution makes it large.
    chat.deliver(opening(200)).await.unwrap();
    say(&chat, "Ada").await;
    assert_eq!(told(), [""; 0]);
    chat.deliver(opening(300)).await.unwrap();
    say(&chat, "Bob").await;
    assert_eq!(
        told(),
        ["the state of an execution is large, and ends it at 1024 KiB: let its flow keep less"]
    );
}

/// What is told as a warning.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::WARN && !metadata.is_span()
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl Visit for Warnings {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.0.lock().unwrap().push(format!("{value:?}"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_state_over_the_limit_ends_the_execution() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:large").await;
    say(&chat, "hi").await;
    chat.deliver(large()).await.unwrap();
    assert_eq!(outcomes(&chat).await, ["moved", ENDED]);
    assert_eq!(chat.standing().await.unwrap(), Standing::Idle);
    say(&chat, "hello").await;
    assert_eq!(
        transcript(&chat).await[3..],
        ["customer: hello", "Greeter: Who is there?"]
    );
}

#[tokio::test(start_paused = true)]
async fn an_event_too_large_to_start_with_starts_nothing() {
    let runtime = memory().await;
    let chat = chat(&runtime, GREETER, "test:large-start").await;
    chat.deliver(large()).await.unwrap();
    assert_eq!(outcomes(&chat).await, [ENDED]);
    say(&chat, "hello").await;
    assert_eq!(outcomes(&chat).await, [ENDED, "moved"]);
}
