//! What is tried where an execution waits.

use std::any::TypeId;
use std::collections::BTreeMap;

use flow_model::{Map, Text, Value};

use super::cell::{Cell, look, nested, path};
use super::live::Live;
use super::reading::At;
use super::reads::Flows;
use super::samples::Samples;
use crate::driver::{Effect, Outcome};
use crate::execution::{Execution, Wait};
use crate::program::Program;
use crate::testing::START;
use crate::testing::place::Spot;

mod answers;
mod combined;
mod opening;

pub(super) use opening::Opening;

/// How many texts are tried at one question.
const TEXTS: usize = 60;
/// How many values are tried of one field.
const VALUES: usize = 16;

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

/// What whoever explores adds of their own.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    pub(super) says: Vec<Text>,
    /// What functions return or how they fail, by their types.
    pub(super) functions: Vec<(TypeId, Outcome)>,
    /// The same of any call, by the widget.
    pub(super) answers: Vec<(Spot, Outcome)>,
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

    /// Every text that matters somewhere, as far as that does not depend on what is remembered.
    #[cfg(feature = "proptest")]
    pub(super) fn texts(&mut self) -> Vec<Text> {
        let is_body = |cell: &&Cell| {
            let path: Vec<&str> = cell.path.iter().map(Text::as_str).collect();
            matches!(path[..], ["trigger", "conversation" | "message", "Body"])
                || matches!(path[..], ["widgets", _, "inbound", "Body"])
        };
        let cells: Vec<Cell> = self.cells.iter().filter(is_body).cloned().collect();
        let mut texts = vec![Text::Static("hello")];
        for cell in cells {
            for text in self.bodies(&cell, None) {
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
        texts
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
        let mut texts = self.samples(cell, execution).texts(TEXTS);
        // What nothing reads may be what people say.
        if let (None, [only]) = (execution, &mut texts[..]) {
            *only = "hello".into();
        }
        let mut bodies = self.own.says.clone();
        for text in texts {
            if !bodies.contains(&text) {
                bodies.push(text);
            }
        }
        bodies
    }

    /// An object with everything that is read of it, each text its own name.
    fn mentioned(&self, cell: &Cell) -> Map {
        let mut object = Map::new();
        for read in &self.flows.mentioned {
            let is_part = read.flow == cell.flow && read.is_under(&cell.path);
            if let Some(names @ [.., last]) = read.path.get(cell.path.len()..)
                && is_part
            {
                nested(&mut object, names, Value::Text(last.clone()));
            }
        }
        object
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
                now: execution.map_or(START, Execution::updated),
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
                if let Some(value @ (Value::Text(_) | Value::Integer(_) | Value::Float(_))) =
                    look(context, &other.path)
                {
                    samples.literal(value);
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
