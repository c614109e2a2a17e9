//! What a program is made from: what cannot run, and what makes two programs the same.

use std::borrow::Cow;

use flow_runtime::Program;
use flow_runtime::function::{FunctionEntry, Shape};
use flow_runtime::functions::{AddParticipant, HandOver};
use flow_runtime::model::Machine;
use flow_runtime::model::catalogue::{KINDS, Runs};
use flow_runtime::model::flow::{Arm, Location, ValueKind, Widget, Word};
use flow_runtime::model::machine::lower;
use flow_runtime::program::ProgramError;

use crate::build::*;
use crate::chat::Chat;

#[test]
fn everything_that_cannot_run_is_listed() {
    let mut notify = widget("create-task", "notify", &[], &[]);
    notify.kind = Word {
        text: "create-task".to_owned(),
        quoted: true,
        at: Location(0),
    };
    let error = compile(
        vec![
            notify,
            say("hello", "{{ broken", "end"),
            widget(
                "run_function",
                "call",
                &[("function", callee("Missing", &[]))],
                &[("_", "end")],
            ),
            widget("send_message", "mute", &[], &[("_", "end")]),
        ],
        &[],
    )
    .unwrap_err();
    assert_eq!(error.problems.len(), 5);
    let message = error.to_string();
    assert!(message.starts_with("the flow `Desk` cannot run here:\n  `notify`: a widget of the type `create-task` does not run here: the catalogue does not know it\n  `hello`: `body`: "), "{message}");
    for part in [
        "`call`: `Missing`",
        "`mute`: `body` is missing",
        "it has no `trigger`",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

/// What the catalogue says of each widget is what a program says of it.
#[test]
fn the_catalogue_says_what_runs() {
    for kind in KINDS.iter().filter(|kind| kind.word != "trigger") {
        let properties = kind.properties.iter().filter(|property| property.required);
        let properties: Vec<_> = properties
            .map(|property| (property.word, text("POST")))
            .collect();
        let widgets = vec![
            trigger(&[("_", "it")]),
            widget(kind.word, "it", &properties, &[("_", "end")]),
        ];
        let error = compile(widgets, &[]).err();
        let found = error.iter().flat_map(ProgramError::cannot_run).next();
        let expected = match kind.runs {
            Runs::Not(why) => Some(("it", kind.studio, why)),
            Runs::Whole | Runs::Differs(_) => None,
        };
        assert_eq!(found, expected, "{}", kind.word);
    }
}

#[test]
fn quoted_events_are_studios() {
    let mut hello = say("hello", "hi", "end");
    hello.arms = vec![arm("_", &[], "end"), arm("sent", &[], "again")];
    if let flow_runtime::model::flow::Event::Named { word, .. } = &mut hello.arms[1].event {
        word.quoted = true;
    }
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "hello")]),
        hello,
        say("again", "again", "end"),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "x");
    assert_eq!(chat.transcript.last().unwrap(), "desk: again");
}

#[test]
fn tables_in_the_program_run_like_tables_that_were_read() {
    let widgets = vec![
        trigger(&[("_", "hello")]),
        say("hello", "hi {{contact.channel.address}}", "end"),
    ];
    let machine: &'static Machine = Box::leak(Box::new(lower(&flow(widgets.clone()))));
    let constant = Program::new(Cow::Borrowed(machine), &[]).unwrap();
    let owned = program(widgets);
    assert_eq!(constant.digest(), owned.digest());
    let [mut one, mut two] = [Chat::new(&constant), Chat::new(&owned)];
    one.say("ann", "x");
    two.say("ann", "x");
    assert_eq!(one.transcript, two.transcript);
    assert_eq!(one.execution, two.execution);
}

fn digest(widgets: Vec<Widget>, functions: &'static [FunctionEntry]) -> String {
    compile(widgets, functions).unwrap().digest().to_string()
}

static HAND_OVER: &[FunctionEntry] = &[FunctionEntry::of::<HandOver>()];
static ADD: &[FunctionEntry] = &[FunctionEntry::of::<AddParticipant>()];
static OPEN: &[FunctionEntry] = &[FunctionEntry {
    shape: Shape::Open,
    ..FunctionEntry::of::<HandOver>()
}];

/// A flow with a bit of everything.
fn everything() -> Vec<Widget> {
    vec![
        trigger(&[("incoming_conversation_message", "check")]),
        split(
            "check",
            "{{trigger.conversation.Body}}",
            &[
                ("equal_to", &["a"], "vars"),
                ("contains", &["b"], "call"),
                ("_", &[], "end"),
            ],
        ),
        set(
            "vars",
            &[("x", text("1")), ("y", text("{{flow.variables.x}}"))],
            "end",
        ),
        widget(
            "run_function",
            "call",
            &[(
                "function",
                callee("HandOver", &[("a", text("1")), ("b", text("2"))]),
            )],
            &[("success", "hello"), ("fail", "end")],
        ),
        say("hello", "hi", "end"),
    ]
}

#[test]
fn the_digest_is_blind_to_how_a_flow_is_written_down() {
    let original = digest(everything(), HAND_OVER);
    assert_eq!(original.len(), 64);

    let mut placed = everything();
    placed[1].place = Some((10, 20));
    placed[1].arms[0].label = Some("Support".to_owned());
    placed[1].docs = "Checks".to_owned();
    assert_eq!(digest(placed, HAND_OVER), original);

    let mut moved = everything();
    moved.swap(1, 4);
    assert_eq!(digest(moved, HAND_OVER), original);

    let mut spelt = everything();
    spelt[4].arms = vec![arm("failed", &[], "end"), arm("sent", &[], "end")];
    spelt[3].arms.swap(0, 1);
    spelt[3].properties = vec![
        widget(
            "run_function",
            "",
            &[(
                "function",
                callee(
                    "flow_runtime::functions::HandOver",
                    &[("b", text("2")), ("a", text("1"))],
                ),
            )],
            &[],
        )
        .properties
        .remove(0),
    ];
    assert_eq!(digest(spelt, HAND_OVER), original);
}

#[test]
fn the_digest_sees_everything_that_counts() {
    let original = digest(everything(), HAND_OVER);
    let vars = |variables: &[(&str, ValueKind)]| set("vars", variables, "end");
    let x = || text("{{flow.variables.x}}");
    let changes: [(usize, Widget); 6] = [
        (0, trigger(&[("incoming_message", "check")])),
        (2, vars(&[("y", x()), ("x", text("1"))])),
        (2, vars(&[("x", json("1")), ("y", x())])),
        (4, say("hello", "ho", "end")),
        (4, say("hello", "hi", "vars")),
        (
            4,
            Widget {
                name: Some(name("hullo")),
                ..say("hello", "hi", "end")
            },
        ),
    ];
    let branches: [fn(&mut Vec<Arm>); 3] = [
        |arms| arms.swap(0, 1),
        |arms| arms[0] = arm("equal_to", &["c"], "vars"),
        |arms| arms[0] = arm("not_equal_to", &["a"], "vars"),
    ];
    let mut digests = Vec::new();
    for (index, widget) in changes {
        let mut flow = everything();
        flow[index] = widget;
        digests.push(digest(flow, HAND_OVER));
    }
    for change in branches {
        let mut flow = everything();
        change(&mut flow[1].arms);
        digests.push(digest(flow, HAND_OVER));
    }
    digests.push(digest(everything(), ADD));
    digests.push(digest(everything(), OPEN));
    digests.push(original);
    let count = digests.len();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), count);
}
