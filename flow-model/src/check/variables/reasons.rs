//! Why something is never set where it is read, and what to do about it.

use super::cells::{Cell, Names, STARTS};
use super::reads::Read;
use super::walk::Walk;
use crate::check::graph;
use crate::check::near;

pub(super) struct Reason {
    pub(super) why: String,
    pub(super) help: String,
}

pub(super) fn reason(
    names: &Names<'_, '_>,
    walk: &Walk<'_, '_>,
    read: &Read<'_, '_>,
    cell: Cell<'_>,
) -> Reason {
    match cell {
        Cell::Ran(widget) => not_run(names, read, widget),
        Cell::Output(widget, _) | Cell::Rest(widget) => output(names, walk, read, (widget, cell)),
        Cell::Variable(name) => variable(names, name),
        Cell::Trigger(_) | Cell::Data => started(walk, read, cell),
        Cell::Channel => Reason {
            why: "no conversation was started or resumed on any path here".to_owned(),
            help: "only `flow.channel.address` is there before; read it after `start_conversation`"
                .to_owned(),
        },
    }
}

fn not_run(names: &Names<'_, '_>, read: &Read<'_, '_>, widget: usize) -> Reason {
    let name = &names.cx.flow.widgets[widget].ident.text;
    if read.template.widget == widget {
        return Reason {
            why: format!("`{name}` itself has not run yet"),
            help: "read it in a widget after this one, or leave it out".to_owned(),
        };
    }
    Reason {
        why: format!("`{name}` has not run on any path here"),
        help: format!("read it after `{name}`, or leave it out"),
    }
}

fn output(
    names: &Names<'_, '_>,
    walk: &Walk<'_, '_>,
    read: &Read<'_, '_>,
    (widget, cell): (usize, Cell<'_>),
) -> Reason {
    let here = read.template.widget;
    let worlds = &walk.worlds[here].list;
    let ran = walk.plan.cells.get(Cell::Ran(widget));
    let has_run = |number| worlds.iter().map(move |world| world.value(number));
    let mut runs = ran.into_iter().flat_map(has_run);
    if !runs.clone().any(|ran| ran.set) {
        return not_run(names, read, widget);
    }
    let always_ran = !runs.any(|ran| ran.unset);
    let number = walk.plan.cells.get(cell);
    let sets = |cells: &[usize]| number.is_some_and(|number| cells.contains(&number));
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for way in &walk.plan.ways[widget] {
        let leads_here = || graph::reached(&names.cx.edges, way.to)[here];
        let list = match sets(&way.set) || sets(&way.may) {
            true => &mut with,
            false if leads_here() => &mut without,
            false => continue,
        };
        if !list.contains(&way.event) {
            list.push(way.event);
        }
    }
    let name = &names.cx.flow.widgets[widget].ident.text;
    let key = read.read.path.get(2).map_or("", |key| key.as_str());
    let not_run = if always_ran { "" } else { "has not run, or " };
    Reason {
        why: match without.is_empty() {
            true => format!("no path here leaves `{name}` by an event that sets `{key}`"),
            false => format!(
                "on every path here `{name}` {not_run}leaves by {}, which sets no `{key}`",
                near::list(without, "or"),
            ),
        },
        help: match with.is_empty() {
            true => "leave it out".to_owned(),
            false => format!(
                "read it only where `{name}` leaves by {}, or leave it out",
                near::list(with, "or")
            ),
        },
    }
}

fn variable(names: &Names<'_, '_>, name: &str) -> Reason {
    let setters = names.setters(name).iter();
    let setters: Vec<_> = setters
        .map(|&setter| names.cx.flow.widgets[setter].ident.text.as_str())
        .collect();
    let set = if setters.len() == 1 { "sets" } else { "set" };
    Reason {
        why: format!(
            "no path here goes through {}, which {set} it",
            near::list(setters, "or")
        ),
        help: format!("set `{name}` on the way here, or leave it out"),
    }
}

fn started(walk: &Walk<'_, '_>, read: &Read<'_, '_>, cell: Cell<'_>) -> Reason {
    let worlds = walk.worlds[read.template.widget].list.iter();
    let mut starts: Vec<_> = worlds.map(|world| world.key.start).collect();
    starts.sort_unstable();
    starts.dedup();
    let starts: Vec<_> = starts
        .into_iter()
        .filter_map(|start| STARTS.get(start))
        .collect();
    let events = near::list(starts.iter().map(|(event, _)| *event), "and");
    let why = match starts.len() {
        1 => format!("only {events} starts an execution that comes here"),
        _ => format!("only {events} start executions that come here"),
    };
    let path = &read.read.path;
    let rest: String = path
        .iter()
        .skip(2)
        .map(|name| format!(".{}", name.as_str()))
        .collect();
    let help = match (cell, starts.as_slice()) {
        (Cell::Trigger(_), [(_, filled)]) => format!("did you mean `trigger.{filled}{rest}`?"),
        (Cell::Trigger(_), _) => {
            let filled: Vec<_> = starts
                .iter()
                .map(|(_, kind)| format!("trigger.{kind}"))
                .collect();
            let filled = near::list(filled.iter().map(String::as_str), "or");
            format!("read what they bring: {filled}")
        }
        _ => "only a request or a parent flow brings data; leave it out".to_owned(),
    };
    Reason { why, help }
}
