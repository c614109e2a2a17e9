//! Studio's JSON as a [`Flow`]: every word that the catalogue knows is its word, everything else is
//! carried in quotes, and what had to be read with some goodwill is noted.
//!
//! The stations of an import: `document` finds the definition in the file and reads it (`json`),
//! `widgets` makes widgets of its states, by `names`, `values` and `transitions`, and `mend` puts
//! into quotes what the checks would refuse. What comes of it is exported as it was, but for what
//! Studio's own export writes in one form only.

mod document;
mod error;
mod escapes;
mod findings;
mod json;
mod mend;
mod names;
mod notes;
mod placeholders;
mod places;
mod quoted;
mod transitions;
mod values;
mod widgets;

pub use error::{ImportError, MAX_BYTES, MAX_DEPTH, MAX_STATES};
pub use names::type_name;
pub use notes::Note;
pub use places::{Place, Places};

use crate::check::Diagnostic;
use crate::flow::{Flow, Location, Name};
use document::{Answer, Definition, Document};
use json::{Json, Node};
use notes::Notes;
use widgets::States;

/// A flow that was read from Studio's JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The flow.
    pub flow: Flow,
    /// Where every node of it stands in the file.
    pub places: Places,
    /// What is not as Studio writes it today, and how it was read; in order of location.
    pub notes: Vec<Note>,
    /// What the checks refuse in the file, and do not in the flow because it is carried in quotes
    /// there.
    refused: Vec<Diagnostic>,
}

/// Reads a flow from Studio's JSON: an export of the editor, or an answer of the REST API that
/// holds one. `name` is that of the file, without its ending: the flow's is made from it.
///
/// Nothing of the flow is checked: [`crate::check()`] says what is wrong with it. But what is no
/// lint is mended here, so that the flow's source compiles: a property or a widget that the checks
/// refuse is carried in quotes. Only a target that no widget bears, and a missing trigger, are left.
///
/// # Errors
///
/// An [`ImportError`] if the file is no JSON or no flow, has the format that Studio wrote before
/// 2020, or is larger than a flow can be.
pub fn import(json: &str, name: &str) -> Result<Import, ImportError> {
    let definition = Definition::find(json)?;
    let Document {
        root,
        places,
        left_out,
        wrapping,
    } = definition.read()?;
    let mut notes = Notes::default();
    if wrapping.mark {
        notes.add(
            root.at,
            "the file begins with a byte order mark, which is left out",
        );
    }
    match wrapping.answer {
        Some(Answer::Object) => notes.add(
            root.at,
            "this is an answer of the REST API: its `definition` is read",
        ),
        Some(Answer::Text) => notes.add(
            root.at,
            "this is an answer of the REST API: its `definition`, a text of JSON, is read",
        ),
        None => {}
    }
    for (location, key) in left_out {
        let message = match key.as_str() {
            "" => "an empty key cannot be carried, and its value is left out".to_owned(),
            key => format!("`{key}` is given again in the same object, and the last is read"),
        };
        notes.add(location, message);
    }
    let name = Named::new(name, wrapping.friendly_name);
    let (flow, refused) = flow(&root, name, &mut notes);
    placeholders::remark(&root, &mut notes);
    Ok(Import {
        flow,
        places,
        notes: notes.into_list(),
        refused,
    })
}

/// The name of the flow's type, and Studio's.
struct Named {
    name: String,
    friendly: Option<String>,
}

impl Named {
    fn new(file: &str, friendly: Option<String>) -> Self {
        let name = names::type_name(file);
        let friendly = friendly.filter(|friendly| !friendly.is_empty());
        let friendly = friendly.unwrap_or_else(|| file.to_owned());
        let differs = friendly != name && !friendly.is_empty();
        Named {
            name,
            friendly: differs.then_some(friendly),
        }
    }
}

fn flow(root: &Node<'_>, named: Named, notes: &mut Notes) -> (Flow, Vec<Diagnostic>) {
    remark(root, notes);
    let name = |text| Name { text, at: root.at };
    let initial = root.get("initial_state").and_then(Node::text);
    let nodes = root.get("states").map_or(&[][..], Node::items);
    let states = States::new(nodes, initial, notes);
    initial_state(root, &states, notes);
    let widgets = 0..nodes.len();
    let mut flow = Flow {
        name: name(named.name),
        friendly_name: named.friendly.map(name),
        description: description(root, notes),
        allows: Vec::new(),
        allow_concurrent_calls: allow_concurrent_calls(root, notes),
        settings: None,
        widgets: widgets.map(|index| states.widget(index, notes)).collect(),
        migrations: Vec::new(),
    };
    let refused = mend::mend(&mut flow, &states, notes);
    (flow, refused)
}

/// Says of what a definition holds besides what definitions hold that it is left out.
fn remark(root: &Node<'_>, notes: &mut Notes) {
    for member in root.members() {
        let known = ["description", "states", "initial_state", "flags"].contains(&&*member.key);
        if !known && !matches!(member.value.json, Json::Null) {
            let message = format!("a flow has no `{}`, and it is left out", member.key);
            notes.add(member.key_at, message);
        }
    }
}

fn description(root: &Node<'_>, notes: &mut Notes) -> String {
    let Some(description) = root.get("description") else {
        return String::new();
    };
    description.text().map_or_else(
        || {
            notes.add(description.at, "`description` is no text, and is left out");
            String::new()
        },
        str::to_owned,
    )
}

/// The flag where it is not what Studio has by itself.
fn allow_concurrent_calls(root: &Node<'_>, notes: &mut Notes) -> Option<bool> {
    let flags = root.get("flags")?;
    for member in flags.members() {
        if member.key != "allow_concurrent_calls" {
            let message = format!("there is no flag `{}`, and it is left out", member.key);
            notes.add(member.key_at, message);
        }
    }
    match flags.get("allow_concurrent_calls")?.json {
        Json::Flag(flag) => (!flag).then_some(false),
        _ => {
            notes.add(
                flags.at,
                "`allow_concurrent_calls` is neither true nor false, and is left out",
            );
            None
        }
    }
}

/// A flow starts at its trigger, whatever `initial_state` says.
fn initial_state(root: &Node<'_>, states: &States<'_, '_>, notes: &mut Notes) {
    let Some(trigger) = states.trigger else {
        return;
    };
    let name = widgets::name(&states.nodes[trigger]).unwrap_or("Trigger");
    let at = |node: Option<&Node<'_>>| node.map_or(Location(0), |node| node.at);
    let given = root.get("initial_state");
    if given.and_then(Node::text) != Some(name) {
        let message = match given.and_then(Node::text) {
            Some(given) => {
                format!(
                    "`initial_state` is `{given}`, and the flow starts at its trigger, `{name}`"
                )
            }
            None => format!("without an `initial_state` the flow starts at its trigger, `{name}`"),
        };
        notes.add(at(given), message);
    }
}
