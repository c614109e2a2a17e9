//! What holds of all findings.

use std::collections::BTreeSet;

use flow_model::catalogue::{KINDS, Rule};
use flow_model::check::{CODES, codes};
use flow_model::flow::{Event, Flow, Location, Name, Target, ValueKind};
use flow_model::{Diagnostic, check};

use crate::source::Source;
use crate::{cases, findings, read};

/// Codes that no case of the tables can bring about, and why.
const ELSEWHERE: &[&str] = &[
    // Of the front end that reads the source.
    "syntax",
    "unknown_attribute",
    // Of constants that the compiler evaluates, in `tests/ui`.
    "unknown_setting",
    "missing_parameter",
    "unknown_parameter",
    "never_returned",
    "no_subflow",
    // Tests of their own, here and beside the bodies.
    "too_many_widgets",
    "body_too_long",
    "body_may_be_long",
    "too_many_states",
    "too_many_steps",
    "too_many_subflows",
    "nested_subflow",
    "widget_still_there",
    "migrated_twice",
];

#[test]
fn every_code_has_its_case() {
    let found: BTreeSet<_> = cases()
        .flat_map(|(_, expected)| expected.iter())
        .filter_map(|expected| expected.split(' ').next())
        .collect();
    for code in CODES {
        let here = found.contains(code.name);
        assert!(here != ELSEWHERE.contains(&code.name), "{}", code.name);
    }
}

