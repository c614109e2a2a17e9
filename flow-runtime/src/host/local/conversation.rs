//! A conversation as a channel or a test sees it.

use std::sync::Arc;
use std::time::Instant;

use flow_model::Text;
use tokio::sync::broadcast;

use super::inner::Inner;
use super::mail::{Answer, Change, Mail};
use super::{Delivered, HostError, NewMessage, NewRequest, Started};
use crate::conversation::{Message, Participant, Timestamp, Who};
use crate::driver::{Event, Step};
use crate::sid;
use crate::store::{chat, read};
use crate::telemetry;

/// One conversation, kept in the store, as one flow sees it.
///
/// Every call is done by the conversation's own task: a caller that goes away cancels nothing.
#[derive(Clone, Debug)]
pub struct Conversation {
    inner: Arc<Inner>,
    address: Text,
    flow: Text,
    sid: Text,
}

/// Something that is now durable.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Activity {
    /// Somebody wrote, or the flow did.
    Message(Message),
    /// Somebody joined.
    Joined(Participant),
    /// Somebody left.
    Left(Participant),
    /// A flow moved on.
    Steps {
        /// The flow.
        flow: Text,
        /// Its execution.
        execution: Text,
        /// The steps of one turn, in order.
        steps: Vec<Step>,
    },
    /// A flow left the conversation to people.
    HandedOver {
        /// The flow.
        flow: Text,
    },
    /// The conversation is over.
    Closed,
}

impl Activity {
    /// Tells what of it is to be told.
    pub(super) fn tell(&self, conversation: &str) {
        match self {
            Activity::Steps {
                flow,
                execution,
                steps,
            } => {
                for step in steps {
                    telemetry::step(conversation, flow, execution, step);
                }
            }
            Activity::HandedOver { flow } => telemetry::handed_over(conversation, flow),
            Activity::Closed => telemetry::conversation_closed(conversation),
            Activity::Message(_) | Activity::Joined(_) | Activity::Left(_) => {}
        }
    }
}

/// How a conversation stands with its flow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Standing {
    /// Nothing runs: the next message starts an execution.
    Idle,
    /// An execution waits at a widget.
    Active {
        /// Its SID.
        execution: Text,
        /// The widget, in Studio's name.
        widget: Text,
    },
    /// An execution waits for a program that can run it; messages are queued.
    Held {
        /// Its SID.
        execution: Text,
        /// Why this program may not run it.
        why: Text,
    },
    /// The flow left it to people; messages no longer reach it.
    HandedOver,
    /// Nothing can be written any more.
    Closed,
}

/// What one event did to the conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct TurnRecord {
    /// What makes it the same turn when its event comes again.
    pub identity: Text,
    /// When.
    pub at: Timestamp,
    /// The execution it belongs to; none: the event moved none.
    pub execution: Option<Text>,
    /// `moved`, `queued`, `done` (by a function), `ignored: …`, `ended: …`.
    pub outcome: Text,
    /// The event; none for what a function did to the conversation.
    pub event: Option<Event>,
    /// The steps it caused.
    pub steps: Vec<Step>,
}

impl Conversation {
    pub(super) fn new(inner: Arc<Inner>, address: Text, flow: Text) -> Self {
        let sid = sid::conversation(&address);
        Conversation {
            inner,
            address,
            flow,
            sid,
        }
    }

    /// Its address: the channel, then the channel's own name of it.
    pub fn address(&self) -> &Text {
        &self.address
    }

    /// Its SID: `CH` + 32 hex digits.
    pub fn sid(&self) -> &Text {
        &self.sid
    }

    /// Puts somebody in. Somebody who is there already stays as they are.
    pub async fn add_participant(&self, who: Who) -> Result<Participant, HostError> {
        match self.change(Change::Add { who }).await? {
            Some(participant) => Ok(participant),
            None => unreachable!("whoever is put in is answered"),
        }
    }

