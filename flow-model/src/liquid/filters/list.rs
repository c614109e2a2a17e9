//! Filters of lists. A value that is no list is a list of itself; nil is an empty one.

use std::cmp::Ordering;
use std::slice;

use super::{Arguments, LARGEST, text};
use crate::Value;
use crate::liquid::compare::{equal, is_true};
use crate::liquid::display::text_of;

/// The most items that are compared with each other.
const MOST_COMPARED: usize = 4096;

fn items(input: &Value) -> &[Value] {
    match input {
        Value::Nil => &[],
        Value::List(items) => items,
        single => slice::from_ref(single),
    }
}

/// The first item, or the first character.
pub(super) fn first(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    end(input, <[Value]>::first, |text| text.chars().next())
}

/// The last item, or the last character.
pub(super) fn last(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    end(input, <[Value]>::last, |text| text.chars().next_back())
}

fn end(
    input: &Value,
    item: fn(&[Value]) -> Option<&Value>,
    letter: fn(&str) -> Option<char>,
) -> Option<Value> {
    match input {
        Value::List(items) => Some(item(items).cloned().unwrap_or_default()),
        Value::Nil | Value::Map(_) => Some(Value::Nil),
        scalar => text(
            letter(&text_of(scalar))
                .map(String::from)
                .unwrap_or_default(),
        ),
    }
}

pub(super) fn join(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let separator = match arguments.values.first() {
        Some(separator) => text_of(separator).into_owned(),
        None => " ".to_owned(),
    };
    let items = items(input);
    let between = separator.len().checked_mul(items.len())?;
    (between <= LARGEST).then_some(())?;
    let mut joined = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            joined.push_str(&separator);
        }
        joined.push_str(&text_of(item));
        (joined.len() <= LARGEST).then_some(())?;
    }
    text(joined)
}

pub(super) fn reverse(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    Some(items(input).iter().rev().cloned().collect())
}

pub(super) fn concat(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let both = items(input).iter().chain(items(arguments.value(0)));
    Some(both.cloned().collect())
}

pub(super) fn uniq(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    let items = items(input);
    (items.len() <= MOST_COMPARED).then_some(())?;
    let mut unique: Vec<Value> = Vec::new();
    for item in items {
        if !unique.iter().any(|known| equal(known, item)) {
            unique.push(item.clone());
        }
    }
    Some(Value::List(unique))
}

pub(super) fn map(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let key = arguments.text(0);
    let items = items(input).iter();
    Some(items.map(|item| item.get(&key).clone()).collect())
}

/// The items whose property has that value, or any true one.
pub(super) fn where_(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let key = arguments.text(0);
    let fits = |item: &&Value| match arguments.values.get(1) {
        Some(wanted) => equal(item.get(&key), wanted),
        None => is_true(item.get(&key)),
    };
    Some(items(input).iter().filter(fits).cloned().collect())
}

/// Without the items that are nil, or whose property is.
pub(super) fn compact(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let key = property(arguments);
    let kept = items(input).iter().filter(|item| !at(item, &key).is_nil());
    Some(kept.cloned().collect())
}

pub(super) fn sort(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    sorted(input, arguments, order_of_all)
}

/// As `sort`, without regard to case.
pub(super) fn sort_natural(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    sorted(input, arguments, |left, right| {
        let key = |value: &Value| (value.is_nil(), text_of(value).to_lowercase());
        key(left).cmp(&key(right))
    })
}

fn sorted(
    input: &Value,
    arguments: &Arguments<'_>,
    compare: fn(&Value, &Value) -> Ordering,
) -> Option<Value> {
    let key = property(arguments);
    let mut sorted = items(input).to_vec();
    (sorted.len() <= MOST_COMPARED).then_some(())?;
    sorted.sort_by(|left, right| compare(at(left, &key), at(right, &key)));
    Some(Value::List(sorted))
}

/// A total order, as sorting needs it: by kind, then by value; nil last.
fn order_of_all(left: &Value, right: &Value) -> Ordering {
    kind(left)
        .cmp(&kind(right))
        .then_with(|| match (left, right) {
            (Value::Text(left), Value::Text(right)) => left.cmp(right),
            (Value::Flag(left), Value::Flag(right)) => left.cmp(right),
            // Where two are the same as decimals, the whole ones come first and compare exactly.
            _ => decimal(left)
                .total_cmp(&decimal(right))
                .then_with(|| whole(left).cmp(&whole(right))),
        })
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Flag(_) => 0,
        Value::Integer(_) | Value::Float(_) => 1,
        Value::Text(_) => 2,
        Value::List(_) => 3,
        Value::Map(_) => 4,
        Value::Nil => 5,
    }
}

fn decimal(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Float(number) => *number,
        _ => 0.0,
    }
}

fn whole(value: &Value) -> (bool, i64) {
    match value {
        Value::Integer(number) => (false, *number),
        _ => (true, 0),
    }
}

fn property(arguments: &Arguments<'_>) -> Option<String> {
    arguments
        .values
        .first()
        .map(|key| text_of(key).into_owned())
}

fn at<'v>(item: &'v Value, key: &Option<String>) -> &'v Value {
    match key {
        Some(key) => item.get(key),
        None => item,
    }
}
