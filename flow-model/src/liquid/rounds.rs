//! The rounds of a loop.

use std::borrow::Cow;

use crate::{Map, Value};

/// One round of a loop.
pub(super) struct Round<'a> {
    pub(super) name: &'a str,
    pub(super) item: Cow<'a, Value>,
    pub(super) index: usize,
    /// Of all rounds, also those that are not made because there are too many.
    pub(super) length: usize,
}

impl Round<'_> {
    /// `forloop`.
    pub(super) fn describe(&self) -> Value {
        let number = |number: usize| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let entries: [(&str, Value); 7] = [
            ("index", number(self.index + 1)),
            ("index0", number(self.index)),
            ("rindex", number(self.length - self.index)),
            ("rindex0", number(self.length - self.index - 1)),
            ("first", Value::Flag(self.index == 0)),
            ("last", Value::Flag(self.index + 1 == self.length)),
            ("length", number(self.length)),
        ];
        Value::Map(entries.into_iter().collect::<Map>())
    }
}

/// What a loop goes over.
pub(super) enum Items<'a> {
    Of(Cow<'a, Value>),
    Range(i64, i64),
}

impl<'a> Items<'a> {
    /// How many rounds there would be.
    pub(super) fn count(&self) -> usize {
        match self {
            Items::Of(value) => match &**value {
                Value::Nil => 0,
                Value::List(items) => items.len(),
                Value::Map(map) => map.len(),
                Value::Text(text) => usize::from(!text.is_empty()),
                _ => 1,
            },
            Items::Range(first, last) => {
                let count = i128::from(*last) - i128::from(*first) + 1;
                usize::try_from(count.max(0)).unwrap_or(usize::MAX)
            }
        }
    }

    /// One of them; of an object, the pair of key and value.
    pub(super) fn item(&self, index: usize) -> Cow<'a, Value> {
        match self {
            Items::Range(first, _) => {
                let index = i64::try_from(index).unwrap_or(i64::MAX);
                Cow::Owned(Value::Integer(first.saturating_add(index)))
            }
            Items::Of(Cow::Borrowed(Value::List(items))) => Cow::Borrowed(&items[index]),
            Items::Of(value) => match &**value {
                Value::List(items) => Cow::Owned(items[index].clone()),
                Value::Map(map) => Cow::Owned(pair(map, index)),
                _ => value.clone(),
            },
        }
    }
}

fn pair(map: &Map, index: usize) -> Value {
    let pair = map.iter().nth(index);
    let pair = pair.map(|(key, value)| vec![Value::Text(key.clone()), value.clone()]);
    Value::List(pair.unwrap_or_default())
}
