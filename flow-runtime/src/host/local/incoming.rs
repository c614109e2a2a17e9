//! What is brought to a conversation from outside, and how that is answered.

use flow_model::{Map, Text};

use crate::conversation::{Media, Message, Timestamp};

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
    /// When it was sent, where the channel says so: one that is older than
    /// [`Limits::retention`](super::Limits) is refused, as nobody could know it again.
    pub sent: Option<Timestamp>,
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

    /// The same, sent at that time.
    pub fn sent(self, at: Timestamp) -> Self {
        NewMessage {
            sent: Some(at),
            ..self
        }
    }
}

/// A request to start an execution, as over Studio's REST API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewRequest {
    /// The contact: `contact.channel.address`.
    pub to: Text,
    /// Our side, from which the flow writes: `flow.channel.address`; none: the flow's name.
    pub from: Option<Text>,
    /// What the flow reads as `trigger.request.parameters` and `flow.data`.
    pub parameters: Map,
    /// By what it is known when it comes again; none: it never does.
    pub id: Option<Text>,
    /// When it was made: one that is older than [`Limits::retention`](super::Limits) is refused, as
    /// nobody could know it again.
    pub sent: Option<Timestamp>,
}

impl NewRequest {
    /// A request to talk to somebody.
    pub fn new(to: impl Into<Text>) -> Self {
        NewRequest {
            to: to.into(),
            ..NewRequest::default()
        }
    }

    /// The same from another address of ours.
    pub fn from(self, from: impl Into<Text>) -> Self {
        NewRequest {
            from: Some(from.into()),
            ..self
        }
    }

    /// The same with parameters.
    pub fn parameters(self, parameters: Map) -> Self {
        NewRequest { parameters, ..self }
    }

    /// The same under an id, so that it may be made again.
    pub fn id(self, id: impl Into<Text>) -> Self {
        NewRequest {
            id: Some(id.into()),
            ..self
        }
    }

    /// The same, made at that time.
    pub fn sent(self, at: Timestamp) -> Self {
        NewRequest {
            sent: Some(at),
            ..self
        }
    }
}

/// The answer to a request to start: it is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The SID of the execution.
    pub execution: Text,
    /// Whether the request was there already.
    pub duplicate: bool,
}

/// The answer to a message: it is durable.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivered {
    /// The message as it stands in the conversation; the same whenever it comes again.
    pub message: Message,
    /// Whether it was there already.
    pub duplicate: bool,
}
