//! What changed from one flow to another, in words.

use flow_model::diff::{About, diff};
use flow_model::flow::{Flow, Name, Target, ValueKind};
use proptest::prelude::*;

use super::random::flows;
use super::source::Source;

fn lines(old: &Flow, new: &Flow) -> Vec<String> {
    diff(old, new).iter().map(ToString::to_string).collect()
}

fn changes(old: &str, new: &str) -> Vec<String> {
    lines(&Source::read(old).flow, &Source::read(new).flow)
}

/// The old flow, the new one, and what is said about them.
type Case = (&'static str, &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    // Widgets.
    (
        r#"send_message a { body: "x" _ => end }"#,
        r#"send_message a { body: "x" _ => end } set_variables b { variables: { n: 1 } _ => end }"#,
        &["`b` is new (set_variables)"],
    ),
    (
        r#"send_message a { body: "x" _ => end } set_variables b { variables: { n: 1 } _ => end }"#,
        r#"send_message a { body: "x" _ => end }"#,
        &["`b` is gone (set_variables)"],
    ),
    (
        r#"trigger { incoming_message => a } send_message a { body: "x" _ => b } send_message b { body: "y" _ => end }"#,
        r#"trigger { incoming_message => c } send_message c { body: "x" _ => b } send_message b { body: "y" _ => end }"#,
        &["`c` was called `a`"],
    ),
    // The templates that read it follow, too.
    (
        r#"send_and_wait_for_reply a { body: "x" _ => b } send_message b { body: "{{widgets.a.inbound.Body}}" _ => end }"#,
        r#"send_and_wait_for_reply c { body: "x" _ => b } send_message b { body: "{{widgets.c.inbound.Body}}" _ => end }"#,
        &["`c` was called `a`"],
    ),
    (
        r#"send_message a { body: "x" _ => end }"#,
        r#"send_message b { body: "y" _ => end }"#,
        &["`a` is gone (send_message)", "`b` is new (send_message)"],
    ),
    (
        r#"send_message a { body: "x" _ => end }"#,
        r#"send_and_wait_for_reply a { body: "x" _ => end }"#,
        &[
            "`a` is send_and_wait_for_reply, was send_message",
            "`a`: `incoming_message` is new and ends the execution",
            "`a`: `timeout` is new and ends the execution",
            "`a`: `delivery_failure` is new and ends the execution",
            "`a`: `sent` is gone, ended the execution",
            "`a`: `failed` is gone, ended the execution",
        ],
    ),
    // A name in Studio is what counts, not that of the source.
    (
        r##"#[name = "x"] send_message a { body: "x" _ => end }"##,
        r##"#[name = "x"] send_message b { body: "x" _ => end }"##,
        &[],
    ),
    // Of two widgets of one name each is compared with its like.
    (
        r#"send_message a { body: "x" _ => end } send_message a { body: "y" _ => end }"#,
        r#"send_message a { body: "x" _ => end } send_message a { body: "z" _ => end }"#,
        &["`a`: `body` is “z”, was “y”"],
    ),
    // Properties.
    (
        r#"send_message a { body: "Hello" _ => end }"#,
        r#"send_message a { body: "Good day" _ => end }"#,
        &["`a`: `body` is “Good day”, was “Hello”"],
    ),
    (
        r#"send_message a { body: "x" _ => end }"#,
        r#"send_message a { body: "x" media_url: "y" _ => end }"#,
        &["`a`: `media_url` is set: “y”"],
    ),
    (
        r#"send_message a { body: "x" media_url: "y" _ => end }"#,
        r#"send_message a { body: "x" _ => end }"#,
        &["`a`: `media_url` is left out, was “y”"],
    ),
    (
        r#"send_message a { body: "One two three four five six seven eight nine ten eleven twelve thirteen" _ => end }"#,
        r#"send_message a { body: "One two three four five six seven eight nine ten eleven twelve fourteen" _ => end }"#,
        &["`a`: `body` is “…eleven twelve fourteen”, was “…eleven twelve thirteen”"],
    ),
    // A default left out is the default written.
    (
        r#"send_and_wait_for_reply a { body: "x" _ => end }"#,
        r#"send_and_wait_for_reply a { body: "x" timeout: 3600 _ => end }"#,
        &[],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" _ => end }"#,
        r#"send_and_wait_for_reply a { body: "x" timeout: 60 _ => end }"#,
        &["`a`: `timeout` is 60, was 3600 (the default)"],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" timeout: 60 _ => end }"#,
        r#"send_and_wait_for_reply a { body: "x" timeout: "60" _ => end }"#,
        &[],
    ),
    // Where nobody knows what a property is, Studio tells a number from a text.
    (
        r#"send_message a { "future": 60 body: "x" _ => end }"#,
        r#"send_message a { "future": "60" body: "x" _ => end }"#,
        &["`a`: `\"future\"` is “60”, was 60"],
    ),
    (
        r#"set_variables a { variables: { n: "1" m: "2" } _ => end }"#,
        r#"set_variables a { variables: { n: "1" m: "3" k: "4" } _ => end }"#,
        &[
            "`a`: `variables.m` is “3”, was “2”",
            "`a`: `variables.k` is set: “4”",
        ],
    ),
    (
        r#"set_variables a { variables: { n: 1 m: 2 } _ => end }"#,
        r#"set_variables a { variables: { m: 2 n: "1" } _ => end }"#,
        &["`a`: the entries of `variables` are in another order"],
    ),
    (
        r#"set_variables a { variables: { n: "1" } _ => end }"#,
        r#"set_variables a { variables: { n: json("1") } _ => end }"#,
        &["`a`: `variables.n` is json “1”, was “1”"],
    ),
    (
        r#"run_function a { function: Book { day: "monday" } _ => end }"#,
        r#"run_function a { function: Book { day: "friday" } _ => end }"#,
        &["`a`: `function.day` is “friday”, was “monday”"],
    ),
    (
        r#"run_function a { function: Book { day: "monday" } _ => end }"#,
        r#"run_function a { function: Cancel { day: "monday" } _ => end }"#,
        &["`a`: `function` is Cancel, was Book"],
    ),
    // Events.
    (
        r#"send_message a { body: "x" sent => b failed => end } send_message b { body: "y" _ => end }"#,
        r#"send_message a { body: "x" sent => end failed => b } send_message b { body: "y" _ => end }"#,
        &[
            "`a`: `sent` ends the execution, led to `b`",
            "`a`: `failed` leads to `b`, ended the execution",
        ],
    ),
    (
        r#"send_message a { body: "x" sent | failed => end }"#,
        r#"send_message a { body: "x" _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "x" _ => end } send_message b { body: "y" _ => end }"#,
        r#"send_message a { body: "x" _ => b } send_message b { body: "y" _ => end }"#,
        &["`a`: `sent`, `failed` lead to `b`, ended the execution"],
    ),
    (
        r#"send_message a { body: "x" "future" => b _ => end } send_message b { body: "y" _ => end }"#,
        r#"send_message a { body: "x" _ => end } send_message b { body: "y" _ => end }"#,
        &["`a`: `\"future\"` is gone, led to `b`"],
    ),
    // Flows in error.
    (
        r#"send_message a { body: "x" _ => b }"#,
        r#"send_message a { body: "x" _ => c }"#,
        &["`a`: `sent`, `failed` lead to `c`, led to `b`"],
    ),
    (
        r#""future" a { "n": 1 "done" => end }"#,
        r#""future" a { "n": 2 "done" => a }"#,
        &[
            "`a`: `\"n\"` is 2, was 1",
            "`a`: `\"done\"` leads to `a`, ended the execution",
        ],
    ),
    // Splits.
    (
        r#"split_based_on a { input: "x" equal_to("1") => end _ => end }"#,
        r#"split_based_on a { input: "x" equal_to("1") => end contains("2") => a _ => end }"#,
        &["`a`: `contains(“2”)` is new and leads to `a`"],
    ),
    (
        r#"split_based_on a { input: "x" equal_to("1") => end contains("2") => a _ => end }"#,
        r#"split_based_on a { input: "x" equal_to("1") => end _ => end }"#,
        &["`a`: `contains(“2”)` is gone, led to `a`"],
    ),
    (
        r#"split_based_on a { input: "x" equal_to("1") => a _ => end }"#,
        r#"split_based_on a { input: "x" equal_to("2") => a _ => end }"#,
        &["`a`: the arm to `a` tests `equal_to(“2”)`, tested `equal_to(“1”)`"],
    ),
    (
        r#"split_based_on a { input: "x" equal_to("1") => a _ => end }"#,
        r#"split_based_on a { input: "x" equal_to("1") => end _ => a }"#,
        &[
            "`a`: `equal_to(“1”)` ends the execution, led to `a`",
            "`a`: `_` leads to `a`, ended the execution",
        ],
    ),
    (
        r#"split_based_on a { input: "x" equal_to("1") => a contains("1") => end _ => end }"#,
        r#"split_based_on a { input: "x" contains("1") => end equal_to("1") => a _ => end }"#,
        &["`a`: the arms are tried in another order: `contains(“1”)`, `equal_to(“1”)`"],
    ),
    (
        r#"split_based_on a { input: "x" matches_any_of("1" "2") => a _ => end }"#,
        r#"split_based_on a { input: "x" matches_any_of("1, 2") => a _ => end }"#,
        &[],
    ),
    (
        r#"split_based_on a { input: "x" equal_to("1") => a _ => end }"#,
        r#"split_based_on a { input: "x" label equal_to("1") => a _ => end }"#,
        &["`a`: the label of `equal_to(“1”)` is set: “A label”"],
    ),
    (
        r#"split_based_on a { input: "x" subject("x") equal_to("1") => a _ => end }"#,
        r#"split_based_on a { input: "x" equal_to("1") => a _ => end }"#,
        &[],
    ),
    (
        r#"split_based_on a { input: "x" subject("y") equal_to("1") => a _ => end }"#,
        r#"split_based_on a { input: "x" equal_to("1") => a _ => end }"#,
        &["`a`: the arm to `a` tests `equal_to(“1”)`, tested `equal_to(“1”) of “y”`"],
    ),
];

