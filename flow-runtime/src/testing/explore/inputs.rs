//! What is tried where an execution waits.

use std::any::TypeId;
use std::collections::BTreeMap;

use flow_model::{Map, Text, Value};

use super::cell::{Cell, NOW, look, nested, path};
use super::live::Live;
use super::reads::{At, Flows};
use super::samples::Samples;
use super::times;
use crate::conversation::Timestamp;
use crate::driver::{Effect, Outcome, Request};
use crate::execution::{Execution, Wait};
use crate::function::Shape;
use crate::program::Program;

/// How many texts are tried at one question.
const TEXTS: usize = 60;
/// How many values are tried of one field, and how many combinations of several.
const VALUES: usize = 16;
const COMBINED: usize = 96;

/// Something that can happen.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Input {
    /// What starts the flow.
    Start(Box<Opening>),
    /// Somebody answers.
    Say {
        body: Text,
        /// What the channel says besides.
        parameters: Map,
    },
    /// Nobody answers.
    Silence,
    /// What became of a call.
    Answer(Outcome),
}

/// What starts a flow.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Opening {
    /// Which of the times that are tried it is, and when that is.
    pub(super) time: usize,
    pub(super) at: Timestamp,
    /// A request has no body.
    pub(super) body: Option<Text>,
    pub(super) parameters: Map,
    /// The attributes of the conversation.
    pub(super) attributes: Map,
    /// The contact, and our side.
    pub(super) author: Text,
    pub(super) address: Text,
}

/// What whoever explores adds of their own.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    pub(super) says: Vec<Text>,
    /// What functions return or how they fail, by their types.
    pub(super) functions: Vec<(TypeId, Outcome)>,
    /// The same of any call, by the widget's name in Studio.
    pub(super) answers: Vec<(Text, Outcome)>,
}

/// Thinks of what to try.
pub(super) struct Inputs<'x> {
    pub(super) flows: &'x Flows<'x>,
    pub(super) own: &'x Own,
    /// The cells that matter.
    cells: Vec<Cell>,
    /// What reads a cell, itself or through variables: readers and sets.
    readers: BTreeMap<Cell, (Vec<usize>, Vec<usize>)>,
}

impl<'x> Inputs<'x> {
    pub(super) fn new(flows: &'x Flows<'x>, live: &Live, own: &'x Own) -> Self {
        Inputs {
            flows,
            own,
            cells: live.cells().to_vec(),
            readers: BTreeMap::new(),
        }
    }

    /// Everything that starts the flow.
    pub(super) fn openings(&mut self) -> Vec<Input> {
        let root = self.flows.all[0].program;
        let trigger = root.trigger();
        let mut all = Vec::new();
        let kinds = match (&trigger.conversation, &trigger.message) {
            (Some(_), _) => Some("conversation"),
            (None, Some(_)) => Some("message"),
            (None, None) => None,
        };
        for kind in kinds
            .into_iter()
            .chain(trigger.request.as_ref().map(|_| "request"))
        {
            let mut fields: Vec<(Vec<Text>, Vec<Value>)> = Vec::new();
            for cell in self.cells.clone() {
                let is = |n: usize, name: &str| cell.path.get(n).is_some_and(|it| it == name);
                let is_body = is(1, "conversation") || is(1, "message");
                let concerned = is(0, "trigger") && is(1, kind) && !(is_body && is(2, "Body"))
                    || is(0, "contact")
                    || is(0, "flow") && (is(1, "channel") || is(1, "data") && kind == "request");
                if cell.flow != 0 || cell.path == [NOW] || !concerned {
                    continue;
                }
                let values = self.samples(&cell, None).values(VALUES);
                fields.push((cell.path.clone(), values));
            }
            if kind != "request" {
                let body = path(&["trigger", kind, "Body"]);
                let bodies = self.bodies(
                    &Cell {
                        flow: 0,
                        path: body.clone(),
                    },
                    None,
                );
                fields.insert(0, (body, bodies.into_iter().map(Value::Text).collect()));
            }
            let times = self.times();
            let indices = (0i64..).take(times.len()).map(Value::Integer);
            fields.push((vec![NOW], indices.collect()));
            for values in combined(&fields) {
                let mut opening = Opening {
                    time: 0,
                    at: times[0],
                    body: (kind != "request").then_some(Text::EMPTY),
                    parameters: Map::new(),
                    attributes: Map::new(),
                    author: "customer".into(),
                    address: root.name().clone(),
                };
                for ((path, _), value) in fields.iter().zip(values) {
                    opening.set(path, value, &times);
                }
                all.push(Input::Start(Box::new(opening)));
            }
        }
        all
    }

