//! The pages of the documentation: one for each widget, and the table of what runs.

use std::fmt::Write;

use flow_model::catalogue::{
    Arity, Event, Json, KINDS, Keys, Kind, OPERATORS, Outputs, Presence, Property, Rule, Runs,
    Starts, Type,
};

const HEAD: &str = "\
//! Every widget: what it can be set to, where it goes, what it leaves behind, and how far it runs
//! here.
//!
//! All of them are checked, imported and exported. A runtime refuses a flow that holds one that does
//! not run, and says of each why ([`ProgramError`](crate::program::ProgramError)).
//!
//! Written from `flow_model::catalogue` by `tests/tests/catalogue.rs`: run that test with `UPDATE=1`
//! instead of changing anything here.
//!
";

/// `flow-runtime/src/widgets.rs`.
pub(super) fn pages() -> String {
    let mut out = String::from(HEAD);
    line(&mut out, "//!", "| widget | runs | how far |");
    line(&mut out, "//!", "|---|---|---|");
    for kind in KINDS {
        let (runs, how_far) = match kind.runs {
            Runs::Whole => ("yes", "as in Studio"),
            Runs::Differs(how) => ("yes", how),
            Runs::Not(why) => ("no", why),
        };
        let row = format!("| [`{0}`](mod@{0}) | {runs} | {how_far} |", kind.word);
        line(&mut out, "//!", &row);
    }
    for kind in KINDS {
        let mut page = String::new();
        write_page(&mut page, kind);
        out.push('\n');
        for text in page.lines() {
            line(&mut out, "///", text);
        }
        writeln!(out, "pub mod {} {{}}", kind.word).unwrap();
    }
    out
}

fn line(out: &mut String, mark: &str, text: &str) {
    writeln!(out, "{}", format!("{mark} {text}").trim_end()).unwrap();
}

fn write_page(page: &mut String, kind: &Kind) {
    writeln!(page, "{}\n", kind.docs).unwrap();
    writeln!(page, "In Studio: `{}`.\n", kind.studio).unwrap();
    let runs = match kind.runs {
        Runs::Whole => "It runs here as in Studio.".to_owned(),
        Runs::Differs(how) => format!("It runs here. {how}"),
        Runs::Not(why) => format!("It does not run here: {why}."),
    };
    writeln!(page, "{runs}\n").unwrap();
    if kind.starts != Starts::Any {
        let events: Vec<_> = kind
            .starts
            .events()
            .iter()
            .map(|event| code(event))
            .collect();
        writeln!(
            page,
            "Only in executions that are started by {}.\n",
            listed(&events, "or")
        )
        .unwrap();
    }
    write_properties(page, kind);
    if kind.is_split() {
        write_operators(page);
    } else {
        write_events(page, kind);
    }
}

fn write_properties(page: &mut String, kind: &Kind) {
    if kind.properties.is_empty() {
        return;
    }
    writeln!(page, "# Properties\n").unwrap();
    for property in kind.properties {
        write_property(page, property, 0);
    }
    if !kind.rules.is_empty() {
        let rules: Vec<_> = kind.rules.iter().map(ruled).collect();
        writeln!(page, "\n{}", rules.join(" ")).unwrap();
    }
    page.push('\n');
}

fn write_property(page: &mut String, property: &Property, depth: usize) {
    let mut facts = vec![typed(&property.ty)];
    if property.studio != property.word {
        facts.push(format!("in Studio `{}`", property.studio));
    }
    if property.required {
        facts.push("required".to_owned());
    }
    if let Some(default) = property.default {
        facts.push(format!("left out: `{default}`"));
    }
    match (property.json, &property.ty) {
        (Json::String, Type::Integer { .. } | Type::Flag) => {
            facts.push("a string in Studio's JSON".to_owned());
        }
        (Json::Ours, _) => facts.push("ours alone".to_owned()),
        _ => {}
    }
    let (indent, docs) = ("  ".repeat(depth), property.docs);
    writeln!(
        page,
        "{indent}- `{}`: {docs} ({})",
        property.word,
        facts.join("; ")
    )
    .unwrap();
    if let Some(rows) = rows(&property.ty) {
        for row in rows {
            write_property(page, row, depth + 1);
        }
    }
}

fn rows(ty: &Type) -> Option<&'static [Property]> {
    match ty {
        Type::Object(rows) => Some(rows),
        Type::List(item) => rows(item),
        _ => None,
    }
}

