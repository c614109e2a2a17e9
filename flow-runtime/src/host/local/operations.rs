//! What functions and programs do to a conversation.

use flow_model::Text;
use serde::{Deserialize, Serialize};

use super::draft::{Draft, Stop, json, next_index};
use super::mail::Change;
use super::{Activity, HostError};
use crate::conversation::{Done, Message, Operation, Participant, State, Who};
use crate::function::FunctionError;
use crate::sid;
use crate::store::commit::{Mover, Turn, Write};

/// Twilio's code for a conversation that is closed.
pub(super) const CLOSED: u32 = 50377;

/// Twilio's codes for somebody who is there already.
const IDENTITY_IS_THERE: u32 = 50433;
const ADDRESS_IS_THERE: u32 = 50416;

/// An operation of a function as the log keeps it, with the answer that it gets again.
#[derive(Serialize)]
struct Performed<'o> {
    key: &'o str,
    #[serde(flatten)]
    operation: &'o Operation,
    done: &'o Done,
}

/// The answer in the log.
#[derive(Deserialize)]
pub(super) struct Answered {
    pub(super) done: Done,
}

/// The identity of an operation in the log of its conversation.
pub(super) fn identity(key: &str) -> Text {
    format!("o:{key}").into()
}

impl Draft<'_> {
    /// Does what a function asks for, under its key.
    pub(super) fn perform(
        &mut self,
        conversation: i64,
        key: &str,
        operation: &Operation,
    ) -> Result<Done, Stop> {
        let Some(seat) = self.room.seat(conversation) else {
            let gone = FunctionError::new("the conversation is gone");
            return Err(Stop::Denied(gone));
        };
        let done = self.outcome(key, operation).map_err(Stop::Denied)?;
        let performed = Performed {
            key,
            operation,
            done: &done,
        };
        self.write_turn(Turn {
            conversation,
            execution: self.mover(seat),
            identity: identity(key),
            at: self.now,
            position: match &done {
                Done::Sent(message) => Some(message.index),
                _ => None,
            },
            outcome: "done".into(),
            event: json(&performed)?,
            steps: "[]".to_owned(),
            block: None,
        });
        self.apply(seat, key, operation, &done)?;
        Ok(done)
    }

    fn mover(&self, seat: usize) -> Mover {
        let active = self.room.seats[seat].active.as_ref();
        active.map_or(Mover::None, |active| Mover::Row(active.id))
    }

    /// What the operation comes to, before anything is changed.
    fn outcome(&self, key: &str, operation: &Operation) -> Result<Done, FunctionError> {
        let chat = &self.room.chat;
        let closed = chat.state == State::Closed;
        match operation {
            Operation::Close | Operation::HandOver => Ok(Done::Done),
            _ if closed => Err(FunctionError::new("the conversation is closed").with_code(CLOSED)),
            Operation::AddParticipant { who } => match self.present(who) {
                Some(there) => Err(is_there(there)),
                None => Ok(Done::Added(self.newcomer(key, who.clone()))),
            },
            Operation::RemoveParticipant { .. } => Ok(Done::Done),
            Operation::Send {
                author,
                body,
                attributes,
            } => Ok(Done::Sent(Message {
                sid: sid::message(key),
                index: next_index(chat.last_index),
                author: author.clone(),
                body: body.clone(),
                attributes: attributes.clone(),
                media: Vec::new(),
                at: self.now,
            })),
        }
    }

    fn apply(
        &mut self,
        seat: usize,
        key: &str,
        operation: &Operation,
        done: &Done,
    ) -> Result<(), Stop> {
        let key: Text = key.to_owned().into();
        match (operation, done) {
            (_, Done::Added(participant)) => self.join(key, participant.clone()),
            (_, Done::Sent(message)) => self.say(key, message.clone()),
            (Operation::RemoveParticipant { author }, _) => self.remove(author),
            (Operation::Close, _) => self.close()?,
            (Operation::HandOver, _) => self.hand_over(seat)?,
            (Operation::AddParticipant { .. } | Operation::Send { .. }, Done::Done) => {}
        }
        Ok(())
    }

    /// Does what the program asks for; gives whom it put in.
    pub(super) fn change(&mut self, change: &Change) -> Result<Option<Participant>, Stop> {
        match change {
            Change::Add { who } => return self.add(who).map(Some),
            Change::Remove { author } => self.remove(author),
            Change::Close => self.close()?,
            Change::HandOver { flow } => {
                let mut seats = self.room.seats.iter();
                if let Some(seat) = seats.position(|seat| seat.flow == *flow) {
                    self.hand_over(seat)?;
                }
            }
        }
        Ok(None)
    }

    /// Somebody who is there already stays as they are.
    fn add(&mut self, who: &Who) -> Result<Participant, Stop> {
        if let Some(there) = self.present(who) {
            return Ok(there.clone());
        }
        let chat = &self.room.chat;
        if chat.state == State::Closed {
            let address = chat.address.clone();
            return Err(Stop::Refused(HostError::Closed(address)));
        }
        let key: Text = format!("p:{}", chat.joined).into();
        let participant = self.newcomer(&key, who.clone());
        self.join(key, participant.clone());
        Ok(participant)
    }

    fn present(&self, who: &Who) -> Option<&Participant> {
        let there = |participant: &&Participant| match (&participant.who, who) {
            (Who::Identity(there), Who::Identity(new)) => there == new,
            (Who::Address { address: there, .. }, Who::Address { address: new, .. }) => {
                there == new
            }
            _ => false,
        };
        self.room.chat.participants.iter().find(there)
    }

    fn newcomer(&self, key: &str, who: Who) -> Participant {
        let chat = &self.room.chat;
        Participant {
            sid: sid::participant(&chat.sid, key),
            who,
            joined: self.now,
            since: next_index(chat.last_index),
        }
    }

    fn join(&mut self, key: Text, participant: Participant) {
        let chat = &mut self.room.chat;
        chat.joined += 1;
        chat.participants.push(participant.clone());
        let chat = chat.id;
        self.publish(Activity::Joined(participant.clone()));
        self.write_chat(Write::Join {
            chat,
            key,
            participant,
        });
    }

    /// Takes somebody out; somebody who is not there is no error.
    fn remove(&mut self, author: &str) {
        let chat = &mut self.room.chat;
        let gone = |participant: &Participant| *participant.who.author() == *author;
        let Some(at) = chat.participants.iter().position(gone) else {
            return;
        };
        let participant = chat.participants.remove(at);
        let leave = Write::Leave {
            chat: chat.id,
            sid: participant.sid.clone(),
            at: self.now,
        };
        self.write_chat(leave);
        self.publish(Activity::Left(participant));
    }

    /// Ends the conversation. Executions that wait for a reply end in turns of their own.
    fn close(&mut self) -> Result<(), Stop> {
        if self.room.chat.state == State::Closed {
            return Ok(());
        }
        self.room.chat.state = State::Closed;
        for seat in 0..self.room.seats.len() {
            self.empty_queue(seat, "closed")?;
            let conversation = self.room.seats[seat].conversation;
            let at = self.now;
            self.write_chat(Write::Close { conversation, at });
        }
        self.publish(Activity::Closed);
        Ok(())
    }

    /// Leaves the conversation to people: later messages are none of the flow's.
    pub(super) fn hand_over(&mut self, seat: usize) -> Result<(), Stop> {
        if self.room.seats[seat].handed_over {
            return Ok(());
        }
        self.room.seats[seat].handed_over = true;
        self.empty_queue(seat, "handed over")?;
        let conversation = self.room.seats[seat].conversation;
        let at = self.now;
        self.write(Write::HandOver { conversation, at });
        let flow = self.room.seats[seat].flow.clone();
        self.publish(Activity::HandedOver { flow });
        Ok(())
    }
}

fn is_there(there: &Participant) -> FunctionError {
    let (who, code) = match &there.who {
        Who::Identity(identity) => (identity, IDENTITY_IS_THERE),
        Who::Address { address, .. } => (address, ADDRESS_IS_THERE),
    };
    FunctionError::new(format!("{who} is in the conversation already")).with_code(code)
}
