//! A flow made ready to run: built once, when it is registered.

use std::borrow::Cow;

use flow_model::{Machine, Text};

use crate::flow::Flow;
use crate::function::FunctionEntry;

/// A flow made ready to run: templates and patterns parsed, targets and functions resolved.
#[derive(Debug)]
pub struct Program {
    name: Text,
    sid: Text,
    digest: Text,
    functions: &'static [FunctionEntry],
}

/// Why a flow cannot run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the flow `{flow}` cannot run:{}", problems.iter().map(|problem| format!("\n  {problem}")).collect::<String>())]
pub struct ProgramError {
    /// The flow.
    pub flow: String,
    /// Everything that is in the way, in order of the widgets.
    pub problems: Vec<String>,
}

impl Program {
    /// Makes a flow that was declared with `flow!` ready to run.
    pub fn of<F: Flow>() -> Result<Self, ProgramError> {
        Program::new(Cow::Borrowed(F::machine()), F::functions())
    }

    /// Makes tables ready to run, with the typed functions they number.
    pub fn new(
        machine: Cow<'static, Machine>,
        functions: &'static [FunctionEntry],
    ) -> Result<Self, ProgramError> {
        let name: Text = machine.name().to_owned().into();
        Ok(Program {
            name,
            sid: Text::EMPTY,
            digest: Text::EMPTY,
            functions,
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

    /// The function of that number, for [`Request::Call`](crate::driver::Request::Call).
    pub fn function(&self, index: u16) -> Option<&'static FunctionEntry> {
        self.functions.get(usize::from(index))
    }
}
