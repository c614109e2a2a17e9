//! What executions do to the cells on their way: each widget with the ways out of it.

use std::collections::HashMap;

use super::cells::{Cell, Names, STARTS, variables};
use super::order::Order;
use super::sites::Template;
use super::split::{Source, Splits, static_text};
use super::world::{Cells, Key};
use crate::catalogue::{Kind, Outputs, Presence};
use crate::check::context::Context;
use crate::flow::{Event, Property, Target, ValueKind};

/// The cells that are followed, numbered as they come.
#[derive(Default)]
pub(super) struct Numbers<'f> {
    numbers: HashMap<Cell<'f>, usize>,
    pub(super) cells: Vec<Cell<'f>>,
}

impl<'f> Numbers<'f> {
    pub(super) fn number(&mut self, cell: Cell<'f>) -> usize {
        let next = self.cells.len();
        let number = *self.numbers.entry(cell).or_insert(next);
        if number == next {
            self.cells.push(cell);
        }
        number
    }

    pub(super) fn get(&self, cell: Cell<'f>) -> Option<usize> {
        self.numbers.get(&cell).copied()
    }
}

/// A way out of a widget.
pub(super) struct Way<'f> {
    /// The event as `flow!` writes it, or the operator.
    pub(super) event: &'f str,
    /// The arm, by its place.
    pub(super) arm: usize,
    /// None: the execution ends.
    pub(super) to: Option<usize>,
    /// The cells that are set by it.
    pub(super) set: Vec<usize>,
    /// The cells that may be set by it.
    pub(super) may: Vec<usize>,
}

/// All that is to be known of a flow before it is walked.
pub(super) struct Plan<'f> {
    pub(super) order: Order,
    pub(super) cells: Numbers<'f>,
    pub(super) splits: Splits<'f>,
    /// By widget.
    pub(super) ways: Vec<Vec<Way<'f>>>,
    /// By widget, what running it does to what is known.
    pub(super) forgets: Vec<Forgets>,
    /// By widget, the topics that no split after it tests.
    pub(super) dull_topics: Vec<Vec<usize>>,
    /// By widget, the variables that no split after it tests.
    pub(super) dull_variables: Vec<Vec<usize>>,
    /// The texts that variables are set to.
    pub(super) texts: Vec<&'f str>,
}

/// What a widget does to constants and facts.
#[derive(Default)]
pub(super) struct Forgets {
    pub(super) topics: Vec<usize>,
    /// Each variable with its new text, where that is known.
    pub(super) variables: Vec<(usize, Option<usize>)>,
}

