//! `run_subflow`: the program of another flow inside this one's.

use std::sync::Arc;

use flow_model::machine::{self, Entries};
use flow_model::{Machine, Value};

use super::Compiler;
use crate::program::{Assigned, Content, Definition, Problem, Program, RunSubflow, Variable};

/// The programs of subflows, each made once however many widgets run it.
#[derive(Default)]
pub(super) struct Subflows(Vec<(*const Machine, Arc<Program>)>);

impl<'m> Compiler<'m, '_> {
    pub(super) fn subflow(&mut self, widget: &machine::Widget<'m>) -> Option<RunSubflow> {
        if self.linker.is_subflow {
            self.problem("it is in a subflow, and subflows nest one level only, as Studio's do");
            return None;
        }
        let (sid, program, parameters) = match widget.property("flow") {
            Some(machine::Value::Callee {
                index,
                path,
                fields,
            }) => (None, self.typed(index, path), self.given(fields)),
            _ => {
                let parameters = match widget.property("parameters") {
                    Some(machine::Value::Map(entries)) => self.given(entries),
                    _ => Vec::new(),
                };
                let sid = self.required(widget, "flow_sid");
                let Content::Constant(sid) = sid else {
                    self.problem("`flow_sid` is a template, which Studio does not render");
                    return None;
                };
                let program = self.by_sid(&sid);
                (Some(sid), program, parameters)
            }
        };
        let program = program?;
        let Some(entry) = program.trigger().parent.clone() else {
            let flow = program.name();
            self.problem(&format!(
                "no flow can run `{flow}`: let its trigger connect `incoming_parent`"
            ));
            return None;
        };
        Some(RunSubflow {
            sid: sid.unwrap_or_else(|| program.sid().clone()),
            program,
            entry,
            parameters,
            completed: self.exit(widget, "completed"),
            failed: self.exit(widget, "failed"),
        })
    }

    fn typed(&mut self, index: usize, path: &str) -> Option<Arc<Program>> {
        let subflows = self.linker.subflows;
        let Some(entry) = subflows.get(index) else {
            self.problem(&format!(
                "`{path}` is typed flow number {index}, and the program has {}",
                subflows.len()
            ));
            return None;
        };
        self.program(&entry.definition())
    }

    fn by_sid(&mut self, sid: &str) -> Option<Arc<Program>> {
        let registry = self.linker.registry;
        match registry.subflows.get(sid) {
            Some(definition) => self.program(definition),
            None => {
                self.problems.push(Problem::UnknownFlow {
                    widget: self.widget.to_owned(),
                    sid: sid.to_owned(),
                });
                None
            }
        }
    }

    fn program(&mut self, definition: &Definition) -> Option<Arc<Program>> {
        let machine = std::ptr::from_ref::<Machine>(&definition.machine);
        let Subflows(made) = &self.subflows;
        if let Some((_, program)) = made.iter().find(|(other, _)| std::ptr::eq(*other, machine)) {
            return Some(program.clone());
        }
        match Program::made(definition.clone(), self.linker.registry, true) {
            Ok(program) => {
                let program = Arc::new(program);
                self.subflows.0.push((machine, program.clone()));
                Some(program)
            }
            Err(error) => {
                self.problems.push(Problem::Subflow {
                    widget: self.widget.to_owned(),
                    error,
                });
                None
            }
        }
    }

    /// What a subflow is given: text stays text.
    fn given(&mut self, entries: Entries<'m>) -> Vec<Variable> {
        let given = |entry: machine::Entry<'m>| Variable {
            key: (self.text)(entry.key),
            value: match self.assigned(entry) {
                Assigned::Constant(value @ (Value::Integer(_) | Value::Float(_)))
                    if !matches!(entry.value, machine::Value::Json(_)) =>
                {
                    Assigned::Constant(Value::Text(value.to_string().into()))
                }
                assigned => assigned,
            },
        };
        entries.iter().map(given).collect()
    }
}
