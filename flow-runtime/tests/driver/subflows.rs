//! `run_subflow`: another flow within the same execution.

use flow_runtime::Program;
use flow_runtime::driver::{EventKind, Outcome, Request};
use flow_runtime::execution::Wait;
use flow_runtime::function::FunctionEntry;
use flow_runtime::functions::HandOver;
use flow_runtime::model::Value;
use flow_runtime::model::flow::{Flow, ValueKind, Widget};
use flow_runtime::model::machine::lower;
use flow_runtime::program::{Definition, Problem, ProgramError, Registry};
use flow_runtime::sid;

use crate::build::*;
use crate::chat::Chat;

const SID: &str = "FW0123456789abcdef0123456789abcdef";

fn named(name: &str, widgets: Vec<Widget>) -> Flow {
    let mut flow = flow(widgets);
    flow.name.text = name.to_owned();
    flow
}

/// The flow of that name, with another one under [`SID`].
fn make(parent: Vec<Widget>, subflow: impl Into<Definition>) -> Result<Program, ProgramError> {
    let registry = Registry {
        subflows: [(SID.into(), subflow.into())].into(),
        ..Registry::default()
    };
    Program::make((&flow(parent)).into(), &registry)
}

fn run_subflow(ident: &str, parameters: &[(&str, ValueKind)], arms: &[(&str, &str)]) -> Widget {
    let properties = [("flow_sid", text(SID)), ("parameters", map(parameters))];
    widget("run_subflow", ident, &properties, arms)
}

/// Asks for a number and counts how often it did.
fn asker(question: &str) -> Flow {
    named(
        "Asker",
        vec![
            trigger(&[("incoming_parent", "number")]),
            ask(
                "number",
                question,
                "60",
                &[
                    ("incoming_message", "keep"),
                    ("timeout", "give_up"),
                    ("delivery_failure", "end"),
                ],
            ),
            set(
                "keep",
                &[
                    ("number", text("{{widgets.number.inbound.Body}}")),
                    ("asked", text("{{flow.variables.asked | plus: 1}}")),
                ],
                "end",
            ),
            set("give_up", &[("number", text("none"))], "end"),
        ],
    )
}

