//! A value and the filters it goes through.

use super::{Problem, ProblemKind, Reader, did_you_mean};
use crate::liquid::cursor::{Fit, Mismatch};
use crate::liquid::filters::{FILTERS, Filter};
use crate::liquid::syntax::{Call, Chain, Operand};
use crate::liquid::tags;

impl Reader<'_> {
    /// A value and its filters.
    pub(super) fn chain(&mut self) -> Fit<Chain> {
        let head = self.cursor.operand()?;
        let mut calls = Vec::new();
        loop {
            self.cursor.skip_blanks();
            if !self.cursor.eat("|") {
                return Ok(Chain { head, calls });
            }
            self.cursor.skip_blanks();
            calls.extend(self.call()?);
        }
    }

    /// A filter with its arguments; nothing where it is unknown, which is said.
    fn call(&mut self) -> Fit<Option<Call>> {
        let Some(name) = self.cursor.name() else {
            return Err(self.cursor.mismatch("expected the name of a filter"));
        };
        self.cursor.skip_blanks();
        let arguments = if self.cursor.eat(":") {
            self.arguments()?
        } else {
            Vec::new()
        };
        let text = name.of(self.cursor.source);
        let Some(filter) = Filter::named(text) else {
            let near = tags::nearest(text, FILTERS.iter().map(|filter| filter.name));
            self.problem(Problem {
                kind: ProblemKind::UnknownFilter,
                range: name.range(),
                message: format!("there is no filter `{text}`"),
                help: near.map(did_you_mean),
            });
            return Ok(None);
        };
        if !(filter.least..=filter.most).contains(&arguments.len()) {
            self.mismatch(Mismatch {
                span: name,
                message: format!(
                    "`{text}` takes {}, not {}",
                    wanted_arguments(filter),
                    arguments.len()
                ),
                help: None,
            });
        }
        Ok(Some(Call { filter, arguments }))
    }

    fn arguments(&mut self) -> Fit<Vec<Operand>> {
        let mut arguments = Vec::new();
        loop {
            self.cursor.skip_blanks();
            arguments.push(self.cursor.operand()?);
            self.cursor.skip_blanks();
            if self.cursor.starts_with(":") {
                return Err(self.cursor.mismatch("no filter takes arguments by name"));
            }
            if !self.cursor.eat(",") {
                return Ok(arguments);
            }
        }
    }
}

fn wanted_arguments(filter: &Filter) -> String {
    match (filter.least, filter.most) {
        (0, 0) => "no argument".to_owned(),
        (1, 1) => "1 argument".to_owned(),
        (least, most) if least == most => format!("{least} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}
