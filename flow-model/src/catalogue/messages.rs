//! Messages, and waiting for an answer to one.

use super::outputs::{Keys, NOTHING, set};
use super::row::{
    choice, defaults_to, event, flag, leaving, literal, map, quoted_integer, template, typed,
};
use super::{Json, Kind, Nature, Property, Rule, Runs, Starts, Type};

/// What Twilio says of the message that was sent.
const OUTBOUND: Keys = &["outbound"];
/// What Twilio says of the answer.
const INBOUND: Keys = &["inbound"];

const SERVICE: Property = defaults_to(
    "{{trigger.message.InstanceSid}}",
    template(
        "service",
        "The service of the conversation; Studio's editor fills it in.",
    ),
);
const CHANNEL: Property = defaults_to(
    "{{trigger.message.ChannelSid}}",
    template(
        "channel",
        "The channel of the conversation; Studio's editor fills it in.",
    ),
);
const FROM: Property = defaults_to(
    "{{flow.channel.address}}",
    template(
        "from",
        "The sender: a phone number, a Messaging Service SID or, in a conversation, an author's name.",
    ),
);
const TO: Property = defaults_to(
    "{{contact.channel.address}}",
    template(
        "to",
        "Whom it goes to; in a conversation it goes to everybody.",
    ),
);
const ATTRIBUTES: Property = template(
    "attributes",
    "A JSON object that goes with the message, as text; in conversations only.",
);
const MESSAGE_TYPE: Property = choice(
    &["custom", "content_template"],
    "message_type",
    "`custom`, a text of your own, where it is left out; `content_template` sends the approved template of `content_sid`.",
);
const BODY: Property = typed(
    Type::Body,
    Json::String,
    "body",
    "The text, up to 1,600 characters by SMS. A `content_template` does without.",
);
const MEDIA_URL: Property = template("media_url", "The address of one picture or other medium.");
const CONTENT_SID: Property = template(
    "content_sid",
    "The approved template, `HX…`, of a `content_template` message.",
);
const CONTENT_VARIABLES: Property = map(
    "content_variables",
    "What is put into the approved template, by number: `{ \"1\": \"{{…}}\" }`.",
);
const SHORTEN_URLS: Property = flag("shorten_urls", "Whether links in the text are shortened.");

/// Exports show both `body` and `content_sid`, so neither excludes the other.
const RULES: &[Rule] = &[
    Rule::Needed {
        property: "body",
        on: "message_type",
        values: &[None, Some("custom")],
    },
    Rule::Needed {
        property: "content_sid",
        on: "message_type",
        values: &[Some("content_template")],
    },
];

pub(super) const SEND_MESSAGE: Kind = Kind {
    word: "send_message",
    studio: "send-message",
    docs: "Sends a message to everybody in the conversation, and goes on when it is accepted.",
    properties: &[
        SERVICE,
        CHANNEL,
        FROM,
        ATTRIBUTES,
        MESSAGE_TYPE,
        TO,
        BODY,
        MEDIA_URL,
        CONTENT_SID,
        CONTENT_VARIABLES,
        SHORTEN_URLS,
    ],
    rules: RULES,
    events: &[
        leaving(
            set(&[OUTBOUND]),
            event("sent", "sent", "The message was accepted."),
        ),
        leaving(
            NOTHING.may(&[OUTBOUND]),
            event("failed", "failed", "The message was refused."),
        ),
    ],
    nature: Nature::Immediate,
    open: false,
    starts: Starts::Any,
    runs: Runs::Differs(
        "It goes to everybody in the conversation, whatever `to`, `service` and `channel` are. An approved template (`content_template`) has no text here, so its `body` is sent where it has one, else `failed` is taken; links are not shortened.",
    ),
};

pub(super) const SEND_AND_WAIT_FOR_REPLY: Kind = Kind {
    word: "send_and_wait_for_reply",
    studio: "send-and-wait-for-reply",
    docs: "Sends a message to everybody in the conversation and waits until somebody answers.",
    properties: &[
        SERVICE,
        CHANNEL,
        FROM,
        ATTRIBUTES,
        MESSAGE_TYPE,
        BODY,
        MEDIA_URL,
        CONTENT_SID,
        CONTENT_VARIABLES,
        SHORTEN_URLS,
        defaults_to(
            "3600",
            quoted_integer(
                // An execution lives for 30 days.
                (1, 2_592_000),
                "timeout",
                "How long to wait for an answer, in seconds; 3,600 where it is left out.",
            ),
        ),
        literal(
            "save_response_as",
            "In Studio's schema; what it does is *unconfirmed*. The answer is read as `widgets.NAME.inbound.Body`.",
        ),
    ],
    rules: RULES,
    events: &[
        leaving(
            set(&[INBOUND, OUTBOUND]),
            event(
                "incoming_message",
                "incomingMessage",
                "A participant answered.",
            ),
        ),
        leaving(
            set(&[OUTBOUND]),
            event("timeout", "timeout", "Nobody answered in time."),
        ),
        leaving(
            NOTHING.may(&[OUTBOUND]),
            event(
                "delivery_failure",
                "deliveryFailure",
                "The message could not be sent or delivered.",
            ),
        ),
    ],
    nature: Nature::Waits,
    open: false,
    starts: Starts::Any,
    runs: Runs::Differs(
        "A message that comes before the flow waits for one is kept until it does; Studio drops it. Whoever takes part may answer. For the rest as `send_message`; `deliveryFailure` is taken where the message is refused.",
    ),
};
