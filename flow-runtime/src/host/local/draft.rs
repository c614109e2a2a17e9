//! One turn: computed on the room, written down as a commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use flow_model::{Map, Text};

use super::room::{Active, Call, Is, Reception, Registered, Room, Seat, Waiting};
use super::{Activity, HostError, NewMessage};
use crate::conversation::{Media, Message, Participant, State, Timestamp};
use crate::driver::{self, Effect, Event, EventKind, Outcome, Request, Run, Start, Step};
use crate::execution::{Execution, MAX_STATE};
use crate::function::FunctionError;
use crate::sid;
use crate::store::StoreError;
use crate::store::commit::{self, Commit, Mover, Place, Turn, Write, Written};

/// Twilio's code for a conversation that is closed.
pub(super) const CLOSED: u32 = 50377;

/// Why a turn cannot be computed.
#[derive(Debug)]
pub(super) enum Stop {
    /// What a program asked for is refused; the room is as it was.
    Refused(HostError),
    /// What a function asked for is refused; the room is as it was.
    Denied(FunctionError),
    /// It cannot be written down.
    Faulty(StoreError),
    /// The flow of that conversation cannot take the event: it is to be ended.
    Poisoned(Poison),
}

/// A flow that fails on an event.
#[derive(Clone, Debug)]
pub(super) struct Poison {
    pub(super) conversation: i64,
    pub(super) reason: Text,
}

/// A turn while it is computed.
///
/// The room changes as it will be once the commit is written; where that fails it is thrown away.
pub(super) struct Draft<'r> {
    pub(super) room: &'r mut Room,
    pub(super) now: Timestamp,
    poisoned: &'r [Poison],
    commit: Commit,
    /// The last index as the store has it.
    from: Option<u64>,
    /// What is written of the chat, after the turns: the first write tells a duplicate.
    chat: Vec<Write>,
    after: After,
}

/// What is to be done once the commit is written.
#[derive(Debug, Default)]
pub(super) struct After {
    pub(super) activity: Vec<Activity>,
    /// The earliest timer that it armed.
    pub(super) due: Option<Timestamp>,
    executions: Vec<(usize, Place)>,
    queued: Vec<(usize, Place)>,
    calls: Vec<(usize, Place)>,
}

impl After {
    /// Puts the rows that were made into the room; gives the calls that may now be made.
    pub(super) fn settle(&self, room: &mut Room, written: &Written) -> Vec<(usize, Call)> {
        for &(seat, place) in &self.executions {
            if let Some(active) = &mut room.seats[seat].active {
                active.id = written.row(place);
            }
        }
        for &(seat, place) in &self.queued {
            if let Some(waiting) = room.seats[seat].queue.back_mut() {
                waiting.turn = written.row(place);
            }
        }
        let mut calls = Vec::new();
        for &(seat, place) in &self.calls {
            if let Some(call) = room.seats[seat].calls.last_mut() {
                call.effect = written.row(place);
                calls.push((seat, call.clone()));
            }
        }
        calls
    }
}

/// A line of the log to be: what happened, and under which name.
struct Entry<'e> {
    identity: Text,
    event: &'e Event,
    position: Option<u64>,
}

impl<'e> Entry<'e> {
    fn of(event: &'e Event) -> Self {
        let position = match &event.kind {
            EventKind::Message { message, .. } => Some(message.index),
            _ => None,
        };
        Entry {
            identity: event.identity.clone(),
            event,
            position,
        }
    }
}

impl<'r> Draft<'r> {
    pub(super) fn new(room: &'r mut Room, now: Timestamp, poisoned: &'r [Poison]) -> Self {
        let from = room.chat.last_index;
        Draft {
            room,
            now,
            poisoned,
            commit: Commit::default(),
            from,
            chat: Vec::new(),
            after: After::default(),
        }
    }

    /// What is to be written, and what to do then.
    pub(super) fn finish(mut self) -> (Commit, After) {
        if !self.chat.is_empty() {
            self.commit.writes.append(&mut self.chat);
            let chat = &self.room.chat;
            self.commit.push(Write::ChatState {
                chat: chat.id,
                from: self.from,
                to: chat.last_index,
                state: chat.state,
            });
        }
        (self.commit, self.after)
    }

    pub(super) fn write(&mut self, write: Write) -> Place {
        self.commit.push(write)
    }

    pub(super) fn write_chat(&mut self, write: Write) {
        self.chat.push(write);
    }

    pub(super) fn publish(&mut self, activity: Activity) {
        self.after.activity.push(activity);
    }

