//! What ends an execution besides `end`.

use flow_runtime::Execution;
use flow_runtime::driver::{Event, EventKind, Outcome, abort, answer, run, start};
use flow_runtime::execution::{MAX_AGE, Row};

use crate::build::*;
use crate::chat::{Chat, START, conversation};

fn last_note(chat: &Chat<'_>) -> String {
    chat.steps.last().unwrap().notes.concat()
}

#[test]
fn a_widget_runs_ten_times_in_a_row() {
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "spin")]),
        set(
            "spin",
            &[("n", text("{{flow.variables.n | plus: 1}}"))],
            "spin",
        ),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    assert!(chat.execution().is_ended());
    assert_eq!(chat.value("flow.variables.n"), 10.into());
    assert_eq!(chat.steps.len(), 11);
    assert_eq!(
        last_note(&chat),
        "81001: a widget runs at most 10 times in a row"
    );
}

#[test]
fn the_first_widget_is_not_entered_twice() {
    let widgets = vec![
        set(
            "spin",
            &[("n", text("{{flow.variables.n | plus: 1}}"))],
            "spin",
        ),
        trigger(&[("incoming_conversation_message", "spin")]),
    ];
    let program = program(widgets);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    assert_eq!(chat.value("flow.variables.n"), 10.into());
}

#[test]
fn an_execution_has_a_thousand_steps() {
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "ping")]),
        set(
            "ping",
            &[("n", text("{{flow.variables.n | plus: 1}}"))],
            "pong",
        ),
        set("pong", &[("x", text("1"))], "ping"),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    assert!(chat.execution().is_ended());
    assert_eq!(chat.steps.len(), 1000);
    assert_eq!(chat.steps.last().unwrap().n, 999);
    assert_eq!(
        last_note(&chat),
        "81000: an execution has at most 1,000 steps"
    );
}

#[test]
fn an_execution_lives_thirty_days() {
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "ask")]),
        ask(
            "ask",
            "?",
            "2592000",
            &[
                ("incoming_message", "ask"),
                ("timeout", "ask"),
                ("_", "end"),
            ],
        ),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    chat.now = START + MAX_AGE - 1;
    chat.say("ann", "still here");
    assert_eq!(chat.execution().due(), Some(START + MAX_AGE));
    chat.ring();
    assert_eq!(chat.way().last().unwrap(), "ask -expired-> end");
    assert!(chat.execution().is_ended());
}

#[test]
fn what_fails_ends_with_the_reason_on_its_last_step() {
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "ask")]),
        ask("ask", "?", "60", &[("_", "end")]),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    let execution = chat.execution().clone();
    let event = Event {
        identity: "m".into(),
        at: chat.now + 7,
        kind: EventKind::End,
    };
    let ended = abort(
        &program,
        execution,
        &event,
        "its state is over 1 MiB".into(),
    );
    assert!(ended.execution.is_ended());
    assert_eq!(ended.execution.updated(), event.at);
    assert_eq!(ended.steps[0].notes, ["its state is over 1 MiB"]);
    let again = abort(&program, ended.execution.clone(), &event, "again".into());
    assert_eq!(again.execution, ended.execution);
}

#[test]
fn a_split_without_a_way_ends_with_a_note() {
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "check")]),
        split("check", "x", &[("equal_to", &["y"], "end")]),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    assert_eq!(chat.way()[1], "check -noMatch-> end");
    assert!(last_note(&chat).starts_with("81005"));
}

#[test]
fn an_execution_of_another_program_ends_instead_of_panicking() {
    let asking = program(vec![
        trigger(&[("incoming_conversation_message", "one")]),
        set("one", &[("x", text("1"))], "ask"),
        ask("ask", "?", "60", &[("_", "end")]),
    ]);
    let mut chat = Chat::new(&asking);
    chat.say("ann", "hello");
    let execution = chat.execution().clone();
    for other in [
        program(vec![trigger(&[("_", "end")])]),
        program(vec![
            trigger(&[("_", "end")]),
            say("a", "", "end"),
            say("b", "", "end"),
        ]),
    ] {
        for kind in [EventKind::Timer { wait: 1 }, EventKind::End] {
            let event = Event {
                identity: "x".into(),
                at: START + 60_000,
                kind,
            };
            let run = run(&other, execution.clone(), &event);
            assert!(run.execution.is_ended());
            assert_eq!(run.steps.len(), 1);
        }
    }
}

#[test]
fn no_state_makes_the_driver_panic() {
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "ask")]),
        ask("ask", "{{flow.variables.x}}", "60", &[("_", "count")]),
        set(
            "count",
            &[("x", text("{{widgets.count.x | plus: 1}}"))],
            "ask",
        ),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    let json = chat.execution().to_state().unwrap();
    let row = Row {
        turns: u64::MAX,
        started: i64::MAX,
        updated: i64::MAX,
        ..chat.execution().row()
    };
    let mut state: serde_json::Value = serde_json::from_str(&json).unwrap();
    for (counter, most) in [
        ("effects", u64::MAX),
        ("steps", u32::MAX.into()),
        ("in_a_row", u32::MAX.into()),
    ] {
        state[counter] = most.into();
    }
    for context in [
        "{}",
        r#"{"flow":1,"widgets":[],"trigger":null}"#,
        r#"{"widgets":{"ask":"x"}}"#,
    ] {
        state["context"] = serde_json::from_str(context).unwrap();
        for wait in [
            r#"{"reply":9223372036854775807}"#,
            r#"{"result":18446744073709551615}"#,
        ] {
            state["wait"] = serde_json::from_str(wait).unwrap();
            let execution = Execution::from_state(&program, &row, &state.to_string()).unwrap();
            chat.execution = Some(execution.clone());
            chat.say("bob", "hi");
            chat.execution = Some(execution.clone());
            chat.ring();
            let outcome = Outcome::Returned { value: 1.into() };
            let run = answer(&program, execution, &outcome);
            assert_eq!(run.execution.is_ended(), wait.contains("result"));
        }
    }
}

#[test]
fn only_a_message_starts_an_execution() {
    let program = program(vec![trigger(&[("_", "end")])]);
    let kind = EventKind::Timer { wait: 0 };
    let event = Event {
        identity: "t".into(),
        at: START,
        kind,
    };
    assert_eq!(start(&program, &conversation(), &event), None);
}
