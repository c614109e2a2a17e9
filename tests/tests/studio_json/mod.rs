//! What an import and an export change in Studio's JSON, and nothing else: see [`normalise`].

#![allow(clippy::unwrap_used)]

use flow_model::catalogue::{self, Json, Kind, Nature, Type};
use flow_model::flow::{Flow, Widget};
use flow_model::studio::{self, Options};
use serde_json::{Map, Value, json};

/// Imports a file, exports it and imports that again.
///
/// The export is the file, normalised; and from there on nothing changes any more.
pub fn round_trip(text: &str, name: &str) -> studio::import::Import {
    let import = studio::import(text, name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let exported = export(&import.flow);
    let mut expected = definition(text);
    normalise(&mut expected, &import.flow);
    let actual: Value = serde_json::from_str(&exported).unwrap();
    lay_out(&mut expected, &actual);
    assert_same(name, &expected, &actual);

    let again = studio::import(&exported, name).unwrap();
    assert_eq!(export(&again.flow), exported, "{name}: the second export");
    import
}

pub fn export(flow: &Flow) -> String {
    studio::export(flow, &Options::default()).unwrap()
}

/// The definition in a file, as any reader of JSON has it.
pub fn definition(text: &str) -> Value {
    let file: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    match &file["definition"] {
        Value::Null => file,
        Value::String(inner) => serde_json::from_str(inner).unwrap(),
        inner => inner.clone(),
    }
}

fn assert_same(name: &str, expected: &Value, actual: &Value) {
    let states = |json: &Value| json["states"].as_array().unwrap().clone();
    for (expected, actual) in states(expected).iter().zip(&states(actual)) {
        assert!(
            expected == actual,
            "{name}: expected {expected:#}\n but exported {actual:#}"
        );
    }
    assert!(expected == actual, "{name}: {expected:#}\n{actual:#}");
}

/// What Studio's own export writes in one form only, and so does ours. The list is complete: what
/// is not here comes back as it was.
///
/// A property, an operator or a widget that is carried in quotes is not touched, but for its
/// `null`s. A widget without a place is laid out: see [`lay_out`].
fn normalise(definition: &mut Value, flow: &Flow) {
    defaults_of_the_flow(definition, flow);
    for (state, widget) in states(definition).iter_mut().zip(&flow.widgets) {
        properties_and_transitions_are_always_there(state);
        nulls_are_dropped(&mut state["properties"]);
        ends_have_no_next(state);
        if widget.kind.quoted {
            continue;
        }
        let kind = catalogue::kind(&widget.kind.text).unwrap();
        properties(
            state["properties"].as_object_mut().unwrap(),
            kind.properties,
            Some(widget),
        );
        if kind.is_split() {
            no_match_comes_first(state);
            conditions(state, widget);
        } else {
            every_known_event_is_listed_in_catalogue_order(state, kind);
        }
    }
}

fn states(definition: &mut Value) -> &mut Vec<Value> {
    definition["states"].as_array_mut().unwrap()
}

/// "Console defaults written out", of the flow itself.
fn defaults_of_the_flow(definition: &mut Value, flow: &Flow) {
    let map = definition.as_object_mut().unwrap();
    map.retain(|_, value| !value.is_null());
    map.entry("description").or_insert(json!(""));
    map.entry("flags")
        .or_insert(json!({ "allow_concurrent_calls": true }));
    let trigger = flow.widgets.iter().find(|widget| widget.is_trigger());
    map.entry("initial_state")
        .or_insert(json!(trigger.map_or("Trigger", Widget::studio_name)));
}

/// "`properties` always there", and `transitions` with them.
fn properties_and_transitions_are_always_there(state: &mut Value) {
    let map = state.as_object_mut().unwrap();
    for (key, empty) in [("properties", json!({})), ("transitions", json!([]))] {
        if map.get(key).is_none_or(Value::is_null) {
            map.insert(key.to_owned(), empty);
        }
    }
}

/// "Null properties dropped".
fn nulls_are_dropped(json: &mut Value) {
    match json {
        Value::Object(map) => {
            map.retain(|_, value| !value.is_null());
            map.values_mut().for_each(nulls_are_dropped);
        }
        Value::Array(items) => items.iter_mut().for_each(nulls_are_dropped),
        _ => {}
    }
}

/// A `next` that is null or empty is an end, which has none. Nor has a transition without
/// conditions an empty array of them; and the only event of a widget may be left unsaid.
fn ends_have_no_next(state: &mut Value) {
    let only = state["type"]
        .as_str()
        .and_then(catalogue::studio_kind)
        .filter(|kind| kind.events.len() == 1)
        .map(|kind| kind.events[0].studio);
    for transition in state["transitions"].as_array_mut().unwrap() {
        let map = transition.as_object_mut().unwrap();
        map.retain(|key, value| {
            !(value.is_null()
                || key == "next" && value == ""
                || key == "conditions" && value == &json!([]))
        });
        if let Some(only) = only {
            map.entry("event").or_insert(json!(only));
        }
    }
}

/// Properties by the catalogue. Those that are carried in quotes are left alone.
fn properties(
    map: &mut Map<String, Value>,
    known: &[catalogue::Property],
    widget: Option<&Widget>,
) {
    let is_quoted = |name: &str| {
        let properties = widget.map_or(&[][..], |widget| &widget.properties);
        let mut keys = properties.iter().map(|property| &property.key);
        keys.any(|key| key.quoted && key.text == name)
    };
    for known in known.iter().filter(|known| known.json != Json::Ours) {
        if is_quoted(known.studio) {
            continue;
        }
        if let Some(given) = map.get_mut(known.studio) {
            value(given, &known.ty, known.json);
        } else if let Some(default) = known.default {
            // "Console defaults written out."
            let mut default = json!(default);
            value(&mut default, &known.ty, known.json);
            map.insert(known.studio.to_owned(), default);
        }
    }
}

/// "The JSON type of numbers and flags by the catalogue"; "key/value `index` and `type: "string"`
/// dropped".
fn value(given: &mut Value, ty: &Type, wanted: Json) {
    match (wanted, ty) {
        (Json::Number, _) => {
            if let Some(number) = given.as_str().and_then(|text| text.parse::<i64>().ok()) {
                *given = json!(number);
            }
        }
        (Json::Boolean, _) => {
            if let Some(flag) = given.as_str().and_then(|text| text.parse::<bool>().ok()) {
                *given = json!(flag);
            }
        }
        (Json::String, _) => as_text(given),
        (Json::Pairs, _) => {
            for pair in given.as_array_mut().unwrap() {
                let pair = pair.as_object_mut().unwrap();
                pair.remove("index");
                if pair.get("type") == Some(&json!("string")) {
                    pair.remove("type");
                }
                as_text(&mut pair["value"]);
            }
        }
        (Json::Array | Json::Object, Type::List(item)) => {
            let item_json = match item {
                Type::Object(_) => Json::Object,
                _ => Json::String,
            };
            for given in given.as_array_mut().unwrap() {
                value(given, item, item_json);
            }
        }
        (Json::Array | Json::Object, Type::Object(known)) => {
            properties(given.as_object_mut().unwrap(), known, None);
        }
        (Json::Array | Json::Object | Json::Ours, _) => {}
    }
}

fn as_text(given: &mut Value) {
    if given.is_number() || given.is_boolean() {
        *given = json!(given.to_string());
    }
}

/// "`noMatch` first."
fn no_match_comes_first(state: &mut Value) {
    let transitions = state["transitions"].as_array_mut().unwrap();
    let is_no_match = |transition: &Value| transition["event"] == "noMatch";
    let no_match = match transitions.iter().position(is_no_match) {
        Some(place) => transitions.remove(place),
        None => json!({ "event": "noMatch" }),
    };
    transitions.insert(0, no_match);
}

/// "Other transitions in catalogue order, every known event listed"; unknown ones after them.
fn every_known_event_is_listed_in_catalogue_order(state: &mut Value, kind: &Kind) {
    let transitions = state["transitions"].as_array_mut().unwrap();
    for event in kind.events {
        let named = |transition: &Value| transition["event"] == event.studio;
        if !transitions.iter().any(named) {
            transitions.push(json!({ "event": event.studio }));
        }
    }
    transitions.sort_by_key(|transition| {
        let place = |event: &catalogue::Event| transition["event"] == event.studio;
        kind.events.iter().position(place).unwrap_or(usize::MAX)
    });
}

/// "`conditions` with `arguments`", "`is_blank` with its display text", "`matches_any_of` joined by
/// `, `": in the value, and in the label that Studio's editor makes of it.
fn conditions(state: &mut Value, widget: &Widget) {
    let input = state["properties"]["input"].clone();
    let quoted: Vec<_> = widget
        .arms
        .iter()
        .map(|arm| match &arm.event {
            flow_model::flow::Event::Named { word, .. } => word.quoted,
            flow_model::flow::Event::Rest(_) => false,
        })
        .collect();
    let matches = state["transitions"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .skip(1);
    for (transition, quoted) in matches.zip(quoted) {
        let condition = transition["conditions"][0].as_object_mut().unwrap();
        condition.retain(|_, value| !value.is_null());
        if condition
            .get("arguments")
            .is_none_or(|given| given == &json!([]))
        {
            condition.insert("arguments".to_owned(), json!([input]));
        }
        let operator = condition["type"].as_str().unwrap().to_owned();
        let mut given = condition.get("value").cloned().unwrap_or(json!(""));
        as_text(&mut given);
        let given = given.as_str().unwrap().to_owned();
        let usual = |given: &str| json!(format!("If value {operator} {given}"));
        let value = match operator.as_str() {
            "is_blank" => "Is Blank".to_owned(),
            "is_not_blank" => "Is Not Blank".to_owned(),
            "matches_any_of" | "does_not_match_any_of" if !quoted => joined(&given),
            _ => given.clone(),
        };
        let label = match operator.as_str() {
            "is_blank" | "is_not_blank" => json!(format!("If value {operator}")),
            _ => usual(&value),
        };
        if condition
            .get("friendly_name")
            .is_none_or(|given_label| *given_label == usual(&given))
        {
            condition.insert("friendly_name".to_owned(), label);
        }
        condition.insert("value".to_owned(), json!(value));
    }
}

fn joined(list: &str) -> String {
    // A comma within Liquid separates nothing.
    if list.contains("{{") || list.contains("{%") {
        return list.trim().to_owned();
    }
    let entries: Vec<_> = list.split(',').map(str::trim).collect();
    entries.join(", ")
}

/// A widget that the file gives no place is given one, which is the layout's to choose; the others
/// stay where they are.
fn lay_out(expected: &mut Value, actual: &Value) {
    let placed = actual["states"].as_array().unwrap().iter();
    for (state, actual) in states(expected).iter_mut().zip(placed) {
        let properties = state["properties"].as_object_mut().unwrap();
        let offset = &actual["properties"]["offset"];
        assert!(
            offset["x"].is_number() && offset["y"].is_number() || properties.contains_key("offset")
        );
        properties.entry("offset").or_insert(offset.clone());
    }
}

/// The nature of a state, as the catalogue has it.
#[allow(dead_code)]
pub fn nature(state: &Value) -> Option<Nature> {
    let ty = state["type"].as_str()?;
    catalogue::studio_kind(ty).map(|kind| kind.nature)
}
