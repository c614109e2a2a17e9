//! What a flow asks for in a turn: what is done here is done in the turn's own commit, and the rest is
//! a row of it.

use flow_model::{Map, Text};

use super::draft::{Draft, Stop, json, next_index};
use super::operations::CLOSED;
use super::room::{Call, Registered};
use crate::conversation::{Media, Message, State};
use crate::driver::{Effect, Outcome, Request, Task};
use crate::execution::Execution;
use crate::sid;
use crate::store::commit::{self, Write};

impl Draft<'_> {
    /// What a test says of the message that is to be sent.
    pub(super) fn refused(
        &self,
        registered: &Registered,
        execution: &Execution,
    ) -> Option<Outcome> {
        let (within, widget) = (execution.within(), execution.widget());
        self.stage?.refuse(&registered.program, within, widget)
    }

    /// A message of the flow's own.
    pub(super) fn send(
        &mut self,
        key: Text,
        author: Text,
        body: Text,
        attributes: Map,
        media_url: Text,
    ) -> Outcome {
        if self.room.chat.state == State::Closed {
            return closed();
        }
        let message = Message {
            sid: sid::message(&key),
            index: next_index(self.room.chat.last_index),
            author,
            body,
            attributes,
            media: media(media_url),
            at: self.now,
        };
        self.say(key, message.clone());
        Outcome::Accepted { message }
    }

    /// What people are to be handed once the turn is written.
    pub(super) fn enqueue_task(
        &self,
        key: Text,
        task: Task,
        tasks: &mut Vec<(Text, Task)>,
    ) -> Outcome {
        if self.room.chat.state == State::Closed {
            return closed();
        }
        let sid = sid::task(&key);
        tasks.push((sid.clone(), task));
        Outcome::HandedOver { task: sid }
    }

    /// Leaves the conversation to people.
    pub(super) fn hand_over_tasks(
        &mut self,
        seat: usize,
        execution: &Text,
        tasks: Vec<(Text, Task)>,
    ) -> Result<(), Stop> {
        if tasks.is_empty() {
            return Ok(());
        }
        for (sid, task) in tasks {
            self.write(Write::Task(commit::Task {
                conversation: self.room.seats[seat].conversation,
                execution: execution.clone(),
                sid,
                task,
                at: self.now,
            }));
        }
        self.after.tasks = true;
        self.hand_over(seat)
    }

    /// A call that leaves once the commit is written.
    pub(super) fn emit(
        &mut self,
        seat: usize,
        effect: Effect,
        execution: &Execution,
    ) -> Result<(), Stop> {
        let kind = match effect.request {
            Request::Send { .. } => "send",
            Request::Call { .. } => "call",
            Request::Fetch { .. } => "fetch",
            Request::Http { .. } => "http",
            Request::HandOver(_) => "hand over",
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
}

pub(super) fn closed() -> Outcome {
    Outcome::Refused {
        code: CLOSED,
        reason: "the conversation is closed".into(),
    }
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
