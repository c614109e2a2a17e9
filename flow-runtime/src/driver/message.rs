//! Messages as templates read them: the parameters of Twilio's webhooks.

use flow_model::{Map, Text, Value};

use super::cast;
use super::time::iso8601;
use super::{Start, walk};
use crate::conversation::Message;

/// What starts an execution, as the roots that its templates read.
pub(super) struct Origin {
    /// Which part of `trigger` it fills.
    kind: &'static str,
    trigger: Map,
    /// Our address, and the contact's.
    ours: Text,
    theirs: Text,
    data: Map,
}

impl Origin {
    /// `trigger.conversation`.
    pub(super) fn conversation(start: &Start, message: &Message, parameters: &Map) -> Self {
        let mut data = Map::new();
        received(&mut data, message);
        of_conversation(&mut data, message, &start.conversation_sid);
        add(&mut data, parameters);
        channel_attributes(&mut data, start);
        Origin::message("conversation", data, start, message)
    }

    /// `trigger.message`.
    pub(super) fn sms(start: &Start, message: &Message, parameters: &Map) -> Self {
        let mut data = Map::new();
        received(&mut data, message);
        data.push("ChannelSid", start.conversation_sid.clone());
        data.push("To", start.address.clone());
        media(&mut data, message);
        add(&mut data, parameters);
        channel_attributes(&mut data, start);
        Origin::message("message", data, start, message)
    }

    fn message(kind: &'static str, trigger: Map, start: &Start, message: &Message) -> Self {
        Origin {
            kind,
            trigger,
            ours: start.address.clone(),
            theirs: message.author.clone(),
            data: Map::new(),
        }
    }

    /// `trigger.request`.
    pub(super) fn request(from: &Text, to: &Text, parameters: &Map) -> Self {
        let mut data = Map::new();
        add(&mut data, parameters);
        let mut trigger = Map::new();
        trigger.push("from", from.clone());
        trigger.push("to", to.clone());
        trigger.push("parameters", data.clone());
        Origin {
            kind: "request",
            trigger,
            ours: from.clone(),
            theirs: to.clone(),
            data,
        }
    }

    /// The roots of an execution.
    pub(super) fn context(self, flow: &Text, execution: &Text) -> Map {
        let mut root = Map::new();
        root.push("sid", execution.clone());
        root.push("flow_sid", flow.clone());
        root.push("channel", object("address", self.ours));
        root.push("variables", Map::new());
        root.push("data", self.data);
        let mut context = Map::new();
        context.push(walk::TRIGGER, object(self.kind, self.trigger));
        context.push(walk::FLOW, root);
        context.push(walk::WIDGETS, Map::new());
        context.push("contact", object("channel", object("address", self.theirs)));
        context
    }
}

fn object(key: &'static str, value: impl Into<Value>) -> Map {
    let mut map = Map::new();
    map.push(key, value);
    map
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