/// Asks for a number through the asker, twice in a loop, and says what it knows.
fn desk() -> Vec<Widget> {
    vec![
        trigger(&[("incoming_conversation_message", "mark")]),
        set("mark", &[("asked", text("7"))], "order"),
        run_subflow(
            "order",
            &[
                ("what", text("{{trigger.conversation.Body}}")),
                ("zip", text("007")),
                ("n", number("5")),
                ("cart", json(r#"{"a": [1]}"#)),
            ],
            &[("completed", "tell"), ("failed", "end")],
        ),
        say(
            "tell",
            "{{widgets.order.number}} {{widgets.order.asked}} {{flow.variables.asked}}\
             {{flow.variables.number}}{{widgets.number.inbound.Body}}",
            "end",
        ),
    ]
}

const QUESTION: &str = "{{trigger.parent.parameters.what}} {{trigger.parent.parameters.zip}} \
    {{trigger.parent.parameters.n}} {{trigger.parent.parameters.cart.a}} {{trigger.conversation.Body}} \
    {{contact.channel.address}}{{flow.variables.asked}}?";

#[test]
fn a_subflow_runs_within_its_execution_and_gives_what_it_set() {
    let program = make(desk(), &asker(QUESTION)).unwrap();
    let mut chat = Chat::new(&program);
    chat.stored = true;
    chat.say("ann", "order");
    let execution = chat.execution().clone();
    assert_eq!(execution.within().map(AsRef::as_ref), Some("order"));
    assert_eq!(execution.widget(), "number");
    assert!(matches!(execution.wait(), Wait::Reply(_)));
    assert_eq!(execution.digest(), program.digest());
    chat.say("ann", "17");
    assert!(chat.execution().is_ended());
    assert_eq!(
        chat.transcript,
        [
            "ann: order",
            "desk: order 007 5 1 order ann?",
            "ann: 17",
            // The variables of the two are apart.
            "desk: 17 1 7",
        ]
    );
    let steps: Vec<_> = chat
        .steps
        .iter()
        .map(|step| {
            let to = step.to.as_deref().unwrap_or("end");
            let within = step.within.as_deref().unwrap_or("-");
            format!("{} {within} {} {} {to}", step.n, step.from, step.event)
        })
        .collect();
    assert_eq!(
        steps,
        [
            "0 - Trigger incomingConversationMessage mark",
            "1 - mark next order",
            "2 order Trigger incomingParent number",
            "3 order number incomingMessage keep",
            "4 order keep next end",
            "5 - order completed tell",
            "6 - tell sent end",
        ]
    );
}

#[test]
fn a_subflow_knows_its_parent() {
    let program = make(desk(), &asker("?")).unwrap();
    let mut chat = Chat::new(&program);
    chat.say("ann", "order");
    let execution = chat.execution().sid().clone();
    for (path, value) in [
        ("trigger.parent.execution_sid", execution.clone()),
        ("trigger.parent.step_sid", sid::step(&execution, 1)),
        ("trigger.parent.flow_sid", program.sid().clone()),
        (
            "trigger.parent.trigger_type",
            "incomingConversationMessage".into(),
        ),
        ("flow.sid", execution.clone()),
        ("flow.flow_sid", SID.into()),
        ("flow.channel.address", "desk".into()),
    ] {
        assert_eq!(chat.value(path), Value::Text(value), "{path}");
    }
}

#[test]
fn a_subflow_that_runs_again_begins_afresh() {
    let mut widgets = desk();
    widgets[3] = say("tell", "{{widgets.order.asked}}", "order");
    let program = make(widgets, &asker("?")).unwrap();
    let mut chat = Chat::new(&program);
    for body in ["order", "1", "2"] {
        chat.say("ann", body);
    }
    let told = |line: &&String| line.starts_with("desk: 1");
    assert_eq!(chat.transcript.iter().filter(told).count(), 2);
}

#[test]
fn a_timer_fires_in_a_subflow() {
    let program = make(desk(), &asker("?")).unwrap();
    let mut chat = Chat::new(&program);
    chat.stored = true;
    chat.say("ann", "order");
    chat.ring();
    assert_eq!(chat.transcript.last().unwrap(), "desk: none  7");
}

static HAND_OVER: &[FunctionEntry] = &[FunctionEntry::of::<HandOver>()];

#[test]
fn the_functions_of_a_subflow_are_its_own() {
    let call = widget(
        "run_function",
        "call",
        &[("function", callee("HandOver", &[]))],
        &[("_", "end")],
    );
    let subflow = named("Sub", vec![trigger(&[("incoming_parent", "call")]), call]);
    let definition = Definition {
        functions: HAND_OVER,
        ..Definition::from(&subflow)
    };
    let program = make(desk(), definition).unwrap();
    let mut chat = Chat::new(&program);
    chat.stored = true;
    chat.say("ann", "order");
    let Request::Call {
        within: Some(within),
        function: 0,
        ..
    } = chat.call.clone().unwrap().request
    else {
        panic!("{:?}", chat.call)
    };
    assert_eq!(within, "order");
    let subflow = program.subflow(&within).unwrap();
    assert!(subflow.function(0).is_some() && program.function(0).is_none());
    chat.answer(Outcome::Failed {
        reason: "no".into(),
        code: None,
    });
    assert!(chat.execution().is_ended());
}

#[test]
fn a_subflow_that_cannot_go_on_fails() {
    let spin = set("spin", &[("x", text("1"))], "spin");
    let spinning = named("Sub", vec![trigger(&[("incoming_parent", "spin")]), spin]);
    let split = split("check", "a", &[("equal_to", &["b"], "end")]);
    let stuck = named("Sub", vec![trigger(&[("incoming_parent", "check")]), split]);
    for (subflow, note) in [(spinning, "81001"), (stuck, "81005")] {
        let mut widgets = desk();
        widgets[2].arms = vec![arm("completed", &[], "tell"), arm("failed", &[], "sorry")];
        widgets.push(say("sorry", "sorry{{widgets.order.x}}", "end"));
        let program = make(widgets, &subflow).unwrap();
        let mut chat = Chat::new(&program);
        chat.say("ann", "order");
        assert_eq!(chat.transcript.last().unwrap(), "desk: sorry");
        let failed = chat.steps.iter().find(|step| step.event == "failed");
        assert!(failed.unwrap().notes[0].starts_with("81024: "));
        let last = chat.steps.iter().rfind(|step| step.within.is_some());
        assert!(last.unwrap().notes[0].starts_with(note));
    }
}

#[test]
fn the_steps_of_subflows_count_towards_the_thousand() {
    let once = set("once", &[("x", text("1"))], "end");
    let subflow = named("Sub", vec![trigger(&[("incoming_parent", "once")]), once]);
    let again = |ident, to| run_subflow(ident, &[], &[("completed", to), ("failed", "end")]);
    let program = make(
        vec![
            trigger(&[("incoming_conversation_message", "a")]),
            again("a", "b"),
            again("b", "a"),
        ],
        &subflow,
    )
    .unwrap();
    let mut chat = Chat::new(&program);
    chat.say("ann", "x");
    assert_eq!(chat.steps.len(), 1000);
    let last = chat.steps.last().unwrap();
    assert!(last.notes[0].starts_with("81000"), "{last:?}");
    assert!(chat.execution().is_ended());
}

#[test]
fn an_execution_that_is_ended_in_a_subflow_has_ended() {
    let program = make(desk(), &asker("?")).unwrap();
    let mut chat = Chat::new(&program);
    chat.say("ann", "order");
    chat.event("end:1".to_owned(), EventKind::End);
    assert!(chat.execution().is_ended());
    let last = chat.steps.last().unwrap();
    assert_eq!(
        (last.from.as_str(), last.event.as_str()),
        ("number", "ended")
    );
    assert_eq!(last.within.as_deref(), Some("order"));
}

#[test]
fn values_as_deep_as_they_may_be_are_read_again() {
    let deep = "[".repeat(100) + &"]".repeat(100);
    let mut widgets = desk();
    widgets[2] = run_subflow(
        "order",
        &[("deep", json(&deep))],
        &[("completed", "tell"), ("failed", "end")],
    );
    let program = make(widgets, &asker("?")).unwrap();
    let mut chat = Chat::new(&program);
    chat.stored = true;
    chat.say("ann", "order");
    assert_eq!(
        chat.value("trigger.parent.parameters.deep").to_string(),
        deep
    );
}

#[test]
fn what_keeps_a_subflow_from_running_is_said_at_registration() {
    let unknown = Program::new(std::borrow::Cow::Owned(lower(&flow(desk()))), &[]).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        format!(
            "the flow `Desk` cannot run here:\n  `order`: this program does not know which flow `{SID}` is: \
             say it with `.subflow(\"{SID}\", …)`"
        )
    );

    let deaf = named(
        "Deaf",
        vec![trigger(&[("incoming_message", "x")]), say("x", "x", "end")],
    );
    let error = make(desk(), &deaf).unwrap_err().to_string();
    assert!(
        error.ends_with(
            "`order`: no flow can run `Deaf`: let its trigger connect `incoming_parent`"
        ),
        "{error}"
    );

    let nested = named(
        "Nested",
        vec![
            trigger(&[("incoming_parent", "again")]),
            run_subflow("again", &[], &[("_", "end")]),
        ],
    );
    let error = make(desk(), &nested).unwrap_err();
    assert!(matches!(error.problems[0], Problem::Subflow { .. }));
    assert_eq!(
        error.to_string(),
        "the flow `Desk` cannot run here:\n  `order`: the flow `Nested` cannot run here:\n    \
         `again`: it is in a subflow, and subflows nest one level only, as Studio's do"
    );
}

#[test]
fn every_widget_that_cannot_run_is_listed_with_its_reason() {
    let call = |ident| widget("say_play", ident, &[("say", text("hi"))], &[("_", "end")]);
    let subflow = named(
        "Sub",
        vec![trigger(&[("incoming_parent", "voice")]), call("voice")],
    );
    let mut widgets = desk();
    widgets.push(call("hello"));
    widgets.push(widget("send_to_auto_pilot", "pilot", &[], &[("_", "end")]));
    let error = make(widgets, &subflow).unwrap_err();
    assert_eq!(
        error.cannot_run(),
        [
            (
                "voice",
                "say-play",
                "no channel of this project carries voice"
            ),
            (
                "hello",
                "say-play",
                "no channel of this project carries voice"
            ),
            ("pilot", "send-to-auto-pilot", "Studio has retired it"),
        ]
    );
}