    /// When conversations begin: at other times too where a split asks what time it is.
    fn times(&mut self) -> Vec<Timestamp> {
        let now = Cell {
            flow: 0,
            path: vec![NOW],
        };
        if !self.cells.contains(&now) {
            return vec![times::USUAL];
        }
        let texts = self.samples(&now, None).texts(TEXTS);
        times::tried(&texts)
    }

    /// Everything that can happen where an execution waits; `call` is what it waits for, unless that
    /// is somebody.
    pub(super) fn at(&mut self, execution: &Execution, call: Option<&Effect>) -> Vec<Input> {
        match (execution.wait(), call) {
            (Wait::Reply(_), _) => self.replies(execution),
            (Wait::Result(_), Some(call)) => self
                .outcomes(execution, &call.request)
                .into_iter()
                .map(Input::Answer)
                .collect(),
            _ => Vec::new(),
        }
    }

    fn replies(&mut self, execution: &Execution) -> Vec<Input> {
        let flow = self.flow(execution);
        let inbound = path(&["widgets", execution.widget(), "inbound"]);
        let body = Cell {
            flow,
            path: [&inbound[..], &[Text::Static("Body")]].concat(),
        };
        let bodies = self.bodies(&body, Some(execution));
        let plain = bodies.last().cloned().unwrap_or_default();
        let mut all: Vec<_> = bodies
            .into_iter()
            .map(|body| Input::Say {
                body,
                parameters: Map::new(),
            })
            .collect();
        for cell in self.cells.clone() {
            let is_other = cell.flow == flow
                && cell.is_under(&inbound)
                && cell.path.len() > inbound.len()
                && !cell.is_under(&body.path);
            if !is_other {
                continue;
            }
            for value in self.samples(&cell, Some(execution)).values(VALUES) {
                let mut parameters = Map::new();
                nested(&mut parameters, &cell.path[inbound.len()..], value);
                all.push(Input::Say {
                    body: plain.clone(),
                    parameters,
                });
            }
        }
        all.push(Input::Silence);
        all
    }

    /// What somebody may write there, the last of it what means nothing.
    fn bodies(&mut self, cell: &Cell, execution: Option<&Execution>) -> Vec<Text> {
        let samples = self.samples(cell, execution);
        let mut bodies = self.own.says.clone();
        for text in samples.texts(TEXTS) {
            if !bodies.contains(&text) {
                bodies.push(text);
            }
        }
        bodies
    }

    fn outcomes(&mut self, execution: &Execution, request: &Request) -> Vec<Outcome> {
        let program = self.program(execution);
        let failed = |reason: Text| Outcome::Failed { reason, code: None };
        let own = self.own.answers.iter();
        let own = own.filter(|(widget, _)| widget == execution.widget());
        let mut own: Vec<Outcome> = own.map(|(_, outcome)| outcome.clone()).collect();
        let mut shape = Shape::Open;
        if let Request::Call { function, .. } = request
            && let Some(entry) = program.function(*function)
        {
            shape = entry.shape;
            let id = (entry.identity)().0;
            let of_type = self.own.functions.iter().filter(|(other, _)| *other == id);
            own.extend(of_type.map(|(_, outcome)| outcome.clone()));
        }
        let returns = |outcome: &Outcome| !matches!(outcome, Outcome::Failed { .. });
        let is_typed = matches!(request, Request::Call { .. });
        let mut all = own;
        if !all.iter().any(returns) {
            all.extend(self.guessed(execution, is_typed, &shape));
        }
        let body = self.output(execution, &["body"]);
        for reason in self.samples(&body, Some(execution)).texts(VALUES) {
            all.push(failed(match reason.as_str() {
                "something else" => "it failed".into(),
                _ => reason,
            }));
        }
        all
    }

