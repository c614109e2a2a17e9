//! What executions have set that come to a widget: what is to be known of them once their flow has
//! changed.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Cell, Names, STARTS, variables};
use super::plan::{Numbers, Plan};
use super::sites;
use super::split::Test;
use super::walk::Walk;
use super::world::World;
use crate::check::context::Context;
use crate::flow::Flow;

/// What executions have passed that come to a widget by one of the ways that are told apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Passed {
    /// The names that are set.
    pub(crate) set: BTreeSet<String>,
    /// The texts that are known, by their paths.
    pub(crate) texts: BTreeMap<String, String>,
    /// What is known of the conditions of splits.
    pub(crate) decided: BTreeMap<String, bool>,
}

/// What executions have passed that come to these widgets.
pub(crate) fn passed(flow: &Flow, places: impl IntoIterator<Item = usize>) -> Vec<(usize, Passed)> {
    let cx = Context::new(flow);
    let names = Names::new(&cx);
    let templates = sites::templates(&cx);
    let plan = Plan::new(&names, &templates, every_cell(&names));
    let walk = Walk::new(&cx, &plan);
    let mut passed = Vec::new();
    for place in places {
        let worlds = walk.worlds[place].list.iter();
        passed.extend(worlds.map(|world| (place, of_world(&names, &plan, world))));
    }
    passed
}

fn of_world(names: &Names<'_, '_>, plan: &Plan<'_>, world: &World) -> Passed {
    let mut passed = Passed::default();
    for (number, cell) in plan.cells.cells.iter().enumerate() {
        let value = world.value(number);
        if value.set && !value.unset && !value.may {
            passed.set.extend(name(names, *cell));
        }
    }
    for (variable, text) in plan.splits.variables.iter().zip(&world.key.constants) {
        if let Some(text) = text {
            let path = format!("flow.variables.{}", variable.name);
            passed.texts.insert(path, plan.texts[*text].to_owned());
        }
    }
    for topic in &plan.splits.topics {
        let splits = topic
            .splits
            .iter()
            .filter_map(|at| plan.splits.list.get(at));
        for test in splits.flat_map(|split| split.tests.iter().flatten()) {
            if let Some(holds) = test.fact.and_then(|fact| world.key.facts[fact]) {
                passed.decided.insert(condition(&topic.text, test), holds);
            }
        }
    }
    passed
}

/// A condition, as it is remembered.
pub(super) fn condition(subject: &str, test: &Test) -> String {
    format!("{subject} {}", test.identity)
}

/// A cell as templates read it; none of what has no name of its own.
pub(super) fn name(names: &Names<'_, '_>, cell: Cell<'_>) -> Option<String> {
    let widget = |widget: usize| names.cx.flow.widgets[widget].studio_name();
    Some(match cell {
        Cell::Ran(at) => format!("widgets.{}", widget(at)),
        Cell::Output(at, key) => format!("widgets.{}.{key}", widget(at)),
        Cell::Rest(_) => return None,
        Cell::Variable(name) => format!("flow.variables.{name}"),
        Cell::Trigger(start) => format!("trigger.{}", STARTS[start].1),
        Cell::Data => "flow.data".to_owned(),
        Cell::Channel => "flow.channel".to_owned(),
    })
}

/// Every cell that some template could read.
fn every_cell<'f>(names: &Names<'_, 'f>) -> Numbers<'f> {
    let mut numbers = Numbers::default();
    for (widget, _, kind) in names.cx.known_widgets() {
        numbers.number(Cell::Ran(widget));
        for key in kind.events.iter().flat_map(|event| event.outputs.keys()) {
            numbers.number(Cell::Output(widget, key));
        }
        let sets = variables(names.cx, widget).filter(|_| kind.word == "set_variables");
        for entry in sets.into_iter().flatten() {
            numbers.number(Cell::Output(widget, &entry.key.text));
        }
    }
    for name in names.variables() {
        numbers.number(Cell::Variable(name));
    }
    for start in 0..STARTS.len() {
        numbers.number(Cell::Trigger(start));
    }
    numbers.number(Cell::Data);
    numbers.number(Cell::Channel);
    numbers
}
