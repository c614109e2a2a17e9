//! A text of a flow that reads something, and the conditions that test it.

use flow_model::condition::{Condition, Subject};
use flow_model::liquid::{Literals, Scope, Template, literals, survey};
use flow_model::machine::{self, Entries};
use flow_model::{Map, Text, Value};

use super::cell::{Cell, NOW, nested};

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

pub(super) fn text<'m>(value: &machine::Value<'m>) -> &'m str {
    match value {
        machine::Value::Text(text) | machine::Value::Json(text) | machine::Value::Number(text) => {
            text
        }
        _ => "",
    }
}

impl Test {
    pub(super) fn new(flow: usize, operator: &'static str, arguments: Entries<'_>) -> Self {
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
    pub(super) fn new(flow: usize, source: &str) -> Self {
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
