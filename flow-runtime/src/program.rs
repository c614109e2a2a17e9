//! A flow made ready to run: built once, when it is registered.
//!
//! Whatever could fail or cost something while an execution runs is done here: templates and
//! patterns are parsed, targets, events and functions become numbers.

use std::borrow::Cow;

use flow_model::machine::lower;
use flow_model::settings::{self, FillError, Values};
use flow_model::{Machine, Text};

use crate::flow::{Flow, Source};
use crate::function::FunctionEntry;
use crate::sid;

mod compile;
mod content;
mod digest;
mod problem;
mod registry;
mod tables;
mod widget;

pub(crate) use content::Content;
pub use problem::{Problem, ProgramError};
pub use registry::{Definition, Registry};
pub(crate) use widget::{
    Action, Ask, Assigned, Branch, Callee, Exit, MakeRequest, Outgoing, RunFunction, RunSubflow,
    SendMessage, SendToFlex, Split, Test, Variable, Widget,
};

/// A flow made ready to run.
#[derive(Debug)]
pub struct Program {
    name: Text,
    sid: Text,
    digest: Text,
    machine: Cow<'static, Machine>,
    functions: &'static [FunctionEntry],
    source: Source,
    widgets: Vec<Widget>,
    trigger: Trigger,
    tables: tables::Tables,
}

/// Where executions start, by the event that starts them; none: that event starts nothing.
#[derive(Debug, Default)]
pub(crate) struct Trigger {
    pub(crate) name: Text,
    pub(crate) conversation: Option<Exit>,
    pub(crate) message: Option<Exit>,
    pub(crate) request: Option<Exit>,
    pub(crate) parent: Option<Exit>,
}

impl Program {
    /// Makes a flow that was declared with `flow!` ready to run; it reads no settings, and all its
    /// subflows are typed.
    pub fn of<F: Flow>() -> Result<Self, ProgramError> {
        Program::make(Definition::of::<F>(), &Registry::default())
    }

    /// Makes tables ready to run, with the typed functions that they number; they read no settings and
    /// run no subflows.
    pub fn new(
        machine: Cow<'static, Machine>,
        functions: &'static [FunctionEntry],
    ) -> Result<Self, ProgramError> {
        let definition = Definition::new(machine, functions);
        Program::make(definition, &Registry::default())
    }

    /// Makes tables ready to run, with the typed functions that they number and the values of their
    /// settings.
    pub fn with_settings(
        machine: Cow<'static, Machine>,
        functions: &'static [FunctionEntry],
        settings: &Values,
    ) -> Result<Self, ProgramError> {
        let registry = Registry {
            settings: settings.clone(),
            ..Registry::default()
        };
        Program::make(Definition::new(machine, functions), &registry)
    }

    /// Makes a flow ready to run, with its subflows and its settings.
    pub fn make(definition: Definition, registry: &Registry) -> Result<Self, ProgramError> {
        Program::made(definition, registry, false)
    }

    /// Runs what is filled, and is known by what is not: its digest is the same with other settings.
    fn made(
        definition: Definition,
        registry: &Registry,
        is_subflow: bool,
    ) -> Result<Self, ProgramError> {
        let Definition {
            machine,
            functions,
            subflows,
            source,
        } = definition;
        let refused = |problems| ProgramError {
            flow: machine.name().to_owned(),
            problems,
        };
        let filled = fill(&machine, &registry.settings).map_err(|error| {
            let problems = error.problems.iter();
            refused(
                problems
                    .map(|problem| Problem::Setting(problem.to_string()))
                    .collect(),
            )
        })?;
        let linker = compile::Linker {
            registry,
            functions: functions.len(),
            subflows,
            is_subflow,
        };
        let copied = |machine| compile::compile(machine, linker, |text| text.to_owned().into());
        let compiled = match (&filled, &machine) {
            (Some(filled), _) => copied(filled),
            (None, Cow::Borrowed(machine)) => compile::compile(machine, linker, Text::Static),
            (None, Cow::Owned(machine)) => copied(machine),
        };
        let (trigger, widgets) = compiled.map_err(refused)?;
        Ok(Program {
            name: machine.name().to_owned().into(),
            sid: sid::flow(machine.name()),
            digest: digest::digest(&machine, functions),
            machine,
            functions,
            source,
            widgets,
            trigger,
            tables: tables::Tables::default(),
        })
    }

    /// The name of the flow's type.
    pub fn name(&self) -> &Text {
        &self.name
    }

    /// `FW` + 32 hex digits.
    pub fn sid(&self) -> &Text {
        &self.sid
    }

    /// What the flow does, as 64 hex digits: equal where two programs run it alike.
    pub fn digest(&self) -> &Text {
        &self.digest
    }

    /// The tables it was made from, their settings not filled.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Where it is written.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The function of that number, for [`Request::Call`](crate::driver::Request::Call).
    pub fn function(&self, index: u16) -> Option<&'static FunctionEntry> {
        self.functions.get(usize::from(index))
    }

    /// The program of the subflow that the `run_subflow` of that name runs.
    pub fn subflow(&self, widget: &str) -> Option<&Program> {
        match &self.widget(self.find(widget)?)?.action {
            Action::RunSubflow(run) => Some(&run.program),
            _ => None,
        }
    }

    /// Whether its trigger connects `incoming_request`.
    pub fn takes_requests(&self) -> bool {
        self.trigger.request.is_some()
    }

    pub(crate) fn trigger(&self) -> &Trigger {
        &self.trigger
    }

    pub(crate) fn widget(&self, index: u16) -> Option<&Widget> {
        self.widgets.get(usize::from(index))
    }

    /// The number of the widget of that name: for a stored state, not for a turn.
    pub(crate) fn find(&self, name: &str) -> Option<u16> {
        let index = self.widgets.iter().position(|widget| widget.name == name)?;
        u16::try_from(index).ok()
    }
}

/// The tables with their settings filled; none where they read none.
pub(crate) fn fill(machine: &Machine, values: &Values) -> Result<Option<Machine>, FillError> {
    if !machine.text.contains("settings") {
        return Ok(None);
    }
    let flow = machine.flow();
    let filled = settings::fill(&flow, values)?;
    Ok((filled != flow).then(|| lower(&filled)))
}
