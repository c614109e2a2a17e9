//! F09xx: Studio's limits, which an export is held to.

use flow_model::check::budget;

use crate::source::Source;

fn findings(text: &str) -> Vec<(&'static str, String)> {
    let source = Source::read(text);
    let found = budget(&source.flow);
    let found = found
        .iter()
        .map(|found| (found.code.name, source.token(found.location).to_owned()));
    found.collect()
}

fn of_code(code: &'static str, at: &str) -> Vec<(&'static str, String)> {
    vec![(code, at.to_owned())]
}

/// A chain of so many widgets, each as `widget` writes it from its number and the next one's name.
fn chain(count: usize, widget: impl Fn(usize, &str) -> String) -> String {
    let mut text = "trigger { incoming_message => w1 }".to_owned();
    for number in 1..=count {
        let next = match number {
            last if last == count => "end".to_owned(),
            number => format!("w{}", number + 1),
        };
        text += " ";
        text += &widget(number, &next);
    }
    text
}

fn message(number: usize, next: &str) -> String {
    format!(r#"send_message w{number} {{ body: "x" _ => {next} }}"#)
}

fn subflow(number: usize, sid: usize, next: &str) -> String {
    format!(r#"run_subflow w{number} {{ flow_sid: "FW{sid}" _ => {next} }}"#)
}

#[test]
fn studio_takes_a_thousand_widgets() {
    let questions = |number: usize, next: &str| {
        format!(r#"send_and_wait_for_reply w{number} {{ body: "x" _ => {next} }}"#)
    };
    assert_eq!(findings(&chain(999, questions)), []);
    assert_eq!(
        findings(&chain(1_000, questions)),
        of_code("too_many_states", "F")
    );
}

#[test]
fn steps_are_counted_between_waits_and_a_loop_once() {
    let found = findings(&chain(1_200, message));
    assert!(
        found.contains(&("too_many_steps", "trigger".to_owned())),
        "{found:?}"
    );
    let waiting = |number: usize, next: &str| match number {
        600 => format!(r#"send_and_wait_for_reply w600 {{ body: "x" _ => {next} }}"#),
        number => message(number, next),
    };
    assert_eq!(
        findings(&chain(1_200, waiting)),
        of_code("too_many_states", "F")
    );
    let round = |number: usize, next: &str| match next {
        "end" => message(number, "w1"),
        next => message(number, next),
    };
    assert_eq!(findings(&chain(900, round)), []);
}

#[test]
fn subflows_are_counted() {
    let one = |number, next: &str| subflow(number, 1, next);
    assert_eq!(findings(&chain(150, one)), []);
    assert_eq!(
        findings(&chain(151, one)),
        of_code("too_many_subflows", "F")
    );
    let each = |number, next: &str| subflow(number, number, next);
    assert_eq!(findings(&chain(50, each)), []);
    assert_eq!(
        findings(&chain(51, each)),
        of_code("too_many_subflows", "F")
    );
}

#[test]
fn a_subflow_runs_none_of_its_own() {
    let run = subflow(1, 1, "end");
    let from = |event: &str| format!("trigger {{ {event} => w1 }} {run}");
    assert_eq!(findings(&from("incoming_message")), []);
    assert_eq!(
        findings(&from("incoming_parent")),
        of_code("nested_subflow", "w1")
    );
}
