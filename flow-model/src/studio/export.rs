//! A flow as Studio's definition.
//!
//! What a widget may hold, in which order and as which JSON type, is the catalogue's to say: no
//! widget is named here.

use std::collections::BTreeMap;

use super::layout::{self, Node};
use super::transitions::{Transition, transitions};
use super::values::{json, object, pairs, properties, text};
use crate::catalogue::{self, Kind, Type};
use crate::check::{Diagnostic, budget};
use crate::flow::{Flow, ValueKind, Widget, Word};
use crate::settings::{self, FillError};
use crate::value;

/// What an export needs to know besides the flow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Where the program's typed functions are served: the URL that stands before
    /// [`function_path`], with or without a slash at its end. A flow without typed functions needs
    /// none.
    pub function_base: Option<String>,
    /// The SIDs in Studio of the flows that typed `run_subflow` widgets run, by the last part of the
    /// path: `Billing` for `billing::Billing`. A flow without such widgets needs none.
    pub flow_sids: BTreeMap<String, String>,
    /// The values of the settings that the flow reads.
    pub settings: settings::Values,
}

/// Why a flow cannot be exported.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ExportError {
    /// The flow runs functions of the program, and Studio cannot know where they are served.
    #[error(
        "Studio needs a URL for {}: set `function_base` to where this program's functions are served, e.g. \"https://example.com/functions\"",
        list(.functions)
    )]
    NoFunctionBase {
        /// The functions' paths as the flow writes them, each once.
        functions: Vec<String>,
    },
    /// The flow runs flows of the program, and Studio knows flows by their SIDs.
    #[error(
        "Studio needs the SID of {}: put it into `flow_sids` under that name, e.g. \"FW…\"",
        list(.flows)
    )]
    NoFlowSid {
        /// The names of the flows, each once.
        flows: Vec<String>,
    },
    /// The flow reads settings, and they cannot all be filled.
    #[error(transparent)]
    Settings(#[from] FillError),
    /// The flow is over Studio's limits.
    #[error("Studio would not take this flow:{}", lines(.findings))]
    OverBudget {
        /// What is over which, as [`budget`] finds it.
        findings: Vec<Diagnostic>,
    },
}

fn lines(findings: &[Diagnostic]) -> String {
    let line = |found: &Diagnostic| match &found.help {
        Some(help) => format!("\n- {} [{}]: {help}", found.message, found.code.id),
        None => format!("\n- {} [{}]", found.message, found.code.id),
    };
    findings.iter().map(line).collect()
}

fn list(functions: &[String]) -> String {
    let quoted: Vec<_> = functions
        .iter()
        .map(|function| format!("`{function}`"))
        .collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => quoted.concat(),
    }
}

/// The flow as Studio's definition: JSON indented by two spaces, with a newline at its end, the
/// same bytes for the same flow and options.
///
/// The flow must be one in which [`crate::check()`] finds nothing; of any other, a target that is
/// not there ends the execution.
///
/// # Errors
///
/// [`ExportError::NoFunctionBase`] if the flow has typed functions and the options no base,
/// [`ExportError::NoFlowSid`] if it has typed subflows of which the options have no SID,
/// [`ExportError::Settings`] if its settings cannot be filled, and [`ExportError::OverBudget`] if it is
/// over Studio's limits.
pub fn export(flow: &Flow, options: &Options) -> Result<String, ExportError> {
    let elsewhere = Elsewhere {
        function_base: function_base(flow, options)?,
        flow_sids: flow_sids(flow, options)?,
    };
    let filled = settings::fill(flow, &options.settings)?;
    let findings = budget(&filled);
    if !findings.is_empty() {
        return Err(ExportError::OverBudget { findings });
    }
    Ok(format!("{:#}\n", definition(&filled, &elsewhere)))
}

/// The last part of the URL of a typed function: its type's name in kebab-case, so `AddParticipant`
/// and `functions::AddParticipant` are both `add-participant`. Studio's own Functions are named so.
pub fn function_path(path: &str) -> String {
    let path = path.split('<').next().unwrap_or(path);
    let name: Vec<char> = path.rsplit("::").next().unwrap_or(path).chars().collect();
    let mut kebab = String::new();
    for (index, &letter) in name.iter().enumerate() {
        let after_lower = index > 0 && !name[index - 1].is_uppercase();
        let before_lower = name.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && index > 0 && (after_lower || before_lower) {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
    }
    kebab
}

/// Where what the program has of its own is found by Studio.
struct Elsewhere<'a> {
    function_base: &'a str,
    flow_sids: &'a BTreeMap<String, String>,
}

/// The last part of the path of a flow's type.
fn flow_name(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// The SIDs, with that of every typed flow among them.
fn flow_sids<'a>(
    flow: &Flow,
    options: &'a Options,
) -> Result<&'a BTreeMap<String, String>, ExportError> {
    let mut flows: Vec<String> = Vec::new();
    for path in callees(flow, Type::Flow) {
        let name = flow_name(path);
        if !options.flow_sids.contains_key(name) && !flows.iter().any(|flow| flow == name) {
            flows.push(name.to_owned());
        }
    }
    if flows.is_empty() {
        Ok(&options.flow_sids)
    } else {
        Err(ExportError::NoFlowSid { flows })
    }
}

