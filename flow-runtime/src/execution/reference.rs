//! Texts of a state that the row of its execution says already: written as references to it.
//!
//! Templates read the SIDs of the conversation, the execution and the flow in every message that
//! came or went. `"$CH"`, `"$FN"` and `"$FW"` stand for them, wherever they are a whole text; any
//! other text that begins with `$` is written with one more.

use flow_model::{Map, Text, Value};
use serde::de::Error;
use serde::{Serialize, Serializer};

const MARK: char = '$';

/// What references stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'x> {
    pub(super) conversation: &'x Text,
    pub(super) execution: &'x Text,
    pub(super) flow: &'x Text,
}

impl<'x> Names<'x> {
    fn each(self) -> [(&'static str, &'x Text); 3] {
        [
            ("$CH", self.conversation),
            ("$FN", self.execution),
            ("$FW", self.flow),
        ]
    }

    fn reference(self, text: &Text) -> Option<&'static str> {
        let mut each = self.each().into_iter();
        each.find_map(|(reference, name)| (name == text).then_some(reference))
    }

    fn named(self, reference: &Text) -> Option<&'x Text> {
        let mut each = self.each().into_iter();
        each.find_map(|(known, name)| (*reference == known).then_some(name))
    }

    /// A value as it is written.
    pub(super) fn refer<T>(self, value: &'x T) -> Referring<'x, T> {
        Referring { value, names: self }
    }

    /// Puts what they stand for in the place of the references.
    pub(super) fn resolve(self, map: &mut Map) -> Result<(), serde_json::Error> {
        map.values_mut()
            .try_for_each(|value| self.resolve_value(value))
    }

    fn resolve_value(self, value: &mut Value) -> Result<(), serde_json::Error> {
        match value {
            Value::Text(text) => {
                if let Some(rest) = text.strip_prefix(MARK) {
                    *text = match rest.starts_with(MARK) {
                        true => rest.to_owned().into(),
                        false => self.named(text).cloned().ok_or_else(|| unknown(text))?,
                    };
                }
                Ok(())
            }
            Value::List(items) => items
                .iter_mut()
                .try_for_each(|item| self.resolve_value(item)),
            Value::Map(map) => self.resolve(map),
            Value::Nil | Value::Flag(_) | Value::Integer(_) | Value::Float(_) => Ok(()),
        }
    }
}

fn unknown(reference: &Text) -> serde_json::Error {
    serde_json::Error::custom(format_args!("`{reference}` refers to nothing"))
}

/// A value whose texts are written as references where they can be.
pub(super) struct Referring<'x, T> {
    value: &'x T,
    names: Names<'x>,
}

impl Serialize for Referring<'_, Map> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.value.iter();
        serializer.collect_map(entries.map(|(key, value)| (key, self.names.refer(value))))
    }
}

impl Serialize for Referring<'_, Value> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Text(text) => match self.names.reference(text) {
                Some(reference) => serializer.serialize_str(reference),
                None if text.starts_with(MARK) => {
                    serializer.collect_str(&format_args!("{MARK}{text}"))
                }
                None => serializer.serialize_str(text),
            },
            Value::List(items) => {
                serializer.collect_seq(items.iter().map(|item| self.names.refer(item)))
            }
            Value::Map(map) => self.names.refer(map).serialize(serializer),
            Value::Nil | Value::Flag(_) | Value::Integer(_) | Value::Float(_) => {
                self.value.serialize(serializer)
            }
        }
    }
}
