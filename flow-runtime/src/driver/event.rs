//! What comes in, what goes out, and what is written down.

use flow_model::{Map, Text, Value};
use serde::{Deserialize, Serialize};

use crate::conversation::{Message, Timestamp};
use crate::function::Parameters;

/// Something that happened to a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What makes it the same event when it comes again, e.g. `m:IM…`.
    pub identity: Text,
    /// When it happened, never before the execution's last event.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventKind {
    /// A participant wrote.
    Message {
        /// What they wrote.
        message: Message,
        /// What else the channel says of it, named as in its webhook: `ParticipantSid`, `Source`,
        /// `AccountSid`. Templates read it beside `Body`.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        parameters: Map,
        /// Whether it waited in the queue for the execution to be ready.
        #[serde(default)]
        early: bool,
    },
    /// An effect came to its end.
    Result {
        /// The wait it answers.
        wait: u64,
        /// How it ended.
        outcome: Outcome,
    },
    /// The time of a wait has come.
    Timer {
        /// The wait.
        wait: u64,
    },
    /// Somebody asked for the execution to end.
    End,
}

/// How an effect ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// A message was accepted.
    Accepted {
        /// It, as it stands in the conversation.
        message: Message,
    },
    /// A message was refused.
    Refused {
        /// Twilio's code.
        code: u32,
        /// Why.
        reason: Text,
    },
    /// A function returned.
    Returned {
        /// An object.
        value: Value,
    },
    /// A function that lives elsewhere answered.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The `Content-Type`; empty: none.
        content_type: Text,
        /// The text of the answer.
        body: Text,
    },
    /// A function failed, or could not be called.
    Failed {
        /// Why, for a person.
        reason: Text,
        /// Twilio's code, where there is one.
        code: Option<u32>,
    },
}

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// `<execution sid>.<n>`: the same however often it is tried.
    pub key: Text,
    /// What is to be done.
    #[serde(flatten)]
    pub request: Request,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "snake_case")]
pub enum Request {
    /// Send a message to everybody in the conversation.
    Send {
        /// Who it says it is from.
        author: Text,
        /// The text.
        body: Text,
        /// A JSON object.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        attributes: Map,
        /// The address of a medium; empty: none.
        #[serde(default)]
        media_url: Text,
    },
    /// Call a typed function of the program.
    Call {
        /// Its place in the flow's list of typed functions.
        function: u16,
        /// What it is called in the source, for messages.
        name: Text,
        /// What it is given.
        parameters: Parameters,
    },
    /// Call a function that lives elsewhere.
    Fetch {
        /// Where.
        url: Text,
        /// What it is given.
        parameters: Parameters,
    },
}

/// One step: a widget that was entered and left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The number of the step in its execution, from 0.
    pub n: u32,
    /// The widget it left, in Studio's name.
    pub from: Text,
    /// The event it left by, in Studio's spelling; `ended`, `expired` or `aborted` where the
    /// execution was ended from outside, at 30 days or because it could not go on.
    pub event: Text,
    /// The widget it came to; none: the execution ended.
    pub to: Option<Text>,
    /// Warnings, with Studio's codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
}