    /// Takes somebody out, by identity or address; somebody who is not there is no error.
    pub async fn remove_participant(&self, author: impl Into<Text>) -> Result<(), HostError> {
        let author = author.into();
        self.change(Change::Remove { author }).await.map(drop)
    }

    /// Brings a message; returns once it is durable: it moved the flow on, waits in the queue, or
    /// is none of the flow's. One with an id that came before gets the answer it had then.
    pub async fn deliver(&self, message: NewMessage) -> Result<Delivered, HostError> {
        let began = Instant::now();
        let (message, duplicate) = self.ask(|answer| Mail::Deliver { message, answer }).await?;
        if let Some(flow) = self.inner.meters.flow(&self.flow) {
            flow.delivered(began.elapsed());
        }
        Ok(Delivered { message, duplicate })
    }

    /// Starts an execution here, where the flow's trigger connects `incoming_request`. At most one
    /// is active in a conversation. Returns once it is durable; a request whose id came before gets
    /// the answer it had then.
    pub async fn start(&self, request: NewRequest) -> Result<Started, HostError> {
        let flow = self.flow.clone();
        self.ask(|answer| Mail::Start {
            flow,
            request,
            answer,
        })
        .await
    }

    /// Ends the conversation: nothing can be written any more, and executions that wait for a reply
    /// end. Closing twice is no error.
    pub async fn close(&self) -> Result<(), HostError> {
        self.change(Change::Close).await.map(drop)
    }

    /// Leaves the conversation to people: the running execution goes on to its end, and messages
    /// no longer reach the flow. Doing so twice is no error.
    pub async fn hand_over(&self) -> Result<(), HostError> {
        let flow = self.flow.clone();
        self.change(Change::HandOver { flow }).await.map(drop)
    }

    /// Every message so far, in order.
    pub async fn messages(&self) -> Result<Vec<Message>, HostError> {
        let address = self.address.clone();
        let read = move |db: &_| chat::messages(db, &address);
        self.inner.read(read).await
    }

    /// Who is there now, in order of joining.
    pub async fn participants(&self) -> Result<Vec<Participant>, HostError> {
        let address = self.address.clone();
        let read = move |db: &_| chat::chat(db, &address);
        let chat = self.inner.read(read).await?;
        Ok(chat.map_or(Vec::new(), |chat| chat.participants))
    }

    /// Everything that happened to the flow here, in order: to show, or to replay.
    pub async fn turns(&self) -> Result<Vec<TurnRecord>, HostError> {
        let (address, flow) = (self.address.clone(), self.flow.clone());
        let read = move |db: &_| read::log(db, &address, &flow);
        let log = self.inner.read(read).await?;
        Ok(log.into_iter().map(TurnRecord::of).collect())
    }

    /// How it stands.
    pub async fn standing(&self) -> Result<Standing, HostError> {
        let flow = self.flow.clone();
        self.ask(|answer| Mail::Standing { flow, answer }).await
    }

    /// What happens from now on. A receiver that falls 1,024 behind is told so by tokio.
    pub fn subscribe(&self) -> broadcast::Receiver<Activity> {
        self.inner.subscribe(&self.address)
    }

    /// Waits until no message, call or result is under way; armed timers do not count.
    pub async fn quiet(&self) -> Result<(), HostError> {
        self.ask(|answer| Mail::Quiet { answer }).await
    }

    async fn change(&self, change: Change) -> Result<Option<Participant>, HostError> {
        self.ask(|answer| Mail::Change { change, answer }).await
    }

    async fn ask<T>(&self, mail: impl FnOnce(Answer<T>) -> Mail) -> Result<T, HostError> {
        self.inner.ask(&self.address, mail).await
    }
}

impl TurnRecord {
    fn of(logged: read::Logged) -> Self {
        TurnRecord {
            identity: logged.identity,
            at: logged.at,
            execution: logged.execution,
            outcome: logged.outcome,
            event: serde_json::from_str(&logged.event).ok(),
            steps: serde_json::from_str(&logged.steps).unwrap_or_default(),
        }
    }
}
