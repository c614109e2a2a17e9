//! Files that were made to be slow: read, or refused, in a time that grows with their size.

use std::fmt::Write;
use std::time::{Duration, Instant};

use flow_model::check;
use flow_model::studio::{Options, export, import};

use super::flow;

/// Unoptimised and on a busy machine; what grows with the square of such a file takes minutes.
const SOON: Duration = Duration::from_secs(30);

fn soon(what: &str, json: &str) {
    assert!(json.len() <= 4 << 20, "{what} has {} bytes", json.len());
    let start = Instant::now();
    let imported = import(json, "desk");
    let read = start.elapsed();
    if let Ok(imported) = &imported {
        check(&imported.flow);
        drop(export(&imported.flow, &Options::default()));
    }
    let took = start.elapsed();
    println!("{what}: {read:?}, with check and export {took:?}");
    assert!(took < SOON, "{what} took {took:?}");
}

fn many(count: usize, entry: impl Fn(usize) -> String) -> String {
    let mut json = String::new();
    for index in 0..count {
        let comma = if index == 0 { "" } else { "," };
        write!(json, "{comma}{}", entry(index)).unwrap();
    }
    json
}

fn say(properties: &str, transitions: &str) -> String {
    flow(&format!(
        r#"{{"name": "first", "type": "say-play", "properties": {{"say": "x", {properties}}}, "transitions": [{transitions}]}}"#
    ))
}

#[test]
fn many_properties() {
    soon(
        "unknown",
        &say(&many(100_000, |index| format!("\"p{index}\": 1")), ""),
    );
    soon(
        "nested",
        &say(
            &format!(
                "\"a\": {{{}}}",
                many(100_000, |index| format!("\"p{index}\": 1"))
            ),
            "",
        ),
    );
    soon(
        "the same",
        &say(&many(100_000, |_| "\"p\": 1".to_owned()), ""),
    );
}

#[test]
fn many_transitions() {
    soon(
        "known",
        &say(
            "\"b\": 1",
            &many(50_000, |_| "{\"event\": \"audioComplete\"}".to_owned()),
        ),
    );
    soon(
        "unknown",
        &say(
            "\"b\": 1",
            &many(50_000, |index| format!("{{\"event\": \"e{index}\"}}")),
        ),
    );
    soon(
        "dangling",
        &say(
            "\"b\": 1",
            &many(30_000, |index| {
                format!("{{\"event\": \"e{index}\", \"next\": \"w{index}\"}}")
            }),
        ),
    );
    let branch = |index| {
        format!(
            r#"{{"event": "match", "conditions": [{{"type": "less_than", "value": "v{index}"}}]}}"#
        )
    };
    soon(
        "conditions",
        &flow(&format!(
            r#"{{"name": "first", "type": "split-based-on", "properties": {{"input": "x"}}, "transitions": [{}]}}"#,
            many(20_000, branch)
        )),
    );
}

#[test]
fn many_widgets() {
    soon(
        "one name",
        &flow(&many(40_000, |_| {
            r#"{"name": "a", "type": "say-play"}"#.to_owned()
        })),
    );
    soon(
        "one name made",
        &flow(&many(40_000, |_| {
            r#"{"name": "a-", "type": "future"}"#.to_owned()
        })),
    );
    soon(
        "of Flex",
        &flow(&many(40_000, |index| {
            format!(r#"{{"name": "a{index}", "type": "send-to-flex"}}"#)
        })),
    );
}

#[test]
fn many_values() {
    soon(
        "numbers",
        &say(
            &format!("\"a\": [{}]", many(400_000, |_| "1".to_owned())),
            "",
        ),
    );
    soon(
        "pairs",
        &flow(&format!(
            r#"{{"name": "first", "type": "set-variables", "properties": {{"variables": [{}]}}}}"#,
            many(60_000, |index| format!(
                r#"{{"key": "k{index}", "value": "v"}}"#
            ))
        )),
    );
    let deep = format!(
        "{}{}{}",
        "[".repeat(15),
        "1,".repeat(400_000) + "1",
        "]".repeat(15)
    );
    soon("deep", &say(&format!("\"a\": {deep}"), ""));
    soon(
        "braces",
        &say(&format!("\"a\": \"{}\"", "{{".repeat(1_000_000)), ""),
    );
    soon(
        "dollars",
        &say(&format!("\"a\": \"{}\"", "${a".repeat(700_000)), ""),
    );
    soon(
        "a list of commas",
        &flow(&format!(
            r#"{{"name": "first", "type": "split-based-on", "properties": {{"input": "x"}}, "transitions": [
            {{"event": "match", "conditions": [{{"type": "matches_any_of", "value": "{}"}}]}}]}}"#,
            ",".repeat(200_000)
        )),
    );
    soon(
        "Liquid",
        &say(
            &format!("\"voice\": \"{}\"", "{% if a %}".repeat(100_000)),
            "",
        ),
    );
}

#[test]
fn odd_numbers_and_letters() {
    for value in [
        "1e400",
        "-1e400",
        "123456789012345678901234567890",
        "-0",
        "1E-400",
        "\"\\u0000\"",
        "0.1e1",
    ] {
        soon(
            value,
            &say(
                &format!(
                    "\"a\": {value}, \"loop\": {value}, \"offset\": {{\"x\": {value}, \"y\": 1}}"
                ),
                "",
            ),
        );
    }
}
