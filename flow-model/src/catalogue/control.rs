//! Where executions start, choose their way and remember.

use super::row::{event, required, template, typed};
use super::{Json, Kind, Nature, Runs, Starts, Type};

pub(super) const TRIGGER: Kind = Kind {
    word: "trigger",
    studio: "trigger",
    docs: "Where executions start.\n\nAn event that is not named starts nothing.",
    properties: &[],
    rules: &[],
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
    open: false,
    starts: Starts::Any,
    runs: Runs::Differs(
        "A message of a conversation starts `incoming_conversation_message` where that is connected, else `incoming_message`; a request is `Conversation::start`; a call never comes in, as no channel of this project carries voice.",
    ),
};

pub(super) const SPLIT_BASED_ON: Kind = Kind {
    word: "split_based_on",
    studio: "split-based-on",
    docs: "Chooses the way by a text.\n\nArms are tried in written order and the first that holds is taken; `_` is taken when none does.",
    properties: &[required(template("input", "What the arms test."))],
    rules: &[],
    events: &[],
    nature: Nature::Immediate,
    open: false,
    starts: Starts::Any,
    runs: Runs::Whole,
};

pub(super) const SET_VARIABLES: Kind = Kind {
    word: "set_variables",
    studio: "set-variables",
    docs: "Sets variables, which templates read as `flow.variables.NAME`.",
    properties: &[required(typed(
        Type::Map {
            json: true,
            filled: true,
        },
        Json::Pairs,
        "variables",
        "The variables, by name, set in written order.",
    ))],
    rules: &[],
    events: &[event("next", "next", "The variables are set.")],
    nature: Nature::Immediate,
    open: false,
    starts: Starts::Any,
    runs: Runs::Whole,
};
