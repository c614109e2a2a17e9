//! A flow made ready to run: built once, when it is registered.
//!
//! Whatever could fail or cost something while an execution runs is done here: templates and
//! patterns are parsed, targets, events and functions become numbers.

use std::borrow::Cow;
use std::fmt;

use flow_model::machine::lower;
use flow_model::settings::{self, FillError, Values};
use flow_model::{Machine, Text};

use crate::flow::Flow;
use crate::function::FunctionEntry;
use crate::sid;

mod compile;
mod content;
mod digest;
mod widget;

pub(crate) use content::Content;
pub(crate) use widget::{
    Action, Ask, Assigned, Branch, Callee, Exit, Outgoing, RunFunction, SendMessage, Split, Test,
    Variable, Widget,
};

/// A flow made ready to run.
#[derive(Debug)]
pub struct Program {
    name: Text,
    sid: Text,
    digest: Text,
    machine: Cow<'static, Machine>,
    functions: &'static [FunctionEntry],
    widgets: Vec<Widget>,
    trigger: Trigger,
}

/// Where executions start, by the event that starts them; none: that event starts nothing.
#[derive(Debug, Default)]
pub(crate) struct Trigger {
    pub(crate) name: Text,
    pub(crate) conversation: Option<Exit>,
    pub(crate) message: Option<Exit>,
}

/// Why a flow cannot run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramError {
    /// The name of the flow's type.
    pub flow: String,
    /// Everything that is in the way, in order of the widgets.
    pub problems: Vec<String>,
}

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the flow `{}` cannot run here:", self.flow)?;
        for problem in &self.problems {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ProgramError {}

impl Program {
    /// Makes a flow that was declared with `flow!` ready to run; it reads no settings.
    pub fn of<F: Flow>() -> Result<Self, ProgramError> {
        Program::new(Cow::Borrowed(F::machine()), F::functions())
    }

    /// Makes tables ready to run, with the typed functions that they number; they read no settings.
    pub fn new(
        machine: Cow<'static, Machine>,
        functions: &'static [FunctionEntry],
    ) -> Result<Self, ProgramError> {
        Program::with_settings(machine, functions, &Values::new())
    }

    /// Makes tables ready to run, with the typed functions that they number and the values of their
    /// settings.
    pub fn with_settings(
        machine: Cow<'static, Machine>,
        functions: &'static [FunctionEntry],
        settings: &Values,
    ) -> Result<Self, ProgramError> {
        let filled = fill(&machine, settings).map_err(|error| ProgramError {
            problems: error.problems.iter().map(ToString::to_string).collect(),
            flow: error.flow,
        })?;
        Program::filled(machine, filled.as_ref(), functions)
    }

    /// Runs what is filled, and is known by what is not: its digest is the same with other settings.
    pub(crate) fn filled(
        machine: Cow<'static, Machine>,
        filled: Option<&Machine>,
        functions: &'static [FunctionEntry],
    ) -> Result<Self, ProgramError> {
        let copied = |machine| compile::compile(machine, functions, |text| text.to_owned().into());
        let compiled = match (filled, &machine) {
            (Some(filled), _) => copied(filled),
            (None, Cow::Borrowed(machine)) => compile::compile(machine, functions, Text::Static),
            (None, Cow::Owned(machine)) => copied(machine),
        };
        let (trigger, widgets) = compiled.map_err(|problems| ProgramError {
            flow: machine.name().to_owned(),
            problems,
        })?;
        Ok(Program {
            name: machine.name().to_owned().into(),
            sid: sid::flow(machine.name()),
            digest: digest::digest(&machine, functions),
            machine,
            functions,
            widgets,
            trigger,
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

    /// The function of that number, for [`Request::Call`](crate::driver::Request::Call).
    pub fn function(&self, index: u16) -> Option<&'static FunctionEntry> {
        self.functions.get(usize::from(index))
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