    /// A participant wrote: every flow here hears of it.
    pub(super) fn deliver(&mut self, new: &NewMessage, queue: usize) -> Result<Message, Stop> {
        let participant = self.writer(&new.author)?.sid.clone();
        self.has_room(queue)?;
        let chat = &self.room.chat;
        let index = next_index(chat.last_index);
        let sid = match &new.id {
            Some(id) => sid::received(&chat.sid, id),
            None => sid::received(&chat.sid, &format!("#{index}")),
        };
        let identity = identity(new.id.as_ref().unwrap_or(&sid));
        let message = Message {
            sid,
            index,
            author: new.author.clone(),
            body: new.body.clone(),
            attributes: new.attributes.clone(),
            media: new.media.clone(),
            at: self.now,
        };
        self.say(identity.clone(), message.clone());
        let mut parameters = Map::new();
        parameters.insert("ParticipantSid", participant);
        let event = Event {
            identity,
            at: self.now,
            kind: EventKind::Message {
                message: message.clone(),
                parameters,
                early: false,
            },
        };
        for seat in 0..self.room.seats.len() {
            self.receive(seat, &event)?;
        }
        Ok(message)
    }

    /// Whoever wants to write must be there, and the conversation open.
    fn writer(&self, author: &Text) -> Result<&Participant, Stop> {
        let chat = &self.room.chat;
        if chat.state == State::Closed {
            let address = chat.address.clone();
            return Err(Stop::Refused(HostError::Closed(address)));
        }
        chat.participants
            .iter()
            .find(|participant| participant.who.author() == author)
            .ok_or_else(|| {
                Stop::Refused(HostError::NotAParticipant {
                    author: author.clone(),
                    address: chat.address.clone(),
                })
            })
    }

    fn has_room(&self, queue: usize) -> Result<(), Stop> {
        let full = |seat: &&Seat| seat.queue.len() >= queue && seat.reception() == Reception::Queue;
        match self.room.seats.iter().find(full) {
            None => Ok(()),
            Some(seat) => Err(Stop::Refused(HostError::QueueFull {
                address: self.room.chat.address.clone(),
                waiting: seat.queue.len(),
            })),
        }
    }

    /// Puts a message into the conversation.
    pub(super) fn say(&mut self, key: Text, message: Message) {
        self.room.chat.last_index = Some(message.index);
        self.publish(Activity::Message(message.clone()));
        self.write_chat(Write::Message {
            chat: self.room.chat.id,
            key,
            message,
        });
    }

    fn receive(&mut self, seat: usize, event: &Event) -> Result<(), Stop> {
        let entry = Entry::of(event);
        match self.room.seats[seat].reception() {
            Reception::Ignore(why) => self.ignore(seat, &entry, why),
            Reception::Queue => self.enqueue(seat, &entry),
            Reception::Start | Reception::Move => self.take(seat, &entry),
        }
    }

    fn enqueue(&mut self, seat: usize, entry: &Entry<'_>) -> Result<(), Stop> {
        let position = entry.position.unwrap_or_default();
        let place = self.log(seat, entry, Mover::None, "queued".into(), &[])?;
        let conversation = self.room.seats[seat].conversation;
        self.write(Write::Enqueue {
            conversation,
            position,
        });
        self.after.queued.push((seat, place));
        self.room.seats[seat].queue.push_back(Waiting {
            position,
            turn: 0, // known once it is written
            event: entry.event.clone(),
        });
        Ok(())
    }

    /// The first event of the queue has its turn.
    pub(super) fn next_of_queue(&mut self, seat: usize) -> Result<(), Stop> {
        let Some(mut waiting) = self.room.seats[seat].queue.pop_front() else {
            return Ok(());
        };
        waiting.event.at = self.now;
        if let EventKind::Message { early, .. } = &mut waiting.event.kind {
            *early = true;
        }
        let entry = Entry {
            identity: format!("q:{}", waiting.turn).into(),
            ..Entry::of(&waiting.event)
        };
        self.take(seat, &entry)?;
        self.dequeue(seat, &waiting);
        Ok(())
    }

    fn dequeue(&mut self, seat: usize, waiting: &Waiting) {
        self.write(Write::Dequeue {
            conversation: self.room.seats[seat].conversation,
            position: waiting.position,
            turn: waiting.turn,
        });
    }

    /// Nothing of the queue will have its turn.
    pub(super) fn empty_queue(&mut self, seat: usize, why: &str) -> Result<(), Stop> {
        while let Some(waiting) = self.room.seats[seat].queue.pop_front() {
            let entry = Entry {
                identity: format!("q:{}", waiting.turn).into(),
                ..Entry::of(&waiting.event)
            };
            self.ignore(seat, &entry, why)?;
            self.dequeue(seat, &waiting);
        }
        Ok(())
    }

