//! An execution that is put down and taken up again goes on as if nothing had happened.

use std::sync::LazyLock;

use flow_runtime::driver::{EventKind, Outcome};
use flow_runtime::execution::{LoadError, Row, Stored};
use flow_runtime::function::FunctionEntry;
use flow_runtime::functions::HandOver;
use flow_runtime::model::Value;
use flow_runtime::{Execution, Program};
use proptest::prelude::*;

use crate::build::*;
use crate::chat::Chat;

static FUNCTIONS: &[FunctionEntry] = &[FunctionEntry::of::<HandOver>()];

/// Every widget there is, in loops.
fn everything() -> &'static Program {
    static PROGRAM: LazyLock<Program> = LazyLock::new(build);
    &PROGRAM
}

fn build() -> Program {
    let widgets = vec![
        trigger(&[("incoming_conversation_message", "ask")]),
        ask(
            "ask",
            "{{flow.variables.n}}?",
            "60",
            &[
                ("incoming_message", "check"),
                ("timeout", "remind"),
                ("delivery_failure", "end"),
            ],
        ),
        split(
            "check",
            "{{widgets.ask.inbound.Body}}",
            &[
                ("equal_to", &["call"], "call"),
                ("regex", &["[0-9.]+"], "count"),
                ("is_blank", &[], "end"),
                ("_", &[], "remind"),
            ],
        ),
        set(
            "count",
            &[
                ("n", text("{{flow.variables.n | plus: 1}}")),
                ("said", text("{{widgets.ask.inbound.Body}}")),
                ("all", json(r#"{"last": "{{flow.variables.said}}"}"#)),
            ],
            "ask",
        ),
        widget(
            "run_function",
            "call",
            &[(
                "function",
                callee("HandOver", &[("a", text("{{flow.variables.all.last}}"))]),
            )],
            &[("success", "remind"), ("fail", "count")],
        ),
        say(
            "remind",
            "{{widgets.call.parsed.x}}{{flow.variables.said}}",
            "ask",
        ),
    ];
    compile(widgets, FUNCTIONS).unwrap()
}

#[derive(Clone, Debug)]
enum Move {
    Say(&'static str, String),
    Ring,
    Answer(Option<f64>),
    Refuse(bool),
    End,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let author = prop_oneof![Just("ann"), Just("bob")];
    let body = prop_oneof![
        3 => Just("call".to_owned()),
        3 => "[0-9]{1,20}",
        3 => "-?[0-9]{1,3}\\.[0-9]{1,20}",
        3 => any::<String>(),
        1 => "\\${1,2}(CH|FN|FW|5)?",
        1 => Just(" ".to_owned()),
    ];
    let one = prop_oneof![
        8 => (author, body).prop_map(|(author, body)| Move::Say(author, body)),
        2 => Just(Move::Ring),
        3 => any::<Option<f64>>().prop_map(Move::Answer),
        1 => any::<bool>().prop_map(Move::Refuse),
        1 => Just(Move::End),
    ];
    prop::collection::vec(one, 1..30)
}

fn play(chat: &mut Chat<'_>, moves: &[Move]) {
    for one in moves {
        chat.now += 1000;
        let calling = chat.call.is_some();
        match one {
            Move::Say(author, body) if !calling => chat.say(author, body),
            Move::Answer(Some(x)) if calling => {
                let value = Value::from(serde_json::json!({ "x": x }));
                chat.answer(Outcome::Returned { value });
            }
            Move::Answer(None) if calling => chat.answer(Outcome::Failed {
                reason: "no".into(),
                code: None,
            }),
            Move::Ring if !calling && chat.execution.as_ref().is_some_and(|e| !e.is_ended()) => {
                chat.ring();
            }
            Move::Refuse(refuses) => chat.refuses = *refuses,
            Move::End if !calling => chat.event("end".to_owned(), EventKind::End),
            _ => {}
        }
    }
}

proptest! {
    #[test]
    fn stopping_between_runs_changes_nothing(moves in moves()) {
        let program = everything();
        let [mut going, mut stopping] = [Chat::new(program), Chat::new(program)];
        stopping.stored = true;
        play(&mut going, &moves);
        play(&mut stopping, &moves);
        prop_assert_eq!(&going.transcript, &stopping.transcript);
        prop_assert_eq!(&going.steps, &stopping.steps);
        let kept = |chat: &Chat<'_>| {
            let execution = chat.execution.as_ref();
            execution.map(|it| (it.row(), it.to_state().unwrap(), it.context().clone()))
        };
        prop_assert_eq!(kept(&going), kept(&stopping));
    }

    #[test]
    fn the_same_conversation_is_the_same_bytes(moves in moves()) {
        let program = everything();
        let [mut one, mut two] = [Chat::new(program), Chat::new(program)];
        play(&mut one, &moves);
        play(&mut two, &moves);
        prop_assert_eq!(&one.transcript, &two.transcript);
        prop_assert_eq!(&one.execution, &two.execution);
    }
}

fn waiting() -> (Row, String) {
    let mut chat = Chat::new(everything());
    chat.say("ann", "hello");
    kept(chat.execution())
}

fn kept(execution: &Execution) -> (Row, String) {
    (execution.row(), execution.to_state().unwrap())
}

#[test]
fn a_state_of_a_version_of_which_nothing_is_known_is_refused_by_name() {
    let other = program(vec![trigger(&[("_", "ask")]), say("ask", "", "end")]);
    let (row, state) = waiting();
    let error = Execution::from_state(&other, &row, &state).unwrap_err();
    assert!(matches!(error, LoadError::Unknown { .. }));
    let version = everything().digest().chars().take(8).collect::<String>();
    assert_eq!(
        error.to_string(),
        format!(
            "it waits at `ask` in version {version} of the flow `Desk`, of which nothing is known \
             here: the program that began it can finish it"
        )
    );
}

/// F15: the digests that a state names are all that is asked for, and what was carried over is told once.
#[test]
fn a_state_of_another_version_is_carried_over_and_its_next_step_says_so() {
    let desk = |question: &str| {
        program(vec![
            trigger(&[("_", "ask")]),
            ask("ask", question, "60", &[("_", "thank")]),
            say("thank", "{{widgets.ask.inbound.Body}}!", "end"),
        ])
    };
    let (old, new) = (desk("Who?"), desk("And who?"));
    let mut chat = Chat::new(&old);
    chat.say("ann", "hi");
    let (row, state) = kept(chat.execution());

    let stored = Stored::read(&row, &state).unwrap();
    assert_eq!(stored.digests().collect::<Vec<_>>(), [old.digest()]);
    let past = |digest: &str| (digest == &**old.digest()).then(|| old.version().clone());
    let carried = stored.clone().resume(&new, &past).unwrap();
    assert_eq!(carried, stored.resume(&new, &past).unwrap());
    assert_eq!(carried.digest(), new.digest());
    let (row, state) = kept(&carried);
    let here = Execution::from_state(&new, &row, &state).unwrap();
    assert_eq!(kept(&here), (row, state));

    let mut chat = Chat::new(&new);
    chat.execution = Some(carried);
    chat.say("ann", "Ann");
    assert_eq!(chat.transcript.last().unwrap(), "desk: Ann!");
    let notes: Vec<_> = chat
        .steps
        .iter()
        .map(|step| step.notes.join(", "))
        .collect();
    let (was, is) = (&old.digest()[..8], &new.digest()[..8]);
    assert_eq!(notes, [&*format!("version {was} → {is} of `Desk`"), ""]);
}

#[test]
fn a_state_that_cannot_be_read_is_refused() {
    let program = everything();
    let (row, state) = waiting();
    let newer = state.replacen(r#""format":3"#, r#""format":4"#, 1);
    let error = Execution::from_state(program, &row, &newer).unwrap_err();
    assert!(matches!(error, LoadError::Format { found: 4 }));
    let nothing = state.replacen("\"$FN\"", "\"$fn\"", 1);
    let parent = r#""parent":{"widget":"ask","in_a_row":1,"context":{}}"#; // and of no version
    let within = format!("{},{parent}}}", state.strip_suffix('}').unwrap());
    for broken in [
        "",
        "{}",
        r#"{"format":3}"#,
        &state[..100],
        &nothing,
        &within,
    ] {
        let error = Execution::from_state(program, &row, broken).unwrap_err();
        assert!(matches!(error, LoadError::Malformed(_)), "{broken}");
    }
}

/// What the row says the state does not say again, and a text that looks like a reference is none.
#[test]
fn a_state_says_what_its_row_does_not() {
    let program = program(vec![
        trigger(&[("_", "ask")]),
        ask("ask", "$FN or $5?", "60", &[("_", "end")]),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "$CH");
    let (row, state) = kept(chat.execution());
    assert_eq!(
        state,
        concat!(
            r#"{"format":3,"widget":"ask","in_a_row":1,"wait":{"reply":1700000060000},"effects":1,"#,
            r#""steps":1,"context":{"trigger":{"conversation":{"Body":"$$CH","From":"ann","#,
            r#""MessageSid":"IM00000000000000000000000000000000","Source":"SDK","Author":"ann","#,
            r#""ConversationSid":"$CH","ChannelSid":"$CH","DateCreated":"2023-11-14T22:13:20.000Z","#,
            r#""Index":"0","Attributes":"{}","ChannelAttributes":{"language":"en"}}},"#,
            r#""flow":{"sid":"$FN","flow_sid":"$FW","channel":{"address":"desk"},"variables":{},"#,
            r#""data":{}},"widgets":{"ask":{"outbound":{"Sid":"IM00000000000000000000000000000001","#,
            r#""Body":"$$FN or $5?","From":"desk","Status":"sent","Direction":"outbound-api","#,
            r#""Author":"desk","ConversationSid":"$CH","ChannelSid":"$CH","#,
            r#""DateCreated":"2023-11-14T22:13:20.000Z","Index":"1","Attributes":"{}","#,
            r#""NumMedia":"0"}}},"contact":{"channel":{"address":"ann"}}}}"#,
        )
    );
    let again = Execution::from_state(&program, &row, &state).unwrap();
    assert_eq!(&again, chat.execution());
    assert_eq!(chat.value("trigger.conversation.Body"), "$CH".into());
}

#[test]
fn an_ended_execution_needs_no_widget() {
    let program = everything();
    let mut chat = Chat::new(program);
    chat.say("ann", "hello");
    chat.event("end".to_owned(), EventKind::End);
    let (row, state) = kept(chat.execution());
    let other = crate::build::program(vec![trigger(&[("_", "end")])]);
    assert!(
        Execution::from_state(&other, &row, &state)
            .unwrap()
            .is_ended()
    );
}
