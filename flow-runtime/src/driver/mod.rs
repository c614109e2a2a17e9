//! The driver: a pure function from a program, an execution and an event to the next execution.
//!
//! No clock, no socket, no store: time and randomness come in with the event, and what is to be
//! done outside goes out as an [`Effect`]. The same program, execution and event give the same
//! bytes.
//!
//! One call is a *run*: it goes from widget to widget until the execution waits or ends, and emits
//! at most one effect, whose result it then waits for. A *turn* is one event and all that follows
//! from it at once: [`start`] or [`run`], then [`answer`] for each effect that is carried out on
//! the spot.

pub(crate) mod cast;
mod event;
mod flex;
mod function;
mod message;
mod request;
mod send;
mod split;
mod subflow;
pub(crate) mod time;
mod variables;
mod walk;

pub(crate) use event::in_words;
pub use event::{Effect, Event, EventKind, Method, Outcome, Request, Step, Task};
#[cfg(feature = "http")]
pub(crate) use function::MAX_BODY;

use flow_model::{Map, Text};

use crate::execution::{Execution, Wait};
use crate::program::Program;
use message::Origin;
use walk::Walk;

/// What a flow is told of the conversation in which it starts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// The SID that the execution gets, `FN` + 32 hex digits.
    pub execution: Text,
    /// The conversation itself, `CH` + 32 hex digits.
    pub conversation_sid: Text,
    /// Our side: the proxy address of whoever wrote, or the flow's own address.
    pub address: Text,
    /// The attributes of the conversation.
    pub attributes: Map,
}

/// What one call of the driver did.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The execution as it stands now.
    pub execution: Execution,
    /// What it waits for the result of.
    pub effect: Option<Effect>,
    /// The widgets that it left, in order.
    pub steps: Vec<Step>,
    /// Why the event moved nothing; the execution is then as it was.
    pub ignored: Option<Ignored>,
}

/// Why an event does not move an execution on.
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
    /// A message while the execution waits for something else: it is to be queued.
    #[error("early")]
    Early,
    /// A request to start while an execution is active.
    #[error("active")]
    Active,
}

/// Starts an execution, where the trigger of the flow connects the event.
///
/// A message starts `incoming_conversation_message` where the trigger connects it (by name or by
/// `_`), else `incoming_message`: so a flow that was written for SMS runs in a conversation too.
pub fn start(program: &Program, start: &Start, event: &Event) -> Option<Run> {
    let trigger = program.trigger();
    let (exit, origin) = match &event.kind {
        EventKind::Message {
            message,
            parameters,
            ..
        } => match (&trigger.conversation, &trigger.message) {
            (Some(exit), _) => (exit, Origin::conversation(start, message, parameters)),
            (None, Some(exit)) => (exit, Origin::sms(start, message, parameters)),
            (None, None) => return None,
        },
        EventKind::Request {
            from,
            to,
            parameters,
        } => {
            let exit = trigger.request.as_ref()?;
            (exit, Origin::request(from, to, parameters))
        }
        _ => return None,
    };
    let sid = start.execution.clone();
    let conversation = start.conversation_sid.clone();
    let mut execution = Execution::new(program, sid, conversation, event.at);
    execution.context = origin.context(program.sid(), &execution.sid);
    let mut walk = Walk::new(program, execution);
    walk.go(exit);
    Some(walk.finish())
}

/// Moves an execution on by one event: the first run of a turn.
pub fn run(program: &Program, mut execution: Execution, event: &Event) -> Run {
    if let Err(ignored) = execution.takes(event) {
        return idle(execution, ignored);
    }
    execution.turns = execution.turns.saturating_add(1);
    execution.updated = execution.updated.max(event.at);
    let mut walk = Walk::new(program, execution);
    match &event.kind {
        EventKind::Message {
            message,
            parameters,
            early,
        } => walk.reply(message, parameters, *early),
        EventKind::Result { outcome, .. } => walk.result(outcome),
        EventKind::Timer { .. } => walk.time(),
        EventKind::End => walk.end("ended", None),
        EventKind::Request { .. } => {} // it starts executions, and moves none
    }
    walk.finish()
}

/// Moves an execution on by the outcome of its effect, where that was carried out inside the turn:
/// a further run of the same turn.
pub fn answer(program: &Program, execution: Execution, outcome: &Outcome) -> Run {
    match execution.wait {
        Wait::Result(_) => {
            let mut walk = Walk::new(program, execution);
            walk.result(outcome);
            walk.finish()
        }
        Wait::Reply(_) => idle(execution, Ignored::Late),
        Wait::Ended => idle(execution, Ignored::Ended),
    }
}

/// Ends an execution as [`run`] does by [`EventKind::End`], without its program.
pub fn end(mut execution: Execution, event: &Event) -> Run {
    if execution.is_ended() {
        return idle(execution, Ignored::Ended);
    }
    execution.turns = execution.turns.saturating_add(1);
    execution.updated = execution.updated.max(event.at);
    let step = walk::last_step(&mut execution, "ended", Vec::new());
    Run {
        execution,
        effect: None,
        steps: vec![step],
        ignored: None,
    }
}

/// Ends an execution that cannot take an event (the driver failed, its state would be too large),
/// saying why on its last step.
pub fn abort(program: &Program, mut execution: Execution, event: &Event, reason: Text) -> Run {
    if execution.is_ended() {
        return idle(execution, Ignored::Ended);
    }
    execution.turns = execution.turns.saturating_add(1);
    execution.updated = execution.updated.max(event.at);
    let mut walk = Walk::new(program, execution);
    walk.end("aborted", Some(reason));
    walk.finish()
}

fn idle(execution: Execution, ignored: Ignored) -> Run {
    Run {
        execution,
        effect: None,
        steps: Vec::new(),
        ignored: Some(ignored),
    }
}
