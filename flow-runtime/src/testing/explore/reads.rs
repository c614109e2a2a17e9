//! What flows read, and through which variables it gets there.

use std::borrow::Cow;
use std::collections::BTreeSet;

use flow_model::condition::{Condition, Subject};
use flow_model::liquid::{Literals, Scope, Template, literals, reads, survey};
use flow_model::machine::{self, Entries, Event, ValueRow};
use flow_model::settings::Values;
use flow_model::{Machine, Map, Text, Value};

use super::cell::{Cell, NOW, Path, nested, path};
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

/// A split, or one of its arms that tests something of its own.
pub(super) struct Reader {
    pub(super) flow: usize,
    pub(super) widget: usize,
    pub(super) tested: Reading,
    /// The conditions, in the order in which they are tried.
    pub(super) conditions: Vec<Test>,
}

/// A condition of a split.
pub(super) struct Test {
    pub(super) operator: &'static str,
    pub(super) arguments: Vec<Reading>,
    /// Where its arguments are the same always.
    pub(super) condition: Option<Condition>,
}

/// A text of a flow.
pub(super) struct Reading {
    pub(super) template: Option<Template>,
    pub(super) constant: Text,
    pub(super) cells: Vec<Cell>,
    pub(super) literals: Literals,
    /// Whether it asks for a length.
    pub(super) is_measured: bool,
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

fn text<'m>(value: &machine::Value<'m>) -> &'m str {
    match value {
        machine::Value::Text(text) | machine::Value::Json(text) | machine::Value::Number(text) => {
            text
        }
        _ => "",
    }
}

impl Test {
    fn new(flow: usize, operator: &'static str, arguments: Entries<'_>) -> Self {
        let arguments: Vec<_> = arguments
            .iter()
            .map(|entry| Reading::new(flow, text(&entry.value)))
            .collect();
        let is_constant = arguments.iter().all(|argument| argument.template.is_none());
        let texts: Vec<_> = arguments
            .iter()
            .map(|argument| &argument.constant)
            .collect();
        let condition = is_constant.then(|| Condition::new(operator, &texts));
        Test {
            operator,
            condition: condition.flatten(),
            arguments,
        }
    }
}

impl Reading {
    fn new(flow: usize, source: &str) -> Self {
        let template = Template::parse(source).ok();
        let template = template.filter(|template| template.constant().is_none());
        let mut reading = Reading {
            constant: match &template {
                Some(_) => Text::EMPTY,
                None => source.to_owned().into(),
            },
            template,
            cells: Vec::new(),
            literals: Literals::default(),
            is_measured: false,
        };
        if reading.template.is_none() {
            return reading;
        }
        let read = survey(source).reads.into_iter();
        reading.cells = read.map(|read| Cell::read(flow, read.path)).collect();
        if ["'now'", "\"now\"", "'today'", "\"today\""]
            .iter()
            .any(|it| source.contains(it))
        {
            reading.cells.push(Cell {
                flow: 0,
                path: vec![NOW],
            });
        }
        reading.cells.sort();
        reading.cells.dedup();
        reading.literals = literals(source);
        reading.is_measured = source.contains("size");
        reading
    }

    pub(super) fn render(&self, scope: &dyn Scope) -> Text {
        match &self.template {
            Some(template) => template.render(scope),
            None => self.constant.clone(),
        }
    }
}

impl Reader {
    /// Which of its conditions holds first of a value of the one cell that it reads; none where that
    /// depends on more.
    pub(super) fn outcome(&self, cell: &Cell, value: &Value) -> Option<String> {
        let mut context = Map::new();
        nested(&mut context, &cell.path, value.clone());
        let tested = self.tested.render(&At {
            context: &context,
            now: 0,
        });
        let subject = Subject::new(&tested);
        for (n, test) in self.conditions.iter().enumerate() {
            if test.condition.as_ref()?.holds(&subject) {
                return Some(n.to_string());
            }
        }
        Some("-".to_owned())
    }
}

/// What templates read there.
pub(super) struct At<'c> {
    pub(super) context: &'c Map,
    pub(super) now: i64,
}

impl Scope for At<'_> {
    fn root(&self, name: &str) -> Option<&Value> {
        self.context.get(name)
    }

    fn now(&self) -> i64 {
        self.now
    }
}
