//! How rows are written down: a property is a template, unless it says more.

use super::outputs::{NOTHING, Outputs};
use super::{Event, Json, Property, Type};

/// An event by which no output is set.
pub(super) const fn event(word: &'static str, studio: &'static str, docs: &'static str) -> Event {
    Event {
        word,
        studio,
        docs,
        outputs: NOTHING,
    }
}

pub(super) const fn leaving(outputs: Outputs, event: Event) -> Event {
    Event { outputs, ..event }
}

pub(super) const fn template(word: &'static str, docs: &'static str) -> Property {
    typed(Type::Template { max: None }, Json::String, word, docs)
}

pub(super) const fn literal(word: &'static str, docs: &'static str) -> Property {
    typed(Type::Literal, Json::String, word, docs)
}

pub(super) const fn typed(
    ty: Type,
    json: Json,
    word: &'static str,
    docs: &'static str,
) -> Property {
    Property {
        word,
        studio: word,
        docs,
        ty,
        required: false,
        default: None,
        json,
    }
}

pub(super) const fn required(property: Property) -> Property {
    Property {
        required: true,
        ..property
    }
}

pub(super) const fn defaults_to(default: &'static str, property: Property) -> Property {
    Property {
        default: Some(default),
        ..property
    }
}

/// Text of at most so many characters.
pub(super) const fn short(max: u32, word: &'static str, docs: &'static str) -> Property {
    typed(Type::Template { max: Some(max) }, Json::String, word, docs)
}

pub(super) const fn choice(
    choices: &'static [&'static str],
    word: &'static str,
    docs: &'static str,
) -> Property {
    typed(Type::Choice(choices), Json::String, word, docs)
}

/// A flag that is a boolean in Studio's JSON.
pub(super) const fn flag(word: &'static str, docs: &'static str) -> Property {
    typed(Type::Flag, Json::Boolean, word, docs)
}

/// A flag that is a string in Studio's JSON.
pub(super) const fn quoted_flag(word: &'static str, docs: &'static str) -> Property {
    typed(Type::Flag, Json::String, word, docs)
}

/// A whole number that is a number in Studio's JSON.
pub(super) const fn integer(
    (min, max): (i64, i64),
    word: &'static str,
    docs: &'static str,
) -> Property {
    typed(Type::Integer { min, max }, Json::Number, word, docs)
}

/// A whole number that is a string in Studio's JSON.
pub(super) const fn quoted_integer(
    (min, max): (i64, i64),
    word: &'static str,
    docs: &'static str,
) -> Property {
    typed(Type::Integer { min, max }, Json::String, word, docs)
}

/// Names and values of the author's.
pub(super) const fn map(word: &'static str, docs: &'static str) -> Property {
    typed(
        Type::Map {
            json: false,
            filled: false,
        },
        Json::Pairs,
        word,
        docs,
    )
}
