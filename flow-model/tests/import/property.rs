//! Any JSON, and any flow with something wrong in it: nothing panics, what is imported can be
//! exported, and from there on nothing changes any more.

use flow_model::flow::{Name, Widget, Word};
use flow_model::studio::{self, ExportError, Options};
use flow_model::{Diagnostic, Flow, check};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Imports, checks, exports and imports again.
fn holds(json: &str) {
    let Ok(imported) = studio::import(json, "desk") else {
        return;
    };
    let found = check(&imported.flow);
    for found in &found {
        assert!(imported.places.get(found.location).is_some(), "{found:?}");
        let left = ["unknown_target", "no_trigger"];
        assert!(
            found.code.lint || left.contains(&found.code.name),
            "the source does not compile: {found:?}\n{json}"
        );
    }
    for note in &imported.notes {
        assert!(imported.places.get(note.location).is_some(), "{note:?}");
    }
    let exported = match studio::export(&imported.flow, &Options::default()) {
        Ok(exported) => exported,
        Err(ExportError::Settings(_) | ExportError::OverBudget { .. }) => return,
        Err(error) => panic!("{error}"),
    };
    let again =
        studio::import(&exported, "desk").unwrap_or_else(|error| panic!("{error}\n{exported}"));
    // A target that is not there is an end in the export.
    let is_dangling = |found: &Diagnostic| found.code.name == "unknown_target";
    if !found.iter().any(is_dangling) {
        assert_eq!(words(&again.flow), words(&imported.flow), "{json}");
    }
    let twice = studio::export(&again.flow, &Options::default()).unwrap();
    assert_eq!(twice, exported, "{json}");
    let third = studio::import(&twice, "desk").unwrap();
    assert_eq!(third.flow, again.flow, "{json}");
}

/// The words of a widget: its name, its kind, and what it is set to.
type Words = (Name, Word, Vec<(String, bool)>);

/// The words of a flow, which no export changes.
fn words(flow: &Flow) -> Vec<Words> {
    let words = |widget: &Widget| {
        let keys = widget.properties.iter().map(|property| &property.key);
        let mut keys: Vec<_> = keys.map(|key| (key.text.clone(), key.quoted)).collect();
        keys.sort();
        let mut ident = widget.ident.clone();
        let mut kind = widget.kind.clone();
        (ident.at, kind.at) = Default::default();
        (ident, kind, keys)
    };
    flow.widgets.iter().map(words).collect()
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "name", "type", "states", "transitions", "properties", "event", "next", "conditions",
            "arguments", "value", "friendly_name", "offset", "x", "y", "key", "variables", "input",
            "body", "timeout", "trigger", "Trigger", "say-play", "split-based-on", "set-variables",
            "send-message", "match", "noMatch", "sent", "failed", "equal_to", "matches_any_of",
            "is_blank", "end", "audioComplete", "say", "json_object", "string", "future", "",
            "function", "flow", "definition", "a-b", "{{a}}", "{{", "1, 2", "true", "5", "-5", "5.0",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3_i64..40).prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((word(), inner), 0..5)
                .prop_map(|entries| { Value::Object(entries.into_iter().collect::<Map<_, _>>()) }),
        ]
    })
}

