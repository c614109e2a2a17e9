//! What flows read, and through which variables it gets there.

use std::borrow::Cow;
use std::collections::BTreeSet;

use flow_model::Machine;
use flow_model::liquid::reads;
use flow_model::machine::{self, Entries, Event, ValueRow};
use flow_model::settings::Values;

use super::cell::{Cell, Path, path};
use super::reading::{Reader, Reading, Test, text};
use crate::program::{Program, fill};
#[cfg(feature = "proptest")]
use crate::{conversation::Timestamp, program::Action};

/// The flows of an exploration: the one that is explored, and the subflows that it runs.
pub(super) struct Flows<'p> {
    /// The first is the one that is explored.
    pub(super) all: Vec<Read<'p>>,
    pub(super) readers: Vec<Reader>,
    pub(super) sets: Vec<Set>,
    /// Everything that any text reads, to be told or to be sent.
    pub(super) mentioned: BTreeSet<Cell>,
}

/// A flow.
pub(super) struct Read<'p> {
    pub(super) program: &'p Program,
    /// Its tables, with their settings.
    pub(super) machine: Cow<'p, Machine>,
}

/// Something that is given the value of something else.
pub(super) struct Set {
    pub(super) flow: usize,
    pub(super) widget: usize,
    pub(super) targets: Vec<Cell>,
    pub(super) kind: Given,
    pub(super) reading: Reading,
}

/// How a value is given on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// A text that is rendered, and becomes a number where it is one.
    Cast,
    /// A text that is rendered.
    Text,
    /// The value of JSON, which has parts.
    Json,
    /// As it is.
    Copy,
}

impl<'p> Flows<'p> {
    pub(super) fn new(program: &'p Program, settings: &Values) -> Self {
        let mut flows = Flows {
            all: vec![Read::new(program, settings)],
            readers: Vec::new(),
            sets: Vec::new(),
            mentioned: BTreeSet::new(),
        };
        for subflow in program.subflows() {
            if flows.position(subflow).is_none() {
                flows.all.push(Read::new(subflow, settings));
            }
        }
        for flow in 0..flows.all.len() {
            flows.collect(flow);
        }
        flows
    }

    /// Which of the flows a program is.
    pub(super) fn position(&self, program: &Program) -> Option<usize> {
        self.all
            .iter()
            .position(|read| std::ptr::eq(read.program, program))
    }

    /// Which of the flows a `run_subflow` of the first runs.
    pub(super) fn subflow(&self, widget: &str) -> Option<usize> {
        self.position(self.all[0].program.subflow(widget)?)
    }

    fn collect(&mut self, flow: usize) {
        let machine = self.all[flow].machine.clone();
        for entry in machine.entries.iter() {
            if let ValueRow::Text(text) | ValueRow::Json(text) = entry.value {
                let reads = reads(machine.text(text)).into_iter();
                self.mentioned
                    .extend(reads.map(|read| Cell::read(flow, read.path)));
            }
        }
        for widget in machine.widgets() {
            match widget.kind().map_or("", |kind| kind.word) {
                "split_based_on" => self.split(flow, &widget),
                "set_variables" => self.variables(flow, &widget),
                "run_subflow" => self.descent(flow, &widget),
                "send_message" | "send_and_wait_for_reply" => {
                    let body = vec![path(&["widgets", widget.name(), "outbound", "Body"])];
                    if let Some(value) = widget.property("body") {
                        self.set(flow, &widget, body, Given::Text, value);
                    }
                }
                _ => {}
            }
        }
    }