    /// What a call could answer, as far as splits read it.
    fn guessed(&mut self, execution: &Execution, is_typed: bool, shape: &Shape) -> Vec<Outcome> {
        let parsed = self.output(execution, &["parsed"]);
        let mut fields = Vec::new();
        for cell in self.cells.clone() {
            if cell.flow == parsed.flow
                && cell.is_under(&parsed.path)
                && cell.path.len() > parsed.path.len()
            {
                let values = self.samples(&cell, Some(execution)).values(VALUES);
                fields.push((cell.path[parsed.path.len()..].to_vec(), values));
            }
        }
        let mut all: Vec<Outcome> = Vec::new();
        for values in combined(&fields) {
            let mut object = match example(shape, "") {
                Value::Map(map) => map,
                _ => Map::new(),
            };
            for ((path, _), value) in fields.iter().zip(values) {
                nested(&mut object, path, value);
            }
            let value = Value::Map(object);
            all.push(match is_typed {
                true => Outcome::Returned { value },
                false => answered(200, "application/json", value.to_string().into()),
            });
        }
        if is_typed {
            return all;
        }
        let body = self.output(execution, &["body"]);
        if self.reads(&body) {
            let texts = self.samples(&body, Some(execution)).texts(VALUES);
            all.extend(
                texts
                    .into_iter()
                    .map(|text| answered(200, "text/plain", text)),
            );
        }
        let status = self.output(execution, &["status_code"]);
        if self.reads(&status) {
            let statuses = self.samples(&status, Some(execution)).values(VALUES);
            for status in statuses.iter().filter_map(Value::as_integer) {
                if let Ok(status @ 100..=599) = u16::try_from(status) {
                    all.push(answered(status, "application/json", "{}".into()));
                }
            }
        }
        all
    }

    fn output(&self, execution: &Execution, names: &[&str]) -> Cell {
        Cell {
            flow: self.flow(execution),
            path: path(&[&["widgets", execution.widget().as_str()], names].concat()),
        }
    }

    fn reads(&self, cell: &Cell) -> bool {
        self.cells.iter().any(|it| it.overlaps(cell))
    }

    /// The flow in which an execution stands.
    fn flow(&self, execution: &Execution) -> usize {
        let within = execution.within();
        within.map_or(0, |widget| self.flows.subflow(widget).unwrap_or(0))
    }

    fn program(&self, execution: &Execution) -> &'x Program {
        self.flows.all[self.flow(execution)].program
    }

    /// What tells values of a cell apart, given what the execution knows.
    fn samples(&mut self, cell: &Cell, execution: Option<&Execution>) -> Samples {
        if !self.readers.contains_key(cell) {
            let readers = self.readers_of(cell);
            self.readers.insert(cell.clone(), readers);
        }
        let (readers, sets) = &self.readers[cell];
        let mut samples = Samples::default();
        for &set in sets {
            let reading = &self.flows.sets[set].reading;
            let literals = &reading.literals;
            literals.compared.iter().for_each(|it| samples.literal(it));
            literals
                .arguments
                .iter()
                .for_each(|it| samples.argument(it));
        }
        let empty = Map::new();
        for &reader in readers {
            let reader = &self.flows.readers[reader];
            let context = match execution {
                Some(execution) => match (&execution.parent, reader.flow) {
                    (Some(frame), 0) => &frame.context,
                    _ => &execution.context,
                },
                None => &empty,
            };
            let scope = At {
                context,
                now: execution.map_or(times::USUAL, Execution::updated),
            };
            let tested = &reader.tested;
            let literals = &tested.literals;
            literals.compared.iter().for_each(|it| samples.literal(it));
            literals
                .arguments
                .iter()
                .for_each(|it| samples.argument(it));
            if tested.is_measured {
                samples.measured();
            }
            for test in &reader.conditions {
                let arguments: Vec<_> = test
                    .arguments
                    .iter()
                    .map(|argument| argument.render(&scope))
                    .collect();
                samples.condition(test.operator, &arguments);
                let is_argument = test.arguments.iter().flat_map(|it| &it.cells);
                if is_argument.clone().any(|it| it.overlaps(cell)) {
                    samples.literal(&Value::Text(tested.render(&scope)));
                }
            }
            // What it is compared with may be remembered.
            for other in tested.cells.iter().filter(|other| !other.overlaps(cell)) {
                match look(context, &other.path) {
                    Some(value @ (Value::Text(_) | Value::Integer(_) | Value::Float(_))) => {
                        samples.literal(value);
                    }
                    _ => {}
                }
            }
        }
        samples
    }

    fn readers_of(&self, cell: &Cell) -> (Vec<usize>, Vec<usize>) {
        let mut cells = vec![cell.clone()];
        let (mut readers, mut sets) = (Vec::new(), Vec::new());
        let mut next = 0;
        while let Some(cell) = cells.get(next).cloned() {
            next += 1;
            for (n, set) in self.flows.sets.iter().enumerate() {
                if !sets.contains(&n) && set.reading.cells.iter().any(|it| it.overlaps(&cell)) {
                    sets.push(n);
                    for target in &set.targets {
                        if !cells.contains(target) {
                            cells.push(target.clone());
                        }
                    }
                }
            }
            for (n, reader) in self.flows.readers.iter().enumerate() {
                let arguments = reader.conditions.iter().flat_map(|test| &test.arguments);
                let argued = arguments.flat_map(|argument| &argument.cells);
                let mut read = reader.tested.cells.iter().chain(argued);
                if !readers.contains(&n) && read.any(|it| it.overlaps(&cell)) {
                    readers.push(n);
                }
            }
        }
        // In the order of the flow, so that what an earlier split asks for is tried before.
        readers.sort_unstable();
        (readers, sets)
    }
}