    /// A function came to its end.
    pub(super) fn result(
        &mut self,
        conversation: i64,
        key: &Text,
        outcome: &Outcome,
    ) -> Result<(), Stop> {
        let Some(seat) = self.room.seat(conversation) else {
            return Ok(());
        };
        let calls = &mut self.room.seats[seat].calls;
        let Some(at) = calls.iter().position(|call| call.key == *key) else {
            return Ok(());
        };
        let call = calls.remove(at);
        let event = Event {
            identity: format!("r:{key}").into(),
            at: self.now,
            kind: EventKind::Result {
                wait: call.wait,
                outcome: outcome.clone(),
            },
        };
        match self.room.seats[seat].active {
            Some(_) => self.take(seat, &Entry::of(&event))?,
            None => self.ignore(seat, &Entry::of(&event), "ended")?,
        }
        self.write(Write::Settle {
            effect: call.effect,
        });
        Ok(())
    }

    /// One more attempt of a call is about to begin.
    pub(super) fn count_attempt(&mut self, seat: usize, key: &Text) {
        if let Some(call) = self.call(seat, key) {
            call.attempts += 1;
            let (effect, attempts) = (call.effect, call.attempts);
            self.write(Write::Attempt { effect, attempts });
        }
    }

    /// Nobody waits for the result of a call any more.
    pub(super) fn drop_call(&mut self, seat: usize, key: &Text) {
        if let Some(call) = self.call(seat, key) {
            let effect = call.effect;
            self.write(Write::Settle { effect });
            self.room.seats[seat].calls.retain(|call| call.key != *key);
        }
    }

    fn call(&mut self, seat: usize, key: &Text) -> Option<&mut Call> {
        let calls = &mut self.room.seats[seat].calls;
        calls.iter_mut().find(|call| call.key == *key)
    }

    /// The time of a wait has come; where it is over already nothing is written.
    pub(super) fn timer(&mut self, conversation: i64, wait: u64) -> Result<(), Stop> {
        let Some(seat) = self.room.seat(conversation) else {
            return Ok(());
        };
        let now = self.now;
        let due = self.room.seats[seat].running().filter(|execution| {
            execution.turns() == wait && execution.due().is_some_and(|due| due <= now)
        });
        let Some(execution) = due else {
            return Ok(());
        };
        let event = Event {
            identity: format!("t:{}.{wait}", execution.sid()).into(),
            at: now,
            kind: EventKind::Timer { wait },
        };
        self.take(seat, &Entry::of(&event))
    }

    /// The execution is told to end.
    pub(super) fn end(&mut self, seat: usize) -> Result<(), Stop> {
        let Some(execution) = self.room.seats[seat].running() else {
            return Ok(());
        };
        let event = Event {
            identity: format!("end:{}", execution.sid()).into(),
            at: self.now,
            kind: EventKind::End,
        };
        self.take(seat, &Entry::of(&event))
    }

