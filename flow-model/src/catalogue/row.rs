//! How rows are written down: a property is a template, unless it says more.

use super::{Event, Json, Property, Type};

pub(super) const fn event(word: &'static str, studio: &'static str, docs: &'static str) -> Event {
    Event { word, studio, docs }
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
