//! Reach: widgets that no path comes to, and arms that no execution takes.

mod arms;
mod inputs;

use super::codes::UNREACHABLE_WIDGET;
use super::context::Context;
use super::findings::Findings;
use super::graph;
use crate::flow::{Flow, Target};

/// So many followers are named before the rest is counted.
const NAMED: usize = 4;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    arms::check(cx, findings);
    match reached(cx) {
        Some(reached) => unreachable(cx, &reached, findings),
        None => findings.paths_unclear = true,
    }
}

/// Which widgets an execution may come to, the ways among them that another finding hides; `None`:
/// such a way may lead anywhere.
///
/// An unknown target may have meant each widget whose name is near, and where none is, any; so may a
/// trigger with nothing connected, or none. Two widgets of one name are both meant by it.
pub(super) fn reached(cx: &Context<'_>) -> Option<Vec<bool>> {
    let mut ways = cx.edges.clone();
    for &(first, twin) in &cx.twins {
        ways[first].push(twin);
    }
    let mut anywhere: Vec<bool> = cx.flow.widgets.iter().map(has_unread_target).collect();
    for target in &cx.unknown_targets {
        ways[target.widget].extend(&target.near);
        anywhere[target.widget] |= target.near.is_empty();
    }
    let starts: Vec<_> = (0..ways.len())
        .filter(|&index| cx.is_trigger(index))
        .collect();
    let connected = starts
        .iter()
        .any(|&start| !ways[start].is_empty() || anywhere[start]);
    let reached = graph::reached(&ways, starts);
    let lost = (0..ways.len()).any(|index| reached[index] && anywhere[index]);
    (connected && !lost).then_some(reached)
}

fn has_unread_target(widget: &crate::flow::Widget) -> bool {
    widget.arms.iter().any(|arm| match &arm.target {
        Target::Widget(name) => name.text.is_empty(),
        Target::Error(_) => true,
        Target::End(_) => false,
    })
}

/// One finding for each widget, or loop of widgets, that nothing leads to: what comes after it would
/// be reached with it.
fn unreachable(cx: &Context<'_>, reached: &[bool], findings: &mut Findings) {
    let lost = |index: usize| !reached[index] && !cx.is_trigger(index);
    let components = graph::components(&cx.edges, lost);
    let mut told: Vec<bool> = reached.to_vec();
    for component in graph::sources(&cx.edges, &components) {
        let component = &components[component];
        for &index in component {
            told[index] = true;
        }
        let after = followers(&cx.edges, component, &mut told);
        report(cx, component, &after, findings);
    }
}

/// What a component leads to and was not told of before, in written order.
fn followers(edges: &[Vec<usize>], component: &[usize], told: &mut [bool]) -> Vec<usize> {
    let mut followers = Vec::new();
    let mut waiting = component.to_vec();
    while let Some(node) = waiting.pop() {
        for &target in &edges[node] {
            if !std::mem::replace(&mut told[target], true) {
                followers.push(target);
                waiting.push(target);
            }
        }
    }
    followers.sort_unstable();
    followers
}

fn report(cx: &Context<'_>, component: &[usize], after: &[usize], findings: &mut Findings) {
    let flow = cx.flow;
    let Some(&first) = component
        .iter()
        .min_by_key(|&&index| flow.widgets[index].ident.at)
    else {
        return;
    };
    let cycle = graph::cycle(&cx.edges, component, first);
    let it = match cycle.len() {
        0 | 1 => format!("`{}`", flow.widgets[first].ident.text),
        _ => format!("the loop `{}`", draw(flow, &cycle)),
    };
    let mut report = findings
        .report(
            &UNREACHABLE_WIDGET,
            flow.widgets[first].ident.at,
            format!("no path reaches {it}{}", tell(flow, after)),
        )
        .help("let an arm lead to it, or take it out");
    for &index in component {
        report = report.of(index);
    }
}

/// ", nor `a`, `b` and 3 more after it".
fn tell(flow: &Flow, after: &[usize]) -> String {
    let mut names: Vec<_> = after
        .iter()
        .take(NAMED)
        .map(|&index| format!("`{}`", flow.widgets[index].ident.text))
        .collect();
    if after.len() > NAMED {
        names.push(format!("{} more", after.len() - NAMED));
    }
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => format!(", nor {last} after it"),
        Some((last, rest)) => format!(", nor {} and {last} after it", rest.join(", ")),
    }
}

/// `a -> b -> a`.
pub(super) fn draw(flow: &Flow, cycle: &[usize]) -> String {
    let closed = cycle.iter().chain(cycle.first());
    let names: Vec<_> = closed
        .map(|&index| flow.widgets[index].ident.text.as_str())
        .collect();
    names.join(" -> ")
}
