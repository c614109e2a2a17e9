//! Conversations, virtual agents and relays.

use super::outputs::{ANYTHING, EVERYTHING};
use super::row::{
    choice, event, flag, integer, leaving, map, quoted_flag, required, template, typed,
};
use super::{Json, Kind, Nature, Property, Runs, Starts, Type};

const VIRTUAL_AGENT: Runs = Runs::Not("a virtual agent is a service of Twilio's");

pub(super) const CONNECT_VIRTUAL_AGENT: Kind = Kind {
    word: "connect_virtual_agent",
    studio: "connect-virtual-agent",
    docs: "Connects the caller to a virtual agent, in its first form.",
    properties: &[
        required(template("connector", "The connector's name.")),
        template("language", "The language, e.g. `en-US`."),
        template("sentiment_analysis", "Whether moods are told, as text."),
        template("status_callback", "Where Twilio says what the agent does."),
    ],
    rules: &[],
    events: &[
        leaving(ANYTHING, event("return", "return", "The agent is done.")),
        leaving(ANYTHING, event("hangup", "hangup", "The caller hung up.")),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Call,
    runs: VIRTUAL_AGENT,
};

pub(super) const CONNECT_VIRTUAL_AGENT_V2: Kind = Kind {
    word: "connect_virtual_agent_v2",
    studio: "connect-virtual-agent-v2",
    docs: "Connects the caller or the conversation to a virtual agent.",
    properties: &[
        choice(
            &["voice", "conversations"],
            "channel",
            "Whether it speaks or writes.",
        ),
        template("connector_name", "The connector's name."),
        typed(
            Type::Object(&[
                template("addon_sid", "The add-on, `XB…`."),
                template("installed_addon_sid", "The installed add-on, `XE…`."),
                template("name", "Its name."),
            ]),
            Json::Object,
            "connector_details",
            "The connector, as Studio's editor knows it.",
        ),
        map("configurations", "How the agent is set up, by name."),
        map("parameters", "What the agent is given, by name."),
        template("status_callback", "Where Twilio says what the agent does."),
        choice(
            &["GET", "POST"],
            "status_callback_method",
            "How it is requested.",
        ),
        integer(
            (0, i64::MAX),
            "timeout",
            "How long the agent may take, in seconds.",
        ),
        template("session_behavior", "Whether a session is begun or resumed."),
        template(
            "resume_session_identification_method",
            "How the session to resume is found.",
        ),
        template(
            "resume_session_identification_value",
            "Which session is resumed.",
        ),
        template(
            "resume_session_event_name",
            "What the agent is told when it resumes.",
        ),
    ],
    rules: &[],
    events: &[
        leaving(
            ANYTHING,
            event("completed", "completed", "The agent is done."),
        ),
        leaving(
            ANYTHING,
            event(
                "live_agent_handoff",
                "live-agent-handoff",
                "The agent hands over to a person.",
            ),
        ),
        leaving(
            ANYTHING,
            event("hangup", "hangup", "The caller hung up; on calls only."),
        ),
        leaving(
            ANYTHING,
            event("failed", "failed", "The agent could not be reached."),
        ),
        leaving(
            ANYTHING,
            event("paused", "paused", "The agent paused; on calls only."),
        ),
        leaving(
            ANYTHING,
            event(
                "timeout",
                "timeout",
                "The agent took too long; in conversations only.",
            ),
        ),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::CallOrConversation,
    runs: VIRTUAL_AGENT,
};

pub(super) const RUN_CONVERSATION_RELAY: Kind = Kind {
    word: "run_conversation_relay",
    studio: "run-conversation-relay",
    docs: "Lets a program of yours talk to the caller, text in and text out, over a WebSocket.",
    properties: &[
        required(template("url", "Where the program is, `wss://…`.")),
        template("welcome_greeting", "What is said first."),
        template("tts_provider", "Who makes the voice."),
        template("voice", "The voice."),
        template("language", "The language, e.g. `en-US`."),
        template("transcription_provider", "Who writes down what is said."),
        template("speech_model", "How speech is recognised."),
        quoted_flag("interruptible", "Whether the caller may interrupt."),
        quoted_flag("dtmf_detection", "Whether keys are told too."),
        map("parameters", "What the program is given, by name."),
    ],
    rules: &[],
    events: &[
        leaving(
            EVERYTHING,
            event("success", "success", "The session came to its end."),
        ),
        leaving(ANYTHING, event("failed", "failed", "The session failed.")),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Call,
    runs: super::calls::VOICE,
};

const SERVICE: Property = required(template(
    "conversation_service_sid",
    "The Conversations service, `IS…`.",
));

const REQUESTED: Runs = Runs::Not(
    "it makes a conversation of a request over the REST API, and a conversation here is there before its flow",
);

pub(super) const START_CONVERSATION: Kind = Kind {
    word: "start_conversation",
    studio: "start-conversation",
    docs: "Starts a conversation; later messages go there.\n\nOnly in a flow that the REST API starts.",
    properties: &[
        SERVICE,
        required(typed(
            Type::List(&Type::Object(&[
                template("type", "On which channel: `messaging`, or `chat`."),
                template("identity", "Who it is, on chat."),
                template("messaging_binding_address", "The person's address."),
                template("messaging_binding_proxy_address", "Our own address."),
            ])),
            Json::Array,
            "participants",
            "Who takes part.",
        )),
        template("friendly_name", "The conversation's name."),
        template("attributes", "A JSON object that goes with it, as text."),
        template("messaging_service_sid", "The Messaging Service, `MG…`."),
        template(
            "timers_inactive",
            "After how much silence it becomes inactive, e.g. `PT10M`.",
        ),
        template(
            "timers_closed",
            "After how much silence it is closed, e.g. `PT1H`.",
        ),
        flag(
            "close_conversation_on_execution_end",
            "Whether it is closed when the flow ends.",
        ),
    ],
    rules: &[],
    events: &[
        leaving(
            EVERYTHING,
            event("created", "created", "The conversation is there."),
        ),
        event("failed", "failed", "It could not be made."),
    ],
    nature: Nature::Calls,
    open: true,
    starts: Starts::Request,
    runs: REQUESTED,
};

pub(super) const RESUME_CONVERSATION: Kind = Kind {
    word: "resume_conversation",
    studio: "resume-conversation",
    docs: "Goes on in a conversation that is there already.\n\nOnly in a flow that the REST API starts.",
    properties: &[
        SERVICE,
        required(template("conversation_sid", "The conversation, `CH…`.")),
    ],
    rules: &[],
    events: &[
        leaving(
            EVERYTHING,
            event("resumed", "resumed", "The conversation is the flow's."),
        ),
        event("failed", "failed", "It could not be resumed."),
    ],
    nature: Nature::Calls,
    open: true,
    starts: Starts::Request,
    runs: REQUESTED,
};
