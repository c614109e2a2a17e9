//! The checks over flows written as text: what is found where, what a near miss does not set off,
//! and what must not follow from something else.

mod allows;
mod budget;
mod carry;
mod functions;
mod names;
mod progress;
mod reach;
mod source;
mod templates;
mod transitions;
mod values;
mod variables;
mod whole;

use flow_model::{Diagnostic, check};
use source::Source;

/// A flow, and all that is found in it, each as `code at token`. A flow without a trigger gets one
/// that leads to its widget `a`.
type Case = (&'static str, &'static [&'static str]);

/// The cases of all families.
fn cases() -> impl Iterator<Item = &'static Case> {
    [
        names::CASES,
        transitions::CASES,
        reach::CASES,
        progress::CASES,
        values::CASES,
        templates::CASES,
        variables::CASES,
        variables::guards::CASES,
        variables::outputs::CASES,
        variables::splits::CASES,
        variables::worlds::CASES,
        functions::CASES,
        allows::CASES,
    ]
    .into_iter()
    .flatten()
}

fn read(text: &str) -> Source {
    let triggers = ["trigger {", "triger {", "\"trigger\""];
    match triggers.iter().any(|trigger| text.contains(trigger)) {
        true => Source::read(text),
        false => Source::read(&format!("trigger {{ incoming_message => a }} {text}")),
    }
}

fn findings(text: &str) -> Vec<String> {
    let source = read(text);
    let found = check(&source.flow);
    let describe =
        |found: &Diagnostic| format!("{} at {}", found.code.name, source.token(found.location));
    found.iter().map(describe).collect()
}

#[test]
fn each_case_finds_what_it_should_and_no_more() {
    let wrong: Vec<_> = cases()
        .filter(|(text, expected)| &findings(text) != expected)
        .map(|(text, expected)| {
            format!(
                "{text}\n    found    {:?}\n    expected {expected:?}",
                findings(text)
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
