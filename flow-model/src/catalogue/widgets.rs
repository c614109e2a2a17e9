//! The rows of the catalogue.

use super::{Arity, Event, Json, Kind, Nature, Operator, Property, Type};

const fn event(word: &'static str, studio: &'static str, docs: &'static str) -> Event {
    Event { word, studio, docs }
}

const fn template(word: &'static str, docs: &'static str) -> Property {
    Property {
        word,
        studio: word,
        docs,
        ty: Type::Template { max: None },
        required: false,
        default: None,
        json: Json::String,
    }
}

const fn required(property: Property) -> Property {
    Property {
        required: true,
        ..property
    }
}

const fn defaults_to(default: &'static str, property: Property) -> Property {
    Property {
        default: Some(default),
        ..property
    }
}

const fn typed(ty: Type, json: Json, property: Property) -> Property {
    Property {
        ty,
        json,
        ..property
    }
}

const FROM: Property = defaults_to(
    "{{flow.channel.address}}",
    template(
        "from",
        "The sender: a phone number, a Messaging Service SID or, in a conversation, an author's name.",
    ),
);
const BODY: Property = typed(
    Type::Template { max: Some(1600) },
    Json::String,
    template("body", "The text, up to 1,600 characters by SMS."),
);
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
const ATTRIBUTES: Property = template(
    "attributes",
    "A JSON object that goes with the message, as text; in conversations only.",
);
const MEDIA_URL: Property = template("media_url", "The address of one picture or other medium.");

/// Every kind, in the order of the documentation.
pub static KINDS: &[Kind] = &[
    Kind {
        word: "trigger",
        studio: "trigger",
        docs: "Where executions start.\n\nAn event that is not named starts nothing.",
        properties: &[],
        one_of: &[],
        events: &[
            event(
                "incoming_message",
                "incomingMessage",
                "A message came in, by SMS or chat, and no execution is active for its sender.",
            ),
            event("incoming_call", "incomingCall", "Somebody calls."),
            event(
                "incoming_conversation_message",
                "incomingConversationMessage",
                "A participant wrote in a conversation that has no active execution of this flow.",
            ),
            event(
                "incoming_request",
                "incomingRequest",
                "The REST API asked for an execution.",
            ),
            event(
                "incoming_parent",
                "incomingParent",
                "Another flow runs this one as its subflow.",
            ),
        ],
        nature: Nature::Trigger,
    },
    Kind {
        word: "split_based_on",
        studio: "split-based-on",
        docs: "Chooses the way by a text.\n\nArms are tried in written order and the first that holds is taken; `_` is taken when none does.",
        properties: &[required(template("input", "What the arms test."))],
        one_of: &[],
        events: &[],
        nature: Nature::Immediate,
    },
    Kind {
        word: "run_function",
        studio: "run-function",
        docs: "Runs a function: one of this program's (`function:`), or one that lives elsewhere (`url:`).",
        properties: &[
            typed(
                Type::Function,
                Json::Ours,
                template(
                    "function",
                    "A type that implements `Function`, with its parameters: `function: AddParticipant { address: \"…\" }`.",
                ),
            ),
            typed(
                Type::Literal,
                Json::String,
                template("service_sid", "The Functions service, `ZS…`."),
            ),
            typed(
                Type::Literal,
                Json::String,
                template("environment_sid", "The environment of the service, `ZE…`."),
            ),
            typed(
                Type::Literal,
                Json::String,
                template("function_sid", "The function, `ZH…` or `ZN…`."),
            ),
            typed(
                Type::Map {
                    json: true,
                    filled: false,
                },
                Json::Pairs,
                template("parameters", "What the function is given, by name."),
            ),
            template("url", "Where the function lives."),
        ],
        one_of: &[&["function", "url"]],
        events: &[
            event(
                "success",
                "success",
                "The function answered within 10 seconds and did not fail.",
            ),
            event(
                "fail",
                "fail",
                "The function failed, or took longer than 10 seconds.",
            ),
        ],
        nature: Nature::Calls,
    },
    Kind {
        word: "send_message",
        studio: "send-message",
        docs: "Sends a message to everybody in the conversation, and goes on when it is accepted.",
        properties: &[
            SERVICE,
            CHANNEL,
            FROM,
            defaults_to(
                "{{contact.channel.address}}",
                template(
                    "to",
                    "Whom it goes to; in a conversation it goes to everybody.",
                ),
            ),
            required(BODY),
            ATTRIBUTES,
            MEDIA_URL,
        ],
        one_of: &[],
        events: &[
            event("sent", "sent", "The message was accepted."),
            event("failed", "failed", "The message was refused."),
        ],
        nature: Nature::Immediate,
    },
    Kind {
        word: "send_and_wait_for_reply",
        studio: "send-and-wait-for-reply",
        docs: "Sends a message to everybody in the conversation and waits until somebody answers.",
        properties: &[
            SERVICE,
            CHANNEL,
            FROM,
            required(BODY),
            ATTRIBUTES,
            MEDIA_URL,
            defaults_to(
                "3600",
                typed(
                    Type::Integer {
                        min: 1,
                        max: 2_592_000,
                    },
                    Json::String,
                    template(
                        "timeout",
                        "How long to wait for an answer, in seconds; 3,600 where it is left out.",
                    ),
                ),
            ),
        ],
        one_of: &[],
        events: &[
            event(
                "incoming_message",
                "incomingMessage",
                "A participant answered.",
            ),
            event("timeout", "timeout", "Nobody answered in time."),
            event(
                "delivery_failure",
                "deliveryFailure",
                "The message could not be sent or delivered.",
            ),
        ],
        nature: Nature::Waits,
    },
    Kind {
        word: "set_variables",
        studio: "set-variables",
        docs: "Sets variables, which templates read as `flow.variables.NAME`.",
        properties: &[required(typed(
            Type::Map {
                json: true,
                filled: true,
            },
            Json::Pairs,
            template("variables", "The variables, by name, set in written order."),
        ))],
        one_of: &[],
        events: &[event("next", "next", "The variables are set.")],
        nature: Nature::Immediate,
    },
];

