//! What starts a flow, and with what parameters.

use clap::ValueEnum;
use flow_model::Map;

use crate::error::Error;

/// What can start a flow here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Trigger {
    /// Somebody writes in a conversation
    #[value(
        name = "incoming_conversation_message",
        alias = "incomingConversationMessage"
    )]
    Conversation,
    /// Somebody writes, as by SMS
    #[value(name = "incoming_message", alias = "incomingMessage")]
    Message,
    /// Studio's REST API is asked to start it: at once, with `--parameters`
    #[value(name = "incoming_request", alias = "incomingRequest")]
    Request,
    /// Another flow runs it: at once, with `--parameters`
    #[value(name = "incoming_parent", alias = "incomingParent")]
    Parent,
}

impl Trigger {
    pub(super) fn word(self) -> &'static str {
        match self {
            Trigger::Conversation => "incoming_conversation_message",
            Trigger::Message => "incoming_message",
            Trigger::Request => "incoming_request",
            Trigger::Parent => "incoming_parent",
        }
    }

    pub(super) fn is_message(self) -> bool {
        matches!(self, Trigger::Conversation | Trigger::Message)
    }
}

/// The values of parameters as they are written on the command line: a JSON object.
pub(crate) fn parameters(json: Option<&str>) -> Result<Map, Error> {
    let Some(json) = json else {
        return Ok(Map::new());
    };
    match serde_json::from_str::<Map>(json) {
        Ok(map) => Ok(map),
        Err(error) => Err(Error::Parameters(error.to_string())),
    }
}
