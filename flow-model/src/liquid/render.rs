//! Renders a tree: lax, bounded, and the same at every run.
//!
//! Nothing here fails. Work is paid for from a budget; where it runs out, the text is what was
//! rendered so far. Blocks are nested no deeper than the reader lets them be, so the stack holds.

use std::borrow::Cow;
use std::mem;

use super::compare::{holds, is_blank, is_empty, is_true};
use super::display;
use super::filters::{Arguments, LARGEST};
use super::lookup::child;
use super::rounds::{Items, Round};
use super::syntax::{
    Chain, Comparison, Condition, Cycle, For, Node, Operand, Operator, Over, Path, Span, Step,
};
use super::{MOST_ROUNDS, MOST_TEXT, Scope};
use crate::{Text, Value};

/// What one rendering may cost, about one for each byte that is looked at or made.
const BUDGET: usize = 16 << 20;
const NODE_COST: usize = 16;
const ROUND_COST: usize = 256;

/// What comes after a node.
#[derive(Clone, Copy, PartialEq)]
enum Then {
    GoOn,
    Break,
    Continue,
    Stop,
}

pub(super) struct Renderer<'a> {
    source: &'a str,
    scope: &'a dyn Scope,
    out: String,
    /// The loops around this node, the innermost last.
    rounds: Vec<Round<'a>>,
    /// What `assign` and `capture` set.
    assigned: Vec<(&'a str, Cow<'a, Value>)>,
    /// What `increment` and `decrement` count.
    counters: Vec<(&'a str, i64)>,
    /// Where each group of `cycle` stands.
    cycles: Vec<(&'a str, usize)>,
    budget: usize,
}

impl<'a> Renderer<'a> {
    /// Renders into that buffer.
    pub(super) fn new(source: &'a str, scope: &'a dyn Scope, out: String) -> Self {
        Renderer {
            source,
            scope,
            out,
            rounds: Vec::new(),
            assigned: Vec::new(),
            counters: Vec::new(),
            cycles: Vec::new(),
            budget: BUDGET,
        }
    }

    /// The text of a whole tree, cut where it is too long.
    pub(super) fn render(mut self, body: &'a [Node]) -> String {
        self.body(body);
        self.out.truncate(cut(&self.out));
        self.out
    }

    fn body(&mut self, body: &'a [Node]) -> Then {
        for node in body {
            self.pay(NODE_COST);
            let then = self.node(node);
            if self.budget == 0 {
                return Then::Stop;
            }
            if then != Then::GoOn {
                return then;
            }
        }
        Then::GoOn
    }

    fn node(&mut self, node: &'a Node) -> Then {
        match node {
            Node::Text(span) => self.push(span.of(self.source)),
            Node::Output(chain) => self.output(chain),
            Node::If(arms, otherwise) => {
                let taken = arms
                    .iter()
                    .find(|arm| self.condition(&arm.condition) == arm.wanted);
                return self.body(taken.map_or(otherwise, |arm| &arm.body));
            }
            Node::Case(subject, whens, otherwise) => {
                let taken = whens.iter().find(|when| {
                    let mut values = when.values.iter();
                    values.any(|value| self.compare(subject, Operator::Equal, value))
                });
                return self.body(taken.map_or(otherwise, |when| &when.body));
            }
            Node::For(loops) => return self.loops(loops),
            Node::Assign(name, chain) => {
                let value = self.chain(chain);
                self.assign(*name, value);
            }
            Node::Capture(name, body) => {
                let outside = mem::take(&mut self.out);
                let then = self.body(body);
                let mut captured = mem::replace(&mut self.out, outside);
                captured.truncate(cut(&captured));
                self.assign(*name, Cow::Owned(Value::from(captured)));
                return then;
            }
            Node::Cycle(cycle) => self.cycle(cycle),
            Node::Count { name, down } => self.count(*name, *down),
            Node::Break => return Then::Break,
            Node::Continue => return Then::Continue,
        }
        Then::GoOn
    }

    fn pay(&mut self, cost: usize) {
        self.budget = self.budget.saturating_sub(cost);
    }

    fn push(&mut self, text: &str) {
        if self.out.len() < MOST_TEXT {
            self.out.push_str(text);
        }
        self.pay(text.len());
    }

    fn output(&mut self, chain: &'a Chain) {
        let value = self.chain(chain);
        self.write(&value);
    }

    fn write(&mut self, value: &Value) {
        if self.out.len() < MOST_TEXT {
            let before = self.out.len();
            // Writing to a String does not fail.
            let _ = display::write(value, &mut self.out);
            self.pay(self.out.len() - before);
        }
    }

    fn assign(&mut self, name: Span, value: Cow<'a, Value>) {
        let name = name.of(self.source);
        match self.assigned.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.assigned.push((name, value)),
        }
    }

    fn count(&mut self, name: Span, down: bool) {
        let name = name.of(self.source);
        let index = match self.counters.iter().position(|(known, _)| *known == name) {
            Some(index) => index,
            None => {
                self.counters.push((name, 0));
                self.counters.len() - 1
            }
        };
        let counter = &mut self.counters[index].1;
        if down {
            *counter = counter.saturating_sub(1);
        }
        let shown = *counter;
        if !down {
            *counter = counter.saturating_add(1);
        }
        self.write(&Value::Integer(shown));
    }

    fn cycle(&mut self, cycle: &'a Cycle) {
        let group = cycle.group.of(self.source);
        let index = match self.cycles.iter_mut().find(|(known, _)| *known == group) {
            Some((_, index)) => {
                *index += 1;
                *index
            }
            None => {
                self.cycles.push((group, 0));
                0
            }
        };
        let value = self.operand(&cycle.values[index % cycle.values.len()]);
        self.write(&value);
    }

    fn loops(&mut self, loops: &'a For) -> Then {
        let items = self.items(&loops.over);
        let offset = self.bound(&loops.offset).unwrap_or(0);
        let limit = self.bound(&loops.limit).unwrap_or(usize::MAX);
        let length = items.count().saturating_sub(offset).min(limit);
        if length == 0 {
            return self.body(&loops.otherwise);
        }
        for index in 0..length.min(MOST_ROUNDS) {
            self.pay(ROUND_COST);
            let place = if loops.reversed {
                length - 1 - index
            } else {
                index
            };
            self.rounds.push(Round {
                name: loops.name.of(self.source),
                item: items.item(offset + place),
                index,
                length,
            });
            let then = self.body(&loops.body);
            self.rounds.pop();
            match then {
                Then::GoOn | Then::Continue => {}
                Then::Break => break,
                Then::Stop => return Then::Stop,
            }
        }
        Then::GoOn
    }

    fn items(&self, over: &'a Over) -> Items<'a> {
        match over {
            Over::Items(operand) => Items::Of(self.operand(operand)),
            Over::Range(first, last) => {
                let end = |operand| self.operand(operand).as_integer().unwrap_or(0);
                Items::Range(end(first), end(last))
            }
        }
    }

    fn bound(&self, operand: &'a Option<Operand>) -> Option<usize> {
        let number = self.operand(operand.as_ref()?).as_integer()?;
        Some(usize::try_from(number).unwrap_or(0))
    }

    fn condition(&mut self, condition: &'a Condition) -> bool {
        let mut any = condition.iter();
        any.any(|all| all.iter().all(|comparison| self.comparison(comparison)))
    }

    fn comparison(&mut self, comparison: &'a Comparison) -> bool {
        self.pay(NODE_COST);
        match &comparison.right {
            Some((operator, right)) => self.compare(&comparison.left, *operator, right),
            None => is_true(&self.operand(&comparison.left)),
        }
    }

    fn compare(&mut self, left: &'a Operand, operator: Operator, right: &'a Operand) -> bool {
        let state: fn(&Value) -> bool = match (left, right) {
            (Operand::Empty, _) | (_, Operand::Empty) => is_empty,
            (Operand::Blank, _) | (_, Operand::Blank) => is_blank,
            _ => {
                let (left, right) = (self.operand(left), self.operand(right));
                if let (Operator::Contains, Value::Text(text)) = (operator, &*left) {
                    self.pay(text.len());
                }
                return holds(&left, operator, &right);
            }
        };
        let states = |operand: &Operand| matches!(operand, Operand::Empty | Operand::Blank);
        let is = match (states(left), states(right)) {
            (true, true) => true,
            (true, false) => state(&self.operand(right)),
            _ => state(&self.operand(left)),
        };
        match operator {
            Operator::Equal => is,
            Operator::NotEqual => !is,
            _ => false,
        }
    }

    fn chain(&mut self, chain: &'a Chain) -> Cow<'a, Value> {
        let mut value = self.operand(&chain.head);
        for call in &chain.calls {
            let arguments = Arguments {
                values: call.arguments.iter().map(|of| self.operand(of)).collect(),
                now: self.scope.now(),
            };
            let result = call.filter.run(&value, &arguments);
            let weight = result.as_ref().map_or(usize::MAX, weight);
            self.pay(NODE_COST.saturating_add(weight));
            if weight > LARGEST {
                self.budget = 0;
            }
            value = Cow::Owned(result.unwrap_or_default());
        }
        value
    }

    pub(super) fn operand(&self, operand: &'a Operand) -> Cow<'a, Value> {
        match operand {
            Operand::Literal(value) => Cow::Borrowed(value),
            Operand::Empty | Operand::Blank => Cow::Owned(Value::Nil),
            Operand::Path(path) => self.find(path),
        }
    }

    /// The value of a path, nil where it is absent. Loops hide what is assigned, which hides the
    /// scope, which hides counters.
    fn find(&self, path: &'a Path) -> Cow<'a, Value> {
        let (name, steps) = (path.root.of(self.source), &path.steps);
        let mut rounds = self.rounds.iter().rev();
        if let Some(round) = rounds.find(|round| round.name == name) {
            return self.within(&round.item, steps);
        }
        if let ("forloop", Some(round)) = (name, self.rounds.last()) {
            return self.within(&Cow::Owned(round.describe()), steps);
        }
        if let Some((_, value)) = self.assigned.iter().find(|(known, _)| *known == name) {
            return self.within(value, steps);
        }
        if let Some(value) = self.scope.root(name) {
            return self.walk(value, steps);
        }
        let counter = self.counters.iter().find(|(known, _)| *known == name);
        Cow::Owned(counter.map_or(Value::Nil, |(_, count)| Value::Integer(*count)))
    }

    /// Copies only the end of the path, and that only where the template made the value.
    fn within(&self, root: &Cow<'a, Value>, steps: &'a [Step]) -> Cow<'a, Value> {
        match root {
            Cow::Borrowed(root) => self.walk(root, steps),
            Cow::Owned(root) => Cow::Owned(self.walk(root, steps).into_owned()),
        }
    }

    fn walk<'v>(&self, root: &'v Value, steps: &'a [Step]) -> Cow<'v, Value> {
        let mut value = root;
        for (index, step) in steps.iter().enumerate() {
            let found = match step {
                Step::Name(name) => child(value, name.of(self.source)),
                Step::Index(operand) => match &*self.operand(operand) {
                    Value::Text(name) => child(value, name),
                    Value::Nil => None,
                    other => child(value, &display::text_of(other)),
                },
            };
            match found {
                Some(Cow::Borrowed(found)) => value = found,
                // A size has nothing below it.
                Some(size) if index + 1 == steps.len() => return size,
                _ => return Cow::Owned(Value::Nil),
            }
        }
        Cow::Borrowed(value)
    }
}

/// About how many bytes a value takes.
fn weight(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(items) => items.iter().map(|item| 32 + weight(item)).sum(),
        Value::Map(map) => {
            let entries = map.iter();
            entries
                .map(|(key, value)| 32 + key.len() + weight(value))
                .sum()
        }
        _ => 0,
    }
}

/// Where to cut a text so that it is not too long: between two characters.
pub(super) fn cut(text: &str) -> usize {
    if text.len() <= MOST_TEXT {
        return text.len();
    }
    let mut end = MOST_TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// That text, not too long.
pub(super) fn cut_text(text: Text) -> Text {
    match cut(&text) {
        end if end < text.len() => Text::from(text[..end].to_owned()),
        _ => text,
    }
}
