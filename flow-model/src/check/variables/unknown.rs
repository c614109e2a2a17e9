//! Names in paths that nobody knows, and which may have been meant.

use std::collections::HashSet;

use super::cells::{Names, ROOTS, STARTS, UNDER_FLOW, Unknown, variables};
use super::reads::{Read, written};
use super::sites::Site;
use crate::Text;
use crate::check::Code;
use crate::check::codes::{
    UNKNOWN_OUTPUT, UNKNOWN_PATH, UNKNOWN_ROOT, UNKNOWN_VARIABLE, UNKNOWN_WIDGET,
};
use crate::check::findings::Findings;
use crate::check::near;

/// Each unknown name once a widget.
pub(super) fn check(names: &Names<'_, '_>, reads: &[Read<'_, '_>], findings: &mut Findings) {
    let mut told = HashSet::new();
    for read in reads {
        let Some(unknown) = read.unknown() else {
            continue;
        };
        let path = &read.read.path[..length(unknown).min(read.read.path.len())];
        if !told.insert((read.template.widget, unknown, written(path))) {
            continue;
        }
        let name = path.last().map_or("", |name| name.as_str());
        let found = match unknown {
            Unknown::Root => root(names, name),
            Unknown::Path(_) => place(names, path.iter().map(Text::as_str).collect()),
            Unknown::Widget => widget(names, name),
            Unknown::Output(widget) => output(names, widget, name),
            Unknown::Variable => variable(names, name, read.template.site),
        };
        findings
            .report(found.code, read.template.at, found.message)
            .of(read.template.widget)
            .range(read.read.range.clone())
            .help(found.help);
    }
}

struct Found {
    code: &'static Code,
    message: String,
    help: String,
}

/// How many names of a path say what is not known.
fn length(unknown: Unknown) -> usize {
    match unknown {
        Unknown::Root => 1,
        Unknown::Path(length) => length,
        Unknown::Widget => 2,
        Unknown::Output(_) | Unknown::Variable => 3,
    }
}

fn root(names: &Names<'_, '_>, name: &str) -> Found {
    let near = near::near(name, ROOTS);
    let help = if !names.setters(name).is_empty() {
        format!("did you mean `flow.variables.{name}`?")
    } else if names.widget(name).is_some() {
        format!("did you mean `widgets.{name}`?")
    } else {
        match near.first() {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("a path begins with {}", near::list(ROOTS, "or")),
        }
    };
    Found {
        code: &UNKNOWN_ROOT,
        message: format!("nothing is called `{name}` in a template"),
        help,
    }
}

fn place(names: &Names<'_, '_>, path: Vec<&str>) -> Found {
    let (name, before) = match path.split_last() {
        Some((name, before)) => (*name, before.join(".")),
        None => ("", String::new()),
    };
    let known: Vec<_> = match before.as_str() {
        "trigger" => STARTS.iter().map(|(_, filled)| *filled).collect(),
        "flow" => UNDER_FLOW.to_vec(),
        "contact" => vec!["channel"],
        _ => vec!["address"],
    };
    let near = near::near(name, known.iter().copied());
    let help = match before.as_str() {
        "flow" if !names.setters(name).is_empty() => {
            format!("did you mean `flow.variables.{name}`?")
        }
        _ => {
            let near: Vec<_> = near.iter().map(|near| format!("{before}.{near}")).collect();
            let near: Vec<_> = near.iter().map(String::as_str).collect();
            near::help(&near, &format!("under `{before}` there are"), known).unwrap_or_default()
        }
    };
    Found {
        code: &UNKNOWN_PATH,
        message: format!("there is no `{before}.{name}`"),
        help,
    }
}

fn widget(names: &Names<'_, '_>, name: &str) -> Found {
    let written = names.cx.widget(name);
    let help = match written.map(|widget| names.cx.flow.widgets[widget].studio_name()) {
        Some(studio) => format!("templates call it by its name in Studio: `widgets.{studio}`"),
        None => {
            let near = near::near(name, names.widgets());
            near::help(&near, "there are", names.widgets())
                .unwrap_or_else(|| "read from a widget of this flow, or leave it out".to_owned())
        }
    };
    Found {
        code: &UNKNOWN_WIDGET,
        message: format!("there is no widget `{name}` to read from"),
        help,
    }
}

fn output(names: &Names<'_, '_>, widget: usize, name: &str) -> Found {
    let node = &names.cx.flow.widgets[widget];
    let mut keys: Vec<&str> = Vec::new();
    let events = names.cx.kind(widget).map_or(&[][..], |kind| kind.events);
    for key in events.iter().flat_map(|event| event.outputs.keys()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let entries = variables(names.cx, widget).filter(|_| node.kind.text == "set_variables");
    keys.extend(
        entries
            .into_iter()
            .flatten()
            .map(|entry| entry.key.text.as_str()),
    );
    let near = near::near(name, keys.iter().copied());
    let what = format!("`{}` leaves", node.ident.text);
    Found {
        code: &UNKNOWN_OUTPUT,
        message: format!("`{}` never leaves an output `{name}`", node.ident.text),
        help: near::help(&near, &what, keys)
            .unwrap_or_else(|| format!("a `{}` leaves nothing to read", node.kind.text)),
    }
}

fn variable(names: &Names<'_, '_>, name: &str, site: Site) -> Found {
    let known = names.variables();
    let near = near::near(name, known.iter().copied());
    let so = match site {
        Site::Input | Site::Arm => ", so this tests a blank",
        _ => "",
    };
    Found {
        code: &UNKNOWN_VARIABLE,
        message: format!("no `set_variables` of this flow sets `{name}`{so}"),
        help: near::help(&near, "they set", known)
            .unwrap_or_else(|| "set it by a `set_variables`, or leave it out".to_owned()),
    }
}
