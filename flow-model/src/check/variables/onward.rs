//! What an execution that began in another version of the flow reads from the widget on which it
//! stands.

use std::collections::HashSet;

use super::cells::{Cell, Names, STARTS};
use super::passed::{condition, name};
use super::plan::{self, Numbers, Plan, presence_at_start};
use super::reads::{Read, Standing as Guard, reads, written};
use super::sites::{self, Site};
use super::unset::{Verdict, verdict};
use super::walk::Walk;
use super::world::{Key, World};
use crate::Text;
use crate::carry::{Kind, Kinds, Reason, Standing};
use crate::catalogue::Presence;
use crate::check::context::Context;
use crate::flow::Flow;

/// Why an execution cannot go on from a widget of the flow: what it reads from there on and has never
/// set, and what it has set and is read as something else.
pub(crate) fn reasons<'f>(
    flow: &'f Flow,
    kinds: &Kinds,
    at: usize,
    standing: &'f Standing,
) -> Vec<Reason> {
    let cx = Context::new(flow);
    let names = Names::new(&cx);
    let templates = sites::templates(&cx);
    let reads = reads(&names, &templates);
    let changed: Vec<_> = reads
        .iter()
        .filter_map(|read| Some((read, changed(&names, kinds, standing, read)?)))
        .collect();
    let mut numbers = Numbers::default();
    let plain: Vec<_> = reads
        .iter()
        .filter(|read| read.standing(&names) != Guard::Guarded)
        .collect();
    let followed = plain
        .iter()
        .copied()
        .chain(changed.iter().map(|(read, _)| *read));
    for cell in followed.filter_map(Read::cell) {
        numbers.number(cell);
    }
    let mut plan = Plan::new(&names, &templates, numbers);
    plan.order = plan::order(&cx, Some(at));
    let begin = begin(&names, &mut plan, standing);
    let onward = Onward {
        names: &names,
        walk: Walk::from(&plan, at, &begin),
        at,
    };
    let mut reasons = onward.unset(&plain);
    reasons.extend(onward.unknown(&reads, standing));
    for (read, (path, was, is)) in changed {
        if onward.reads_as_it_is(read) {
            let reader = onward.name(read);
            reasons.push(Reason::Changed {
                path,
                reader,
                was,
                is,
            });
        }
    }
    reasons.dedup();
    reasons
}

/// The way from a widget on which an execution stands.
struct Onward<'w, 'c, 'f> {
    names: &'w Names<'c, 'f>,
    walk: Walk<'w, 'f>,
    at: usize,
}

impl<'f> Onward<'_, '_, 'f> {
    /// What may be unset where it is read, and would not be in an execution that the flow began
    /// itself: what its author reckons with is not in the way.
    fn unset(&self, reads: &[&Read<'_, 'f>]) -> Vec<Reason> {
        let (plan, mut told) = (self.walk.plan, HashSet::new());
        let mut own = None;
        let mut reasons = Vec::new();
        for read in reads {
            let widget = read.template.widget;
            let Some(cell) = read.cell() else { continue };
            let Some(number) = plan.cells.get(cell) else {
                continue;
            };
            let found = verdict(&self.walk, widget, number);
            if found == Verdict::Fine || !told.insert((widget, cell)) {
                continue;
            }
            let own = own.get_or_insert_with(|| Walk::new(self.names.cx, plan));
            if verdict(own, widget, number) == Verdict::Fine {
                reasons.push(Reason::Unset {
                    path: read.path(),
                    reader: self.name(read),
                    tested: matches!(read.template.site, Site::Input | Site::Arm),
                    always: found == Verdict::Never,
                });
            }
        }
        reasons
    }

    /// What nothing in the flow sets, where no execution comes that the flow began itself: of others its
    /// author was told.
    fn unknown(&self, reads: &[Read<'_, 'f>], standing: &Standing) -> Vec<Reason> {
        let unknown = |read: &&Read<'_, 'f>| {
            read.unknown().is_some() && !read.read.defaulted && !read.read.test
        };
        let mut unknown = reads.iter().filter(unknown).peekable();
        if unknown.peek().is_none() {
            return Vec::new();
        }
        let own = Walk::new(self.names.cx, self.walk.plan);
        let is_set = |read: &Read<'_, 'f>| {
            let path = read.path();
            let mut bases = standing.set.keys().filter(|name| path.starts_with(&**name));
            bases.any(|name| matches!(path.as_bytes().get(name.len()), None | Some(b'.')))
        };
        let comes = |walk: &Walk<'_, 'f>, read: &Read<'_, 'f>| {
            !walk.worlds[read.template.widget].list.is_empty()
        };
        unknown
            .filter(|read| comes(&self.walk, read) && !comes(&own, read) && !is_set(read))
            .map(|read| Reason::Unset {
                path: read.path(),
                reader: self.name(read),
                tested: matches!(read.template.site, Site::Input | Site::Arm),
                always: true,
            })
            .collect()
    }

