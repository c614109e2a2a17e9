//! One step down a value.

use std::borrow::Cow;

use crate::Value;

/// What stands at that key, if anything does: an item by its index (from the end where negative),
/// `first` and `last` of a list; an entry of an object; `size` of any of them and of a text.
pub(super) fn child<'v>(value: &'v Value, key: &str) -> Option<Cow<'v, Value>> {
    let size = |size: usize| {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        (key == "size").then_some(Cow::Owned(Value::Integer(size)))
    };
    match value {
        Value::Map(map) => match map.get(key) {
            Some(found) => Some(Cow::Borrowed(found)),
            None => size(map.len()),
        },
        Value::List(items) => match key {
            "first" => items.first().map(Cow::Borrowed),
            "last" => items.last().map(Cow::Borrowed),
            _ => match key.parse() {
                Ok(index) => item(items, index).map(Cow::Borrowed),
                Err(_) => size(items.len()),
            },
        },
        Value::Text(text) => size(text.chars().count()),
        _ => None,
    }
}

fn item(items: &[Value], index: i64) -> Option<&Value> {
    let index = if index < 0 {
        index.checked_add(i64::try_from(items.len()).ok()?)?
    } else {
        index
    };
    items.get(usize::try_from(index).ok()?)
}