    fn split(&mut self, flow: usize, widget: &machine::Widget<'_>) {
        let input = widget.property("input").map_or("", |value| text(&value));
        let mut readers = vec![Reader {
            flow,
            widget: widget.index,
            tested: Reading::new(flow, input),
            conditions: Vec::new(),
        }];
        for arm in widget.arms() {
            let (operator, arguments) = match arm.event {
                Event::Operator(operator, arguments) => (operator.word, arguments),
                Event::Quoted(operator, arguments) => {
                    match flow_model::catalogue::operator(operator) {
                        Some(operator) => (operator.word, arguments),
                        None => continue,
                    }
                }
                Event::Known(_) | Event::Rest => continue,
            };
            let test = Test::new(flow, operator, arguments);
            match arm.subject {
                None => readers[0].conditions.push(test),
                Some(subject) => readers.push(Reader {
                    flow,
                    widget: widget.index,
                    tested: Reading::new(flow, subject),
                    conditions: vec![test],
                }),
            }
        }
        self.readers.append(&mut readers);
    }

    fn variables(&mut self, flow: usize, widget: &machine::Widget<'_>) {
        let Some(machine::Value::Map(entries)) = widget.property("variables") else {
            return;
        };
        for entry in entries.iter() {
            let targets = vec![
                path(&["flow", "variables", entry.key]),
                path(&["widgets", widget.name(), entry.key]),
            ];
            let kind = match entry.value {
                machine::Value::Json(_) => Given::Json,
                _ => Given::Cast,
            };
            self.set(flow, widget, targets, kind, entry.value);
        }
    }

    /// What a subflow is given and gives back.
    fn descent(&mut self, flow: usize, widget: &machine::Widget<'_>) {
        let Some(subflow) = self.subflow(widget.name()) else {
            return;
        };
        let given = match (widget.property("flow"), widget.property("parameters")) {
            (Some(machine::Value::Callee { fields, .. }), _) => Some(fields),
            (_, Some(machine::Value::Map(entries))) => Some(entries),
            _ => None,
        };
        for entry in given.iter().flat_map(Entries::iter) {
            let kind = match entry.value {
                machine::Value::Json(_) => Given::Json,
                _ => Given::Text,
            };
            self.sets.push(Set {
                flow,
                widget: widget.index,
                targets: vec![Cell {
                    flow: subflow,
                    path: path(&["trigger", "parent", "parameters", entry.key]),
                }],
                kind,
                reading: Reading::new(flow, text(&entry.value)),
            });
        }
        let machine = self.all[subflow].machine.clone();
        for setter in machine.widgets() {
            let Some(machine::Value::Map(entries)) = setter.property("variables") else {
                continue;
            };
            for entry in entries.iter() {
                let mut reading = Reading::new(subflow, "");
                reading.cells.push(Cell {
                    flow: subflow,
                    path: path(&["flow", "variables", entry.key]),
                });
                self.sets.push(Set {
                    flow,
                    widget: widget.index,
                    targets: vec![Cell {
                        flow,
                        path: path(&["widgets", widget.name(), entry.key]),
                    }],
                    kind: Given::Copy,
                    reading,
                });
            }
        }
    }

    fn set(
        &mut self,
        flow: usize,
        widget: &machine::Widget<'_>,
        targets: Vec<Path>,
        kind: Given,
        value: machine::Value<'_>,
    ) {
        let cell = |path| Cell { flow, path };
        self.sets.push(Set {
            flow,
            widget: widget.index,
            targets: targets.into_iter().map(cell).collect(),
            kind,
            reading: Reading::new(flow, text(&value)),
        });
    }
}

impl<'p> Read<'p> {
    fn new(program: &'p Program, settings: &Values) -> Self {
        let machine = match fill(program.machine(), settings) {
            Ok(Some(filled)) => Cow::Owned(filled),
            // A program that was made has its settings.
            Ok(None) | Err(_) => Cow::Borrowed(program.machine()),
        };
        Read { program, machine }
    }

    /// How long each of its questions waits.
    #[cfg(feature = "proptest")]
    pub(super) fn patience(&self) -> impl Iterator<Item = Timestamp> {
        let widgets = (0..).map_while(|at| self.program.widget(at));
        widgets.filter_map(|widget| match &widget.action {
            Action::Ask(ask) => Some(ask.patience),
            _ => None,
        })
    }
}
