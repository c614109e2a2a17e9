//! Whether a value is of its property's type, and within its bounds.

use std::collections::HashSet;

use crate::catalogue::{self, Json, Type};
use crate::check::codes::{
    DUPLICATE_KEY, EMPTY_MAP, JSON_NOT_ALLOWED, OUT_OF_RANGE, UNKNOWN_CHOICE, UNKNOWN_PROPERTY,
    WRONG_TYPE,
};
use crate::check::context::known;
use crate::check::findings::Findings;
use crate::check::literal::has_liquid;
use crate::check::near;
use crate::flow::{Location, Property, Value, ValueKind};
use crate::settings::is_only_settings;

/// Checks the value of a property.
pub(super) fn value(
    widget: usize,
    property: &catalogue::Property,
    value: &Value,
    findings: &mut Findings,
) {
    if !is_rendered(property, value) {
        fits(widget, property.word, &property.ty, value, findings);
    }
}

/// Whether a template stands for a number or a flag, which Studio's JSON writes as a string.
pub(in crate::check) fn is_rendered(property: &catalogue::Property, value: &Value) -> bool {
    matches!(property.ty, Type::Integer { .. } | Type::Flag)
        && property.json == Json::String
        && matches!(&value.kind, ValueKind::Text(text) if has_liquid(text))
}

fn fits(widget: usize, name: &str, ty: &Type, value: &Value, findings: &mut Findings) {
    match (ty, &value.kind) {
        (_, ValueKind::Error)
        | (Type::Template { max: None } | Type::Body | Type::Literal, ValueKind::Text(_))
        | (Type::Flag, ValueKind::Flag(_))
        | (Type::Function | Type::Flow, ValueKind::Callee { .. }) => {}
        (Type::Template { max: Some(max) }, ValueKind::Text(text)) => {
            characters(widget, name, *max, text, value.at, findings);
        }
        (Type::Choice(choices), ValueKind::Text(text)) => {
            choice(widget, name, choices, text, value.at, findings);
        }
        (Type::Integer { min, max }, ValueKind::Number(number)) => {
            integer(widget, name, (*min, *max), number, value.at, findings);
        }
        (Type::Map { json, filled }, ValueKind::Map(entries)) => {
            map(widget, name, *json, entries, findings);
            if *filled && entries.is_empty() {
                findings
                    .report(&EMPTY_MAP, value.at, format!("`{name}` needs an entry"))
                    .of(widget)
                    .help(format!("give it one: `{name}: {}`", sample(ty)));
            }
        }
        (Type::List(item), ValueKind::List(items)) => {
            for value in items {
                fits(widget, name, item, value, findings);
            }
        }
        (Type::Object(rows), ValueKind::Map(entries)) => {
            object(widget, name, rows, entries, findings);
        }
        (_, ValueKind::Json(_)) => json_not_allowed(widget, name, value.at, findings),
        // What it is filled with is checked then.
        (Type::Integer { .. } | Type::Flag, ValueKind::Text(text)) if is_only_settings(text) => {}
        _ => wrong_type(widget, name, ty, value, findings),
    }
}

fn characters(
    widget: usize,
    name: &str,
    max: u32,
    text: &str,
    at: Location,
    findings: &mut Findings,
) {
    let count = text.chars().count();
    if count > max as usize && !has_liquid(text) {
        let message = format!("`{name}` holds up to {max} characters, and this text has {count}");
        findings
            .report(&OUT_OF_RANGE, at, message)
            .of(widget)
            .help("shorten it");
    }
}

fn choice(
    widget: usize,
    name: &str,
    choices: &[&'static str],
    text: &str,
    at: Location,
    findings: &mut Findings,
) {
    if choices.contains(&text) || has_liquid(text) {
        return;
    }
    let known = || choices.iter().copied();
    let report = findings
        .report(&UNKNOWN_CHOICE, at, format!("`{name}` cannot be {text:?}"))
        .of(widget);
    if let Some(help) = near::help(&near::near(text, known()), "the choices are", known()) {
        report.help(help);
    }
}

fn integer(
    widget: usize,
    name: &str,
    (min, max): (i64, i64),
    number: &str,
    at: Location,
    findings: &mut Findings,
) {
    let digits = number.strip_prefix('-').unwrap_or(number);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("`{name}` takes a whole number, and this is {number}");
        findings
            .report(&WRONG_TYPE, at, message)
            .of(widget)
            .help("write it without a fraction");
    } else if !number
        .parse::<i64>()
        .is_ok_and(|number| (min..=max).contains(&number))
    {
        let message = format!("`{name}` is {number}, which is out of range");
        findings
            .report(&OUT_OF_RANGE, at, message)
            .of(widget)
            .help(format!("give a number from {min} to {max}"));
    }
}

fn map(widget: usize, name: &str, json: bool, entries: &[Property], findings: &mut Findings) {
    let mut keys = HashSet::with_capacity(entries.len());
    for Property { key, value, .. } in entries {
        if !key.text.is_empty() && !keys.insert(key.text.as_str()) {
            let message = format!("`{name}` gives `{}` already", key.text);
            findings
                .report(&DUPLICATE_KEY, key.at, message)
                .of(widget)
                .help("leave one of the two out");
        }
        match value.kind {
            ValueKind::Json(_) if json => {}
            ValueKind::Json(_) => json_not_allowed(widget, name, value.at, findings),
            _ => plain(widget, &key.text, value, findings),
        }
    }
}