    /// Whether the execution may come to a read without setting what it reads anew.
    fn reads_as_it_is(&self, read: &Read<'_, 'f>) -> bool {
        let plan = self.walk.plan;
        let Some(cell) = read.cell().and_then(|cell| plan.cells.get(cell)) else {
            return false;
        };
        let mut seen = vec![false; plan.ways.len()];
        let mut waiting = vec![self.at];
        while let Some(widget) = waiting.pop() {
            let kept = plan.ways[widget]
                .iter()
                .filter(|way| !way.set.contains(&cell));
            for to in kept.filter_map(|way| way.to) {
                if !std::mem::replace(&mut seen[to], true) {
                    waiting.push(to);
                }
            }
        }
        seen[read.template.widget]
    }

    fn name(&self, read: &Read<'_, 'f>) -> String {
        let widget = &self.names.cx.flow.widgets[read.template.widget];
        widget.ident.text.clone()
    }
}

/// What is read of another kind than the execution has it: the path, and what it held and holds.
fn changed<'f>(
    names: &Names<'_, 'f>,
    kinds: &Kinds,
    standing: &Standing,
    read: &Read<'_, 'f>,
) -> Option<(String, Option<Kind>, Option<Kind>)> {
    let path: Vec<_> = read.read.path.iter().map(Text::as_str).collect();
    // A widget as a whole, a variable or an output.
    for length in [2, 3] {
        let Some((base, rest)) = path.split_at_checked(length) else {
            continue;
        };
        let base = base.join(".");
        let Some(was) = standing.set.get(&base) else {
            continue;
        };
        let is = kinds.get(&base).unwrap_or(&Kind::Any);
        let (was, is) = (was.at(rest), is.at(rest));
        let reckons_with_a_blank = was.is_none() && read.standing(names) == Guard::Guarded;
        if was != is && !reckons_with_a_blank {
            return Some((written(&read.read.path), was.cloned(), is.cloned()));
        }
    }
    None
}

/// What is known of an execution that stands on a widget.
fn begin<'f>(names: &Names<'_, 'f>, plan: &mut Plan<'f>, standing: &'f Standing) -> World {
    let has = |kind: &str| standing.set.contains_key(&format!("trigger.{kind}"));
    // A subflow has its parent's trigger too.
    let start = STARTS.iter().rposition(|(_, filled)| has(filled));
    let (mut key, mut cells) = plan.start(start.map_or("", |start| STARTS[start].0));
    for number in 0..plan.cells.cells.len() {
        match presence(names, plan, standing, (number, key.start)) {
            Presence::Set => cells.set(number),
            Presence::May => cells.may(number),
            Presence::Unset => cells.clear(number),
        }
    }
    for variable in 0..plan.splits.variables.len() {
        let name = plan.splits.variables[variable].name;
        let text = standing.texts.get(&format!("flow.variables.{name}"));
        key.constants[variable] = text.map(|text| plan.text(text));
    }
    decide(plan, standing, &mut key);
    World {
        key,
        cells,
        changed: false,
    }
}

/// Whether a cell is set in an execution. What may be set or not in every one may be here.
fn presence(
    names: &Names<'_, '_>,
    plan: &Plan<'_>,
    standing: &Standing,
    (number, start): (usize, usize),
) -> Presence {
    let cell = plan.cells.cells[number];
    if name(names, cell).is_some_and(|name| standing.set.contains_key(&name)) {
        return Presence::Set;
    }
    match cell {
        Cell::Ran(widget) if leaves_nothing(names, widget) => Presence::May,
        Cell::Output(widget, _) | Cell::Rest(widget) => {
            let ran = name(names, Cell::Ran(widget));
            let ran = ran.is_some_and(|ran| standing.set.contains_key(&ran));
            let may = |way: &plan::Way<'_>| way.may.contains(&number);
            match ran && plan.ways[widget].iter().any(may) {
                true => Presence::May,
                false => Presence::Unset,
            }
        }
        Cell::Trigger(_) | Cell::Data | Cell::Channel => match presence_at_start(cell, start) {
            Presence::May => Presence::May,
            Presence::Set | Presence::Unset => Presence::Unset,
        },
        Cell::Ran(_) | Cell::Variable(_) => Presence::Unset,
    }
}

/// What is known of the conditions that splits test again.
fn decide(plan: &Plan<'_>, standing: &Standing, key: &mut Key) {
    for topic in &plan.splits.topics {
        let text = standing.texts.get(&topic.text);
        let splits = topic
            .splits
            .iter()
            .filter_map(|at| plan.splits.list.get(at));
        for test in splits.flat_map(|split| split.tests.iter().flatten()) {
            let Some(fact) = test.fact else { continue };
            let known = standing.decided.get(&condition(&topic.text, test));
            key.facts[fact] = match text {
                Some(text) => test.holds(text),
                None => known.copied(),
            };
        }
    }
}

/// Whether nothing tells of a widget that it has run.
fn leaves_nothing(names: &Names<'_, '_>, widget: usize) -> bool {
    names.cx.kind(widget).is_none_or(|kind| {
        let mut keys = kind.events.iter().flat_map(|event| event.outputs.keys());
        !kind.open && kind.word != "set_variables" && keys.next().is_none()
    })
}
