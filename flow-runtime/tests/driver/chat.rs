//! A conversation over the pure driver: a receiver that takes what is sent, and a clock of its own.

use flow_runtime::conversation::{Message, Timestamp};
use flow_runtime::driver::{self, Effect, Event, EventKind, Outcome, Request, Run, Start, Step};
use flow_runtime::model::{Map, Text, Value};
use flow_runtime::{Execution, Program};

pub(crate) const SID: &str = "CH0123456789abcdef0123456789abcdef";
pub(crate) const START: Timestamp = 1_700_000_000_000;

pub(crate) struct Chat<'p> {
    pub(crate) program: &'p Program,
    /// Whether every execution goes through its JSON between runs.
    pub(crate) stored: bool,
    /// Whether messages are refused.
    pub(crate) refuses: bool,
    pub(crate) execution: Option<Execution>,
    pub(crate) now: Timestamp,
    /// Every message, as `author: body`.
    pub(crate) transcript: Vec<String>,
    /// Every run, in order.
    pub(crate) steps: Vec<Step>,
    /// The call under way.
    pub(crate) call: Option<Effect>,
    messages: u64,
}

impl<'p> Chat<'p> {
    pub(crate) fn new(program: &'p Program) -> Self {
        Chat {
            program,
            stored: false,
            refuses: false,
            execution: None,
            now: START,
            transcript: Vec::new(),
            steps: Vec::new(),
            call: None,
            messages: 0,
        }
    }

    /// Somebody writes; the flow answers as far as it can.
    pub(crate) fn say(&mut self, author: &str, body: &str) {
        let message = self.message(author.to_owned().into(), body.to_owned().into());
        let identity = format!("m:{}", message.sid);
        self.event(
            identity,
            EventKind::Message {
                message,
                parameters: Map::new(),
                early: false,
            },
        );
    }

    /// The function under way comes to its end.
    pub(crate) fn answer(&mut self, outcome: Outcome) {
        let effect = self.call.take().expect("a call is under way");
        let wait = self.execution().turns();
        self.event(
            format!("r:{}", effect.key),
            EventKind::Result { wait, outcome },
        );
    }

    /// The timer of the present wait rings, when it is due.
    pub(crate) fn ring(&mut self) {
        let wait = self.execution().turns();
        self.now = self.execution().due().expect("it waits");
        self.event(format!("t:{wait}"), EventKind::Timer { wait });
    }

    pub(crate) fn event(&mut self, identity: String, kind: EventKind) {
        let event = Event {
            identity: identity.into(),
            at: self.now,
            kind,
        };
        let active = self
            .execution
            .take()
            .filter(|execution| !execution.is_ended());
        let run = match active {
            Some(execution) => Some(driver::run(self.program, execution, &event)),
            None => driver::start(self.program, &conversation(), &event),
        };
        if let Some(run) = run {
            self.follow(run);
        }
    }

    fn follow(&mut self, mut run: Run) {
        loop {
            self.steps.append(&mut run.steps);
            let execution = self.kept(run.execution);
            let Some(effect) = run.effect else {
                self.execution = Some(execution);
                return;
            };
            let Request::Send { author, body, .. } = &effect.request else {
                self.call = Some(effect);
                self.execution = Some(execution);
                return;
            };
            let outcome = self.receive(author.clone(), body.clone());
            run = driver::answer(self.program, execution, &outcome);
        }
    }

    fn receive(&mut self, author: Text, body: Text) -> Outcome {
        if self.refuses {
            return Outcome::Refused {
                code: 50377,
                reason: "the conversation is closed".into(),
            };
        }
        let message = self.message(author, body);
        Outcome::Accepted { message }
    }

    fn message(&mut self, author: Text, body: Text) -> Message {
        let index = self.messages;
        self.messages += 1;
        self.transcript.push(format!("{author}: {body}"));
        Message {
            sid: format!("IM{index:032x}").into(),
            index,
            author,
            body,
            attributes: Map::new(),
            media: Vec::new(),
            at: self.now,
        }
    }

    fn kept(&self, execution: Execution) -> Execution {
        if !self.stored {
            return execution;
        }
        let (row, state) = (execution.row(), execution.to_state().unwrap());
        Execution::from_state(self.program, &row, &state).unwrap()
    }

    pub(crate) fn execution(&self) -> &Execution {
        self.execution.as_ref().expect("an execution was started")
    }

    /// A value that templates read, by its path.
    pub(crate) fn value(&self, path: &str) -> Value {
        let mut names = path.split('.');
        let root = self.execution().context().get(names.next().unwrap());
        let root = root.unwrap_or(&Value::Nil);
        names.fold(root, |value, name| value.get(name)).clone()
    }

    /// The way taken, as `widget -event-> widget`.
    pub(crate) fn way(&self) -> Vec<String> {
        let step = |step: &Step| {
            let to = step.to.as_ref().map_or("end", |to| to.as_str());
            format!("{} -{}-> {to}", step.from, step.event)
        };
        self.steps.iter().map(step).collect()
    }
}

pub(crate) fn conversation() -> Start {
    Start {
        execution: "FN0123456789abcdef0123456789abcdef".into(),
        conversation_sid: SID.into(),
        address: "desk".into(),
        attributes: [("language", "en")].into_iter().collect(),
    }
}
