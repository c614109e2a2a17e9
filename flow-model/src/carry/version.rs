//! What is remembered of a version of a flow, once no program has its tables any more.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Standing;
use crate::catalogue;
use crate::check::{is_subflow, takes};
use crate::flow::{Flow, ValueKind, Widget};
use crate::{Map, Value};

/// What a name holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A text or a number, which is text to whoever reads it.
    Text,
    /// Anything: what was parsed as JSON, or what came from outside.
    Any,
    /// An object with these fields.
    #[serde(untagged)]
    Object(Kinds),
}

/// What names hold, by name.
pub type Kinds = BTreeMap<String, Kind>;

/// What is remembered of a version of a flow: the names and shapes of its tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The name of the flow's type.
    pub flow: String,
    /// Its widgets, in written order.
    pub widgets: Vec<Known>,
    /// What the names hold that it sets, where that is known.
    pub kinds: Kinds,
}

/// What is remembered of a widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its name in Studio.
    pub name: String,
    /// Its type, in Studio's spelling.
    #[serde(rename = "type")]
    pub studio_type: String,
    /// See [`Standing::callee`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callee: Option<String>,
}

impl Kind {
    /// What stands at a path within it; none: nothing does.
    pub(crate) fn at<'k>(&'k self, path: &[impl AsRef<str>]) -> Option<&'k Kind> {
        match (self, path) {
            (Kind::Any, _) | (_, []) => Some(self),
            (Kind::Text, _) => None,
            (Kind::Object(fields), [first, rest @ ..]) => fields.get(first.as_ref())?.at(rest),
        }
    }

    /// Leaves out the fields that a value lacks: an earlier version set it, in which they were none.
    fn keep_what_is_in(&mut self, value: &Value) {
        let (Kind::Object(fields), Value::Map(held)) = (self, value) else {
            return;
        };
        fields.retain(|name, kind| {
            let value = held.get(name);
            value.map(|value| kind.keep_what_is_in(value)).is_some()
        });
    }
}

impl Version {
    /// What is to be remembered of the flow. `outputs`: what its tables do not say of its calls, namely
    /// of each typed function what it returns (`widgets.NAME.parsed`), and of each subflow the
    /// variables that it sets (`widgets.NAME`).
    pub fn of(flow: &Flow, outputs: Kinds) -> Self {
        let known = |widget: &Widget| Known {
            name: widget.studio_name().to_owned(),
            studio_type: studio_type(widget).to_owned(),
            callee: callee(widget),
        };
        Version {
            flow: flow.name.text.clone(),
            widgets: flow.widgets.iter().map(known).collect(),
            kinds: kinds(flow, outputs),
        }
    }

    /// What an execution of this version is that stands on a widget with that context; none where the
    /// version has no such widget.
    pub fn standing(&self, widget: &str, context: &Map) -> Option<Standing> {
        let known = self.widgets.iter().find(|known| known.name == widget)?;
        let mut standing = Standing {
            flow: self.flow.clone(),
            widget: widget.to_owned(),
            kind: word(&known.studio_type).to_owned(),
            callee: known.callee.clone(),
            ..Standing::default()
        };
        for (name, output) in names(context) {
            let mut kind = self.kind_of(&name);
            if let Some(output) = output {
                kind.keep_what_is_in(output);
            }
            standing.set.insert(name, kind);
        }
        texts(String::new(), context, &mut standing.texts);
        Some(standing)
    }

    /// What a name holds.
    pub(super) fn kind_of(&self, name: &str) -> Kind {
        self.kinds.get(name).cloned().unwrap_or(Kind::Any)
    }
}

/// The kind of a widget as `flow!` writes it; one that the catalogue does not know as Studio does.
pub(super) fn kind(widget: &Widget) -> &str {
    word(studio_type(widget))
}

fn studio_type(widget: &Widget) -> &str {
    let known = catalogue::kind(&widget.kind.text).filter(|_| !widget.kind.quoted);
    known.map_or(&widget.kind.text, |kind| kind.studio)
}

fn word(studio_type: &str) -> &str {
    catalogue::studio_kind(studio_type).map_or(studio_type, |kind| kind.word)
}