impl<'f> Plan<'f> {
    pub(super) fn new(
        names: &Names<'_, 'f>,
        templates: &[Template<'f>],
        mut cells: Numbers<'f>,
    ) -> Self {
        let cx = names.cx;
        let splits = Splits::new(names, templates, &mut cells);
        for place in 0..cells.cells.len() {
            if let Cell::Output(widget, _) | Cell::Rest(widget) = cells.cells[place] {
                cells.number(Cell::Ran(widget));
            }
        }
        let count = cx.flow.widgets.len();
        let mut plan = Plan {
            order: order(cx, None),
            ways: Vec::with_capacity(count),
            forgets: Vec::with_capacity(count),
            dull_topics: vec![Vec::new(); count],
            dull_variables: vec![Vec::new(); count],
            texts: Vec::new(),
            cells,
            splits,
        };
        let mut of_widget = vec![Vec::new(); count];
        for (number, cell) in plan.cells.cells.iter().enumerate() {
            if let Cell::Ran(widget) | Cell::Output(widget, _) | Cell::Rest(widget) = *cell {
                of_widget[widget].push(number);
            }
        }
        for (widget, own) in of_widget.iter().enumerate() {
            let ways = plan.ways(cx, widget, own);
            plan.ways.push(ways);
            let forgets = plan.forgets(cx, widget);
            plan.forgets.push(forgets);
        }
        plan.find_dull(&cx.edges);
        plan
    }

    fn ways(&self, cx: &Context<'f>, widget: usize, own: &[usize]) -> Vec<Way<'f>> {
        let kind = cx.kind(widget).filter(|kind| !kind.is_split());
        let arms = &cx.flow.widgets[widget].arms;
        let mut ways = Vec::with_capacity(arms.len());
        let mut named = Vec::new();
        for (arm, written) in arms.iter().enumerate() {
            let events = events(&written.event, kind, &mut named);
            let to = match &written.target {
                Target::End(_) => None,
                Target::Error(_) => continue,
                Target::Widget(name) => match cx.widget(&name.text) {
                    Some(target) => Some(target),
                    None => continue,
                },
            };
            for (event, outputs) in events {
                let mut way = Way {
                    event,
                    arm,
                    to,
                    set: Vec::new(),
                    may: Vec::new(),
                };
                self.leave(cx, widget, outputs, own, &mut way);
                ways.push(way);
            }
        }
        ways
    }

    /// What leaving a widget by an event does to its cells; `outputs`: what the catalogue says of it.
    /// What this run does not set stays as it was: *unconfirmed* but of functions.
    fn leave(
        &self,
        cx: &Context<'f>,
        widget: usize,
        outputs: Option<&Outputs>,
        own: &[usize],
        way: &mut Way<'f>,
    ) {
        let kind = cx.kind(widget);
        let is = |word: &str| kind.is_some_and(|kind| kind.word == word);
        for &number in own {
            let presence = match (self.cells.cells[number], outputs) {
                (Cell::Ran(_), _) => Presence::Set,
                (Cell::Output(..), _) if is("set_variables") => Presence::Set,
                (Cell::Output(_, key), Some(outputs)) => {
                    let presence = outputs.presence(key);
                    match kind.filter(|_| is_typed(cx, widget)) {
                        Some(_) => of_typed_function(way.event, key, presence),
                        None => presence,
                    }
                }
                (_, Some(outputs)) => outputs.rest,
                (_, None) if kind.is_some_and(Kind::is_split) => Presence::Unset,
                (_, None) => Presence::May,
            };
            match presence {
                Presence::Unset => {}
                Presence::May => way.may.push(number),
                Presence::Set => way.set.push(number),
            }
        }
        if is("set_variables") {
            let entries = variables(cx, widget).into_iter().flatten();
            let set = entries.filter_map(|entry| self.cells.get(Cell::Variable(&entry.key.text)));
            way.set.extend(set);
        }
        let begins = is("start_conversation") || is("resume_conversation");
        if begins && matches!(way.event, "created" | "resumed") {
            way.set.extend(self.cells.get(Cell::Channel));
        }
    }

    fn forgets(&mut self, cx: &Context<'f>, widget: usize) -> Forgets {
        let mut forgets = Forgets::default();
        let kind = cx.kind(widget);
        let is = |word: &str| kind.is_some_and(|kind| kind.word == word);
        let sets = is("set_variables");
        let entries = variables(cx, widget).filter(|_| sets).unwrap_or_default();
        for (topic, about) in self.splits.topics.iter().enumerate() {
            let changes = match about.source {
                Some(Source::Widget(source)) => source == widget,
                Some(Source::Variable(name)) => entries.iter().any(|entry| entry.key.text == name),
                Some(Source::Channel) => is("start_conversation") || is("resume_conversation"),
                None => false,
            };
            if changes {
                forgets.topics.push(topic);
            }
        }
        for entry in entries {
            let followed = self.splits.variables.iter();
            let place = followed
                .enumerate()
                .find(|(_, known)| known.name == entry.key.text);
            if let Some((place, _)) = place {
                let text = constant(entry).map(|text| self.text(text));
                forgets.variables.push((place, text));
            }
        }
        forgets
    }

    /// The number of a text that a variable is set to.
    pub(super) fn text(&mut self, text: &'f str) -> usize {
        let known = self.texts.iter().position(|known| *known == text);
        known.unwrap_or_else(|| {
            self.texts.push(text);
            self.texts.len() - 1
        })
    }

    /// What no split tests any more is forgotten, so that it keeps no worlds apart.
    fn find_dull(&mut self, edges: &[Vec<usize>]) {
        if self.splits.topics.is_empty() && self.splits.variables.is_empty() {
            return;
        }
        let mut before = vec![Vec::new(); edges.len()];
        for (widget, targets) in edges.iter().enumerate() {
            for &target in targets {
                before[target].push(widget);
            }
        }
        for (topic, about) in self.splits.topics.iter().enumerate() {
            let lively = crate::check::graph::reached(&before, about.splits.iter().copied());
            for widget in (0..edges.len()).filter(|&widget| !lively[widget]) {
                self.dull_topics[widget].push(topic);
            }
        }
        for (variable, about) in self.splits.variables.iter().enumerate() {
            let lively = crate::check::graph::reached(&before, about.splits.iter().copied());
            for widget in (0..edges.len()).filter(|&widget| !lively[widget]) {
                self.dull_variables[widget].push(variable);
            }
        }
    }

    /// What executions know when they start.
    pub(super) fn start(&self, event: &str) -> (Key, Cells) {
        let start = STARTS.iter().position(|(known, _)| *known == event);
        let start = start.unwrap_or(STARTS.len());
        let mut cells = Cells::unset(self.cells.cells.len());
        for (number, cell) in self.cells.cells.iter().enumerate() {
            match presence_at_start(*cell, start) {
                Presence::Set => cells.set(number),
                Presence::May => cells.may(number),
                Presence::Unset => {}
            }
        }
        let key = Key {
            start,
            blurred: false,
            constants: vec![None; self.splits.variables.len()],
            facts: vec![None; self.splits.facts.len()],
        };
        (key, cells)
    }
}

/// The order in which the flow is walked, from its triggers and from this widget.
pub(super) fn order(cx: &Context<'_>, from: Option<usize>) -> Order {
    let triggers = (0..cx.flow.widgets.len()).filter(|&widget| cx.is_trigger(widget));
    Order::new(&cx.edges, triggers.chain(from))
}

/// The events that an arm answers to, each with what the catalogue says of it; `named`: those that the
/// arms so far name.
fn events<'f>(
    event: &'f Event,
    kind: Option<&'static Kind>,
    named: &mut Vec<&'static str>,
) -> Vec<(&'f str, Option<&'static Outputs>)> {
    match (event, kind) {
        (Event::Named { word, .. }, kind) => {
            let known = kind.and_then(|kind| match word.quoted {
                true => kind.studio_event(&word.text),
                false => kind.event(&word.text),
            });
            named.extend(known.map(|event| event.word));
            vec![(&word.text, known.map(|event| &event.outputs))]
        }
        (Event::Rest(_), Some(kind)) => {
            let rest = kind
                .events
                .iter()
                .filter(|event| !named.contains(&event.word));
            rest.map(|event| (event.word, Some(&event.outputs)))
                .collect()
        }
        (Event::Rest(_), None) => vec![("_", None)],
    }
}

/// What a cell is when an execution starts.
pub(super) fn presence_at_start(cell: Cell<'_>, start: usize) -> Presence {
    let event = STARTS.get(start).map(|(event, _)| *event);
    match (cell, event) {
        (Cell::Trigger(kind), _) if kind == start => Presence::Set,
        // The parent's trigger is copied, and of an event that no catalogue knows nothing is known.
        (Cell::Trigger(_), Some("incoming_parent") | None) => Presence::May,
        (Cell::Data, Some("incoming_request" | "incoming_parent") | None) => Presence::May,
        // A conversation that started the execution may be in it: only of a request is it known.
        (Cell::Channel, event) if event != Some("incoming_request") => Presence::May,
        _ => Presence::Unset,
    }
}

/// The text that a variable is set to, where nobody doubts it. *Unconfirmed*: what Studio makes of
/// `007` or `1.50`.
fn constant(entry: &Property) -> Option<&str> {
    let text = match &entry.value.kind {
        ValueKind::Flag(true) => "true",
        ValueKind::Flag(false) => "false",
        ValueKind::Number(number) => number,
        _ => static_text(&entry.value)?,
    };
    let begins_as_number = text
        .trim()
        .starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.'));
    let is_whole = text
        .parse::<i64>()
        .is_ok_and(|number| number.to_string() == text);
    (!begins_as_number || is_whole).then_some(text)
}

fn is_typed(cx: &Context<'_>, widget: usize) -> bool {
    cx.kind(widget)
        .is_some_and(|kind| kind.word == "run_function")
        && cx.flow.widgets[widget].property("function").is_some()
}

/// Of a function of the program more is known: an answer has its fields, and a failure its reason.
fn of_typed_function(event: &str, key: &str, presence: Presence) -> Presence {
    match (event, key) {
        ("success", "parsed") | ("fail", "body") => Presence::Set,
        ("fail", "parsed") => Presence::Unset,
        _ => presence,
    }
}
