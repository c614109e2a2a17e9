//! What a flow talks to: conversations with participants and messages.
//!
//! The types here are those of every service; the embedded one keeps them in the local store.

use flow_model::{Map, Text};
use serde::{Deserialize, Serialize};

use crate::function::{BoxFuture, FunctionError};

/// Milliseconds since 1970 UTC.
pub type Timestamp = i64;

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// `IM` + 32 hex digits.
    pub sid: Text,
    /// Its place in the conversation, from 0.
    pub index: u64,
    /// Who wrote it: a participant's identity or address; of the flow's own messages its `from`.
    pub author: Text,
    /// The text.
    pub body: Text,
    /// A JSON object.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub attributes: Map,
    /// Pictures and the like: metadata only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// When it was written.
    pub at: Timestamp,
}

/// Metadata of one medium.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// Where it can be fetched.
    pub url: Text,
    /// Its MIME type, where known.
    pub content_type: Option<Text>,
    /// Its size in bytes, where known.
    pub size: Option<u64>,
    /// Its file name, where known.
    pub filename: Option<Text>,
}

/// Somebody in a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Participant {
    /// `MB` + 32 hex digits.
    pub sid: Text,
    /// Who it is.
    pub who: Who,
    /// When it joined.
    pub joined: Timestamp,
    /// The index of the first message that reached it: what was the next one when it joined.
    pub since: u64,
}

/// Who a participant is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A chat user.
    Identity(Text),
    /// Somebody reached at an address through one of ours.
    Address {
        /// Theirs, e.g. `+15557770100`.
        address: Text,
        /// Ours, where the channel has one.
        proxy_address: Option<Text>,
    },
}

impl Who {
    /// What their messages name as the author.
    pub fn author(&self) -> &Text {
        match self {
            Who::Identity(identity) => identity,
            Who::Address { address, .. } => address,
        }
    }

    /// Our side of an address.
    pub fn proxy_address(&self) -> Option<&Text> {
        match self {
            Who::Identity(_) => None,
            Who::Address { proxy_address, .. } => proxy_address.as_ref(),
        }
    }
}

/// What state a conversation is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Messages come and go.
    Active,
    /// Nobody wrote for a while.
    Inactive,
    /// Over: nothing can be written any more.
    Closed,
}

/// What a function may do to its own conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case")]
pub enum Operation {
    /// Adds somebody. Adding again under the same key is success.
    AddParticipant {
        /// Whom.
        who: Who,
    },
    /// Takes somebody out; somebody who is not there is success.
    RemoveParticipant {
        /// By author: identity or address.
        author: Text,
    },
    /// Sends a message to everybody.
    Send {
        /// Who it says it is from.
        author: Text,
        /// The text.
        body: Text,
        /// A JSON object.
        attributes: Map,
    },
    /// Closes the conversation; closing twice is success.
    Close,
    /// Leaves the conversation to people: the running execution goes on to its end, and later
    /// messages start nothing.
    HandOver,
}

/// What an operation brought about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// Somebody was added.
    Added(Participant),
    /// A message was sent.
    Sent(Message),
    /// Done; there is nothing to say.
    Done,
}

/// Carries out the operations of functions on one conversation.
pub trait ConversationService: Send + Sync {
    /// Carries one out under its key (`<effect key>.<k>`): durable when it returns, and done once
    /// however often it is asked for.
    fn perform(
        &self,
        key: String,
        operation: Operation,
    ) -> BoxFuture<'_, Result<Done, FunctionError>>;

    /// Who is there now.
    fn participants(&self) -> BoxFuture<'_, Result<Vec<Participant>, FunctionError>>;
}
