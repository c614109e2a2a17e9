//! How a value reads in text.

use std::borrow::Cow;
use std::fmt::{self, Write};

use crate::Value;

/// How deep lists may stand in lists: as deep as JSON is read.
const DEEPEST: usize = 128;

/// What a value is as text: nil nothing, a list its items one after the other, an object its JSON.
///
/// A decimal number keeps its point (`3.0`), as in Ruby.
pub(super) fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Nil => Cow::Borrowed(""),
        Value::Text(text) => Cow::Borrowed(text),
        Value::Flag(true) => Cow::Borrowed("true"),
        Value::Flag(false) => Cow::Borrowed("false"),
        other => {
            let mut text = String::new();
            // Writing to a String does not fail.
            let _ = write(other, &mut text);
            Cow::Owned(text)
        }
    }
}

/// Writes what [`text_of`] gives.
pub(super) fn write(value: &Value, out: &mut dyn Write) -> fmt::Result {
    write_within(value, out, 0)
}

fn write_within(value: &Value, out: &mut dyn Write, depth: usize) -> fmt::Result {
    match value {
        Value::Nil => Ok(()),
        Value::Flag(flag) => write!(out, "{flag}"),
        Value::Integer(number) => write!(out, "{number}"),
        Value::Float(number) => write!(out, "{number:?}"),
        Value::Text(text) => out.write_str(text),
        Value::List(items) if depth < DEEPEST => items
            .iter()
            .try_for_each(|item| write_within(item, out, depth + 1)),
        Value::List(_) => Ok(()),
        Value::Map(_) => write!(out, "{value}"),
    }
}
