//! The lints of a flow, each accepted with a reason.

use std::collections::HashMap;

use crate::check::{Diagnostic, check};
use crate::flow::{Allow, Flow, Location, Name};

/// What a flow or a widget of it is; none: the flow.
type Place = Option<usize>;

/// Why each lint is accepted, by where.
pub(super) struct Lints(HashMap<(Place, &'static str), Reason>);

struct Reason {
    message: String,
    /// How many more findings the lint has there.
    more: usize,
}

impl Lints {
    /// Lets the flow accept every lint that it has, on the widget in which it is found.
    pub(super) fn accept(flow: &mut Flow) -> Self {
        let mut widgets = HashMap::new();
        for (index, widget) in flow.widgets.iter().enumerate() {
            for location in widget.locations() {
                widgets.entry(location).or_insert(index);
            }
        }
        // What is the flow's own is at no widget.
        widgets.remove(&Location(0));
        widgets.remove(&flow.name.at);
        let mut reasons: HashMap<_, Reason> = HashMap::new();
        for finding in lints(&bare(flow)) {
            reasons
                .entry((widgets.get(&finding.location).copied(), finding.code.name))
                .and_modify(|reason| reason.more += 1)
                .or_insert(Reason {
                    message: finding.message,
                    more: 0,
                });
        }
        for finding in lints(flow) {
            let at = finding.location;
            let allows = match widgets.get(&at) {
                Some(&widget) => &mut flow.widgets[widget].allows,
                None => &mut flow.allows,
            };
            let code = finding.code.name;
            if !allows.iter().any(|allow| allow.code.text == code) {
                let text = code.to_owned();
                allows.push(Allow {
                    code: Name { text, at },
                });
            }
        }
        Lints(reasons)
    }

    /// Why the lint is accepted there, and how many more findings it has.
    pub(super) fn reason<'s>(&'s self, place: Place, lint: &'s str) -> Option<(&'s str, usize)> {
        let reasons: &HashMap<(Place, &str), Reason> = &self.0;
        let reason = reasons.get(&(place, lint))?;
        Some((reason.message.as_str(), reason.more))
    }
}

/// The lints of a flow, in an order that does not depend on where its texts stood before: the same
/// flow from another source is printed the same.
fn lints(flow: &Flow) -> Vec<Diagnostic> {
    let mut found = check(flow);
    found.retain(|found| found.code.lint);
    found.sort_by(|a, b| (a.code.id, &a.message).cmp(&(b.code.id, &b.message)));
    found
}

/// The flow accepting nothing.
fn bare(flow: &Flow) -> Flow {
    let mut flow = flow.clone();
    flow.allows.clear();
    for widget in &mut flow.widgets {
        widget.allows.clear();
    }
    flow
}
