//! Studio's limits: what its console would refuse, or its executions run into. A flow that only runs
//! here is not held to them.

use std::collections::HashSet;

use super::codes::{NESTED_SUBFLOW, TOO_MANY_STATES, TOO_MANY_STEPS, TOO_MANY_SUBFLOWS};
use super::context::{Context, known};
use super::findings::Findings;
use super::{Diagnostic, allows, graph};
use crate::catalogue::Nature;
use crate::flow::{Event, Flow, Target, ValueKind, Widget};

/// Widgets in one definition.
const MOST_STATES: usize = 1_000;

/// Steps of an execution.
const MOST_STEPS: usize = 1_000;

/// `run_subflow` widgets in one flow, and the different flows that they run.
const MOST_SUBFLOWS: usize = 150;
const MOST_DIFFERENT_SUBFLOWS: usize = 50;

/// Every limit of Studio's that a flow breaks, in order of location. An export refuses such a flow.
pub fn budget(flow: &Flow) -> Vec<Diagnostic> {
    let cx = Context::new(flow);
    let mut findings = Findings::default();
    states(&cx, &mut findings);
    steps(&cx, &mut findings);
    subflows(&cx, &mut findings);
    allows::in_order(findings)
}

fn states(cx: &Context<'_>, findings: &mut Findings) {
    let count = cx.flow.widgets.len();
    if count > MOST_STATES {
        let message =
            format!("Studio takes {MOST_STATES} widgets in one flow, and this one has {count}");
        findings
            .report(&TOO_MANY_STATES, cx.flow.name.at, message)
            .help("move a part of it into a flow of its own, and let `run_subflow` run it");
    }
}

/// The longest way without a wait. A way that goes round is no longer for it: how often it does, only
/// its counter knows.
fn steps(cx: &Context<'_>, findings: &mut Findings) {
    let waits = |index: usize| {
        cx.kind(index)
            .is_none_or(|kind| kind.nature == Nature::Waits)
    };
    // Tarjan's algorithm gives a component after all that it leads to.
    let components = graph::components(&cx.edges, |index| !waits(index));
    let mut longest = vec![0; cx.edges.len()];
    let mut worst = (0, 0);
    for component in &components {
        let after = component.iter().flat_map(|&index| &cx.edges[index]);
        let after = after.filter(|target| component.binary_search(target).is_err());
        let steps = after.map(|&target| longest[target]).max().unwrap_or(0) + component.len();
        for &index in component {
            longest[index] = steps;
        }
        worst = worst.max((steps, usize::MAX - component[0]));
    }
    let (steps, first) = worst;
    if steps >= MOST_STEPS {
        let first = &cx.flow.widgets[usize::MAX - first];
        let message = format!(
            "{steps} steps follow from `{}` without a wait, and Studio ends an execution after {MOST_STEPS}",
            first.ident.text
        );
        findings
            .report(&TOO_MANY_STEPS, first.ident.at, message)
            .help("take widgets together: one `set_variables` sets many variables, and one message holds several lines");
    }
}

fn subflows(cx: &Context<'_>, findings: &mut Findings) {
    let runs: Vec<_> = cx
        .known_widgets()
        .filter(|(.., kind)| kind.word == "run_subflow")
        .map(|(index, widget, _)| (index, widget))
        .collect();
    if runs.len() > MOST_SUBFLOWS {
        let message = format!(
            "Studio takes {MOST_SUBFLOWS} `run_subflow` in one flow, and this one has {}",
            runs.len()
        );
        too_many(cx, message, findings);
    }
    let different: HashSet<_> = runs
        .iter()
        .filter_map(|(_, widget)| subflow(widget))
        .collect();
    if different.len() > MOST_DIFFERENT_SUBFLOWS {
        let message = format!(
            "Studio takes {MOST_DIFFERENT_SUBFLOWS} different subflows in one flow, and this one runs {}",
            different.len()
        );
        too_many(cx, message, findings);
    }
    let inside = graph::reached(&cx.edges, entries(cx));
    for (index, widget) in runs.iter().filter(|(index, _)| inside[*index]) {
        let message = format!(
            "`{}` runs a subflow, and so does whoever runs this flow: Studio refuses one inside another",
            widget.ident.text
        );
        findings
            .report(&NESTED_SUBFLOW, widget.ident.at, message)
            .of(*index)
            .help("let the flow that runs both run one after the other");
    }
}

fn too_many(cx: &Context<'_>, message: String, findings: &mut Findings) {
    findings
        .report(&TOO_MANY_SUBFLOWS, cx.flow.name.at, message)
        .help("let one flow do what several do, told apart by a parameter");
}

/// Which flow a widget runs.
fn subflow(widget: &Widget) -> Option<&str> {
    let property = |word| Some(&widget.property(word)?.value.kind);
    match property("flow").or_else(|| property("flow_sid"))? {
        ValueKind::Callee { path, .. } => Some(path),
        ValueKind::Text(sid) => Some(sid),
        _ => None,
    }
}

/// Where an execution goes that another flow starts; `_` alone does not say that one does.
fn entries(cx: &Context<'_>) -> Vec<usize> {
    let names = cx.flow.names();
    let from_parent = |event: &Event| match event {
        Event::Named { word, .. } => known(word) == Some("incoming_parent"),
        Event::Rest(_) => false,
    };
    let triggers = cx
        .known_widgets()
        .filter(|(index, ..)| cx.is_trigger(*index));
    triggers
        .flat_map(|(_, trigger, _)| &trigger.arms)
        .filter(|arm| from_parent(&arm.event) && matches!(arm.target, Target::Widget(_)))
        .filter_map(|arm| names.target(arm))
        .collect()
}
