//! What becomes of calls.

use flow_model::{Map, Text, Value};

use super::combined::combined;
use super::{Inputs, VALUES};
use crate::driver::{Outcome, Request};
use crate::execution::Execution;
use crate::function::Shape;
use crate::testing::explore::cell::{Cell, nested, path};

/// How many combinations of several fields are tried.
const ANSWERS: usize = 200;

impl Inputs<'_> {
    pub(super) fn outcomes(&mut self, execution: &Execution, request: &Request) -> Vec<Outcome> {
        let program = self.program(execution);
        let failed = |reason: Text| Outcome::Failed { reason, code: None };
        let own = self.own.answers.iter();
        let own = own
            .filter(|(spot, _)| spot.widget == *execution.widget() && spot.flow == *program.name());
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
            if cell.flow == parsed.flow && cell.is_under(&parsed.path) {
                let values = self.samples(&cell, Some(execution)).values(VALUES);
                // Of one that is read as a whole, any field will do.
                let field = match &cell.path[parsed.path.len()..] {
                    [] => vec![Text::Static("value")],
                    field => field.to_vec(),
                };
                fields.push((field, values));
            }
        }
        let mut all: Vec<Outcome> = Vec::new();
        let plain = match example(shape, "") {
            Value::Map(map) => map,
            _ => self.mentioned(&parsed),
        };
        for values in combined(&fields, ANSWERS) {
            let mut object = plain.clone();
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
