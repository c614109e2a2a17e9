//! Messages as templates read them: the parameters of Twilio's webhooks.

use flow_model::{Map, Text, Value};

use super::cast;
use super::time::iso8601;
use super::{Start, turn};
use crate::conversation::{Media, Message};
use crate::execution::Execution;
use crate::program::Program;

/// The roots that templates read, of an execution that starts by a message.
pub(super) fn context(
    program: &Program,
    execution: &Execution,
    start: &Start,
    kind: &'static str,
    data: Map,
    message: &Message,
) -> Map {
    let channel = |address: &Text| object([("channel", object([("address", address.clone())]))]);
    let mut flow = object([
        ("sid", execution.sid.clone()),
        ("flow_sid", program.sid().clone()),
    ]);
    flow.insert("channel", object([("address", start.address.clone())]));
    flow.insert("variables", Map::new());
    flow.insert("data", Map::new());
    let mut context = object([("trigger", object([(kind, data)]))]);
    context.insert(turn::FLOW, flow);
    context.insert(turn::WIDGETS, Map::new());
    context.insert("contact", channel(&message.author));
    context
}

fn object<V: Into<Value>, const N: usize>(entries: [(&'static str, V); N]) -> Map {
    entries.into_iter().collect()
}

/// `trigger.conversation`.
pub(super) fn conversation(start: &Start, message: &Message, parameters: &Map) -> Map {
    let mut data = received(message);
    of_conversation(&mut data, message, &start.conversation_sid);
    add(&mut data, parameters);
    channel_attributes(&mut data, start);
    data
}

/// `trigger.message`.
pub(super) fn sms(start: &Start, message: &Message, parameters: &Map) -> Map {
    let mut data = received(message);
    data.insert("ChannelSid", start.conversation_sid.clone());
    data.insert("To", start.address.clone());
    media(&mut data, message);
    add(&mut data, parameters);
    channel_attributes(&mut data, start);
    data
}

/// `inbound` of a widget that waited: the parameters of both, because flows that conversations
/// start read the one as well as the other.
pub(super) fn inbound(
    conversation_sid: &Text,
    our_address: Text,
    message: &Message,
    parameters: &Map,
) -> Map {
    let mut data = received(message);
    of_conversation(&mut data, message, conversation_sid);
    data.insert("To", our_address);
    media(&mut data, message);
    add(&mut data, parameters);
    data
}

/// `outbound` of a message that was accepted.
pub(super) fn outbound(conversation_sid: &Text, message: &Message) -> Map {
    let mut data = Map::new();
    data.insert("Sid", message.sid.clone());
    data.insert("Body", message.body.clone());
    data.insert("From", message.author.clone());
    data.insert("Status", "sent");
    data.insert("Direction", "outbound-api");
    of_conversation(&mut data, message, conversation_sid);
    media(&mut data, message);
    data
}

fn received(message: &Message) -> Map {
    let mut data = Map::new();
    data.insert("Body", message.body.clone());
    data.insert("From", message.author.clone());
    data.insert("MessageSid", message.sid.clone());
    data.insert("Source", "SDK");
    data
}

fn of_conversation(data: &mut Map, message: &Message, conversation_sid: &Text) {
    data.insert("Author", message.author.clone());
    data.insert("ConversationSid", conversation_sid.clone());
    data.insert("ChannelSid", conversation_sid.clone());
    data.insert("DateCreated", iso8601(message.at));
    data.insert("Index", message.index.to_string());
    data.insert("Attributes", json(&message.attributes));
}

/// The attributes of a message stay text, as in Studio.
fn json(attributes: &Map) -> Text {
    if attributes.is_empty() {
        return "{}".into();
    }
    serde_json::to_string(attributes).unwrap_or_default().into()
}

fn media(data: &mut Map, message: &Message) {
    data.insert("NumMedia", message.media.len().to_string());
    for (
        n,
        Media {
            url, content_type, ..
        },
    ) in message.media.iter().enumerate()
    {
        data.insert(format!("MediaUrl{n}"), url.clone());
        if let Some(content_type) = content_type {
            data.insert(format!("MediaContentType{n}"), content_type.clone());
        }
    }
}

/// What the channel says takes the place of what is said here.
fn add(data: &mut Map, parameters: &Map) {
    for (key, value) in parameters
        .iter()
        .filter(|(_, value)| cast::is_shallow(value))
    {
        data.insert(key.clone(), value.clone());
    }
}

/// The attributes of the conversation are parsed; they come with the trigger alone.
fn channel_attributes(data: &mut Map, start: &Start) {
    let attributes = Value::Map(start.attributes.clone());
    if cast::is_shallow(&attributes) {
        data.insert("ChannelAttributes", attributes);
    }
}
