//! Reach: widgets that no path comes to, and arms that no execution takes.

mod arms;
mod inputs;

pub(super) use arms::written;

use super::codes::UNREACHABLE_WIDGET;
use super::context::Context;
use super::findings::Findings;
use super::graph;
use super::names::is_reserved;
use crate::catalogue::Kind;
use crate::flow::{Flow, Target, Widget};

/// So many followers are named before the rest is counted.
const NAMED: usize = 4;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    arms::check(cx, findings);
    let ways = Ways::new(cx);
    match ways.reached(cx) {
        Some(reached) => unreachable(cx, &ways, &reached, findings),
        None => findings.paths_unclear = true,
    }
}

/// Which widgets an execution may come to; `None`: nobody can tell.
pub(super) fn reached(cx: &Context<'_>) -> Option<Vec<bool>> {
    Ways::new(cx).reached(cx)
}

/// Where each widget may lead, by its arms as they are and as they may be meant.
struct Ways {
    to: Vec<Vec<usize>>,
    anywhere: Vec<bool>,
}

impl Ways {
    /// An unknown target may have meant each widget whose name is near, and where none is, any. Two
    /// widgets of one name are both meant by it.
    fn new(cx: &Context<'_>) -> Self {
        let mut to = cx.edges.clone();
        for &(first, twin) in &cx.twins {
            to[first].push(twin);
        }
        let widgets = cx.flow.widgets.iter().enumerate();
        let mut anywhere: Vec<_> = widgets
            .map(|(index, widget)| has_unread_target(widget) || is_begun(cx, index))
            .collect();
        for target in cx.unknown_targets() {
            to[target.widget].extend(&target.near);
            anywhere[target.widget] |= target.near.is_empty();
        }
        Ways { to, anywhere }
    }

    /// Which widgets an execution may come to; `None` where nothing is connected to a trigger, or
    /// some widget on the way may lead anywhere.
    fn reached(&self, cx: &Context<'_>) -> Option<Vec<bool>> {
        let widgets = 0..self.to.len();
        let triggers = widgets.clone().filter(|&index| cx.is_trigger(index));
        let connected = triggers
            .clone()
            .any(|start| !self.to[start].is_empty() || self.anywhere[start]);
        // Nobody knows who leads to a widget whose name could not be read, or cannot be a target.
        let unknowable = |&index: &usize| {
            let name = &cx.flow.widgets[index].ident.text;
            name.is_empty() || is_reserved(name)
        };
        let starts = triggers.chain(widgets.clone().filter(unknowable));
        let reached = graph::reached(&self.to, starts);
        let lost = widgets
            .into_iter()
            .any(|index| reached[index] && self.anywhere[index]);
        (connected && !lost).then_some(reached)
    }
}

fn has_unread_target(widget: &Widget) -> bool {
    widget.arms.iter().any(|arm| match &arm.target {
        Target::Widget(name) => name.text.is_empty(),
        Target::Error(_) => true,
        Target::End(_) => false,
    })
}

/// Whether a widget that leaves by events has no arm yet: they may lead anywhere.
fn is_begun(cx: &Context<'_>, index: usize) -> bool {
    let widget = &cx.flow.widgets[index];
    let leaves = |kind: &Kind| kind.is_split() || !kind.events.is_empty();
    widget.arms.is_empty()
        && !widget.kind.quoted
        && !cx.is_trigger(index)
        && cx.kind(index).is_none_or(leaves)
}

/// One finding for each widget, or loop of widgets, that nothing leads to: what comes after it would
/// be reached with it. One that may lead anywhere may lead to all others.
fn unreachable(cx: &Context<'_>, ways: &Ways, reached: &[bool], findings: &mut Findings) {
    let components = graph::components(&ways.to, |index| !reached[index]);
    let mut told = reached.to_vec();
    let mut lost = Vec::new();
    for source in graph::sources(&ways.to, &components) {
        let component = &components[source];
        for &index in component {
            told[index] = true;
        }
        lost.push((component, followers(&ways.to, component, &mut told)));
    }
    let leads_anywhere = |(component, after): &(&Vec<usize>, Vec<usize>)| {
        let mut members = component.iter().chain(after);
        members.any(|&index| ways.anywhere[index])
    };
    match lost.iter().position(leads_anywhere) {
        Some(first) => report(cx, lost[first].0, &lost[first].1, findings),
        None => {
            for (component, after) in &lost {
                report(cx, component, after, findings);
            }
        }
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
