//! Values as JSON, of the types that the catalogue gives Studio's properties.

use crate::catalogue::{self, Json, Type};
use crate::flow::{Property, Value, ValueKind};
use crate::value::{self, Map};

/// Properties in the catalogue's order, each as `convert` has it, with what Studio's editor writes
/// where it is left out, and then what is quoted: a quoted word of the catalogue's is given too.
pub(super) fn properties<'a>(
    known: &[catalogue::Property],
    given: &'a [Property],
    convert: impl Fn(&mut Map, &catalogue::Property, &'a Value),
) -> Map {
    let mut map = Map::new();
    let named = |given: &Property, known: &catalogue::Property| {
        !given.key.quoted && given.key.text == known.word
    };
    let quoted = |given: &Property, known: &catalogue::Property| {
        given.key.quoted && given.key.text == known.studio
    };
    for known in known {
        match (
            given.iter().find(|given| named(given, known)),
            known.default,
        ) {
            (Some(given), _) => convert(&mut map, known, &given.value),
            (None, Some(default)) if !given.iter().any(|given| quoted(given, known)) => {
                map.insert(known.studio, scalar(known.json, default));
            }
            (None, _) => {}
        }
    }
    let quoted = given
        .iter()
        .filter(|given| !known.iter().any(|known| named(given, known)));
    // A word that is given twice is a finding; here the first of the two is read.
    for given in quoted {
        map.push(given.key.text.clone(), as_written(&given.value));
    }
    map
}

/// A value as the JSON that Studio asks for.
pub(super) fn json(ty: Type, json_type: Json, given: &Value) -> value::Value {
    match (ty, json_type, &given.kind) {
        (_, Json::Pairs, ValueKind::Map(entries)) => pairs(entries),
        (Type::List(item), _, ValueKind::List(items)) => {
            let items = items.iter().map(|given| json(*item, Json::Array, given));
            value::Value::List(items.collect())
        }
        (Type::Object(known), _, ValueKind::Map(entries)) => {
            properties(known, entries, |map, known, given| {
                map.insert(known.studio, json(known.ty, known.json, given));
            })
            .into()
        }
        (_, Json::String | Json::Number | Json::Boolean, _) => {
            scalar_text(given).map_or_else(|| as_written(given), |given| scalar(json_type, given))
        }
        _ => as_written(given),
    }
}

/// The text of a value that has one, as Studio quotes it.
pub(super) fn scalar_text(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Text(text) | ValueKind::Json(text) | ValueKind::Number(text) => Some(text),
        ValueKind::Flag(true) => Some("true"),
        ValueKind::Flag(false) => Some("false"),
        ValueKind::List(_) | ValueKind::Map(_) | ValueKind::Callee { .. } | ValueKind::Error => {
            None
        }
    }
}

/// A text as the JSON type that Studio asks for; as a string where it is none of that type.
fn scalar(json: Json, given: &str) -> value::Value {
    match json {
        Json::Number => number(given),
        Json::Boolean => given.parse().map_or_else(|_| text(given), bool::into),
        Json::String | Json::Pairs | Json::Array | Json::Object | Json::Ours => text(given),
    }
}

fn number(given: &str) -> value::Value {
    if let Ok(integer) = given.parse::<i64>() {
        return integer.into();
    }
    match given.parse::<f64>() {
        Ok(float) if float.is_finite() => float.into(),
        _ => text(given),
    }
}

/// The value of a quoted property: the JSON that it looks like.
fn as_written(value: &Value) -> value::Value {
    match &value.kind {
        ValueKind::Text(given) | ValueKind::Json(given) => text(given),
        ValueKind::Number(given) => number(given),
        ValueKind::Flag(flag) => (*flag).into(),
        ValueKind::List(items) => value::Value::List(items.iter().map(as_written).collect()),
        ValueKind::Map(entries) => {
            let mut map = Map::new();
            map.reserve(entries.len());
            for entry in entries {
                map.push(entry.key.text.clone(), as_written(&entry.value));
            }
            map.into()
        }
        ValueKind::Callee { .. } | ValueKind::Error => value::Value::Nil,
    }
}

/// Entries as Studio's `[{"key": …, "value": …}]`.
pub(super) fn pairs(entries: &[Property]) -> value::Value {
    let pair = |entry: &Property| {
        let mut pair = Map::from_iter([
            ("key", text(&entry.key.text)),
            ("value", text(scalar_text(&entry.value).unwrap_or_default())),
        ]);
        if matches!(entry.value.kind, ValueKind::Json(_)) {
            pair.insert("type", "json_object");
        }
        pair.into()
    };
    value::Value::List(entries.iter().map(pair).collect())
}

pub(super) fn text(text: &str) -> value::Value {
    text.to_owned().into()
}

pub(super) fn object<const N: usize>(entries: [(&'static str, value::Value); N]) -> value::Value {
    Map::from_iter(entries).into()
}