#[test]
fn each_change_is_told_in_a_line() {
    let wrong: Vec<_> = CASES
        .iter()
        .filter(|(old, new, expected)| changes(old, new) != *expected)
        .map(|(old, new, expected)| {
            let told = changes(old, new);
            format!("{old}\n{new}\n    told     {told:#?}\n    expected {expected:#?}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const GREET: &str = r#"trigger { incoming_message => a } send_message a { body: "x" _ => end }"#;

#[test]
fn what_is_set_for_the_whole_flow_is_told_first_and_what_moved_last() {
    let old = Source::read(GREET).flow;
    let mut new = old.clone();
    new.description = "Greets.".to_owned();
    new.friendly_name = Some(Name {
        text: "Greeter".to_owned(),
        ..Name::default()
    });
    new.allow_concurrent_calls = Some(false);
    new.widgets[0].place = Some((0, 10));
    new.widgets[1].place = Some((0, 280));
    new.widgets[1].properties[0].value.kind = ValueKind::Text("y".to_owned());
    assert_eq!(
        lines(&old, &new),
        [
            "the flow's name is “Greeter”, was “F”",
            "the description is set: “Greets.”",
            "a caller may have one execution at a time, could have several",
            "`a`: `body` is “y”, was “x”",
            "2 widgets moved on the canvas",
        ]
    );
}

#[test]
fn what_studio_takes_for_granted_is_no_change() {
    let old = Source::read(GREET).flow;
    let mut new = old.clone();
    new.allow_concurrent_calls = Some(true);
    new.name.text = "OtherType".to_owned();
    new.widgets[1].docs = "A comment".to_owned();
    new.widgets.swap(0, 1);
    assert_eq!(lines(&old, &new), <[String; 0]>::default());
}

#[test]
fn a_widget_that_is_gone_stands_after_the_one_that_it_followed() {
    let old = r#"
        send_message a { body: "1" _ => end }
        send_message b { body: "2" _ => end }
        send_message c { body: "3" _ => end }"#;
    let new = r#"
        send_message d { body: "4" _ => end }
        send_message c { body: "5" _ => end }
        send_message a { body: "6" _ => end }"#;
    let told: Vec<_> = changes(old, new)
        .iter()
        .map(|line| line.chars().take(3).collect::<String>())
        .collect();
    assert_eq!(told, ["`d`", "`c`", "`a`", "`b`"]);
}

#[test]
fn each_change_says_where_its_widget_stands_in_both_flows() {
    let old = Source::read(
        r#"send_message a { body: "1" _ => end } send_message b { body: "2" _ => end }"#,
    );
    let new = Source::read(
        r#"send_message c { body: "4" _ => end } send_message b { body: "3" _ => end }"#,
    );
    let about: Vec<_> = diff(&old.flow, &new.flow)
        .into_iter()
        .map(|change| match change.about {
            About::Widget { old, new, .. } => (old, new),
            About::Flow => (None, None),
        })
        .collect();
    assert_eq!(
        about,
        [(Some(0), None), (None, Some(0)), (Some(1), Some(1))]
    );
}

/// A change of one thing that means something.
fn mutate(flow: &mut Flow, index: usize, sort: usize) -> &'static str {
    let count = flow.widgets.len();
    let names: Vec<Name> = flow.widgets.iter().map(|it| it.ident.clone()).collect();
    let widget = &mut flow.widgets[index % count];
    match sort {
        0 => {
            widget.place = Some((12_345, 6));
            "a place"
        }
        1 => {
            flow.description += "!";
            "the description"
        }
        2 => {
            let name = format!("{}_new", widget.studio_name());
            widget.name = Some(Name {
                text: name,
                ..Name::default()
            });
            "a name"
        }
        3 if !widget.properties.is_empty() => {
            let place = index % widget.properties.len();
            widget.properties[place].value.kind = ValueKind::Text("something else".to_owned());
            "a value"
        }
        4 if !widget.properties.is_empty() => {
            let place = index % widget.properties.len();
            widget.properties.remove(place);
            "a property"
        }
        5 if !widget.arms.is_empty() => {
            let place = index % widget.arms.len();
            let old = widget.arms[place].target.clone();
            widget.arms[place].target = match &old {
                Target::Widget(_) => Target::End(old_location()),
                _ => Target::Widget(names[count - 1].clone()),
            };
            "a target"
        }
        6 => {
            let mut copy = widget.clone();
            copy.ident.text += "_copy";
            copy.name = None;
            flow.widgets.push(copy);
            "one more widget"
        }
        7 if count > 1 => {
            flow.widgets.pop();
            "one widget less"
        }
        _ => {
            flow.allow_concurrent_calls = Some(false);
            "the flag"
        }
    }
}

fn old_location() -> flow_model::Location {
    flow_model::Location::default()
}

proptest! {
    #[test]
    fn a_flow_does_not_differ_from_itself(flow in flows()) {
        prop_assert_eq!(lines(&flow, &flow), <[String; 0]>::default());
    }

    #[test]
    fn each_single_change_is_told(flow in flows(), index in 0..40usize, sort in 0..9usize) {
        let mut new = flow.clone();
        let what = mutate(&mut new, index, sort);
        prop_assert!(!lines(&flow, &new).is_empty(), "{what} of {index}");
        prop_assert!(!lines(&new, &flow).is_empty(), "{what} of {index}, back");
    }
}
