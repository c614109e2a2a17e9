//! A conversation as a channel or a test sees it.

use flow_model::{Map, Text};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use super::HostError;
use crate::conversation::{Media, Message, Participant, Timestamp, Who};
use crate::driver::{Event, Step};

/// One conversation, kept in the store, as one flow sees it.
///
/// Every call is done by the conversation's own task: a caller that goes away cancels nothing.
#[derive(Clone, Debug)]
pub struct Conversation {}

/// A message that somebody wrote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewMessage {
    /// Who wrote it: a participant's identity or address.
    pub author: Text,
    /// The text.
    pub body: Text,
    /// A JSON object.
    pub attributes: Map,
    /// Metadata of pictures and the like.
    pub media: Vec<Media>,
    /// The channel's own id, by which it is known when it comes again; none: it never does.
    pub id: Option<Text>,
}

impl NewMessage {
    /// A text of somebody's.
    pub fn new(author: impl Into<Text>, body: impl Into<Text>) -> Self {
        NewMessage {
            author: author.into(),
            body: body.into(),
            ..NewMessage::default()
        }
    }

    /// The same under the channel's own id, so that it may be delivered again.
    pub fn id(self, id: impl Into<Text>) -> Self {
        NewMessage {
            id: Some(id.into()),
            ..self
        }
    }
}

/// The answer to a message: it is durable.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivered {
    /// The message as it stands in the conversation; the same whenever it comes again.
    pub message: Message,
    /// Whether it was there already.
    pub duplicate: bool,
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TurnRecord {
    /// When.
    pub at: Timestamp,
    /// The execution it belongs to; none: the event moved none.
    pub execution: Option<Text>,
    /// `moved`, `queued`, `ignored: …`, `ended: …`.
    pub outcome: Text,
    /// The event; none for what a function did to the conversation.
    pub event: Option<Event>,
    /// The steps it caused.
    pub steps: Vec<Step>,
}

impl Conversation {
    /// Its address: the channel, then the channel's own name of it.
    pub fn address(&self) -> &Text {
        todo!()
    }

    /// Its SID: `CH` + 32 hex digits.
    pub fn sid(&self) -> &Text {
        todo!()
    }

    /// Puts somebody in. Somebody who is there already stays as they are.
    pub async fn add_participant(&self, who: Who) -> Result<Participant, HostError> {
        let _ = who;
        todo!()
    }

    /// Takes somebody out, by identity or address; somebody who is not there is no error.
    pub async fn remove_participant(&self, author: &str) -> Result<(), HostError> {
        let _ = author;
        todo!()
    }

    /// Brings a message; returns once it is durable: it moved the flow on, waits in the queue, or
    /// is none of the flow's.
    pub async fn deliver(&self, message: NewMessage) -> Result<Delivered, HostError> {
        let _ = message;
        todo!()
    }

    /// Ends the conversation: nothing can be written any more, and an execution that waits for a
    /// reply ends. Closing twice is no error.
    pub async fn close(&self) -> Result<(), HostError> {
        todo!()
    }

    /// Every message so far, in order.
    pub async fn messages(&self) -> Result<Vec<Message>, HostError> {
        todo!()
    }

    /// Who is there now, in order of joining.
    pub async fn participants(&self) -> Result<Vec<Participant>, HostError> {
        todo!()
    }

    /// Everything that happened to the flow here, in order: to show, or to replay.
    pub async fn turns(&self) -> Result<Vec<TurnRecord>, HostError> {
        todo!()
    }

    /// How it stands.
    pub async fn standing(&self) -> Result<Standing, HostError> {
        todo!()
    }

    /// What happens from now on. A receiver that falls 1,024 behind is told so by tokio.
    pub fn subscribe(&self) -> broadcast::Receiver<Activity> {
        todo!()
    }

    /// Waits until no message, call or result is under way; armed timers do not count.
    pub async fn quiet(&self) -> Result<(), HostError> {
        todo!()
    }
}