const fn operator(word: &'static str, arity: Arity, docs: &'static str) -> Operator {
    Operator { word, docs, arity }
}

/// Every operator of a split. Both sides are trimmed first, and case is ignored.
pub static OPERATORS: &[Operator] = &[
    operator("equal_to", Arity::One, "The input is this text."),
    operator("not_equal_to", Arity::One, "The input is not this text."),
    operator(
        "matches_any_of",
        Arity::Many,
        "The input is one of these texts.",
    ),
    operator(
        "does_not_match_any_of",
        Arity::Many,
        "The input is none of these texts.",
    ),
    operator("contains", Arity::One, "The input contains this text."),
    operator(
        "does_not_contain",
        Arity::One,
        "The input does not contain this text.",
    ),
    operator(
        "starts_with",
        Arity::One,
        "The input starts with this text.",
    ),
    operator(
        "does_not_start_with",
        Arity::One,
        "The input does not start with this text.",
    ),
    operator(
        "is_blank",
        Arity::None,
        "The input is empty, or only white space.",
    ),
    operator(
        "is_not_blank",
        Arity::None,
        "The input is neither empty nor only white space.",
    ),
    operator("regex", Arity::One, "The pattern matches the whole input."),
    operator(
        "less_than",
        Arity::One,
        "Both are decimal numbers, and the input is the lesser.",
    ),
    operator(
        "greater_than",
        Arity::One,
        "Both are decimal numbers, and the input is the greater.",
    ),
    operator(
        "is_before_time",
        Arity::One,
        "The input is a time (`HH:MM`) before this one.",
    ),
    operator(
        "is_after_time",
        Arity::One,
        "The input is a time (`HH:MM`) after this one.",
    ),
    operator(
        "is_before_date",
        Arity::One,
        "The input is a date (`YYYY-MM-DD`) before this one.",
    ),
    operator(
        "is_after_date",
        Arity::One,
        "The input is a date (`YYYY-MM-DD`) after this one.",
    ),
];
