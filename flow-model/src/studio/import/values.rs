//! What a state is set to, read as the catalogue has it; the rest as the JSON that it is.

use super::json::{Json, Member, Node};
use super::notes::Notes;
use super::quoted;
use crate::catalogue::{self, Json as Wanted, Type};
use crate::check::has_liquid;
use crate::flow::{Property, Value, ValueKind, Word};
use crate::settings::is_only_settings;

/// A property as the catalogue has it; in quotes what the catalogue does not have, or not so. None
/// where it is `null`, or what Studio's editor writes anyway.
pub(super) fn property(
    known: &'static [catalogue::Property],
    member: &Member<'_>,
    notes: &mut Notes,
) -> Option<Property> {
    if matches!(member.value.json, Json::Null) {
        return None;
    }
    let row = known
        .iter()
        .find(|row| row.studio == member.key && row.json != Wanted::Ours);
    let Some(row) = row else {
        if member.key == "offset" {
            let message =
                "`offset` is not two whole numbers, `x` and `y`: it is carried in quotes, as it is";
            notes.quoting(member.value.at, message.to_owned());
        } else {
            let known = known.iter().map(|row| row.studio);
            quoted::remark("property", &member.key, member.key_at, known, notes);
        }
        return quoted::property(member, notes);
    };
    let Some(kind) = value(&row.ty, row.json, &member.value, notes) else {
        let message = format!(
            "`{}` is {}, and {} is wanted: it is carried in quotes, as it is",
            member.key,
            member.value.found(),
            expected(&row.ty)
        );
        notes.quoting(member.value.at, message);
        return quoted::property(member, notes);
    };
    if row.default.is_some() && row.default == plain(&kind) {
        return None;
    }
    Some(Property {
        key: Word {
            text: row.word.to_owned(),
            quoted: false,
            at: member.key_at,
        },
        value: Value {
            kind,
            at: member.value.at,
        },
        docs: String::new(),
    })
}

fn expected(ty: &Type) -> &'static str {
    match ty {
        Type::Template { .. } | Type::Body | Type::Literal | Type::Choice(_) => "a text",
        Type::Integer { .. } => "a whole number",
        Type::Flag => "`true` or `false`",
        Type::Map { .. } => "an array of `key` and `value` pairs",
        Type::List(_) => "an array",
        Type::Object(_) | Type::Function | Type::Flow => "an object",
    }
}

/// The text of a value, where it has one.
fn plain(kind: &ValueKind) -> Option<&str> {
    match kind {
        ValueKind::Text(text) | ValueKind::Number(text) => Some(text),
        ValueKind::Flag(true) => Some("true"),
        ValueKind::Flag(false) => Some("false"),
        _ => None,
    }
}

/// A value as a type has it, whether Studio's JSON quotes it or not; none if it is not such a value.
fn value(ty: &Type, wanted: Wanted, node: &Node<'_>, notes: &mut Notes) -> Option<ValueKind> {
    match ty {
        Type::Template { .. } | Type::Body | Type::Literal | Type::Choice(_) => {
            scalar(node).map(ValueKind::Text)
        }
        Type::Integer { .. } => {
            let text = scalar(node)?;
            if text
                .parse()
                .is_ok_and(|number: i64| number.to_string() == text)
            {
                Some(ValueKind::Number(text))
            } else {
                rendered(wanted, text)
            }
        }
        Type::Flag => {
            let text = scalar(node)?;
            match text.as_str() {
                "true" => Some(ValueKind::Flag(true)),
                "false" => Some(ValueKind::Flag(false)),
                _ => rendered(wanted, text),
            }
        }
        Type::Map { json, .. } => pairs(*json, node, notes),
        Type::List(item) => {
            let Json::List(items) = &node.json else {
                return None;
            };
            let items = quoted::but_null(node, items, notes).map(|node| {
                Some(Value {
                    kind: value(item, Wanted::Array, node, notes)?,
                    at: node.at,
                })
            });
            let items: Vec<_> = items.collect();
            items
                .into_iter()
                .collect::<Option<_>>()
                .map(ValueKind::List)
        }
        Type::Object(rows) => {
            let Json::Map(members) = &node.json else {
                return None;
            };
            let members = members
                .iter()
                .filter_map(|member| property(rows, member, notes));
            Some(ValueKind::Map(members.collect()))
        }
        Type::Function | Type::Flow => None,
    }
}

/// A template where Studio's JSON has a text for a number or a flag; a setting anywhere.
fn rendered(wanted: Wanted, text: String) -> Option<ValueKind> {
    let may = wanted == Wanted::String && has_liquid(&text) || is_only_settings(&text);
    may.then_some(ValueKind::Text(text))
}

/// A text, or a number or a flag as one.
pub(super) fn scalar(node: &Node<'_>) -> Option<String> {
    match &node.json {
        Json::Text(text) => Some(text.to_string()),
        Json::Number(number) => Some(quoted::digits(number)),
        Json::Flag(flag) => Some(flag.to_string()),
        Json::Null | Json::List(_) | Json::Map(_) => None,
    }
}

/// `[{"key": …, "value": …}]`, each perhaps with a `type`, and with an `index` of the editor's.
fn pairs(json: bool, node: &Node<'_>, notes: &mut Notes) -> Option<ValueKind> {
    let Json::List(items) = &node.json else {
        return None;
    };
    let items = quoted::but_null(node, items, notes);
    let entries: Option<Vec<_>> = items.map(|item| pair(json, item)).collect();
    entries.map(ValueKind::Map)
}

fn pair(json: bool, node: &Node<'_>) -> Option<Property> {
    let Json::Map(members) = &node.json else {
        return None;
    };
    let (mut key, mut value, mut parsed) = (None, None, false);
    for member in members {
        match (&*member.key, &member.value.json) {
            ("key", Json::Text(text)) if !text.is_empty() => key = Some((text, member.value.at)),
            ("value", _) => value = Some((scalar(&member.value)?, member.value.at)),
            ("type", Json::Text(ty)) if ty == "string" => {}
            ("type", Json::Text(ty)) if json && ty == "json_object" => parsed = true,
            ("index", _) | (_, Json::Null) => {}
            _ => return None,
        }
    }
    let ((key, key_at), (text, at)) = (key?, value?);
    Some(Property {
        key: Word {
            text: key.to_string(),
            quoted: false,
            at: key_at,
        },
        value: Value {
            kind: match parsed {
                true => ValueKind::Json(text),
                false => ValueKind::Text(text),
            },
            at,
        },
        docs: String::new(),
    })
}
