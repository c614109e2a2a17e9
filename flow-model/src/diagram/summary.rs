//! One line of what matters about a widget: a message's words, a split's input, what is called.

use super::text::shortened;
use crate::catalogue::{Kind, Property, Rule, Type};
use crate::flow::{self, ValueKind, Widget};

/// Room enough for the widest box.
const LONGEST: usize = 60;

/// The line; none where nothing is set.
pub(super) fn summary(widget: &Widget, kind: Option<&'static Kind>) -> Option<String> {
    let known = kind.map_or(&[][..], |kind| kind.properties);
    let rules = kind.map_or(&[][..], |kind| kind.rules);
    let given = |property: &Property| {
        let mut given = widget.properties.iter();
        given.find(|given| !given.key.quoted && given.key.text == property.word)
    };
    let mut told: Vec<(u8, &flow::Property)> = known
        .iter()
        .filter_map(|property| Some((weight(property, rules), given(property)?)))
        .collect();
    told.sort_by_key(|(weight, _)| *weight);
    let others = widget.properties.iter();
    told.into_iter()
        .map(|(_, property)| property)
        .chain(others)
        .find_map(|property| line(&property.value.kind))
}

/// What says the most comes first: what is told to people, what is called, what must be given.
fn weight(property: &Property, rules: &[Rule]) -> u8 {
    match property.ty {
        Type::Body => 0,
        Type::Function | Type::Flow => 1,
        Type::Choice(_) | Type::Flag | Type::Integer { .. } => 5,
        _ if rules.iter().any(|rule| is_one_of(rule, property.word)) => 2,
        _ if property.required => 3,
        _ if property.default.is_some() => 6,
        _ => 4,
    }
}

fn is_one_of(rule: &Rule, word: &str) -> bool {
    match rule {
        Rule::OneOf(words) | Rule::AnyOf(words) => words.contains(&word),
        Rule::Needed { property, .. } => *property == word,
        Rule::Apart { .. } => false,
    }
}

fn line(value: &ValueKind) -> Option<String> {
    let line = match value {
        ValueKind::Text(text) | ValueKind::Json(text) | ValueKind::Number(text) => {
            shortened(text, LONGEST)
        }
        ValueKind::Flag(flag) => flag.to_string(),
        ValueKind::List(items) => items.iter().find_map(|item| match &item.kind {
            ValueKind::Text(text) => Some(shortened(text, LONGEST)),
            _ => None,
        })?,
        ValueKind::Map(entries) => {
            let mut names = String::new();
            for entry in entries.iter().take(LONGEST) {
                if !names.is_empty() {
                    names += ", ";
                }
                names += &shortened(&entry.key.text, LONGEST);
            }
            shortened(&names, LONGEST)
        }
        ValueKind::Callee { path, .. } => shortened(path, LONGEST),
        ValueKind::Error => return None,
    };
    (!line.is_empty()).then_some(line)
}
