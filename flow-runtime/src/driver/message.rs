//! Messages as templates read them: the parameters of Twilio's webhooks.

use flow_model::{Map, Text, Value};

use super::cast;
use super::time::iso8601;
use super::{Start, walk};
use crate::conversation::Message;
use crate::execution::Execution;
use crate::program::Program;

/// The roots that templates read, of an execution that a message starts; `data` is what the
/// trigger's event of that kind brings.
pub(super) fn context(
    program: &Program,
    execution: &Execution,
    start: &Start,
    message: &Message,
    (kind, data): (&'static str, Map),
) -> Map {
    let mut flow = Map::new();
    flow.push("sid", execution.sid.clone());
    flow.push("flow_sid", program.sid().clone());
    flow.push("channel", object("address", start.address.clone()));
    flow.push("variables", Map::new());
    flow.push("data", Map::new());
    let contact = object("channel", object("address", message.author.clone()));
    let mut context = Map::new();
    context.push("trigger", object(kind, data));
    context.push(walk::FLOW, flow);
    context.push(walk::WIDGETS, Map::new());
    context.push("contact", contact);
    context
}

fn object(key: &'static str, value: impl Into<Value>) -> Map {
    let mut map = Map::new();
    map.push(key, value);
    map
}

/// `trigger.conversation`.
pub(super) fn conversation(start: &Start, message: &Message, parameters: &Map) -> Map {
    let mut data = Map::new();
    received(&mut data, message);
    of_conversation(&mut data, message, &start.conversation_sid);
    add(&mut data, parameters);
    channel_attributes(&mut data, start);
    data
}

/// `trigger.message`.
pub(super) fn sms(start: &Start, message: &Message, parameters: &Map) -> Map {
    let mut data = Map::new();
    received(&mut data, message);
    data.push("ChannelSid", start.conversation_sid.clone());
    data.push("To", start.address.clone());
    media(&mut data, message);
    add(&mut data, parameters);
    channel_attributes(&mut data, start);
    data
}

/// `inbound` of a widget that waited: the parameters of both, because flows that conversations
/// start read the one as well as the other.
pub(super) fn inbound(
    data: &mut Map,
    conversation_sid: &Text,
    our_address: Text,
    message: &Message,
    parameters: &Map,
) {
    data.clear();
    received(data, message);
    of_conversation(data, message, conversation_sid);
    data.push("To", our_address);
    media(data, message);
    add(data, parameters);
}

/// `outbound` of a message that was accepted.
pub(super) fn outbound(data: &mut Map, conversation_sid: &Text, message: &Message) {
    data.clear();
    data.reserve(ENTRIES);
    data.push("Sid", message.sid.clone());
    data.push("Body", message.body.clone());
    data.push("From", message.author.clone());
    data.push("Status", "sent");
    data.push("Direction", "outbound-api");
    of_conversation(data, message, conversation_sid);
    media(data, message);
}

/// What most messages have, so that there is room for it at once.
const ENTRIES: usize = 12;

fn received(data: &mut Map, message: &Message) {
    data.reserve(ENTRIES);
    data.push("Body", message.body.clone());
    data.push("From", message.author.clone());
    data.push("MessageSid", message.sid.clone());
    data.push("Source", "SDK");
}

fn of_conversation(data: &mut Map, message: &Message, conversation_sid: &Text) {
    data.push("Author", message.author.clone());
    data.push("ConversationSid", conversation_sid.clone());
    data.push("ChannelSid", conversation_sid.clone());
    data.push("DateCreated", iso8601(message.at));
    data.push("Index", Text::from(format_args!("{}", message.index)));
    data.push("Attributes", json(&message.attributes));
}

/// The attributes of a message stay text, as in Studio.
fn json(attributes: &Map) -> Text {
    if attributes.is_empty() {
        return "{}".into();
    }
    serde_json::to_string(attributes).unwrap_or_default().into()
}

fn media(data: &mut Map, message: &Message) {
    if message.media.is_empty() {
        return data.push("NumMedia", "0");
    }
    data.push("NumMedia", message.media.len().to_string());
    for (n, medium) in message.media.iter().enumerate() {
        data.push(format!("MediaUrl{n}"), medium.url.clone());
        if let Some(content_type) = &medium.content_type {
            data.push(format!("MediaContentType{n}"), content_type.clone());
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
