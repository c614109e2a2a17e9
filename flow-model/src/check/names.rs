//! Names: Studio's that do not exist, and the author's that cannot be taken.

use std::collections::{HashMap, HashSet};

use super::codes::{
    DUPLICATE_NAME, DUPLICATE_PROPERTY, DUPLICATE_WIDGET, REFUSED_NAME, RESERVED_NAME,
    TOO_MANY_WIDGETS, UNKNOWN_EVENT, UNKNOWN_KIND, UNKNOWN_OPERATOR, UNKNOWN_PROPERTY,
};
use super::context::{Context, known};
use super::findings::Findings;
use super::near;
use crate::catalogue::{self, KINDS, Kind, OPERATORS};
use crate::flow::{Arm, Event, Name, Property, Widget, Word};

/// Names that mean something else in a flow, or nothing in Rust.
const RESERVED: &[&str] = &["end", "trigger", "_", "self", "Self", "super", "crate"];

/// The tables number widgets in 16 bits, and keep the last number for `end`.
const MOST_WIDGETS: usize = u16::MAX as usize;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    if cx.flow.widgets.len() > MOST_WIDGETS {
        let message = format!(
            "a flow has at most {MOST_WIDGETS} widgets, and this one has {}",
            cx.flow.widgets.len()
        );
        findings
            .report(&TOO_MANY_WIDGETS, cx.flow.name.at, message)
            .help("split it, and let `run_subflow` join the parts");
    }
    duplicate_widgets(cx, findings);
    studio_names(cx, findings);
    for (index, widget) in cx.flow.widgets.iter().enumerate() {
        reserved_name(index, widget, findings);
        match cx.kind(index) {
            Some(kind) => known_words(index, widget, kind, findings),
            None if widget.kind.quoted => unknowable_words(index, widget, findings),
            None => unknown_kind(index, &widget.kind, findings),
        }
        if cx.kind(index).is_some() || widget.kind.quoted {
            duplicate_properties(index, &widget.properties, findings);
        }
    }
}

fn duplicate_widgets(cx: &Context<'_>, findings: &mut Findings) {
    for &(_, twin) in &cx.twins {
        let ident = &cx.flow.widgets[twin].ident;
        let message = format!("there is a widget `{}` already", ident.text);
        findings
            .report(&DUPLICATE_WIDGET, ident.at, message)
            .of(twin)
            .help("give one of the two another name");
    }
}

pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

fn reserved_name(index: usize, widget: &Widget, findings: &mut Findings) {
    if !widget.is_trigger() && is_reserved(&widget.ident.text) {
        let name = &widget.ident.text;
        let help = match name.as_str() {
            "end" => "`end` is where an execution ends: give the widget another name",
            "trigger" => "`trigger` is where executions start: give the widget another name",
            _ => "give the widget another name",
        };
        findings
            .report(
                &RESERVED_NAME,
                widget.ident.at,
                format!("`{name}` cannot be a widget's name"),
            )
            .of(index)
            .help(help);
    }
}

/// Names in Studio: written with its letters, and each given once.
fn studio_names(cx: &Context<'_>, findings: &mut Findings) {
    let mut taken: HashMap<&str, usize> = HashMap::with_capacity(cx.flow.widgets.len());
    for (index, widget) in cx.flow.widgets.iter().enumerate() {
        let given = widget.name.as_ref().unwrap_or(&widget.ident);
        let name = widget.studio_name();
        if name.is_empty() || is_reserved(name) {
            continue;
        }
        if !is_studio_name(name) {
            refused_name(index, widget, given, findings);
        }
        let first = *taken.entry(name).or_insert(index);
        // Two triggers, and two widgets of one name in the source, are findings of their own.
        let twins = cx.flow.widgets[first].ident.text == widget.ident.text;
        if first != index && !twins {
            let message = format!("another widget is called `{name}` in Studio already");
            findings
                .report(&DUPLICATE_NAME, given.at, message)
                .of(index)
                .help("give one of the two another name: `#[name = \"…\"]`");
        }
    }
}

fn is_studio_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn refused_name(index: usize, widget: &Widget, given: &Name, findings: &mut Findings) {
    let help =
        "a name in Studio begins with a letter and goes on with letters, digits, `_` and `-`";
    let help = match widget.name {
        Some(_) => help.to_owned(),
        None => format!("{help}: give one with `#[name = \"…\"]`"),
    };
    let name = widget.studio_name();
    findings
        .report(
            &REFUSED_NAME,
            given.at,
            format!("Studio refuses the name `{name}`"),
        )
        .of(index)
        .help(help);
}