/// What a widget calls: its results are answered to nobody else.
pub(super) fn callee(widget: &Widget) -> Option<String> {
    const CALLEES: [&str; 4] = ["function", "url", "flow", "flow_sid"];
    if !matches!(
        kind(widget),
        "run_function" | "make_http_request" | "run_subflow"
    ) {
        return None;
    }
    let property = CALLEES.iter().find_map(|key| widget.property(key))?;
    Some(match &property.value.kind {
        // Where a type is imported from is no difference.
        ValueKind::Callee { path, .. } => path.rsplit("::").next().unwrap_or(path).to_owned(),
        _ => property.value.text().to_owned(),
    })
}

/// What the names hold that a flow sets.
fn kinds(flow: &Flow, outputs: Kinds) -> Kinds {
    let mut kinds = Kinds::new();
    for widget in &flow.widgets {
        let variables = widget
            .property("variables")
            .filter(|_| kind(widget) == "set_variables");
        let Some(ValueKind::Map(entries)) = variables.map(|property| &property.value.kind) else {
            continue;
        };
        for entry in entries {
            let key = &entry.key.text;
            let kind = match entry.value.kind {
                ValueKind::Json(_) => Kind::Any,
                _ => Kind::Text,
            };
            kinds.insert(
                format!("widgets.{}.{key}", widget.studio_name()),
                kind.clone(),
            );
            let variable = kinds.entry(format!("flow.variables.{key}"));
            variable
                .and_modify(|known| {
                    if *known != kind {
                        *known = Kind::Any;
                    }
                })
                .or_insert(kind);
        }
    }
    kinds.extend(outputs);
    if is_subflow(flow) {
        // Whatever runs a flow gives it what it reads, and need not give more.
        let taken = takes(flow).into_iter();
        let taken = taken.map(|taken| (taken.name, Kind::Any)).collect();
        let parameters = Kinds::from([("parameters".to_owned(), Kind::Object(taken))]);
        kinds.insert("trigger.parent".to_owned(), Kind::Object(parameters));
    }
    kinds
}

/// The names that are set in a context, those of outputs with what they hold.
fn names(context: &Map) -> Vec<(String, Option<&Value>)> {
    let mut names = Vec::new();
    let of = |root: &str| context.get(root).and_then(Value::as_map);
    for (key, _) in of("trigger").into_iter().flat_map(Map::iter) {
        names.push((format!("trigger.{key}"), None));
    }
    let flow = of("flow");
    let under_flow = |key| flow.and_then(|flow| flow.get(key)?.as_map());
    for (key, _) in under_flow("variables").into_iter().flat_map(Map::iter) {
        names.push((format!("flow.variables.{key}"), None));
    }
    if under_flow("data").is_some_and(|data| !data.is_empty()) {
        names.push(("flow.data".to_owned(), None));
    }
    if under_flow("channel").is_some_and(|channel| channel.len() > 1) {
        names.push(("flow.channel".to_owned(), None));
    }
    for (widget, outputs) in of("widgets").into_iter().flat_map(Map::iter) {
        for (key, output) in outputs.as_map().into_iter().flat_map(Map::iter) {
            names.push((format!("widgets.{widget}.{key}"), Some(output)));
        }
        names.push((format!("widgets.{widget}"), None));
    }
    names
}

/// Every text in an object, by its path.
fn texts(path: String, object: &Map, found: &mut BTreeMap<String, String>) {
    for (key, value) in object.iter() {
        let path = match path.is_empty() {
            true => key.to_string(),
            false => format!("{path}.{key}"),
        };
        match value {
            Value::Map(object) => texts(path, object, found),
            Value::List(_) | Value::Nil => {}
            Value::Text(text) => {
                found.insert(path, text.to_string());
            }
            number => {
                found.insert(path, number.to_string());
            }
        }
    }
}

/// The variables that a flow sets, as its parent reads them from the widget that runs it.
pub fn given(flow: &Flow) -> Kind {
    let given = kinds(flow, Kinds::new())
        .into_iter()
        .filter_map(|(name, kind)| {
            let key = name.strip_prefix("flow.variables.")?.to_owned();
            Some((key, kind))
        });
    Kind::Object(given.collect())
}
