//! A turn: an event, its run, and a further run for each message that is sent here.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use flow_model::Text;

use super::Activity;
use super::draft::{Draft, Entry, Poison, Stop, faulty};
use super::room::{Active, Is, Registered};
use crate::driver::{self, Event, EventKind, Request, Run, Start, Step};
use crate::execution::{Execution, LARGE_STATE, MAX_STATE};
use crate::function;
use crate::store::commit::{self, Mover, Write};
use crate::telemetry::{self, Turn};
use crate::testing::coverage;

impl Draft<'_> {
    /// The flow takes the event: its execution moves, or one starts.
    pub(super) fn take(&mut self, seat: usize, entry: &Entry<'_>) -> Result<(), Stop> {
        let conversation = self.room.seats[seat].conversation;
        let reason = self.poison(conversation);
        self.begin(seat, entry);
        if reason.is_some() {
            self.after.acquitted.push(conversation);
        }
        let Some(registered) = self.room.seats[seat].registered.clone() else {
            return self.ignore(seat, entry, "this program has no such flow");
        };
        let active = self.room.seats[seat].active.take();
        match (active, reason) {
            (Some(active), reason) => self.advance(seat, entry, &registered, active, reason),
            (None, Some(reason)) => {
                let outcome = format!("ended: {reason}").into();
                self.log(seat, entry, Mover::None, outcome, &[]).map(drop)
            }
            (None, None) => self.start(seat, entry, &registered),
        }
    }

    fn start(
        &mut self,
        seat: usize,
        entry: &Entry<'_>,
        registered: &Arc<Registered>,
    ) -> Result<(), Stop> {
        let program = &registered.program;
        let start = Start {
            key: self.room.seats[seat].key.clone(),
            conversation_sid: self.room.chat.sid.clone(),
            address: self.our_address(seat, entry.event),
            attributes: self.room.chat.attributes.clone(),
        };
        match self.drive(seat, || driver::start(program, &start, entry.event))? {
            Some(run) => self.carry_out(seat, entry, registered, None, run),
            None => self.ignore(seat, entry, "the trigger does not connect it"),
        }
    }

    /// The address through which whoever wrote reaches the flow; else the flow's own name.
    fn our_address(&self, seat: usize, event: &Event) -> Text {
        let EventKind::Message { message, .. } = &event.kind else {
            return self.room.seats[seat].flow.clone();
        };
        let writer = self
            .room
            .chat
            .participants
            .iter()
            .find(|participant| *participant.who.author() == message.author);
        writer
            .and_then(|participant| participant.who.proxy_address())
            .unwrap_or(&self.room.seats[seat].flow)
            .clone()
    }

    fn advance(
        &mut self,
        seat: usize,
        entry: &Entry<'_>,
        registered: &Arc<Registered>,
        active: Active,
        poison: Option<Text>,
    ) -> Result<(), Stop> {
        let execution = match active.is {
            Is::Running(execution) => *execution,
            Is::Held { .. } => {
                self.room.seats[seat].active = Some(active);
                return self.ignore(seat, entry, "held");
            }
        };
        let program = &registered.program;
        let run = match poison {
            None => self.drive(seat, || driver::run(program, execution, entry.event))?,
            Some(reason) => driver::abort(program, execution, entry.event, reason),
        };
        match run.ignored {
            None => {
                self.carry_out(seat, entry, registered, Some(active.id), run)?;
                if let Some(version) = active.version {
                    let id = active.id;
                    self.write(Write::Carry { id, version });
                    self.with_turn(Turn::carries);
                }
                Ok(())
            }
            Some(why) => {
                let is = Is::Running(Box::new(run.execution));
                self.room.seats[seat].active = Some(Active { is, ..active });
                self.ignore(seat, entry, &why.to_string())
            }
        }
    }

    /// Carries out what the flow sends here, gives it the results at once, and writes the turn.
    fn carry_out(
        &mut self,
        seat: usize,
        entry: &Entry<'_>,
        registered: &Arc<Registered>,
        row: Option<i64>,
        mut run: Run,
    ) -> Result<(), Stop> {
        let (mut steps, mut tasks) = (Vec::new(), Vec::new());
        let call = loop {
            coverage::took(&registered.program, &run.steps);
            self.show(seat, run.execution.sid(), &run.steps);
            steps.append(&mut run.steps);
            let Some(effect) = run.effect.take() else {
                break None;
            };
            let outcome = match effect.request {
                Request::Send {
                    author,
                    body,
                    attributes,
                    media_url,
                } => match self.refused(registered, &run.execution) {
                    Some(refused) => refused,
                    None => self.send(effect.key, author, body, attributes, media_url),
                },
                Request::HandOver(task) => self.enqueue_task(effect.key, task, &mut tasks),
                Request::Call { .. } | Request::Fetch { .. } | Request::Http { .. } => {
                    break Some(effect);
                }
            };
            let program = &registered.program;
            run = self.drive(seat, || driver::answer(program, run.execution, &outcome))?;
        };
        self.record(seat, entry, registered, row, &run.execution, &steps)?;
        self.hand_over_tasks(seat, run.execution.sid(), tasks)?;
        if let Some(effect) = call {
            self.emit(seat, effect, &run.execution)?;
        }
        self.room.seats[seat].active = (!run.execution.is_ended()).then(|| Active {
            id: row.unwrap_or_default(), // of a new one known once it is written
            version: None,
            is: Is::Running(Box::new(run.execution)),
        });
        Ok(())
    }

    fn show(&mut self, seat: usize, execution: &Text, steps: &[Step]) {
        if !steps.is_empty() {
            let flow = self.room.seats[seat].flow.clone();
            self.publish(Activity::Steps {
                flow,
                execution: execution.clone(),
                steps: steps.to_vec(),
            });
        }
    }

    /// Writes the turn and its execution.
    fn record(
        &mut self,
        seat: usize,
        entry: &Entry<'_>,
        registered: &Registered,
        row: Option<i64>,
        execution: &Execution,
        steps: &[Step],
    ) -> Result<(), Stop> {
        let state = execution.to_state().map_err(faulty)?;
        let conversation = self.room.seats[seat].conversation;
        if state.len() > MAX_STATE {
            let reason = format!("its state would be larger than {} KiB", MAX_STATE >> 10);
            return Err(self.poisoned(seat, reason));
        }
        self.tell_of_size(seat, execution.sid(), state.len());
        let outcome = match self.poison(conversation) {
            Some(reason) => format!("ended: {reason}").into(),
            None => "moved".into(),
        };
        self.log(
            seat,
            entry,
            row.map_or(Mover::New, Mover::Row),
            outcome,
            steps,
        )?;
        self.with_turn(|turn| turn.moves(execution, steps, row.is_none()));
        let (ended, due) = (execution.is_ended(), execution.due());
        if let Some(due) = due {
            self.after.due = Some(self.after.due.map_or(due, |earliest| earliest.min(due)));
        }
        match row {
            Some(id) => {
                self.write(Write::Advance {
                    id,
                    at: execution.updated(),
                    turns: execution.turns(),
                    ended,
                    due,
                    state,
                });
            }
            None => {
                let place = self.write(Write::Start(commit::Execution {
                    conversation,
                    sid: execution.sid().clone(),
                    version: registered.version,
                    at: execution.started(),
                    ended,
                    due,
                    state,
                }));
                self.after.executions.push((seat, place));
            }
        }
        Ok(())
    }

    /// Tells once of an execution whose state is large, before it is too large.
    fn tell_of_size(&mut self, seat: usize, execution: &Text, bytes: usize) {
        let seat = &mut self.room.seats[seat];
        if bytes < LARGE_STATE || seat.large.as_ref() == Some(execution) {
            return;
        }
        seat.large = Some(execution.clone());
        let conversation = &self.room.chat.sid;
        telemetry::execution_large(conversation, &seat.flow, execution, bytes);
    }

    /// Calls the driver; a panic of it ends the execution and nothing else.
    pub(super) fn drive<T>(&mut self, seat: usize, run: impl FnOnce() -> T) -> Result<T, Stop> {
        self.hold(seat);
        let driven = catch_unwind(AssertUnwindSafe(|| match &self.turn {
            Some(turn) => turn.drive(run),
            None => run(),
        }));
        driven.map_err(|panic| {
            let text = function::message(&*panic);
            telemetry::driver_panicked(&self.room.seats[seat].flow, &text);
            self.poisoned(seat, format!("the driver panicked: {text}"))
        })
    }

    fn poisoned(&self, seat: usize, reason: String) -> Stop {
        Stop::Poisoned(Poison {
            conversation: self.room.seats[seat].conversation,
            reason: reason.into(),
        })
    }
}
