//! What comes in, what goes out, and what is written down.

use std::fmt;

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
    /// Somebody asked for an execution to start.
    Request {
        /// Our side: what the flow writes from.
        from: Text,
        /// The contact.
        to: Text,
        /// What the flow reads as `trigger.request.parameters` and `flow.data`.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        parameters: Map,
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
    /// A function that lives elsewhere answered, or whoever a request went to.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The `Content-Type`; empty: none.
        content_type: Text,
        /// The text of the answer.
        body: Text,
        /// What the widget's `headers` hold of it.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        headers: Map,
    },
    /// The conversation was handed over.
    HandedOver {
        /// The SID of the task, `WT` + 32 hex digits.
        task: Text,
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
        /// The `run_subflow` widget in whose subflow it is called; none: in the flow itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Text>,
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
    /// Make a request.
    Http {
        /// How.
        method: Method,
        /// Where.
        url: Text,
        /// Of what kind the body is.
        content_type: Text,
        /// What is sent; none: the parameters are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Text>,
        /// What is sent, by name.
        parameters: Parameters,
        /// Whether the account's credentials go along, to Twilio's own hosts.
        twilio_auth: bool,
    },
    /// Hand the conversation over to people.
    HandOver(Task),
}

/// What people are handed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// The workflow that routes it, `WW…`.
    pub workflow: Text,
    /// Its task channel, `TC…`.
    pub channel: Text,
    /// What describes it.
    pub attributes: Map,
    /// The higher goes first.
    pub priority: i64,
    /// How long it waits for somebody, in seconds.
    pub timeout: i64,
}

/// How a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// The parameters stand in the URL.
    Get,
    /// The parameters, or a text, are the body.
    Post,
}

/// One step: a widget that was entered and left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The number of the step in its execution, from 0; those of a subflow count too.
    pub n: u32,
    /// The `run_subflow` widget in whose subflow it is; none: in the flow itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Text>,
    /// The widget it left, in Studio's name.
    pub from: Text,
    /// The event it left by, in Studio's spelling; `ended`, `expired` or `aborted` where the
    /// execution was ended from outside, at 30 days or because it could not go on.
    pub event: Text,
    /// Of a split whose condition held: which of its arms that is, in written order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arm: Option<u16>,
    /// The widget it came to; none: the flow ended, and with it the execution or the subflow.
    pub to: Option<Text>,
    /// Warnings, with Twilio's codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
}

impl Step {
    /// Its notes for people, who are told that a code is Twilio's.
    pub fn notes_in_words(&self) -> impl Iterator<Item = String> {
        self.notes.iter().map(|note| in_words(note))
    }
}

/// A note for people.
pub(crate) fn in_words(note: &str) -> String {
    match note.split_once(": ") {
        Some((code, _)) if code.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("Twilio's error {note}")
        }
        _ => note.to_owned(),
    }
}

/// `ask —incomingMessage→ greet`.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(within) = &self.within {
            write!(f, "{within}: ")?;
        }
        let to = self.to.as_deref().unwrap_or("end");
        write!(f, "{} —{}→ {to}", self.from, self.event)
    }
}
