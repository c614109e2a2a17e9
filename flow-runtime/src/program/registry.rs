//! What programs are made from: flows as they are registered.

use std::borrow::Cow;
use std::collections::BTreeMap;

use flow_model::machine::lower;
use flow_model::settings::{FillError, Values};
use flow_model::{Flow as Model, Machine, Text};

use super::fill;
use crate::flow::{Flow, FlowEntry, Source};
use crate::function::FunctionEntry;

/// A flow as it is registered: its tables, with the typed functions and flows that they number.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The tables.
    pub machine: Cow<'static, Machine>,
    /// The typed functions, in the order in which the tables number them.
    pub functions: &'static [FunctionEntry],
    /// The typed flows of its `run_subflow` widgets, in that order too.
    pub subflows: &'static [FlowEntry],
    /// Where it is written.
    pub source: Source,
}

impl Definition {
    /// A flow that was declared with `flow!`.
    pub fn of<F: Flow>() -> Self {
        Definition {
            machine: Cow::Borrowed(F::machine()),
            functions: F::functions(),
            subflows: F::subflows(),
            source: F::SOURCE,
        }
    }

    /// Tables with typed functions.
    pub fn new(machine: Cow<'static, Machine>, functions: &'static [FunctionEntry]) -> Self {
        Definition {
            machine,
            functions,
            subflows: &[],
            source: Source::NONE,
        }
    }

    /// The same, written there.
    #[must_use]
    pub fn written(self, source: Source) -> Self {
        Definition { source, ..self }
    }
}

/// Tables that name no Rust type, for instance those of a flow that was imported.
impl From<Machine> for Definition {
    fn from(machine: Machine) -> Self {
        Definition::new(Cow::Owned(machine), &[])
    }
}

/// A flow that names no Rust type, for instance one that was imported.
impl From<&Model> for Definition {
    fn from(flow: &Model) -> Self {
        lower(flow).into()
    }
}

/// What programs are made with, besides their definitions.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    /// The values of settings.
    pub settings: Values,
    /// The flows that `run_subflow { flow_sid: "FW…" }` means, by SID.
    pub subflows: BTreeMap<Text, Definition>,
}

impl Registry {
    /// What is missing or wrong in the settings of a flow and of its typed subflows.
    pub(crate) fn unfilled(&self, definition: &Definition) -> Vec<FillError> {
        let mut errors: Vec<_> = fill(&definition.machine, &self.settings)
            .err()
            .into_iter()
            .collect();
        for entry in definition.subflows {
            let machine = entry.definition().machine;
            errors.extend(fill(&machine, &self.settings).err());
        }
        errors
    }
}