fn unknown_kind(index: usize, kind: &Word, findings: &mut Findings) {
    let Some(word) = known(kind) else { return };
    let kinds = || KINDS.iter().map(|kind| kind.word);
    // Who knows Studio's JSON may write its spelling.
    let studio = KINDS.iter().find(|kind| kind.studio == word);
    let near = match studio {
        Some(kind) => vec![kind.word],
        None => near::near(word, kinds()),
    };
    report_unknown(
        findings,
        &UNKNOWN_KIND,
        kind,
        format!("there is no kind of widget `{word}`"),
        near::help(&near, "", []).or_else(|| {
            Some(format!(
                "a kind is Studio's, such as `send_message`; one that is not known here is written in quotes and taken as it is: `\"{word}\"`"
            ))
        }),
        index,
    );
}

fn known_words(index: usize, widget: &Widget, kind: &Kind, findings: &mut Findings) {
    for property in &widget.properties {
        if let Some(word) = known(&property.key)
            && kind.property(word).is_none()
        {
            unknown_property(index, kind, &property.key, findings);
        }
    }
    for arm in &widget.arms {
        let Event::Named { word, arguments } = &arm.event else {
            continue;
        };
        let Some(text) = known(word) else { continue };
        if kind.is_split() {
            if catalogue::operator(text).is_none() {
                unknown_operator(index, word, findings);
            }
        } else if kind.event(text).is_none() {
            unknown_event(index, kind, word, arguments.is_some(), findings);
        }
    }
}

fn unknown_property(index: usize, kind: &Kind, key: &Word, findings: &mut Findings) {
    let words = || kind.properties.iter().map(|property| property.word);
    let near = near::near(&key.text, words());
    let help = match words().next() {
        Some(_) => near::help(&near, "its properties are", words()),
        None => Some(format!("`{}` has no properties", kind.word)),
    };
    let message = format!("`{}` has no property `{}`", kind.word, key.text);
    report_unknown(findings, &UNKNOWN_PROPERTY, key, message, help, index);
}

fn unknown_event(index: usize, kind: &Kind, word: &Word, called: bool, findings: &mut Findings) {
    let events = || kind.events.iter().map(|event| event.word);
    let text = &word.text;
    if catalogue::operator(text).is_some() || called {
        let message = format!("`{text}` is no event of `{}`", kind.word);
        let its = near::help(&[], "its events are", events()).unwrap_or_default();
        let help = format!("{its}; only `split_based_on` has operators");
        report_unknown(findings, &UNKNOWN_EVENT, word, message, Some(help), index);
        return;
    }
    let near = match kind.events.iter().find(|event| event.studio == text) {
        Some(event) => vec![event.word],
        None => near::near(text, events()),
    };
    let help = near::help(&near, "its events are", events());
    let message = format!("`{}` has no event `{text}`", kind.word);
    report_unknown(findings, &UNKNOWN_EVENT, word, message, help, index);
}

fn unknown_operator(index: usize, word: &Word, findings: &mut Findings) {
    let text = &word.text;
    let near = near::near(text, OPERATORS.iter().map(|operator| operator.word));
    let help = if matches!(text.as_str(), "noMatch" | "no_match") {
        Some("Studio's `noMatch` is written `_`".to_owned())
    } else {
        near::help(&near, "", []).or_else(|| {
            Some("an arm of a split is an operator, such as `equal_to(\"…\")`, or `_`".to_owned())
        })
    };
    let message = format!("a split has no operator `{text}`");
    report_unknown(findings, &UNKNOWN_OPERATOR, word, message, help, index);
}

/// Of a quoted kind the catalogue knows nothing, so its words have to be Studio's own.
fn unknowable_words(index: usize, widget: &Widget, findings: &mut Findings) {
    let properties = widget.properties.iter().map(|property| &property.key);
    for key in properties {
        unquoted(findings, &UNKNOWN_PROPERTY, key, "property", index);
    }
    for Arm { event, .. } in &widget.arms {
        if let Event::Named { word, .. } = event {
            unquoted(findings, &UNKNOWN_EVENT, word, "event", index);
        }
    }
}

fn unquoted(
    findings: &mut Findings,
    code: &'static super::Code,
    word: &Word,
    what: &str,
    index: usize,
) {
    if let Some(text) = known(word) {
        let message = format!("nothing is known of the {what} `{text}`, as the kind is quoted");
        let help = format!("write it as Studio does, in quotes: `\"{text}\"`");
        report_unknown(findings, code, word, message, Some(help), index);
    }
}

fn report_unknown(
    findings: &mut Findings,
    code: &'static super::Code,
    word: &Word,
    message: String,
    help: Option<String>,
    index: usize,
) {
    let report = findings.report(code, word.at, message).of(index);
    if let Some(help) = help {
        report.help(help);
    }
}

fn duplicate_properties(index: usize, properties: &[Property], findings: &mut Findings) {
    let mut given = HashSet::with_capacity(properties.len());
    for property in properties {
        let key = &property.key;
        let earlier = !given.insert((key.text.as_str(), key.quoted));
        if earlier && !key.text.is_empty() {
            findings
                .report(
                    &DUPLICATE_PROPERTY,
                    key.at,
                    format!("the property `{}` is given already", key.text),
                )
                .of(index)
                .help("leave one of the two out");
        }
    }
}
