//! What the catalogue does not know, or not so: carried as the JSON that it is, in Studio's words.

use super::json::{Json, Member, Node};
use super::notes::Notes;
use crate::check::near;
use crate::flow::{Arm, Event, Location, Property, Target, Value, ValueKind, Word};
use crate::value::{self, Map};

/// A word of Studio's, taken verbatim.
pub(super) fn word(text: &str, at: Location) -> Word {
    Word {
        text: text.to_owned(),
        quoted: true,
        at,
    }
}

/// Says of a word that the catalogue does not have that it is carried in quotes: it may be a slip,
/// or newer than the catalogue.
pub(super) fn remark<'k>(
    what: &str,
    word: &str,
    at: crate::Location,
    known: impl IntoIterator<Item = &'k str>,
    notes: &mut Notes,
) {
    let message = format!("no {what} `{word}` is known here: it is carried in quotes, as it is");
    match near::near(word, known).first() {
        Some(near) => notes.slip(at, message, near),
        None => notes.quoting(at, message),
    }
}

/// A property in quotes; none where it is `null`.
pub(super) fn property(member: &Member<'_>, notes: &mut Notes) -> Option<Property> {
    Some(Property {
        key: word(&member.key, member.key_at),
        value: value(&member.value, notes)?,
        docs: String::new(),
    })
}

/// A value as it is; none where it is `null`.
fn value(node: &Node<'_>, notes: &mut Notes) -> Option<Value> {
    let kind = match &node.json {
        Json::Null => return None,
        Json::Flag(flag) => ValueKind::Flag(*flag),
        Json::Number(number) => finite(number, node, notes),
        Json::Text(text) => ValueKind::Text(text.to_string()),
        Json::List(items) => {
            let items = but_null(node, items, notes);
            ValueKind::List(items.filter_map(|item| value(item, notes)).collect())
        }
        Json::Map(members) => {
            let entries = members.iter().filter_map(|member| property(member, notes));
            ValueKind::Map(entries.collect())
        }
    };
    Some(Value { kind, at: node.at })
}

/// The items of an array without its `null`s, which are noted.
pub(super) fn but_null<'n, 'a>(
    list: &Node<'_>,
    items: &'n [Node<'a>],
    notes: &mut Notes,
) -> impl Iterator<Item = &'n Node<'a>> + use<'n, 'a> {
    let is_null = |item: &Node<'_>| matches!(item.json, Json::Null);
    if items.iter().any(is_null) {
        notes.add(
            list.at,
            "`null` in an array cannot be carried, and is left out",
        );
    }
    items.iter().filter(move |item| !is_null(item))
}

fn finite(number: &str, node: &Node<'_>, notes: &mut Notes) -> ValueKind {
    let digits = digits(number);
    if number.parse::<f64>().is_ok_and(f64::is_infinite) {
        notes.add(
            node.at,
            "this number is too great to be one, and is carried as a text",
        );
        return ValueKind::Text(digits);
    }
    let exact = number
        .bytes()
        .all(|byte| byte != b'.' && byte != b'e' && byte != b'E');
    if exact && number.parse::<i64>().is_err() {
        notes.add(
            node.at,
            "this number has more digits than can be kept: it is read as the nearest that can",
        );
    }
    ValueKind::Number(digits)
}

/// A number in the one form in which it is written: what two spellings of it have in common.
pub(super) fn digits(number: &str) -> String {
    if let Ok(integer) = number.parse::<i64>() {
        // `-0` is a fraction, as every reader of JSON has it.
        if integer != 0 || !number.starts_with('-') {
            return integer.to_string();
        }
    }
    match number.parse::<f64>() {
        Ok(float) if float.is_finite() => value::Value::Float(float).to_string(),
        _ => number.to_owned(),
    }
}

/// The arms of a widget in quotes: every transition as it is. What a transition holds besides its
/// event and its target (conditions, above all) stands in the event's parentheses, as a JSON object.
pub(super) fn arms(
    state: &Node<'_>,
    target: impl Fn(&Node<'_>) -> Target,
    notes: &mut Notes,
) -> Vec<Arm> {
    let transitions = state.get("transitions").map_or(&[][..], Node::items);
    let transitions = transitions
        .iter()
        .filter(|transition| matches!(transition.json, Json::Map(_)));
    let arm = |transition: &Node<'_>| {
        let event = transition.get("event");
        let named = event.and_then(|event| Some((event.text()?, event.at)));
        let Some((event, at)) = named.filter(|(event, _)| !event.is_empty()) else {
            no_event(event.map_or(transition.at, |event| event.at), notes);
            return None;
        };
        Some(Arm {
            event: Event::Named {
                word: word(event, at),
                arguments: more(transition).map(|more| vec![more]),
            },
            target: target(transition),
            label: None,
            subject: None,
        })
    };
    transitions.filter_map(arm).collect()
}

/// Says of a transition without an event that it is left out.
pub(super) fn no_event(at: Location, notes: &mut Notes) {
    notes.add(
        at,
        "a transition without an event is never taken, and is left out",
    );
}

/// What a transition holds besides its event and its target, as a text of JSON.
pub(super) fn more(transition: &Node<'_>) -> Option<Value> {
    let is_more = |member: &&Member<'_>| match (&*member.key, &member.value.json) {
        ("event" | "next", _) | (_, Json::Null) => false,
        ("conditions", Json::List(conditions)) => !conditions.is_empty(),
        _ => true,
    };
    let members = transition.members().iter().filter(is_more);
    let more = map(members);
    (!more.is_empty()).then(|| Value {
        kind: ValueKind::Text(value::Value::from(more).to_string()),
        at: transition.at,
    })
}

fn json(node: &Node<'_>) -> value::Value {
    match &node.json {
        Json::Null => value::Value::Nil,
        Json::Flag(flag) => (*flag).into(),
        Json::Number(number) => match (number.parse::<i64>(), number.parse::<f64>()) {
            (Ok(integer), _) => integer.into(),
            (_, Ok(float)) if float.is_finite() => float.into(),
            _ => (*number).to_owned().into(),
        },
        Json::Text(text) => text.to_string().into(),
        Json::List(items) => value::Value::List(items.iter().map(json).collect()),
        Json::Map(members) => map(members.iter()).into(),
    }
}

fn map<'n, 'a: 'n>(members: impl Iterator<Item = &'n Member<'a>>) -> Map {
    let mut map = Map::new();
    for member in members {
        map.push(member.key.to_string(), json(&member.value));
    }
    map
}
