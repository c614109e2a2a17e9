//! What may happen to a conversation: who hears of it, and when.

use std::sync::Arc;

use flow_model::{Map, Text};

use super::draft::{Draft, Entry, Stop, next_index};
use super::room::{Call, Reception, Registered, Seat, Waiting};
use super::{Activity, HostError, NewMessage, NewRequest, Started};
use crate::conversation::{Message, Participant, State};
use crate::driver::{Event, EventKind, Outcome, cast};
use crate::sid;
use crate::store::commit::{Mover, Write};

impl Draft<'_> {
    /// A participant wrote: every flow here hears of it.
    pub(super) fn deliver(&mut self, new: &NewMessage, queue: usize) -> Result<Message, Stop> {
        let participant = self.writer(&new.author)?.sid.clone();
        if !cast::is_shallow_map(&new.attributes) {
            let author = new.author.clone();
            return Err(Stop::Refused(HostError::TooDeep { author }));
        }
        self.has_room(queue)?;
        let chat = &self.room.chat;
        let index = next_index(chat.last_index);
        let sid = match &new.id {
            Some(id) => sid::received(&chat.sid, &format!("m:{id}")),
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

    /// Somebody asked for an execution to start; none: the flow could not take the request, as the log
    /// says.
    pub(super) fn request(
        &mut self,
        flow: &Text,
        identity: &Text,
        new: &NewRequest,
    ) -> Result<Option<Started>, Stop> {
        let address = self.room.chat.address.clone();
        let refuse = |error| Err(Stop::Refused(error));
        if !cast::is_shallow_map(&new.parameters) {
            return refuse(HostError::ParametersTooDeep);
        }
        let mut seats = self.room.seats.iter();
        let Some(at) = seats.position(|seat| seat.flow == *flow) else {
            return refuse(HostError::UnknownFlow(flow.clone()));
        };
        let seat = &self.room.seats[at];
        let connected = |registered: &Arc<Registered>| registered.program.takes_requests();
        match &seat.active {
            Some(active) => {
                let execution = active.sid().clone();
                return refuse(HostError::Active { address, execution });
            }
            None if self.room.chat.state == State::Closed => {
                return refuse(HostError::Closed(address));
            }
            None if seat.handed_over => return refuse(HostError::HandedOver { address }),
            None if !seat.registered.as_ref().is_some_and(connected) => {
                return refuse(HostError::NotStarted { flow: flow.clone() });
            }
            None => {}
        }
        let event = Event {
            identity: identity.clone(),
            at: self.now,
            kind: EventKind::Request {
                from: new.from.clone().unwrap_or_else(|| flow.clone()),
                to: new.to.clone(),
                parameters: new.parameters.clone(),
            },
        };
        let execution = self.execution(at, &event);
        self.take(at, &Entry::of(&event))?;
        let began = !self.after.executions.is_empty();
        Ok(began.then_some(Started {
            execution,
            duplicate: false,
        }))
    }

    /// The SID of the execution that an event starts.
    pub(super) fn execution(&self, seat: usize, event: &Event) -> Text {
        let index = match &event.kind {
            EventKind::Message { message, .. } => message.index,
            _ => next_index(self.room.chat.last_index),
        };
        sid::execution(&self.room.seats[seat].key, &event.identity, index)
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
        // Another execution may wait under the same number meanwhile.
        let running = self.room.seats[seat].running();
        if running.is_some_and(|execution| execution.emitted(key)) {
            self.take(seat, &Entry::of(&event))?;
        } else {
            self.ignore(seat, &Entry::of(&event), "ended")?;
        }
        self.write(Write::Settle {
            effect: call.effect,
        });
        Ok(())
    }

    /// One more attempt of a call is about to begin.
    pub(super) fn count_attempt(&mut self, seat: usize, key: &Text) -> Result<(), Stop> {
        if let Some(call) = self.call(seat, key) {
            call.attempts += 1;
            let (effect, attempts) = (call.effect, call.attempts);
            self.write(Write::Attempt { effect, attempts });
        }
        Ok(())
    }

    /// Nobody waits for the result of a call any more.
    pub(super) fn forget(&mut self, seat: usize, key: &Text) -> Result<(), Stop> {
        if let Some(call) = self.call(seat, key) {
            let effect = call.effect;
            self.write(Write::Settle { effect });
            self.room.seats[seat].calls.retain(|call| call.key != *key);
        }
        Ok(())
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
}

/// The identity of a message, and its key in the conversation.
pub(super) fn identity(id: &Text) -> Text {
    format!("m:{id}").into()
}