/// The value of a name that the author chose: a text, or a number or a flag as short for one.
pub(in crate::check) fn plain(widget: usize, name: &str, value: &Value, findings: &mut Findings) {
    match &value.kind {
        ValueKind::Text(_) | ValueKind::Number(_) | ValueKind::Flag(_) | ValueKind::Error => {}
        ValueKind::Json(_) => json_not_allowed(widget, name, value.at, findings),
        kind => {
            let message = format!("`{name}` takes a text, and this is {}", found(kind));
            findings
                .report(&WRONG_TYPE, value.at, message)
                .of(widget)
                .help("write it as a text: `\"…\"`");
        }
    }
}

fn object(
    widget: usize,
    name: &str,
    rows: &'static [catalogue::Property],
    entries: &[Property],
    findings: &mut Findings,
) {
    for entry in entries {
        let row = super::row(rows, entry);
        match (row, known(&entry.key)) {
            (Some(row), _) => value(widget, row, &entry.value, findings),
            (None, None) => {}
            (None, Some(key)) => {
                let words = || rows.iter().map(|row| row.word);
                let message = format!("`{name}` has no property `{key}`");
                let report = findings
                    .report(&UNKNOWN_PROPERTY, entry.key.at, message)
                    .of(widget);
                if let Some(help) =
                    near::help(&near::near(key, words()), "its properties are", words())
                {
                    report.help(help);
                }
            }
        }
    }
}

fn json_not_allowed(widget: usize, name: &str, at: Location, findings: &mut Findings) {
    findings
        .report(
            &JSON_NOT_ALLOWED,
            at,
            format!("`{name}` takes no `json(…)`"),
        )
        .of(widget)
        .help("write the text without it: `\"…\"`");
}

fn wrong_type(widget: usize, name: &str, ty: &Type, value: &Value, findings: &mut Findings) {
    let message = format!(
        "`{name}` takes {}, and this is {}",
        expected(ty),
        found(&value.kind)
    );
    let help = match (ty, &value.kind) {
        (Type::Integer { .. }, ValueKind::Text(text)) if text.parse::<i64>().is_ok() => {
            format!("write it without quotes: `{name}: {text}`")
        }
        (Type::Flag, ValueKind::Text(text)) if matches!(text.as_str(), "true" | "false") => {
            format!("write it without quotes: `{name}: {text}`")
        }
        (Type::Template { .. } | Type::Body | Type::Literal, ValueKind::Number(text)) => {
            format!("write it in quotes: `{name}: \"{text}\"`")
        }
        (_, ValueKind::Callee { .. }) => format!(
            "write the value itself, `{name}: {}`: a flow reads no constants",
            sample(ty)
        ),
        _ => format!("write it as `{name}: {}`", sample(ty)),
    };
    findings
        .report(&WRONG_TYPE, value.at, message)
        .of(widget)
        .help(help);
}

fn expected(ty: &Type) -> &'static str {
    match ty {
        Type::Template { .. } | Type::Body | Type::Literal | Type::Choice(_) => "a text",
        Type::Integer { .. } => "a whole number",
        Type::Flag => "`true` or `false`",
        Type::Map { .. } | Type::Object(_) => "a map",
        Type::List(_) => "a list",
        Type::Function => "a function",
        Type::Flow => "a flow",
    }
}

/// How a value of a type is written.
pub(super) fn sample(ty: &Type) -> &'static str {
    match ty {
        Type::Template { .. } | Type::Body | Type::Literal | Type::Choice(_) => "\"…\"",
        Type::Integer { .. } => "1",
        Type::Flag => "true",
        Type::Map { .. } | Type::Object(_) => "{ name: \"…\" }",
        Type::List(_) => "[…]",
        Type::Function | Type::Flow => "Name { parameter: \"…\" }",
    }
}

fn found(kind: &ValueKind) -> &'static str {
    match kind {
        ValueKind::Text(_) => "a text",
        ValueKind::Json(_) => "`json(…)`",
        ValueKind::Number(_) => "a number",
        ValueKind::Flag(_) => "a flag",
        ValueKind::List(_) => "a list",
        ValueKind::Map(_) => "a map",
        ValueKind::Callee { .. } => "a name",
        ValueKind::Error => "unreadable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Word;

    /// As `participants` of Studio's `start_conversation`, with a bound.
    static PARTICIPANTS: Type = Type::List(&Type::Object(&[catalogue::Property {
        word: "identity",
        studio: "identity",
        docs: "",
        ty: Type::Template { max: Some(5) },
        required: false,
        default: None,
        json: Json::String,
    }]));

    fn value_of(kind: ValueKind) -> Value {
        Value {
            kind,
            at: Location(1),
        }
    }

    fn messages(key: &str, value: ValueKind) -> Vec<String> {
        let entry = Property {
            key: Word {
                text: key.to_owned(),
                quoted: false,
                at: Location(1),
            },
            value: value_of(value),
            docs: String::new(),
        };
        let list = ValueKind::List(vec![value_of(ValueKind::Map(vec![entry]))]);
        let mut findings = Findings::default();
        fits(
            0,
            "participants",
            &PARTICIPANTS,
            &value_of(list),
            &mut findings,
        );
        let list = findings.list.into_iter();
        list.map(|finding| finding.diagnostic.message).collect()
    }

    #[test]
    fn lists_and_objects_are_looked_into() {
        let text = |text: &str| ValueKind::Text(text.to_owned());
        assert!(messages("identity", text("alice")).is_empty());
        assert!(messages("identity", text("{{trigger.message.From}}")).is_empty());
        assert_eq!(
            messages("identity", text("alice b")),
            ["`identity` holds up to 5 characters, and this text has 7"]
        );
        assert_eq!(
            messages("identity", ValueKind::Flag(true)),
            ["`identity` takes a text, and this is a flag"]
        );
        assert_eq!(
            messages("identiy", text("alice")),
            ["`participants` has no property `identiy`"]
        );
    }
}