fn good() -> Value {
    json!({
        "description": "A desk", "initial_state": "Trigger", "flags": {"allow_concurrent_calls": true},
        "states": [
            {"name": "Trigger", "type": "trigger", "properties": {"offset": {"x": 0, "y": 0}},
             "transitions": [{"event": "incomingMessage", "next": "ask"}, {"event": "incomingCall"}]},
            {"name": "ask", "type": "send-and-wait-for-reply",
             "properties": {"body": "Name?", "timeout": "60", "from": "{{flow.channel.address}}", "offset": {"x": 10, "y": 300}},
             "transitions": [{"event": "incomingMessage", "next": "a-split"}, {"event": "timeout"}, {"event": "deliveryFailure"}]},
            {"name": "a-split", "type": "split-based-on",
             "properties": {"input": "{{widgets.ask.inbound.Body}}", "offset": {"x": 10, "y": 600}},
             "transitions": [{"event": "noMatch", "next": "ask"},
                {"event": "match", "next": "keep", "conditions": [
                    {"friendly_name": "Yes", "arguments": ["{{widgets.ask.inbound.Body}}"], "type": "matches_any_of", "value": "y, yes"}]},
                {"event": "match", "conditions": [
                    {"friendly_name": "If value less_than 3", "arguments": ["{{widgets.ask.inbound.Body}}"], "type": "less_than", "value": "3"}]}]},
            {"name": "keep", "type": "set-variables",
             "properties": {"variables": [{"key": "a", "value": "1", "type": "string", "index": "0"}, {"key": "b", "value": "{}", "type": "json_object"}]},
             "transitions": [{"event": "next", "next": "http"}]},
            {"name": "http", "type": "make-http-request",
             "properties": {"method": "POST", "url": "https://example.com", "body": "{}", "add_twilio_auth": false, "content_type": "application/json"},
             "transitions": [{"event": "success", "next": "talk"}, {"event": "failed", "next": "odd"}]},
            {"name": "talk", "type": "start-conversation",
             "properties": {"conversation_service_sid": "IS0", "participants": [{"type": "messaging", "identity": "x"}]},
             "transitions": [{"event": "created"}, {"event": "failed"}]},
            {"name": "odd", "type": "future-widget", "properties": {"a": [1, {"b": null}]},
             "transitions": [{"event": "done", "next": "keep", "conditions": [{"a": 1}]}]},
        ],
    })
}

/// What is done to one node of a flow.
#[derive(Clone, Debug)]
enum Change {
    Drop,
    Double,
    Put(Value),
    Rename(String),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Drop),
        Just(Change::Double),
        any_json().prop_map(Change::Put),
        word().prop_map(Change::Rename),
    ]
}

fn pointers(json: &Value, here: &str, into: &mut Vec<String>) {
    let mut child = |step: &str, value: &Value| {
        let pointer = format!("{here}/{}", step.replace('~', "~0").replace('/', "~1"));
        into.push(pointer.clone());
        pointers(value, &pointer, into);
    };
    match json {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| child(&index.to_string(), item)),
        Value::Object(map) => map.iter().for_each(|(key, value)| child(key, value)),
        _ => {}
    }
}

fn apply(json: &mut Value, place: prop::sample::Index, change: Change) {
    let mut all = Vec::new();
    pointers(json, "", &mut all);
    if all.is_empty() {
        return;
    }
    let pointer = &all[place.index(all.len())];
    let (parent, step) = pointer.rsplit_once('/').unwrap();
    let step = step.replace("~1", "/").replace("~0", "~");
    match json.pointer_mut(parent).unwrap() {
        Value::Array(items) => {
            let index: usize = step.parse().unwrap();
            match change {
                Change::Drop => drop(items.remove(index)),
                Change::Double => items.push(items[index].clone()),
                Change::Put(value) => items[index] = value,
                Change::Rename(text) => items[index] = text.into(),
            }
        }
        Value::Object(map) => match change {
            Change::Drop => drop(map.remove(&step)),
            Change::Put(value) => drop(map.insert(step, value)),
            Change::Double => {
                let value = map[&step].clone();
                map.insert(format!("{step}2"), value);
            }
            Change::Rename(key) => {
                let value = map.remove(&step).unwrap();
                map.insert(key, value);
            }
        },
        _ => unreachable!("it has a child"),
    }
}

#[test]
fn the_good_flow_is_good() {
    let imported = studio::import(&good().to_string(), "desk").unwrap();
    let found = check(&imported.flow);
    assert!(found.iter().all(|found| found.code.lint), "{found:?}");
    holds(&good().to_string());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_read_or_refused(json in any_json()) {
        holds(&json.to_string());
        holds(&json!({ "states": json }).to_string());
        holds(&json!({ "states": [json] }).to_string());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}", at in any::<prop::sample::Index>()) {
        holds(&text);
        let mut json = good().to_string();
        let at = at.index(json.len());
        json.insert_str(at, &text);
        holds(&json);
        holds(&json[..at]);
    }

    #[test]
    fn a_flow_with_something_wrong_comes_back(
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..6)
    ) {
        let mut json = good();
        for (place, change) in changes {
            apply(&mut json, place, change);
        }
        holds(&json.to_string());
    }
}
