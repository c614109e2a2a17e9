//! Progress: cycles that nothing slows down.

use super::codes::SPINNING_CYCLE;
use super::context::Context;
use super::findings::Findings;
use super::{graph, reach};
use crate::catalogue::Nature;

/// One finding for each set of widgets that lead to one another and leave at once. A cycle that no
/// path reaches does not spin: it is unreachable.
pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let reached = reach::reached(cx);
    let spins = |index: usize| {
        cx.kind(index)
            .is_some_and(|kind| kind.nature == Nature::Immediate)
            && reached.as_ref().is_none_or(|reached| reached[index])
    };
    let widgets = &cx.flow.widgets;
    for component in graph::components(&cx.edges, spins) {
        let Some(&first) = component
            .iter()
            .min_by_key(|&&index| widgets[index].ident.at)
        else {
            continue;
        };
        let cycle = graph::cycle(&cx.edges, &component, first);
        if cycle.is_empty() {
            continue;
        }
        let message = format!(
            "nothing waits in the cycle `{}`, so it spins",
            reach::draw(cx.flow, &cycle)
        );
        let mut report = findings
            .report(&SPINNING_CYCLE, widgets[first].ident.at, message)
            .help("wait in it for a reply or a function, unless a counter bounds it");
        for &index in &component {
            report = report.of(index);
        }
    }
}
