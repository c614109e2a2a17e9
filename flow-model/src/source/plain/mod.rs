//! A flow without what need not be said, so that it exports the same and is shorter to read.

mod arms;

use std::collections::HashSet;

use crate::catalogue::{self, Kind, Type};
use crate::flow::{Flow, Location, Property, Value, ValueKind, Widget, Word};

pub(super) use arms::same_target;

/// How many digits a number has at most that somebody counts with.
const MOST_DIGITS: usize = 6;

/// The flow as it is printed; it exports to the same.
///
/// Left out is what Studio's editor writes by itself: properties at their defaults, events of the
/// trigger that start nothing, names that are the same. Properties and events stand in the
/// catalogue's order, in which Studio exports them. Events that all lead to one target, and many
/// that do at the end, become `_`; fewer are named, and so are the trigger's, since what starts a flow
/// is worth a word.
pub fn plain(flow: &Flow) -> Flow {
    keeping(flow, &HashSet::new())
}

/// The same, but for what stands at these locations: something is said about it.
pub(super) fn keeping(flow: &Flow, kept: &HashSet<Location>) -> Flow {
    let mut flow = flow.clone();
    if flow.friendly_name() == flow.name.text {
        flow.friendly_name = None;
    }
    flow.allow_concurrent_calls = flow.allow_concurrent_calls.filter(|allowed| !allowed);
    for widget in &mut flow.widgets {
        let studio_name = widget.name.take();
        widget.name = studio_name.filter(|name| name.text != widget.studio_name());
        for property in &mut widget.properties {
            quote_keys(&mut property.value);
        }
        let known = kind(widget).map_or(&[][..], |kind| kind.properties);
        plain_properties(known, &mut widget.properties, kept);
        if let Some(kind) = kind(widget).filter(|kind| !kind.is_split()) {
            arms::plain(kind, &mut widget.arms, kept);
        }
    }
    flow
}

/// The widget's row of the catalogue; none where its kind is quoted.
fn kind(widget: &Widget) -> Option<&'static Kind> {
    (!widget.kind.quoted).then(|| catalogue::kind(&widget.kind.text))?
}

fn plain_properties(
    known: &[catalogue::Property],
    given: &mut Vec<Property>,
    kept: &HashSet<Location>,
) {
    let place = |key: &Word| {
        let row = |row: &catalogue::Property| !key.quoted && row.word == key.text;
        known.iter().position(row)
    };
    given.sort_by_key(|property| place(&property.key).unwrap_or(known.len()));
    given.retain_mut(|property| {
        let key = &property.key;
        let Some(row) = place(key).map(|place| &known[place]) else {
            return true;
        };
        inside(&row.ty, &mut property.value, kept);
        !is_default(row, &property.value)
            || !property.docs.is_empty()
            || kept.contains(&key.at)
            || kept.contains(&property.value.at)
    });
}

fn inside(ty: &Type, value: &mut Value, kept: &HashSet<Location>) {
    match (ty, &mut value.kind) {
        (Type::Object(known), ValueKind::Map(entries)) => plain_properties(known, entries, kept),
        (Type::List(ty), ValueKind::List(items)) => {
            for item in items {
                inside(ty, item, kept);
            }
        }
        (Type::Map { .. }, ValueKind::Map(entries)) => {
            for entry in entries {
                bare(&mut entry.value);
            }
        }
        _ => {}
    }
}

/// Leaves the quotes of a number and a flag out where they mean the same without.
fn bare(value: &mut Value) {
    if let ValueKind::Text(text) = &value.kind {
        match text.as_str() {
            "true" => value.kind = ValueKind::Flag(true),
            "false" => value.kind = ValueKind::Flag(false),
            text if is_count(text) => value.kind = ValueKind::Number(text.to_owned()),
            _ => {}
        }
    }
}

/// Whether the text is a whole number that somebody counts with: no telephone number, and no code
/// that begins with zeros.
fn is_count(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_whole = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    text == "0" || is_whole && (1..=MOST_DIGITS).contains(&digits.len())
}

/// Quotes the keys of maps that Rust would not read as they are.
fn quote_keys(value: &mut Value) {
    match &mut value.kind {
        ValueKind::List(items) => items.iter_mut().for_each(quote_keys),
        ValueKind::Map(entries) => {
            for entry in entries {
                entry.key.quoted |= Word::needs_quotes(&entry.key.text);
                quote_keys(&mut entry.value);
            }
        }
        ValueKind::Callee { fields, .. } => {
            for field in fields {
                quote_keys(&mut field.value);
            }
        }
        _ => {}
    }
}

fn is_default(row: &catalogue::Property, value: &Value) -> bool {
    let Some(default) = row.default else {
        return false;
    };
    match (&row.ty, &value.kind) {
        (Type::Integer { .. }, ValueKind::Number(number)) => number == default,
        (Type::Flag, ValueKind::Flag(flag)) => default == if *flag { "true" } else { "false" },
        (Type::Integer { .. } | Type::Flag, _) => false,
        (_, ValueKind::Text(text)) => text == default,
        _ => false,
    }
}
