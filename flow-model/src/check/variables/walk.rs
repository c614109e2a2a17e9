//! Walks a flow as all its executions would, until nothing new is learnt.

use super::plan::{Plan, Way};
use super::split::{Split, Test};
use super::world::{Cells, Key, World, Worlds};
use crate::check::context::Context;

/// A flow that was walked.
pub(super) struct Walk<'p, 'f> {
    pub(super) plan: &'p Plan<'f>,
    /// What may hold at each widget, and behind the last of them where executions end.
    pub(super) worlds: Vec<Worlds>,
}

/// Whether an arm is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// Nobody knows.
    Open,
    True,
    /// It is not, as the subject is surely blank.
    Blank,
    /// It is not, as the way here has decided the same.
    Decided,
}

/// What is known of the text that a split tests.
enum Known<'a> {
    Nothing,
    Blank,
    /// It is one of these.
    OneOf(&'a [String]),
    Text(&'a str),
}

impl<'p, 'f> Walk<'p, 'f> {
    /// As all executions of the flow would.
    pub(super) fn new(cx: &Context<'f>, plan: &'p Plan<'f>) -> Self {
        let mut walk = Walk::unmoved(plan);
        let mut waits = vec![false; cx.flow.widgets.len()];
        let triggers = plan
            .order
            .widgets
            .iter()
            .filter(|&&widget| cx.is_trigger(widget));
        for &widget in triggers {
            for way in &plan.ways[widget] {
                let (key, mut cells) = plan.start(way.event);
                apply(way, &mut cells);
                walk.add(way, key, &cells, &mut waits);
            }
        }
        walk.go(waits);
        walk
    }

    /// As executions would that are about to leave a widget.
    pub(super) fn from(plan: &'p Plan<'f>, widget: usize, begin: &World) -> Self {
        let mut walk = Walk::unmoved(plan);
        let mut waits = vec![false; plan.ways.len()];
        for (way, key, cells) in walk.leave(widget, begin) {
            walk.add(&plan.ways[widget][way], key, &cells, &mut waits);
        }
        walk.go(waits);
        walk
    }

    fn unmoved(plan: &'p Plan<'f>) -> Self {
        Walk {
            plan,
            worlds: vec![Worlds::default(); plan.ways.len() + 1],
        }
    }

    /// Goes on until nothing new is learnt.
    fn go(&mut self, mut waits: Vec<bool>) {
        let plan = self.plan;
        let mut goes_on = true;
        while std::mem::take(&mut goes_on) {
            for &widget in &plan.order.widgets {
                if std::mem::take(&mut waits[widget]) {
                    goes_on = true;
                    self.visit(widget, &mut waits);
                }
            }
        }
    }

    /// Where executions have ended.
    pub(super) fn ends(&self) -> &[World] {
        self.worlds.last().map_or(&[], |ends| &ends.list)
    }

    fn visit(&mut self, widget: usize, waits: &mut [bool]) {
        let mut place = 0;
        // A loop of one widget may add to the worlds that are being left, or throw them together.
        while let Some(world) = self.worlds[widget].list.get_mut(place) {
            place += 1;
            if !std::mem::take(&mut world.changed) {
                continue;
            }
            let world = world.clone();
            for (way, key, cells) in self.leave(widget, &world) {
                self.add(&self.plan.ways[widget][way], key, &cells, waits);
            }
        }
    }

    fn add(&mut self, way: &Way<'f>, mut key: Key, cells: &Cells, waits: &mut [bool]) {
        let at = self.enter(way, &mut key);
        if self.worlds[at].add(&key, cells)
            && let Some(waits) = waits.get_mut(at)
        {
            *waits = true;
        }
    }

    /// Where a way leads, and what of a key matters there.
    pub(super) fn enter(&self, way: &Way<'f>, key: &mut Key) -> usize {
        let Some(target) = way.to else {
            key.constants.fill(None);
            key.facts.fill(None);
            return self.worlds.len() - 1;
        };
        for &topic in &self.plan.dull_topics[target] {
            key.facts[self.plan.splits.topics[topic].facts.clone()].fill(None);
        }
        for &variable in &self.plan.dull_variables[target] {
            key.constants[variable] = None;
        }
        target
    }

    /// The ways by which executions of a world leave a widget, and what they know then.
    pub(super) fn leave(&self, widget: usize, world: &World) -> Vec<(usize, Key, Cells)> {
        let ways = &self.plan.ways[widget];
        if let Some(split) = self.plan.splits.list.get(&widget) {
            return self.choose(split, ways, world);
        }
        let mut key = world.key.clone();
        let forgets = &self.plan.forgets[widget];
        for &topic in &forgets.topics {
            key.facts[self.plan.splits.topics[topic].facts.clone()].fill(None);
        }
        for &(variable, text) in &forgets.variables {
            key.constants[variable] = text;
        }
        let left = ways.iter().enumerate().map(|(place, way)| {
            let mut cells = world.cells.clone();
            apply(way, &mut cells);
            (place, key.clone(), cells)
        });
        left.collect()
    }

    fn choose(&self, split: &Split, ways: &[Way<'f>], world: &World) -> Vec<(usize, Key, Cells)> {
        let truths = self.truths(split, world);
        let some_is_true = truths.contains(&Truth::True);
        let mut left = Vec::with_capacity(ways.len());
        for (place, way) in ways.iter().enumerate() {
            let is_rest = way.event == "_";
            if is_rest && some_is_true || matches!(truths[way.arm], Truth::Blank | Truth::Decided) {
                continue;
            }
            let (mut key, mut cells) = (world.key.clone(), world.cells.clone());
            if let Some(cell) = split.cell
                && is_of_something(split, way)
                && !cells.not_unset(cell)
            {
                continue;
            }
            apply(way, &mut cells);
            let facts = split.tests.iter().flatten().filter_map(|test| test.fact);
            match &split.tests[way.arm] {
                _ if is_rest => facts.for_each(|fact| key.facts[fact] = Some(false)),
                Some(Test {
                    fact: Some(fact), ..
                }) => key.facts[*fact] = Some(true),
                _ => {}
            }
            left.push((place, key, cells));
        }
        left
    }

    /// Whether each arm of a split is taken.
    pub(super) fn truths(&self, split: &Split, world: &World) -> Vec<Truth> {
        let known = self.known(split, world);
        let truths = split.tests.iter().map(|test| {
            let Some(test) = test else {
                return Truth::Open;
            };
            let seen = test.fact.and_then(|fact| world.key.facts[fact]);
            let (holds, otherwise) = match &known {
                Known::Nothing => (None, Truth::Decided),
                Known::Blank => (test.holds(""), Truth::Blank),
                Known::Text(text) => (test.holds(text), Truth::Decided),
                Known::OneOf(texts) => (all_agree(test, texts), Truth::Decided),
            };
            match (seen, holds) {
                (Some(true), _) | (None, Some(true)) => Truth::True,
                (Some(false), _) => Truth::Decided,
                (None, Some(false)) => otherwise,
                (None, None) => Truth::Open,
            }
        });
        truths.collect()
    }

    /// What is known of the text of a split's subject.
    fn known<'a>(&'a self, split: &Split, world: &World) -> Known<'a> {
        if let Some(text) = self.constant(split, world) {
            return Known::Text(text);
        }
        if let Some(cell) = split.cell {
            let value = world.cells.get(cell);
            if value.unset && !value.set && !value.may {
                return Known::Blank;
            }
        }
        let facts = split
            .topic
            .map(|topic| self.plan.splits.topics[topic].facts.clone());
        let holding = facts
            .into_iter()
            .flatten()
            .filter(|&fact| world.key.facts[fact] == Some(true));
        let texts = holding.filter_map(|fact| self.plan.splits.facts[fact].as_deref());
        match texts.min_by_key(|texts| texts.len()) {
            Some(texts) => Known::OneOf(texts),
            None => Known::Nothing,
        }
    }

    /// Whether the subject of a split is the text that a variable was set to.
    pub(super) fn constant(&self, split: &Split, world: &World) -> Option<&'f str> {
        let text = world.key.constants[split.variable?]?;
        Some(self.plan.texts[text])
    }
}

/// What a condition is of every text, if it is the same.
fn all_agree(test: &Test, texts: &[String]) -> Option<bool> {
    let mut truths = texts.iter().map(|text| test.holds(text));
    let first = truths.next()??;
    truths.all(|truth| truth == Some(first)).then_some(first)
}

/// Whether a subject that takes this way is surely not blank.
pub(super) fn is_of_something(split: &Split, way: &Way<'_>) -> bool {
    match &split.tests[way.arm] {
        Some(test) => test.is_of_something,
        None => way.event == "_" && split.rest_is_not_blank,
    }
}

fn apply(way: &Way<'_>, cells: &mut Cells) {
    for &cell in &way.may {
        cells.may(cell);
    }
    for &cell in &way.set {
        cells.set(cell);
    }
}
