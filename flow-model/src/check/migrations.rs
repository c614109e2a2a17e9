//! What stands for the widgets of earlier versions: each once, and for none that is still there.

use std::collections::HashSet;

use super::codes::{MIGRATED_TWICE, UNKNOWN_TARGET, WIDGET_STILL_THERE};
use super::context::Context;
use super::findings::Findings;
use super::near;
use crate::flow::{Location, Migration, Name, Target, Widget};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let mut told = HashSet::with_capacity(cx.flow.migrations.len());
    let mut targets = HashSet::new();
    for migration in &cx.flow.migrations {
        let from = &migration.from;
        if !from.text.is_empty() {
            still_there(cx, migration, findings);
            if !told.insert(&from.text) {
                let message = format!("`{}` is migrated already", from.text);
                findings
                    .report(&MIGRATED_TWICE, from.at, message)
                    .help("leave one of the two out: executions go on at one widget");
            }
        }
        // `a | b => t` is two migrations with one target.
        if targets.insert(migration.to.at()) || migration.to.at() == Location(0) {
            target(cx, &migration.to, findings);
        }
    }
}

/// An execution knows the widget on which it stands by its name in Studio.
fn still_there(cx: &Context<'_>, migration: &Migration, findings: &mut Findings) {
    let from = &migration.from;
    let named = |widget: &&Widget| widget.studio_name() == from.text;
    let Some(widget) = cx.flow.widgets.iter().find(named) else {
        return;
    };
    let name = &from.text;
    let help = if widget.is_trigger() {
        "leave it out: nobody waits at the trigger".to_owned()
    } else if widget.ident.text == *name {
        "leave it out, or give that widget another name: who waits there goes on there".to_owned()
    } else {
        format!(
            "leave it out: it is what Studio calls `{}`, and who waits there goes on there",
            widget.ident.text
        )
    };
    let message = format!("the flow has a widget `{name}` still");
    findings
        .report(&WIDGET_STILL_THERE, from.at, message)
        .help(help);
}

fn target(cx: &Context<'_>, target: &Target, findings: &mut Findings) {
    let (at, message, help) = match target {
        Target::Error(_) => return,
        Target::End(at) => (
            *at,
            "nobody waits at `end`".to_owned(),
            "name the widget on which the execution goes on".to_owned(),
        ),
        Target::Widget(name) if name.text.is_empty() || cx.widget(&name.text).is_some() => return,
        Target::Widget(name) if cx.has_unread_widget() && alike(cx, name).is_empty() => return,
        Target::Widget(name) => (
            name.at,
            format!("there is no widget `{}`", name.text),
            in_turn(cx, name)
                .or_else(|| near::help(&alike(cx, name), "the widgets are", cx.widget_names()))
                .unwrap_or_else(|| "name a widget of this flow".to_owned()),
        ),
    };
    findings.report(&UNKNOWN_TARGET, at, message).help(help);
}

/// What stands for a target that is one of an earlier version itself.
fn in_turn(cx: &Context<'_>, target: &Name) -> Option<String> {
    let mut migrations = cx.flow.migrations.iter();
    let next = migrations.find(|migration| migration.from.text == target.text)?;
    match &next.to {
        Target::Widget(name) if cx.widget(&name.text).is_some() => Some(format!(
            "name the one that stands for that in turn, `{}`",
            name.text
        )),
        _ => None,
    }
}

fn alike<'f>(cx: &Context<'f>, name: &Name) -> Vec<&'f str> {
    near::near(&name.text, cx.widget_names())
}
