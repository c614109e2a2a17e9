//! Which box, and which arm of it, a finding is about: by the location of what the widget holds.

use std::collections::HashMap;

use super::graph::{Finding, Graph};
use crate::check::Diagnostic;
use crate::flow::{Arm, Event, Flow, Location, Property, Target, Value, ValueKind};

/// How many findings about the flow as a whole are told.
const SHOWN: usize = 8;

/// Puts findings to the boxes and arms that they are about; what is about none is about the flow.
///
/// The boxes stand in the order of the flow's widgets.
pub(super) fn mark(graph: &mut Graph, flow: &Flow, findings: &[Diagnostic]) {
    let places = Places::of(flow);
    let mut about_flow = Vec::new();
    for diagnostic in findings {
        let finding = Finding {
            is_lint: diagnostic.code.lint,
            text: text(diagnostic),
        };
        let place = places.0.get(&diagnostic.location);
        let Some((place, node)) =
            place.and_then(|place| Some((place, graph.boxes.get_mut(place.widget)?)))
        else {
            about_flow.push(finding);
            continue;
        };
        let labels = node.ways.iter_mut().flat_map(|way| &mut way.labels);
        for label in labels.filter(|label| label.arm.is_some() && label.arm == place.arm) {
            label.is_lint = Some(finding.is_lint && label.is_lint.unwrap_or(true));
        }
        node.findings.push(finding);
    }
    let more = about_flow.len().saturating_sub(SHOWN);
    let is_lint = about_flow.iter().skip(SHOWN).all(|finding| finding.is_lint);
    about_flow.truncate(SHOWN);
    if more > 0 {
        about_flow.push(Finding {
            is_lint,
            text: format!("and {more} more about the whole flow"),
        });
    }
    graph.findings = about_flow;
}

fn text(diagnostic: &Diagnostic) -> String {
    let Diagnostic {
        code,
        message,
        help,
        ..
    } = diagnostic;
    match help {
        Some(help) => format!("{}: {message} ({help})", code.id),
        None => format!("{}: {message}", code.id),
    }
}

/// Where a node of the source stands in the flow.
struct Place {
    widget: usize,
    arm: Option<usize>,
}

/// The place of every location. `Location(0)` is the flow and has none.
struct Places(HashMap<Location, Place>);

impl Places {
    fn of(flow: &Flow) -> Places {
        let mut places = Places(HashMap::new());
        for (widget, node) in flow.widgets.iter().enumerate() {
            let mut add = |at, arm| places.add(at, Place { widget, arm });
            add(node.kind.at, None);
            add(node.ident.at, None);
            for name in node
                .name
                .iter()
                .chain(node.allows.iter().map(|it| &it.code))
            {
                add(name.at, None);
            }
            within(node.properties.iter().collect(), Vec::new(), &mut |at| {
                add(at, None);
            });
            for (index, arm) in node.arms.iter().enumerate() {
                of_arm(arm, &mut |at| add(at, Some(index)));
            }
        }
        places
    }

    /// The first that stands at a location has it.
    fn add(&mut self, at: Location, place: Place) {
        if at != Location::default() {
            self.0.entry(at).or_insert(place);
        }
    }
}

fn of_arm(arm: &Arm, add: &mut impl FnMut(Location)) {
    add(arm.event.at());
    match &arm.target {
        Target::Widget(name) => add(name.at),
        Target::End(at) | Target::Error(at) => add(*at),
    }
    let mut values: Vec<&Value> = arm.subject.iter().collect();
    if let Event::Named { arguments, .. } = &arm.event {
        values.extend(arguments.iter().flatten());
    }
    within(Vec::new(), values, add);
}

/// Every location within properties and values, however deep they are nested.
fn within<'f>(
    mut properties: Vec<&'f Property>,
    mut values: Vec<&'f Value>,
    add: &mut impl FnMut(Location),
) {
    while !(properties.is_empty() && values.is_empty()) {
        if let Some(property) = properties.pop() {
            add(property.key.at);
            values.push(&property.value);
        }
        let Some(value) = values.pop() else { continue };
        add(value.at);
        match &value.kind {
            ValueKind::List(items) => values.extend(items),
            ValueKind::Map(entries)
            | ValueKind::Callee {
                fields: entries, ..
            } => {
                properties.extend(entries);
            }
            ValueKind::Text(_)
            | ValueKind::Json(_)
            | ValueKind::Number(_)
            | ValueKind::Flag(_)
            | ValueKind::Error => {}
        }
    }
}