impl Opening {
    fn set(&mut self, path: &[Text], value: Value, times: &[Timestamp]) {
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            value => value.to_string().into(),
        };
        let names: Vec<&str> = path.iter().map(Text::as_str).collect();
        match names[..] {
            ["now"] => {
                let time = value.as_integer().and_then(|it| usize::try_from(it).ok());
                self.time = time.unwrap_or(0);
                self.at = times.get(self.time).copied().unwrap_or(times::USUAL);
            }
            ["trigger", "conversation" | "message", "Body"] => self.body = Some(text(&value)),
            [
                "trigger",
                "conversation" | "message",
                "ChannelAttributes",
                ..,
            ] => {
                nested(&mut self.attributes, &path[3..], value);
            }
            ["trigger", "conversation" | "message", _, ..] => {
                nested(&mut self.parameters, &path[2..], value);
            }
            ["trigger", "request", "parameters", _, ..] => {
                nested(&mut self.parameters, &path[3..], value);
            }
            ["flow", "data", _, ..] => nested(&mut self.parameters, &path[2..], value),
            ["contact", ..] => self.author = text(&value),
            ["flow", "channel", ..] => self.address = text(&value),
            _ => {}
        }
    }
}

fn answered(status: u16, content_type: &'static str, body: Text) -> Outcome {
    Outcome::Answered {
        status,
        content_type: content_type.into(),
        body,
        headers: Map::new(),
    }
}

/// A value of that shape, each text its own name.
fn example(shape: &Shape, name: &'static str) -> Value {
    match shape {
        Shape::Open | Shape::Scalar => name.into(),
        Shape::Object(fields) => {
            let fields = fields.iter();
            Value::Map(
                fields
                    .map(|(name, shape)| (*name, example(shape, name)))
                    .collect(),
            )
        }
    }
}

/// Each value of each field with each of the others; where that is too much, each by itself, the
/// others as in the first of all and in the last of all.
fn combined(fields: &[(Vec<Text>, Vec<Value>)]) -> Vec<Vec<Value>> {
    let pick =
        |n: usize, field: &(Vec<Text>, Vec<Value>)| field.1.get(n).cloned().unwrap_or_default();
    let sizes = fields.iter().map(|(_, values)| values.len().max(1));
    let product = sizes.clone().try_fold(1usize, usize::checked_mul);
    if let Some(product @ ..=COMBINED) = product {
        let one = |mut n: usize| {
            let each = fields.iter().zip(sizes.clone()).map(|(field, size)| {
                let value = pick(n % size, field);
                n /= size;
                value
            });
            each.collect()
        };
        return (0..product).map(one).collect();
    }
    let mut all = Vec::new();
    for (index, (_, values)) in fields.iter().enumerate() {
        for value in values {
            for is_last in [false, true] {
                let mut row: Vec<Value> = fields
                    .iter()
                    .map(|field| {
                        pick(
                            if is_last {
                                field.1.len().saturating_sub(1)
                            } else {
                                0
                            },
                            field,
                        )
                    })
                    .collect();
                row[index] = value.clone();
                if !all.contains(&row) {
                    all.push(row);
                }
            }
        }
    }
    all
}
