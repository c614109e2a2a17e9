//! From widget to widget, until the execution waits or ends.

use flow_model::liquid::Scope;
use flow_model::{Map, Text, Value};

use super::event::{Effect, Outcome, Request, Step};
use super::{Run, subflow};
use crate::conversation::{Message, Timestamp};
use crate::execution::{Execution, Wait};
use crate::program::{Action, Exit, Program, RunSubflow, Widget};

/// Studio's limits: steps of an execution, and the same widget in a row.
const MAX_STEPS: u32 = 1000;
const MAX_IN_A_ROW: u32 = 10;

pub(super) const TRIGGER: Text = Text::Static("trigger");
pub(super) const VARIABLES: Text = Text::Static("variables");
pub(super) const FLOW: Text = Text::Static("flow");
pub(super) const WIDGETS: Text = Text::Static("widgets");

/// One call of the driver at work: a walk from widget to widget.
pub(super) struct Walk<'p> {
    pub(super) root: &'p Program,
    /// The flow in which the execution stands: the root, or its subflow.
    pub(super) program: &'p Program,
    /// What runs the subflow; none: the execution stands in the root.
    pub(super) running: Option<&'p RunSubflow>,
    pub(super) execution: Execution,
    effect: Option<Effect>,
    steps: Vec<Step>,
    /// For the next step.
    notes: Vec<Text>,
}

impl<'p> Walk<'p> {
    pub(super) fn new(program: &'p Program, mut execution: Execution) -> Self {
        let notes = std::mem::take(&mut execution.carried);
        // An execution in a subflow that the program does not have stands on no widget of it.
        let (place, running) = subflow::place(program, &execution).unwrap_or((program, None));
        Walk {
            root: program,
            program: place,
            running,
            execution,
            effect: None,
            steps: Vec::new(),
            notes,
        }
    }

    pub(super) fn finish(mut self) -> Run {
        // Without a step they are for that of the next run.
        self.execution.carried = self.notes;
        Run {
            execution: self.execution,
            effect: self.effect,
            steps: self.steps,
            ignored: None,
        }
    }

    /// Leaves the widget by an exit, and goes on until the execution waits or ends. None: it waits
    /// where it stands.
    pub(super) fn go(&mut self, exit: impl Into<Option<&'p Exit>>) {
        let mut exit = exit.into();
        while let Some(taken) = exit {
            exit = self.next(taken);
        }
    }

    /// A participant wrote.
    pub(super) fn reply(&mut self, message: &Message, parameters: &Map, early: bool) {
        match self.action() {
            Some(Action::Ask(ask)) => {
                self.inbound(message, parameters, early);
                self.go(&ask.reply);
            }
            _ => self.lost(),
        }
    }

    /// The effect came to its end.
    pub(super) fn result(&mut self, outcome: &Outcome) {
        let exit = match self.action() {
            Some(Action::SendMessage(send)) => Some(self.sent(send, outcome)),
            Some(Action::Ask(ask)) => self.asked(ask, outcome),
            Some(Action::RunFunction(run)) => Some(self.ran(run, outcome)),
            Some(Action::MakeRequest(request)) => Some(self.requested(request, outcome)),
            Some(Action::SendToFlex(flex)) => Some(self.handed_over(flex, outcome)),
            _ => return self.lost(),
        };
        self.go(exit);
    }

    /// The time of the wait has come: the deadline of a reply, or the end of the 30 days.
    pub(super) fn time(&mut self) {
        match self.action() {
            _ if self.execution.updated >= self.execution.expires() => {
                self.end("expired", Some("the execution is 30 days old".into()));
            }
            Some(Action::Ask(ask)) => self.go(&ask.timeout),
            _ => self.lost(),
        }
    }

    /// Ends the execution on its widget.
    pub(super) fn end(&mut self, event: &'static str, note: Option<Text>) {
        self.end_by(event, None, note);
    }

    fn end_by(&mut self, event: &'static str, arm: Option<u16>, note: Option<Text>) {
        self.notes.extend(note);
        self.step(event, arm, None);
        self.execution.wait = Wait::Ended;
    }