#[test]
fn codes_are_stable_and_told_apart() {
    let ids: Vec<_> = CODES.iter().map(|code| code.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    let names: BTreeSet<_> = CODES.iter().map(|code| code.name).collect();
    assert_eq!(names.len(), CODES.len());
    for code in CODES {
        assert_eq!(codes::code(code.name), Some(*code));
    }
    assert_eq!(codes::code("no_such_code"), None);
}

/// Every finding of every case.
fn all_findings() -> Vec<Diagnostic> {
    cases()
        .flat_map(|(text, _)| check(&read(text).flow))
        .collect()
}

#[test]
fn messages_begin_small_and_have_no_stop() {
    for found in all_findings() {
        let texts = std::iter::once(&found.message).chain(&found.help);
        for text in texts {
            let first = text.chars().next().expect("some text");
            let is_studio = text.starts_with("Studio");
            assert!(!first.is_uppercase() || is_studio, "{text}");
            assert!(!text.ends_with('.') && !text.contains("  "), "{text}");
        }
        // Of a filter that is like no other there is nothing to say.
        let of_templates = found.code.id.starts_with("F06");
        assert!(found.help.is_some() || of_templates, "{}", found.message);
    }
}

#[test]
fn findings_come_in_order_and_the_same_each_time() {
    for (text, _) in cases() {
        let source = read(text);
        let found = check(&source.flow);
        assert!(found.is_sorted_by_key(|found| found.location), "{text}");
        assert_eq!(found, check(&source.flow));
    }
}

#[test]
fn eight_mistakes_are_eight_findings() {
    let text = r#"
        trigger { incoming_mesage => ask }
        send_and_wait_for_reply ask {
            body: "Hello {{ name | upcse }}"
            timeout: 0
            incoming_message => rout timeout => end
        }
        split_based_on route {
            input: "{{widgets.ask.inbound.Body}}"
            contains("help") => help contains("helpline") => help
            regex("(yes") => help
        }
        send_message help { body: "x" _ => end }
    "#;
    assert_eq!(
        findings(text),
        [
            "unknown_event at incoming_mesage",
            "dangling_event at ask",
            "unknown_filter at \"Hello {{ name | upcse }}\"",
            "out_of_range at 0",
            "unknown_target at rout",
            "split_without_rest at route",
            "arm_never_taken at contains",
            "bad_regex at \"(yes\"",
        ]
    );
}

#[test]
fn what_is_said_reads_as_one_would_say_it() {
    let said = |text: &str| {
        let found = check(&read(text).flow).swap_remove(0);
        (found.message, found.help.unwrap_or_default())
    };
    for (text, message, help) in [
        (
            r#"send_message a { body: "x" sent => end }"#,
            "`send_message` can also leave by `failed`, and no arm handles it",
            "add `failed => …`, or `_ => …` for every event not named",
        ),
        (
            r#"send_and_wait_for_reply a { body: "x" incoming_message => end }"#,
            "`send_and_wait_for_reply` can also leave by `timeout` or `delivery_failure`, and no arm handles them",
            "add `timeout => …`, `delivery_failure => …`, or one `_ => …` for all of them",
        ),
        (
            r#"send_message a { body: "x" sent => end faild => end }"#,
            "`send_message` has no event `faild`",
            "did you mean `failed`?",
        ),
        (
            r#"send_message a { body: "x" delivered => end }"#,
            "`send_message` has no event `delivered`",
            "its events are `sent` and `failed`",
        ),
        (
            r#"send_message a { body: "x" _ => confrim } send_message confirm { body: "x" _ => end }"#,
            "there is no widget `confrim`",
            "did you mean `confirm`?",
        ),
        (
            r#"send_message a { body: "x" _ => nowhere }"#,
            "there is no widget `nowhere`",
            "the targets are `a` and `end`",
        ),
        (
            r#"run_function a { _ => end }"#,
            "`run_function` needs `function` or `url`",
            "add `function: Name { parameter: \"…\" }` or `url: \"…\"`",
        ),
        (
            r#"split_based_on a { input: "x" contains("a") => end starts_with("ab") => end _ => end }"#,
            "no input comes to `starts_with(\"ab\")`: above it `contains(\"a\")` takes all that it would",
            "take it out, or move it up if it is the narrower (both sides are trimmed, and case is ignored); or accept it with `#[allow(arm_never_taken)]`",
        ),
        (
            r#"split_based_on a { input: "x" matches_any_of("yes, yeah") => end _ => end }"#,
            "this entry holds a comma, and commas separate the entries",
            "write each entry by itself: `matches_any_of(\"yes\", \"yeah\")`",
        ),
        (
            r#"split_based_on a { input: "x" equal_to("a" "b") => end _ => end }"#,
            "`equal_to` takes one text, and 2 are given",
            "write an arm for each: `equal_to(\"…\") | equal_to(\"…\") => …`",
        ),
        (
            r##"#[allow(unreachable_widgets)] send_message a { body: "x" _ => end }"##,
            "there is no lint `unreachable_widgets`",
            "did you mean `unreachable_widget`?",
        ),
    ] {
        assert_eq!(said(text), (message.to_owned(), help.to_owned()));
    }
}

/// What was found, without words.
type Places = BTreeSet<(&'static str, Location)>;

fn places(flow: &Flow) -> Places {
    let found = check(flow);
    found
        .iter()
        .map(|found| (found.code.name, found.location))
        .collect()
}

/// The flow with each of its arms, properties and kinds, in turn, left as one that could not be
/// read.
fn half_read(flow: &Flow) -> Vec<Flow> {
    let mut half_read = Vec::new();
    let mut with = |change: &dyn Fn(&mut Flow)| {
        let mut flow = flow.clone();
        change(&mut flow);
        half_read.push(flow);
    };
    for (index, widget) in flow.widgets.iter().enumerate() {
        with(&|flow| {
            let widget = &mut flow.widgets[index];
            if widget.is_trigger() {
                widget.ident.text.clear();
            }
            widget.kind.text.clear();
        });
        for arm in 0..widget.arms.len() {
            with(&|flow| {
                let arm = &mut flow.widgets[index].arms[arm];
                arm.event = Event::Rest(arm.event.at());
                arm.target = Target::Error(arm.event.at());
                arm.label = None;
                arm.subject = None;
            });
            with(&|flow| flow.widgets[index].arms[arm].target = Target::Error(Location(1)));
        }
        for property in 0..widget.properties.len() {
            with(&|flow| {
                let property = &mut flow.widgets[index].properties[property];
                property.key.text.clear();
                property.value.kind = ValueKind::Error;
            });
        }
    }
    half_read
}

#[test]
fn what_could_not_be_read_sets_nothing_off() {
    for (text, _) in cases() {
        let flow = read(text).flow;
        let whole = places(&flow);
        for half_read in half_read(&flow) {
            let found = places(&half_read);
            let of =
                |found: &Places, code| found.iter().filter(|(known, _)| *known == code).count();
            let more: Vec<_> = found
                .difference(&whole)
                .filter(|(code, at)| match *code {
                    // Of those that are not reached another may be the first.
                    "unreachable_widget" => {
                        of(&found, "unreachable_widget") > of(&whole, "unreachable_widget")
                    }
                    // A cycle that spins is called unreachable instead while that is certain.
                    "spinning_cycle" => !whole.contains(&("unreachable_widget", *at)),
                    // Of the reads of one blank another may be the first.
                    code => of(&found, code) > of(&whole, code),
                })
                .collect();
            assert!(more.is_empty(), "{more:?} in {text}");
        }
    }
}

/// A flow of so many messages, one after the other.
fn chain(length: usize) -> Flow {
    let text: Vec<_> = (1..=length)
        .map(|n| match n == length {
            true => format!(r#"send_message w{n} {{ body: "Hello" _ => end }}"#),
            false => {
                let next = n + 1;
                format!(r#"send_message w{n} {{ body: "Hello" sent => w{next} failed => end }}"#)
            }
        })
        .collect();
    Source::read(&format!(
        "trigger {{ incoming_message => w1 }} {}",
        text.join("\n")
    ))
    .flow
}

#[test]
fn a_flow_has_as_many_widgets_as_fit() {
    let mut flow = chain(1);
    let widget = flow.widgets[1].clone();
    for n in flow.widgets.len()..usize::from(u16::MAX) {
        let mut widget = widget.clone();
        let name = |text: String| Name {
            text,
            at: Location(n as u32 + 1000),
        };
        widget.ident = name(format!("w{n}"));
        widget.arms[0].target = Target::Widget(name(format!("w{}", n - 1)));
        flow.widgets.push(widget);
    }
    flow.widgets[0].arms[0].target = Target::Widget(Name {
        text: format!("w{}", u16::MAX - 1),
        at: Location(2),
    });
    assert_eq!(check(&flow), []);
    let last = flow.widgets[flow.widgets.len() - 1].clone();
    flow.widgets.push(last);
    let found = check(&flow);
    assert_eq!(found[0].code.name, "too_many_widgets");
}

#[test]
fn the_rules_of_the_catalogue_name_its_properties() {
    for kind in KINDS {
        for rule in kind.rules {
            let words: Vec<_> = match *rule {
                Rule::OneOf(words) | Rule::AnyOf(words) => words.to_vec(),
                Rule::Apart { property, from, .. } => [&[property], from].concat(),
                Rule::Needed { property, on, .. } => vec![property, on],
            };
            for word in words {
                assert!(kind.property(word).is_some(), "{}: {word}", kind.word);
            }
        }
    }
}
