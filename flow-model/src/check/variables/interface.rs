//! What a flow takes from a parent that runs it as its subflow, and what it gives back.

use super::cells::{Cell, Names};
use super::plan::{Numbers, Plan};
use super::reads::reads;
use super::sites;
use super::walk::Walk;
use crate::Text;
use crate::check::context::{Context, means};
use crate::check::reach;
use crate::flow::{Event, Flow, Location};

/// A variable that a flow may have set when it ends: what its parent reads as `widgets.NAME.KEY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The variable's name.
    pub name: String,
    /// Whether it is set wherever the flow ends.
    pub always: bool,
}

/// A parameter that a flow reads, under `trigger.parent.parameters`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The parameter's name.
    pub name: String,
    /// Whether some read of it does not reckon with a blank: by a `default`, by a test, or in a split.
    pub required: bool,
}

/// A read of an output of a widget: `widgets.NAME.KEY`, or what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputRead {
    /// The widget whose output it is, in [`Flow::widgets`].
    pub widget: usize,
    /// The key, and the names under it up to one that is known only when it renders.
    pub path: Vec<String>,
    /// The text that reads it.
    pub at: Location,
}

/// Whether other flows may run this one: its trigger connects `incoming_parent`.
pub fn is_subflow(flow: &Flow) -> bool {
    let cx = Context::new(flow);
    let mut widgets = cx.known_widgets();
    widgets.any(|(_, widget, kind)| {
        let Some(parent) = kind.event("incoming_parent") else {
            return false;
        };
        widget.arms.iter().any(|arm| match &arm.event {
            Event::Named { word, .. } => means(word, parent.word, parent.studio),
            Event::Rest(_) => true,
        })
    })
}

/// What the flow gives to a parent, in the order of the alphabet.
pub fn gives(flow: &Flow) -> Vec<Given> {
    let cx = Context::new(flow);
    let names = Names::new(&cx);
    let templates = sites::templates(&cx);
    let mut numbers = Numbers::default();
    let variables = names.variables();
    for &name in &variables {
        numbers.number(Cell::Variable(name));
    }
    let plan = Plan::new(&names, &templates, numbers);
    let walk = Walk::new(&cx, &plan);
    let given = variables.into_iter().filter_map(|name| {
        let cell = plan.cells.get(Cell::Variable(name))?;
        let values = || walk.ends().iter().map(|world| world.value(cell));
        values().any(|value| value.set || value.may).then(|| Given {
            name: name.to_owned(),
            always: !values().any(|value| value.unset || value.may),
        })
    });
    given.collect()
}

/// What the flow takes from a parent, in the order of the alphabet.
pub fn takes(flow: &Flow) -> Vec<Taken> {
    let cx = Context::new(flow);
    let names = Names::new(&cx);
    let templates = sites::templates(&cx);
    let reached = reach::reached(&cx);
    let mut taken: Vec<Taken> = Vec::new();
    for read in reads(&names, &templates) {
        let is_reached = |reached: &Vec<bool>| reached[read.template.widget];
        let path: Vec<_> = read.read.path.iter().map(Text::as_str).collect();
        let ["trigger", "parent", "parameters", name, ..] = path.as_slice() else {
            continue;
        };
        if !reached.as_ref().is_none_or(is_reached) {
            continue;
        }
        let required = read.needs_parameter();
        match taken.iter_mut().find(|known| known.name == *name) {
            Some(known) => known.required |= required,
            None => taken.push(Taken {
                name: (*name).to_owned(),
                required,
            }),
        }
    }
    taken.sort_by(|a, b| a.name.cmp(&b.name));
    taken
}

/// Whether the flow reads all that it is given as one, so that no parameter is in vain.
pub fn takes_any(flow: &Flow) -> bool {
    const PARAMETERS: [&str; 3] = ["trigger", "parent", "parameters"];
    let cx = Context::new(flow);
    let templates = sites::templates(&cx);
    let mut reads = templates.iter().flat_map(|template| &template.survey.reads);
    reads.any(|read| {
        let path = read.path.iter().map(Text::as_str);
        path.eq(PARAMETERS.into_iter().take(read.path.len()))
    })
}

/// Every read of one output of a widget of the flow, in written order.
pub fn output_reads(flow: &Flow) -> Vec<OutputRead> {
    let cx = Context::new(flow);
    let mut found = Vec::new();
    for template in sites::templates(&cx) {
        for read in &template.survey.reads {
            let path: Vec<_> = read.path.iter().map(Text::as_str).collect();
            let ["widgets", name, path @ ..] = path.as_slice() else {
                continue;
            };
            if path.is_empty() {
                continue;
            }
            let mut widgets = flow.widgets.iter();
            if let Some(widget) = widgets.position(|widget| widget.studio_name() == *name) {
                found.push(OutputRead {
                    widget,
                    path: path.iter().map(|&name| name.to_owned()).collect(),
                    at: template.at,
                });
            }
        }
    }
    found
}
