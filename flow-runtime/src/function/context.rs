//! What a function knows of its call, and its handle to the conversation.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flow_model::{Map, Text};

use crate::conversation::{ConversationService, Done, Message, Operation, Participant, Who};
use crate::function::FunctionError;

/// What a function knows of the call it serves, and its handle to the conversation.
///
/// Each operation is durable when it returns, and has a key of its own, `<effect key>.<k>`, k in
/// order of the calls. A call that is made again after a crash finds what it did before by that key
/// and gets the same answers, so a function must do its operations in the same order each time.
#[derive(Clone)]
pub struct FunctionContext {
    effect_key: Text,
    conversation_sid: Text,
    attempt: u32,
    service: Arc<dyn ConversationService>,
    operations: Arc<AtomicU64>,
}

impl FunctionContext {
    /// The context of one call. Hosts make it, and tests of functions do.
    pub fn new(
        effect_key: impl Into<Text>,
        conversation_sid: impl Into<Text>,
        service: Arc<dyn ConversationService>,
    ) -> Self {
        FunctionContext {
            effect_key: effect_key.into(),
            conversation_sid: conversation_sid.into(),
            attempt: 1,
            service,
            operations: Arc::default(),
        }
    }

    /// The same of a later attempt.
    pub fn with_attempt(self, attempt: u32) -> Self {
        FunctionContext { attempt, ..self }
    }

    /// The key of this call, the same however often it is tried: hand it to whatever must happen
    /// only once.
    pub fn effect_key(&self) -> &str {
        &self.effect_key
    }

    /// Which attempt of the call it is: 1, and more where the program stopped in the middle of those
    /// before, of which nobody knows how far they came.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The conversation in which the flow runs.
    pub fn conversation_sid(&self) -> &str {
        &self.conversation_sid
    }

    /// Who is in the conversation now.
    pub async fn participants(&self) -> Result<Vec<Participant>, FunctionError> {
        self.service.participants().await
    }

    /// Adds somebody. Somebody who is there already is an error with Twilio's code 50433 (an
    /// identity) or 50416 (an address), unless this call added them.
    pub async fn add_participant(&self, who: Who) -> Result<Participant, FunctionError> {
        match self.perform(Operation::AddParticipant { who }).await? {
            Done::Added(participant) => Ok(participant),
            other => Err(unexpected("adding a participant", &other)),
        }
    }

    /// Takes somebody out, by identity or address; somebody who is not there is success.
    pub async fn remove_participant(&self, author: impl Into<Text>) -> Result<(), FunctionError> {
        let author = author.into();
        self.perform(Operation::RemoveParticipant { author })
            .await
            .map(drop)
    }

    /// Sends a message to everybody in the conversation.
    pub async fn send(
        &self,
        author: impl Into<Text>,
        body: impl Into<Text>,
    ) -> Result<Message, FunctionError> {
        let operation = Operation::Send {
            author: author.into(),
            body: body.into(),
            attributes: Map::new(),
        };
        match self.perform(operation).await? {
            Done::Sent(message) => Ok(message),
            other => Err(unexpected("sending a message", &other)),
        }
    }

    /// Closes the conversation; closing twice is success.
    pub async fn close(&self) -> Result<(), FunctionError> {
        self.perform(Operation::Close).await.map(drop)
    }

    /// Leaves the conversation to people: the execution goes on to its end, and later messages
    /// start nothing.
    pub async fn hand_over(&self) -> Result<(), FunctionError> {
        self.perform(Operation::HandOver).await.map(drop)
    }

    async fn perform(&self, operation: Operation) -> Result<Done, FunctionError> {
        let k = self.operations.fetch_add(1, Ordering::Relaxed) + 1;
        let key = format!("{}.{k}", self.effect_key);
        self.service.perform(key, operation).await
    }
}

impl fmt::Debug for FunctionContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FunctionContext")
            .field("effect_key", &self.effect_key)
            .field("conversation_sid", &self.conversation_sid)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

fn unexpected(what: &str, done: &Done) -> FunctionError {
    FunctionError::new(format!("{what} was answered with {done:?}"))
}
