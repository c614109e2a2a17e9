//! What Studio no longer offers, and types of which no public source says more than their name:
//! carried through import and export as they are.

use super::outputs::ANYTHING;
use super::row::{event, flag, integer, leaving, map, required, template};
use super::{Event, Kind, Nature, Runs, Starts};

const RETIRED: Runs = Runs::Not("Studio has retired it");
const UNDOCUMENTED: Runs = Runs::Not("no public source says what it does");

const fn called(event: Event) -> Event {
    leaving(ANYTHING, event)
}

pub(super) const MAKE_OUTGOING_CALL_V1: Kind = Kind {
    word: "make_outgoing_call_v1",
    studio: "make-outgoing-call-v1",
    docs: "Calls the contact, in its first form: `make_outgoing_call_v2` has taken its place.",
    properties: &[
        required(template("from", "The number that calls.")),
        required(template("to", "The number that is called.")),
        flag("record", "Whether the call is recorded."),
        integer((0, 600), "timeout", "How long it rings, in seconds."),
    ],
    rules: &[],
    events: &[
        called(event("answered", "answered", "Somebody answered.")),
        called(event("busy", "busy", "The line was busy.")),
        called(event("no_answer", "noAnswer", "Nobody answered.")),
        called(event("failed", "failed", "The call could not be made.")),
        called(event(
            "answered_by_machine",
            "answeredByMachine",
            "A machine answered.",
        )),
        called(event("hangup", "hangup", "The other party hung up.")),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Any,
    runs: RETIRED,
};

pub(super) const SEND_TO_AUTO_PILOT: Kind = Kind {
    word: "send_to_auto_pilot",
    studio: "send-to-auto-pilot",
    docs: "Lets an Autopilot assistant talk. Autopilot is no more.",
    properties: &[
        template("chat_channel", "The channel of the conversation."),
        required(template("autopilot_assistant_sid", "The assistant, `UA…`.")),
        required(template("from", "The sender.")),
        template("chat_service", "The service of the conversation."),
        template("chat_attributes", "A JSON object that goes along, as text."),
        required(template("body", "What the assistant is told.")),
        template("target_task", "The task it begins with."),
        map("memory_parameters", "What it remembers, by name."),
        required(integer(
            (0, 2_592_000),
            "timeout",
            "How long a session may be silent, in seconds.",
        )),
    ],
    rules: &[],
    events: &[
        called(event(
            "session_ended",
            "sessionEnded",
            "The assistant is done.",
        )),
        called(event("failure", "failure", "The assistant failed.")),
        called(event("timeout", "timeout", "Nobody wrote in time.")),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Any,
    runs: RETIRED,
};

const fn undocumented(word: &'static str, studio: &'static str, docs: &'static str) -> Kind {
    Kind {
        word,
        studio,
        docs,
        properties: &[],
        rules: &[],
        events: &[],
        nature: Nature::Calls,
        open: true,
        starts: Starts::Any,
        runs: UNDOCUMENTED,
    }
}

pub(super) const RUN_FUNCTION_V2: Kind = undocumented(
    "run_function_v2",
    "run-function-v2",
    "A name in Studio's schema, of which nothing more is known: its properties and events are quoted.",
);

pub(super) const ADD_MEMBER_TO_CHAT_CHANNEL: Kind = undocumented(
    "add_member_to_chat_channel",
    "add-member-to-chat-channel",
    "Called the Chat API, which is no more: its properties and events are quoted.",
);

pub(super) const CREATE_CHAT_CHANNEL: Kind = undocumented(
    "create_chat_channel",
    "create-chat-channel",
    "Called the Chat API, which is no more: its properties and events are quoted.",
);

pub(super) const CREATE_TASK: Kind = undocumented(
    "create_task",
    "create-task",
    "Called the TaskRouter API: its properties and events are quoted.",
);

pub(super) const UNDERSTAND: Kind = undocumented(
    "understand",
    "understand",
    "Called the Understand API, which is no more: its properties and events are quoted.",
);

pub(super) const UPDATE_SYNC_OBJECT: Kind = undocumented(
    "update_sync_object",
    "update-sync-object",
    "Called the Sync API: its properties and events are quoted.",
);
