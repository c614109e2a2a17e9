//! One turn of the driver, in memory, without a host; then XState's, where that is installed.

#![allow(clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use divan::AllocProfiler;
use divan::counter::ItemsCount;
use flow_benches::Desk;
use flow_runtime::conversation::Message;
use flow_runtime::driver::{self, Event, EventKind, Outcome, Request, Run, Start};
use flow_runtime::model::{Map, Text};
use flow_runtime::{Execution, Program};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// How long a conversation is: an execution has at most 1,000 steps, and a turn takes four.
const TURNS: u64 = 200;

fn main() {
    println!("an item is a turn");
    divan::main();
    xstate();
}

/// A reply moves on a split that tests a template, a `set_variables`, a `send_message` and a
/// `send_and_wait_for_reply`: three runs, because both messages are accepted on the spot. Each turn
/// goes on from the one before.
#[divan::bench(sample_count = 1000, sample_size = 200)]
fn four_widget_turn(bencher: divan::Bencher<'_, '_>) {
    let program = Program::of::<Desk>().expect("it is checked");
    let start = Start {
        execution: "FN0123456789abcdef0123456789abcdef".into(),
        conversation_sid: "CH0123456789abcdef0123456789abcdef".into(),
        address: "desk".into(),
        attributes: Map::new(),
    };
    let started = driver::start(&program, &start, &reply(0)).map(|run| settle(&program, run));
    let waiting = started.expect("a message starts it").execution;
    let event = reply(1);
    let mut talk = None;
    bencher.counter(ItemsCount::new(1_u8)).bench_local(|| {
        let before = talk.take().filter(|talk: &Execution| talk.turns() < TURNS);
        let before = before.unwrap_or_else(|| waiting.clone());
        talk = Some(turn(&program, before, &event).execution);
    });
}

fn turn(program: &Program, execution: Execution, event: &Event) -> Run {
    let run = settle(program, driver::run(program, execution, event));
    assert!(run.execution.waits_for_reply());
    run
}

/// Accepts what is sent, until the execution waits for somebody.
fn settle(program: &Program, mut run: Run) -> Run {
    while let Some(effect) = run.effect {
        let Request::Send { author, body, .. } = effect.request else {
            panic!("this flow only sends")
        };
        let message = message(1, author, body);
        run = driver::answer(program, run.execution, &Outcome::Accepted { message });
    }
    run
}

fn reply(index: u64) -> Event {
    let message = message(index, "+15557770100".into(), "Support".into());
    let parameters = Map::new();
    Event {
        identity: format!("m:{index}").into(),
        at: 1_700_000_000_000,
        kind: EventKind::Message {
            message,
            parameters,
            early: false,
        },
    }
}

fn message(index: u64, author: Text, body: Text) -> Message {
    Message {
        sid: "IM0123456789abcdef0123456789abcdef".into(),
        index,
        author,
        body,
        attributes: Map::new(),
        media: Vec::new(),
        at: 1_700_000_000_000,
    }
}

/// The same sends as the peer of that folder does them.
fn xstate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/xstate");
    if !folder.join("node_modules").is_dir() {
        println!("XState is not installed: npm ci --prefix benches/peers/xstate");
        return;
    }
    let bench = Command::new("node")
        .arg("bench.mjs")
        .current_dir(&folder)
        .status();
    match bench {
        Ok(status) if status.success() => {}
        Ok(status) => println!("XState's benchmark failed: {status}"),
        Err(error) => println!("XState needs node: {error}"),
    }
}