    /// The flow takes the event: its execution moves, or one starts.
    fn take(&mut self, seat: usize, entry: &Entry<'_>) -> Result<(), Stop> {
        let conversation = self.room.seats[seat].conversation;
        let poison = self
            .poisoned
            .iter()
            .find(|poison| poison.conversation == conversation);
        let reason = poison.map(|poison| poison.reason.clone());
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
            Some(reason) => driver::abort(program, execution, reason),
        };
        match run.ignored {
            None => self.carry_out(seat, entry, registered, Some(active.id), run),
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
        let mut steps = Vec::new();
        let call = loop {
            self.show(seat, run.execution.sid(), &run.steps);
            steps.append(&mut run.steps);
            match run.effect.take() {
                Some(effect) if matches!(effect.request, Request::Send { .. }) => {
                    let outcome = self.send(effect);
                    let program = &registered.program;
                    run = self.drive(seat, || driver::answer(program, run.execution, &outcome))?;
                }
                call => break call,
            }
        };
        self.record(seat, entry, registered, row, &run.execution, &steps)?;
        if let Some(effect) = call {
            self.emit(seat, effect, &run.execution)?;
        }
        self.room.seats[seat].active = (!run.execution.is_ended()).then(|| Active {
            id: row.unwrap_or_default(), // of a new one known once it is written
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

    /// A message of the flow's own.
    fn send(&mut self, effect: Effect) -> Outcome {
        let Request::Send {
            author,
            body,
            attributes,
            media_url,
        } = effect.request
        else {
            unreachable!("only sends are carried out here");
        };
        if self.room.chat.state == State::Closed {
            return Outcome::Refused {
                code: CLOSED,
                reason: "the conversation is closed".into(),
            };
        }
        let message = Message {
            sid: sid::message(&effect.key),
            index: next_index(self.room.chat.last_index),
            author,
            body,
            attributes,
            media: media(media_url),
            at: self.now,
        };
        self.say(effect.key, message.clone());
        Outcome::Accepted { message }
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
        let state = execution.to_json().map_err(faulty)?;
        let conversation = self.room.seats[seat].conversation;
        if state.len() > MAX_STATE {
            let reason = format!("its state would be larger than {} KiB", MAX_STATE >> 10);
            return Err(self.poison(seat, reason));
        }
        let outcome = match self
            .poisoned
            .iter()
            .find(|poison| poison.conversation == conversation)
        {
            Some(poison) => format!("ended: {}", poison.reason).into(),
            None => "moved".into(),
        };
        self.log(
            seat,
            entry,
            row.map_or(Mover::New, Mover::Row),
            outcome,
            steps,
        )?;
        let (ended, due) = (execution.is_ended(), execution.due());
        if let Some(due) = due {
            self.after.due = Some(self.after.due.map_or(due, |earliest| earliest.min(due)));
        }
        match row {
            Some(id) => {
                self.write(Write::Advance {
                    id,
                    at: self.now,
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
                    at: self.now,
                    ended,
                    due,
                    state,
                }));
                self.after.executions.push((seat, place));
            }
        }
        Ok(())
    }

    /// A call that leaves once the commit is written.
    fn emit(&mut self, seat: usize, effect: Effect, execution: &Execution) -> Result<(), Stop> {
        let kind = match effect.request {
            Request::Send { .. } => "send",
            Request::Call { .. } => "call",
            Request::Fetch { .. } => "fetch",
        };
        let place = self.write(Write::Effect(commit::Effect {
            conversation: self.room.seats[seat].conversation,
            key: effect.key.clone(),
            kind,
            request: json(&effect.request)?,
            awaited: execution.turns(),
            after_index: self.room.chat.last_index,
            at: self.now,
        }));
        self.after.calls.push((seat, place));
        self.room.seats[seat].calls.push(Call {
            effect: 0, // known once it is written
            key: effect.key,
            wait: execution.turns(),
            attempts: 1,
            request: effect.request,
        });
        Ok(())
    }

    fn ignore(&mut self, seat: usize, entry: &Entry<'_>, why: &str) -> Result<(), Stop> {
        let outcome = format!("ignored: {why}").into();
        self.log(seat, entry, Mover::None, outcome, &[]).map(drop)
    }

    fn log(
        &mut self,
        seat: usize,
        entry: &Entry<'_>,
        execution: Mover,
        outcome: Text,
        steps: &[Step],
    ) -> Result<Place, Stop> {
        tracing::debug!(flow = %self.room.seats[seat].flow, identity = %entry.identity, %outcome);
        Ok(self.write(Write::Turn(Turn {
            conversation: self.room.seats[seat].conversation,
            execution,
            identity: entry.identity.clone(),
            at: self.now,
            position: entry.position,
            outcome,
            event: json(entry.event)?,
            steps: json(&steps)?,
        })))
    }

    /// Calls the driver; a panic of it ends the execution and nothing else.
    fn drive<T>(&self, seat: usize, run: impl FnOnce() -> T) -> Result<T, Stop> {
        catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
            let text = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no message");
            tracing::error!(flow = %self.room.seats[seat].flow, "the driver panicked: {text}");
            self.poison(seat, format!("the driver panicked: {text}"))
        })
    }

    fn poison(&self, seat: usize, reason: String) -> Stop {
        Stop::Poisoned(Poison {
            conversation: self.room.seats[seat].conversation,
            reason: reason.into(),
        })
    }
}

/// The identity of a message, and its key in the conversation.
pub(super) fn identity(id: &Text) -> Text {
    format!("m:{id}").into()
}

pub(super) fn next_index(last: Option<u64>) -> u64 {
    last.map_or(0, |last| last + 1)
}

fn media(url: Text) -> Vec<Media> {
    if url.is_empty() {
        return Vec::new();
    }
    vec![Media {
        url,
        content_type: None,
        size: None,
        filename: None,
    }]
}

pub(super) fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, Stop> {
    serde_json::to_string(value).map_err(faulty)
}

fn faulty(error: serde_json::Error) -> Stop {
    Stop::Faulty(StoreError::Faulty(error.to_string()))
}
