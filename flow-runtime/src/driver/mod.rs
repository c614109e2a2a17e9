//! The driver: a pure function from a program, an execution and an event to the next execution.
//!
//! No clock, no socket, no store: time and randomness come in with the event, and what is to be
//! done outside goes out as an [`Effect`]. The same program, execution and event give the same
//! bytes.

mod event;

pub use event::{Effect, Event, EventKind, Outcome, Request, Step};

use flow_model::{Map, Text};

use crate::execution::Execution;
use crate::program::Program;

/// What a flow is told of the conversation in which it starts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// The conversation as this flow sees it: what the SID of the execution is made from.
    pub key: Text,
    /// The conversation itself, `CH` + 32 hex digits.
    pub conversation_sid: Text,
    /// Our side: the proxy address of whoever wrote, or the flow's own address.
    pub address: Text,
    /// The attributes of the conversation.
    pub attributes: Map,
}

/// One call of the driver.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The execution as it stands now.
    pub execution: Execution,
    /// What it waits for the result of.
    pub effect: Option<Effect>,
    /// The widgets that it left, in order.
    pub steps: Vec<Step>,
    /// Why the event changed nothing; the execution is then as it was.
    pub ignored: Option<Ignored>,
}

/// Why an event moves an execution on by nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ignored {
    /// It answers another wait than the present one.
    #[error("late")]
    Late,
    /// The execution has ended.
    #[error("ended")]
    Ended,
    /// A timer whose time has not come.
    #[error("not due")]
    NotDue,
    /// A message while the execution waits for something else: to be queued.
    #[error("early")]
    Early,
}

/// Starts an execution, where the trigger of the flow connects the event.
///
/// A message starts `incoming_conversation_message` where the trigger connects it (by name or by
/// `_`), else `incoming_message`: so a flow that was written for SMS runs in a conversation too.
pub fn start(program: &Program, start: &Start, event: &Event) -> Option<Run> {
    let _ = (program, start, event);
    None
}

/// Moves an execution on by one event: the first run of a turn.
pub fn run(program: &Program, execution: Execution, event: &Event) -> Run {
    let _ = (program, event);
    idle(execution)
}

/// Moves an execution on by the outcome of its effect, carried out inside the same turn: a further
/// run of that turn.
pub fn answer(program: &Program, execution: Execution, outcome: Outcome) -> Run {
    let _ = (program, outcome);
    idle(execution)
}

/// Ends an execution that cannot go on (the driver failed, its state is too large), saying why on
/// its last step.
pub fn abort(program: &Program, execution: Execution, reason: Text) -> Run {
    let _ = (program, reason);
    idle(execution)
}

fn idle(execution: Execution) -> Run {
    Run {
        execution,
        effect: None,
        steps: Vec::new(),
        ignored: None,
    }
}
