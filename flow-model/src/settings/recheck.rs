//! What the checks find in a flow only once its settings are filled.

use super::{Place, Problem};
use crate::check::codes::UNUSED_ALLOW;
use crate::check::{self, Diagnostic};
use crate::flow::{Arm, Event, Flow, Location, Property, Target, Value, ValueKind};

/// The findings of the filled flow that the flow does not have. Lints are left out: what an author
/// may accept keeps nobody from running. So is an `#[allow]` that nothing needs any more, as a
/// setting may rule out what it accepts.
pub(super) fn findings(flow: &Flow, filled: &Flow) -> Vec<Problem> {
    // A flow that was read from tables has no locations to tell its nodes apart by.
    let (before, _) = numbered(flow);
    let (after, nodes) = numbered(filled);
    let known = check::check(&before);
    let is_new = |found: &Diagnostic| {
        !known.iter().any(|known| {
            (known.code, known.location, &known.message)
                == (found.code, found.location, &found.message)
        })
    };
    let errors = check::check(&after)
        .into_iter()
        .filter(|found| !found.code.lint && *found.code != UNUSED_ALLOW && is_new(found));
    errors
        .map(|finding| {
            let node = nodes.get(finding.location.0 as usize);
            Problem::Found {
                place: node.map(|node| node.place.clone()),
                text: node.and_then(|node| node.text.clone()),
                finding,
            }
        })
        .collect()
}

/// What stands at a location.
struct Node {
    place: Place,
    /// The text that stands there, where one does.
    text: Option<String>,
}

/// The same flow with a location for each widget, property and arm, in written order.
fn numbered(flow: &Flow) -> (Flow, Vec<Node>) {
    let mut flow = flow.clone();
    let mut numbers = Numbers {
        widget: String::new(),
        nodes: vec![Node {
            place: Place {
                widget: flow.name.text.clone(),
                key: String::new(),
            },
            text: None,
        }],
    };
    flow.name.at = Location(0);
    for widget in &mut flow.widgets {
        numbers.widget = widget.studio_name().to_owned();
        let at = numbers.next("", None);
        widget.kind.at = at;
        widget.ident.at = at;
        if let Some(name) = &mut widget.name {
            name.at = at;
        }
        for allow in &mut widget.allows {
            allow.code.at = at;
        }
        numbers.properties(&mut widget.properties);
        for arm in &mut widget.arms {
            numbers.arm(arm);
        }
    }
    (flow, numbers.nodes)
}

struct Numbers {
    widget: String,
    nodes: Vec<Node>,
}

impl Numbers {
    fn next(&mut self, key: &str, text: Option<&str>) -> Location {
        let at = u32::try_from(self.nodes.len()).unwrap_or(0);
        self.nodes.push(Node {
            place: Place {
                widget: self.widget.clone(),
                key: key.to_owned(),
            },
            text: text.map(str::to_owned),
        });
        Location(at)
    }

    fn properties(&mut self, properties: &mut [Property]) {
        for Property { key, value, .. } in properties {
            let text = match &value.kind {
                ValueKind::Text(text) | ValueKind::Json(text) | ValueKind::Number(text) => {
                    Some(text.as_str())
                }
                _ => None,
            };
            key.at = self.next(&key.text, text);
            self.inside(key.at, value);
        }
    }

    fn inside(&mut self, at: Location, value: &mut Value) {
        value.at = at;
        match &mut value.kind {
            ValueKind::List(items) => items.iter_mut().for_each(|item| self.inside(at, item)),
            ValueKind::Map(entries)
            | ValueKind::Callee {
                fields: entries, ..
            } => self.properties(entries),
            _ => {}
        }
    }

    /// All of an arm stands at one location, as filling may make two entries of one.
    fn arm(&mut self, arm: &mut Arm) {
        match &mut arm.event {
            Event::Rest(at) => *at = self.next("_", None),
            Event::Named { word, arguments } => {
                let mut arguments: Vec<_> = arguments.iter_mut().flatten().collect();
                let texts: Vec<_> = arguments.iter().map(|value| value.text()).collect();
                word.at = self.next(&word.text, Some(&texts.join(", ")));
                for value in &mut arguments {
                    value.at = word.at;
                }
            }
        }
        let arm_at = arm.event.at();
        if let Some(subject) = &mut arm.subject {
            subject.at = arm_at;
        }
        match &mut arm.target {
            Target::Widget(name) => name.at = arm_at,
            Target::End(at) | Target::Error(at) => *at = arm_at,
        }
    }
}
