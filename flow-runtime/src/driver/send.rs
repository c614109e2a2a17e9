//! `send_message` and `send_and_wait_for_reply`.

use flow_model::{Map, Text, Value};

use super::event::{Outcome, Request};
use super::walk::Walk;
use super::{cast, message};
use crate::conversation::Message;
use crate::execution::Wait;
use crate::program::{Ask, Content, Exit, Outgoing, SendMessage};

const INBOUND: Text = Text::Static("inbound");
const OUTBOUND: Text = Text::Static("outbound");

/// Why a message was not accepted.
struct Refused {
    code: Option<u32>,
    reason: Text,
}

impl<'p> Walk<'p> {
    /// Emits a message; where it is none, the way out.
    pub(super) fn send(&mut self, message: &Outgoing, failure: &'p Exit) -> Option<&'p Exit> {
        match self.request(message) {
            Ok(request) => {
                self.emit(request);
                None
            }
            Err(refused) => Some(self.refused(&refused, failure)),
        }
    }

    fn request(&self, message: &Outgoing) -> Result<Request, Refused> {
        let scope = self.scope();
        let render = |content: &Option<Content>| match content {
            Some(content) => content.render(&scope),
            None => Text::EMPTY,
        };
        let Some(body) = &message.body else {
            return Err("a content template cannot be sent here; give it a `body` as well".into());
        };
        let author = match render(&message.author) {
            author if author.trim().is_empty() => self.our_address(),
            author => author,
        };
        Ok(Request::Send {
            author,
            body: body.render(&scope),
            attributes: attributes(&render(&message.attributes))?,
            media_url: render(&message.media_url),
        })
    }

    /// What became of a `send_message`.
    pub(super) fn sent(&mut self, send: &'p SendMessage, outcome: &Outcome) -> &'p Exit {
        match self.accepted(outcome) {
            Ok(()) => &send.sent,
            Err(refused) => self.refused(&refused, &send.failed),
        }
    }

    /// What became of the message of a `send_and_wait_for_reply`: once it is accepted, the wait
    /// for the reply begins.
    pub(super) fn asked(&mut self, ask: &'p Ask, outcome: &Outcome) -> Option<&'p Exit> {
        match self.accepted(outcome) {
            Ok(()) => {
                let deadline = self.execution.updated.saturating_add(ask.patience);
                self.execution.wait = Wait::Reply(deadline);
                None
            }
            Err(refused) => Some(self.refused(&refused, &ask.failure)),
        }
    }

    /// Sets the outputs of a message that was accepted.
    fn accepted(&mut self, outcome: &Outcome) -> Result<(), Refused> {
        match outcome {
            Outcome::Accepted { message } => {
                let conversation = self.execution.conversation.clone();
                let outbound = self.outputs().map_mut(&OUTBOUND);
                message::outbound(outbound, &conversation, message);
                Ok(())
            }
            Outcome::Refused { code, reason } => Err(Refused {
                code: Some(*code),
                reason: reason.clone(),
            }),
            Outcome::Failed { code, reason } => Err(Refused {
                code: *code,
                reason: reason.clone(),
            }),
            Outcome::Returned { .. } | Outcome::Answered { .. } | Outcome::HandedOver { .. } => {
                Err("the result is not that of a message".into())
            }
        }
    }

    /// Sets the outputs of a message that was not accepted, and leaves by an exit.
    fn refused(&mut self, Refused { code, reason }: &Refused, exit: &'p Exit) -> &'p Exit {
        let outbound = self.outputs().map_mut(&OUTBOUND);
        outbound.clear();
        outbound.push("Status", "failed");
        if let Some(code) = code {
            outbound.push("ErrorCode", i64::from(*code));
        }
        outbound.push("ErrorMessage", reason.clone());
        self.note(format!("81011: the message was not sent: {reason}"));
        exit
    }

    /// Sets the outputs of a reply.
    pub(super) fn inbound(&mut self, message: &Message, parameters: &Map, early: bool) {
        let (conversation, address) = (self.execution.conversation.clone(), self.our_address());
        let inbound = self.outputs().map_mut(&INBOUND);
        message::inbound(inbound, &conversation, address, message, parameters);
        if early {
            inbound.insert("early", true);
        }
    }

    /// Our side of the conversation.
    fn our_address(&self) -> Text {
        let flow = self.execution.context.get("flow");
        match flow.map(|flow| flow.get("channel").get("address")) {
            Some(Value::Text(address)) => address.clone(),
            _ => Text::EMPTY,
        }
    }
}

/// The attributes of a message: a JSON object, or nothing.
fn attributes(text: &str) -> Result<Map, Refused> {
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    match cast::json(text) {
        Some(Value::Map(attributes)) => Ok(attributes),
        _ => Err("`attributes` is not a JSON object".into()),
    }
}

impl From<&'static str> for Refused {
    fn from(reason: &'static str) -> Self {
        Refused {
            code: None,
            reason: reason.into(),
        }
    }
}
