//! One thing that happens, and all that follows from it at once.

use flow_model::{Map, Text};

use super::inputs::{Input, Opening};
use crate::conversation::{Message, Timestamp};
use crate::driver::{self, Effect, Event, EventKind, Outcome, Request, Run, Start, Step};
use crate::execution::Execution;
use crate::program::Program;
use crate::sid;

/// The one conversation of an exploration.
const CONVERSATION: &str = "CH00000000000000000000000000000000";

/// Something that happens.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) input: Input,
    /// Which of the things that the flow sends after it is refused, from 0.
    pub(super) refused: Option<usize>,
}

/// What came of it.
pub(super) struct Played {
    pub(super) execution: Execution,
    /// What the execution waits for, unless that is somebody.
    pub(super) call: Option<Effect>,
}

/// What is seen of it, in order.
pub(super) enum Seen<'s> {
    Steps(&'s [Step]),
    Sent {
        /// Where the execution stands.
        execution: &'s Execution,
        request: &'s Request,
        is_refused: bool,
    },
}

/// Lets it happen. None: nothing comes of it there.
pub(super) fn play(
    program: &Program,
    before: Option<&Execution>,
    act: &Act,
    watch: &mut dyn FnMut(Seen<'_>),
) -> Option<Played> {
    let mut run = first(program, before, &act.input)?;
    let mut sent = 0;
    let call = loop {
        watch(Seen::Steps(&run.steps));
        let Some(effect) = run.effect.take() else {
            break None;
        };
        let is_refused = act.refused == Some(sent);
        let at = run.execution.updated();
        let Some(outcome) = outcome(&effect, is_refused, at) else {
            break Some(effect);
        };
        watch(Seen::Sent {
            execution: &run.execution,
            request: &effect.request,
            is_refused,
        });
        sent += 1;
        run = driver::answer(program, run.execution, &outcome);
    };
    Some(Played {
        execution: run.execution,
        call,
    })
}

fn first(program: &Program, before: Option<&Execution>, input: &Input) -> Option<Run> {
    if let Input::Start(opening) = input {
        return start(program, opening);
    }
    let before = before?;
    let wait = before.turns();
    let (at, kind) = match input {
        Input::Start(_) => return None,
        Input::Say { body, parameters } => {
            let author = match before.context().get("contact") {
                Some(contact) => contact.get("channel").get("address").as_str(),
                None => None,
            };
            let author = author.unwrap_or_default().to_owned().into();
            let kind = EventKind::Message {
                message: message(author, body.clone(), before.updated()),
                parameters: parameters.clone(),
                early: false,
            };
            (before.updated(), kind)
        }
        Input::Silence => (before.due()?, EventKind::Timer { wait }),
        Input::Answer(outcome) => {
            let outcome = outcome.clone();
            (before.updated(), EventKind::Result { wait, outcome })
        }
    };
    let identity = Text::Static("m:explored");
    let event = Event { identity, at, kind };
    let run = driver::run(program, before.clone(), &event);
    run.ignored.is_none().then_some(run)
}

fn start(program: &Program, opening: &Opening) -> Option<Run> {
    let kind = match &opening.body {
        Some(body) => EventKind::Message {
            message: message(opening.author.clone(), body.clone(), opening.at),
            parameters: opening.parameters.clone(),
            early: false,
        },
        None => EventKind::Request {
            from: opening.address.clone(),
            to: opening.author.clone(),
            parameters: opening.parameters.clone(),
        },
    };
    let start = Start {
        execution: sid::execution(program.name(), "m:explored", 0),
        conversation_sid: CONVERSATION.into(),
        address: opening.address.clone(),
        attributes: opening.attributes.clone(),
    };
    let event = Event {
        identity: "m:explored".into(),
        at: opening.at,
        kind,
    };
    driver::start(program, &start, &event)
}

/// What becomes of what the flow sends; none: it is a call, which is answered otherwise.
fn outcome(effect: &Effect, is_refused: bool, at: Timestamp) -> Option<Outcome> {
    match &effect.request {
        Request::Send { .. } | Request::HandOver(_) if is_refused => Some(Outcome::Refused {
            code: 30008,
            reason: "it could not be delivered".into(),
        }),
        Request::Send { author, body, .. } => Some(Outcome::Accepted {
            message: message(author.clone(), body.clone(), at),
        }),
        Request::HandOver(_) => Some(Outcome::HandedOver {
            task: sid::task("explored"),
        }),
        Request::Call { .. } | Request::Fetch { .. } | Request::Http { .. } => None,
    }
}

/// All alike but for what they say, so that executions that know of different ones are alike.
fn message(author: Text, body: Text, at: Timestamp) -> Message {
    Message {
        sid: "IM00000000000000000000000000000000".into(),
        index: 0,
        author,
        body,
        attributes: Map::new(),
        media: Vec::new(),
        at,
    }
}
