//! `send_message` and `send_and_wait_for_reply`.

use flow_model::{Map, Text, Value};

use super::event::{Outcome, Request};
use super::turn::{Reading, Turn, outputs};
use super::{cast, message};
use crate::conversation::Message;
use crate::execution::{Execution, Wait};
use crate::program::{Ask, Content, Exit, Outgoing, Send};

const INBOUND: Text = Text::Static("inbound");
const OUTBOUND: Text = Text::Static("outbound");

/// Why a message was not accepted.
pub(super) struct Refused {
    code: Option<u32>,
    reason: Text,
}

impl<'p> Turn<'p> {
    /// Emits a message, or says why it is none.
    pub(super) fn send(&mut self, outgoing: &Outgoing) -> Result<(), Refused> {
        let scope = self.scope();
        let render = |content: &Option<Content>| {
            content
                .as_ref()
                .map_or(Text::EMPTY, |text| text.render(&scope))
        };
        let Some(body) = &outgoing.body else {
            return Err("a content template cannot be sent here; give it a `body` as well".into());
        };
        let author = match render(&outgoing.author) {
            author if author.trim().is_empty() => self.our_address(),
            author => author,
        };
        let request = Request::Send {
            author,
            body: body.render(&scope),
            attributes: attributes(outgoing.attributes.as_ref(), &scope)?,
            media_url: render(&outgoing.media_url),
        };
        self.emit(request);
        Ok(())
    }

    /// What became of a `send_message`.
    pub(super) fn sent(&mut self, send: &'p Send, outcome: &Outcome) -> &'p Exit {
        match self.acceptance(outcome) {
            Ok(()) => &send.sent,
            Err(refused) => {
                self.refused(&refused);
                &send.failed
            }
        }
    }

    /// What became of the message of a `send_and_wait_for_reply`: once it is accepted, the wait
    /// for the reply begins.
    pub(super) fn asked(&mut self, ask: &'p Ask, outcome: &Outcome) -> Option<&'p Exit> {
        match self.acceptance(outcome) {
            Ok(()) => {
                let deadline = self.execution.updated.saturating_add(ask.patience);
                self.execution.wait = Wait::Reply(deadline);
                None
            }
            Err(refused) => {
                self.refused(&refused);
                Some(&ask.failure)
            }
        }
    }

    fn acceptance(&mut self, outcome: &Outcome) -> Result<(), Refused> {
        match outcome {
            Outcome::Accepted { message } => {
                let Execution {
                    context,
                    widget,
                    conversation,
                    ..
                } = &mut self.execution;
                let data = outputs(context, widget).map_mut(&OUTBOUND);
                message::outbound(data, conversation, message);
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
            Outcome::Returned { .. } | Outcome::Answered { .. } => {
                Err("the result is not that of a message".into())
            }
        }
    }

    /// Sets the outputs of a message that was not accepted.
    pub(super) fn refused(&mut self, Refused { code, reason }: &Refused) {
        let outbound = self.outputs().map_mut(&OUTBOUND);
        outbound.clear();
        outbound.push("Status", "failed");
        if let Some(code) = code {
            outbound.push("ErrorCode", i64::from(*code));
        }
        outbound.push("ErrorMessage", reason.clone());
        self.note(format!("81011: the message was not sent: {reason}"));
    }

    /// Sets the outputs of a reply.
    pub(super) fn inbound(&mut self, message: &Message, parameters: &Map, early: bool) {
        let our_address = self.our_address();
        let Execution {
            context,
            widget,
            conversation,
            ..
        } = &mut self.execution;
        let data = outputs(context, widget).map_mut(&INBOUND);
        message::inbound(data, conversation, our_address, message, parameters);
        if early {
            data.insert("early", true);
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
fn attributes(content: Option<&Content>, scope: &Reading<'_>) -> Result<Map, Refused> {
    let text = content.map_or(Text::EMPTY, |content| content.render(scope));
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    match cast::json(&text) {
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