fn typed(ty: &Type) -> String {
    match ty {
        Type::Template { max: None } => "a text, with Liquid".to_owned(),
        Type::Template { max: Some(max) } => {
            format!("a text, with Liquid; up to {max} characters")
        }
        Type::Body => "a text, with Liquid; by SMS up to 1,600 characters".to_owned(),
        Type::Literal => "a text without Liquid".to_owned(),
        Type::Choice(choices) => {
            let choices: Vec<_> = choices.iter().map(|choice| code(choice)).collect();
            listed(&choices, "or")
        }
        Type::Integer { min, max } if *max == i64::MAX => format!("a whole number from {min}"),
        Type::Integer { min, max } => format!("a whole number from {min} to {max}"),
        Type::Flag => "`true` or `false`".to_owned(),
        Type::Map { json, filled } => {
            let json = if *json { ", `json(…)` too" } else { "" };
            let filled = if *filled { "; at least one" } else { "" };
            format!("names with texts{json}{filled}")
        }
        Type::List(item) if rows(item).is_some() => "a list of objects".to_owned(),
        Type::List(item) => format!("a list, each {}", typed(item)),
        Type::Object(_) => "an object".to_owned(),
        Type::Function => "a typed function with its parameters".to_owned(),
        Type::Flow => "a typed flow with its parameters".to_owned(),
    }
}

fn ruled(rule: &Rule) -> String {
    let codes = |words: &[&str], by| {
        let words: Vec<_> = words.iter().map(|word| code(word)).collect();
        listed(&words, by)
    };
    match rule {
        Rule::OneOf(words) => format!("Exactly one of {} is given.", codes(words, "and")),
        Rule::AnyOf(words) => format!("At least one of {} is given.", codes(words, "and")),
        Rule::Apart { property, from, .. } => {
            format!("Beside `{property}` there is no {}.", codes(from, "and no"))
        }
        Rule::Needed {
            property,
            on,
            values,
        } => {
            let values: Vec<_> = values
                .iter()
                .map(|value| match value {
                    Some(value) => code(value),
                    None => "left out".to_owned(),
                })
                .collect();
            format!(
                "`{property}` is required where `{on}` is {}.",
                listed(&values, "or")
            )
        }
    }
}

fn write_events(page: &mut String, kind: &Kind) {
    if kind.events.is_empty() {
        return;
    }
    writeln!(page, "# Events\n").unwrap();
    writeln!(page, "In the order in which Studio writes them.\n").unwrap();
    for event in kind.events {
        write_event(page, event);
    }
}

fn write_event(page: &mut String, event: &Event) {
    let studio = match event.studio == event.word {
        true => String::new(),
        false => format!(", in Studio `{}`", event.studio),
    };
    let docs = event.docs;
    let outputs = left_behind(&event.outputs);
    writeln!(page, "- `{}`{studio}: {docs}{outputs}", event.word).unwrap();
}

/// What `widgets.NAME` holds then.
fn left_behind(outputs: &Outputs) -> String {
    let keys = |groups: &[Keys]| {
        let keys: Vec<_> = groups
            .iter()
            .flat_map(|keys| keys.iter())
            .map(|key| code(key))
            .collect();
        listed(&keys, "and")
    };
    let mut said = String::new();
    if !outputs.set.is_empty() {
        write!(said, " It sets {}.", keys(outputs.set)).unwrap();
    }
    if !outputs.may.is_empty() {
        write!(said, " It may set {}.", keys(outputs.may)).unwrap();
    }
    match outputs.rest {
        Presence::Unset => {}
        Presence::May if said.is_empty() => said.push_str(" It may set outputs."),
        Presence::May => said.push_str(" It may set others."),
        Presence::Set => said.push_str(" It sets what Twilio sends of it."),
    }
    if !outputs.unset.is_empty() {
        write!(said, " It does not set {}.", keys(outputs.unset)).unwrap();
    }
    said
}

fn write_operators(page: &mut String) {
    writeln!(page, "# Operators\n").unwrap();
    for operator in OPERATORS {
        let arguments = match operator.arity {
            Arity::None => "",
            Arity::One => "(\"…\")",
            Arity::Many => "(\"…\", …)",
        };
        writeln!(page, "- `{}{arguments}`: {}", operator.word, operator.docs).unwrap();
    }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// `a, b and c`
fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [items @ .., end] => format!("{} {last} {end}", items.join(", ")),
    }
}