/// The paths of the functions, or of the flows, that a flow names.
fn callees(flow: &Flow, ty: Type) -> impl Iterator<Item = &String> {
    let of_widget = move |widget: &'_ Widget| kind(widget).map_or(&[][..], |kind| kind.properties);
    flow.widgets.iter().flat_map(move |widget| {
        let rows = of_widget(widget);
        widget.properties.iter().filter_map(move |property| {
            let row = rows.iter().find(|row| row.word == property.key.text)?;
            match &property.value.kind {
                ValueKind::Callee { path, .. } if row.ty == ty => Some(path),
                _ => None,
            }
        })
    })
}

/// The base without the slash at its end; empty where no function needs one.
fn function_base<'a>(flow: &Flow, options: &'a Options) -> Result<&'a str, ExportError> {
    if let Some(base) = &options.function_base {
        return Ok(base.trim_end_matches('/'));
    }
    let mut functions: Vec<String> = Vec::new();
    for path in callees(flow, Type::Function) {
        if !functions.contains(path) {
            functions.push(path.clone());
        }
    }
    if functions.is_empty() {
        Ok("")
    } else {
        Err(ExportError::NoFunctionBase { functions })
    }
}

fn definition(flow: &Flow, elsewhere: &Elsewhere<'_>) -> value::Value {
    let names = flow.names();
    let transitions: Vec<_> = flow
        .widgets
        .iter()
        .map(|widget| transitions(&names, widget, kind(widget)))
        .collect();
    let nodes: Vec<_> = flow
        .widgets
        .iter()
        .zip(&transitions)
        .map(|(widget, transitions)| node(widget, transitions))
        .collect();
    let states = flow
        .widgets
        .iter()
        .zip(&transitions)
        .zip(layout::places(&nodes))
        .map(|((widget, transitions), place)| {
            let transitions = transitions.iter().map(|transition| transition.json(flow));
            state(widget, transitions.collect(), place, elsewhere)
        })
        .collect();
    let trigger = flow.widgets.iter().find(|widget| widget.is_trigger());
    let concurrent = flow.allow_concurrent_calls.unwrap_or(true);
    object([
        ("description", text(&flow.description)),
        ("states", value::Value::List(states)),
        (
            "initial_state",
            text(trigger.map_or("Trigger", Widget::studio_name)),
        ),
        (
            "flags",
            object([("allow_concurrent_calls", concurrent.into())]),
        ),
    ])
}

fn node(widget: &Widget, transitions: &[Transition<'_>]) -> Node {
    Node {
        place: widget.place,
        is_trigger: widget.is_trigger(),
        targets: transitions
            .iter()
            .map(|transition| transition.target)
            .collect(),
    }
}

fn state(
    widget: &Widget,
    transitions: Vec<value::Value>,
    (x, y): (i64, i64),
    elsewhere: &Elsewhere<'_>,
) -> value::Value {
    let kind = kind(widget);
    let known = kind.map_or(&[][..], |kind| kind.properties);
    let mut properties = properties(known, &widget.properties, |map, known, given| {
        match (known.ty, &given.kind) {
            (Type::Function, ValueKind::Callee { path, fields }) => {
                let url = format!("{}/{}", elsewhere.function_base, function_path(path));
                if !fields.is_empty() {
                    map.insert("parameters", pairs(fields));
                }
                map.insert("url", url);
            }
            (Type::Flow, ValueKind::Callee { path, fields }) => {
                if let Some(sid) = elsewhere.flow_sids.get(flow_name(path)) {
                    map.insert("flow_sid", sid.clone());
                }
                if !fields.is_empty() {
                    map.insert("parameters", pairs(fields));
                }
            }
            _ => map.insert(known.studio, json(known.ty, known.json, given)),
        }
    });
    // An offset of another form than Studio's editor writes is a quoted property.
    if !has_offset(widget) {
        let offset = object([("x", x.into()), ("y", y.into())]);
        properties.push("offset", offset);
    }
    object([
        ("name", text(widget.studio_name())),
        (
            "type",
            text(kind.map_or(&widget.kind.text, |kind| kind.studio)),
        ),
        ("transitions", value::Value::List(transitions)),
        ("properties", properties.into()),
    ])
}

fn has_offset(widget: &Widget) -> bool {
    let is_offset = |key: &Word| key.quoted && key.text == "offset";
    widget
        .properties
        .iter()
        .any(|property| is_offset(&property.key))
}

/// The widget's row of the catalogue; none where its kind is quoted.
fn kind(widget: &Widget) -> Option<&'static Kind> {
    if widget.kind.quoted {
        return None;
    }
    catalogue::kind(&widget.kind.text)
}