    /// The flow cannot go on from its widget: the end of the execution, or of a subflow its failure.
    pub(super) fn stop(&mut self, event: &'static str, note: &'static str) -> Option<&'p Exit> {
        let Some(run) = self.running else {
            self.end(event, Some(note.into()));
            return None;
        };
        self.note(note);
        self.step(event, None, None);
        self.note(format!("81024: the subflow failed: {note}"));
        Some(self.give_up(run))
    }

    /// Remembers a warning on the step under way.
    pub(super) fn note(&mut self, note: impl Into<Text>) {
        self.notes.push(note.into());
    }

    /// Emits an effect and waits for its result.
    pub(super) fn emit(&mut self, request: Request) {
        let n = self.execution.effects.saturating_add(1);
        self.execution.effects = n;
        self.execution.wait = Wait::Result(n);
        self.effect = Some(Effect {
            key: format_args!("{}.{n}", self.execution.sid).into(),
            request,
        });
    }

    /// Sets one output of the widget.
    pub(super) fn output(&mut self, key: Text, value: impl Into<Value>) {
        self.outputs().insert(key, value);
    }

    /// The outputs of the widget: those it had stay until they are set again.
    pub(super) fn outputs(&mut self) -> &mut Map {
        let Execution {
            context, widget, ..
        } = &mut self.execution;
        context.map_mut(&WIDGETS).map_mut(widget)
    }

    /// What its templates read now.
    pub(super) fn scope(&self) -> Reading<'_> {
        Reading {
            context: &self.execution.context,
            now: self.execution.updated,
        }
    }

    fn action(&self) -> Option<&'p Action> {
        if self.execution.parent.is_some() != self.running.is_some() {
            return None;
        }
        let widget = self.program.widget(self.execution.at)?;
        Some(&widget.action)
    }

    /// The execution waits as its widget never does: it was made by another program.
    fn lost(&mut self) {
        self.end("aborted", Some("this program has no such wait".into()));
    }

    /// What the widget does. None: the execution waits for something, or ended.
    fn enter(&mut self, widget: &'p Widget) -> Option<&'p Exit> {
        match &widget.action {
            Action::Split(split) => self.split(split),
            Action::SetVariables { variables, next } => Some(self.set(variables, next)),
            Action::SendMessage(send) => self.send(&send.message, &send.failed),
            Action::Ask(ask) => self.send(&ask.message, &ask.failure),
            Action::RunFunction(run) => {
                self.call(run);
                None
            }
            Action::MakeRequest(request) => self.make_request(request),
            Action::RunSubflow(run) => self.descend(run),
            Action::SendToFlex(flex) => self.hand_over(flex),
            Action::Trigger => {
                self.lost();
                None
            }
        }
    }

    /// Leaves the widget, and does what the one it comes to does. None: the execution waits for
    /// something, or ended.
    fn next(&mut self, exit: &'p Exit) -> Option<&'p Exit> {
        let Some((at, widget)) = exit
            .target
            .and_then(|at| Some((at, self.program.widget(at)?)))
        else {
            return self.over(exit);
        };
        if self.execution.steps.saturating_add(1) >= MAX_STEPS {
            let note = "81000: an execution has at most 1,000 steps";
            self.end_by(exit.event, exit.arm, Some(note.into()));
            return None;
        }
        if at == self.execution.at && self.execution.in_a_row >= MAX_IN_A_ROW {
            return self.stop(exit.event, "81001: a widget runs at most 10 times in a row");
        }
        self.step(exit.event, exit.arm, Some(widget.name.clone()));
        let execution = &mut self.execution;
        execution.in_a_row = if at == execution.at {
            execution.in_a_row.saturating_add(1)
        } else {
            1
        };
        execution.at = at;
        execution.widget = widget.name.clone();
        self.enter(widget)
    }

    /// The flow came to its end: the execution did, or the subflow.
    fn over(&mut self, exit: &'p Exit) -> Option<&'p Exit> {
        match self.running {
            Some(run) => {
                self.step(exit.event, exit.arm, None);
                Some(self.complete(run))
            }
            None => {
                self.end_by(exit.event, exit.arm, None);
                None
            }
        }
    }

    fn step(&mut self, event: &'static str, arm: Option<u16>, to: Option<Text>) {
        let notes = std::mem::take(&mut self.notes);
        self.steps
            .push(step(&mut self.execution, event, arm, to, notes));
    }
}

/// The step that leaves the widget on which an execution stands.
fn step(
    execution: &mut Execution,
    event: &'static str,
    arm: Option<u16>,
    to: Option<Text>,
    notes: Vec<Text>,
) -> Step {
    let n = execution.steps;
    execution.steps = n.saturating_add(1);
    Step {
        n,
        within: execution.within().cloned(),
        from: execution.widget.clone(),
        event: event.into(),
        arm,
        to,
        notes,
    }
}

/// The step that ends an execution on its widget.
pub(super) fn last_step(execution: &mut Execution, event: &'static str, notes: Vec<Text>) -> Step {
    execution.wait = Wait::Ended;
    step(execution, event, None, None, notes)
}

/// What templates read.
pub(super) struct Reading<'x> {
    context: &'x Map,
    now: Timestamp,
}

impl Scope for Reading<'_> {
    fn root(&self, name: &str) -> Option<&Value> {
        self.context.get(name)
    }

    fn now(&self) -> Timestamp {
        self.now
    }
}
