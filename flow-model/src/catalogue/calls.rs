//! Calls: what is said, heard, dialled and recorded.

use super::outputs::{ANYTHING, CALL, EVERYTHING, Keys, set};
use super::row::{
    choice, defaults_to, event, flag, integer, leaving, map, quoted_flag, quoted_integer, required,
    short, template, typed,
};
use super::{Json, Kind, Nature, Property, Rule, Runs, Starts, Type};

/// Why no widget of a call runs here.
pub(super) const VOICE: Runs = Runs::Not("no channel of this project carries voice");

const SAY: Property = template("say", "What is said, by a synthetic voice.");
const PLAY: Property = template("play", "The address of a recording that is played.");
const VOICE_NAME: Property = template("voice", "The voice, e.g. `Polly.Joanna`.");
const LANGUAGE: Property = template("language", "The language of the voice, e.g. `en-US`.");
const LOOP: Property = defaults_to(
    "1",
    integer((1, 99), "loop", "How often it is said or played."),
);
const TRIM: Property = choice(
    &["trim-silence", "do-not-trim"],
    "trim",
    "Whether silence at both ends is cut off.",
);
const CHANNELS: Property = choice(
    &["mono", "dual"],
    "recording_channels",
    "Whether both sides are recorded as one, or each by itself.",
);
const KEYPRESS: Keys = &["Digits"];
const SPEECH: Keys = &["SpeechResult", "Confidence"];

pub(super) const SAY_PLAY: Kind = Kind {
    word: "say_play",
    studio: "say-play",
    docs: "Says a text, plays a recording or sends tones on the call.",
    properties: &[
        VOICE_NAME,
        LOOP,
        SAY,
        PLAY,
        template(
            "digits",
            "The tones that are sent: `0`-`9`, `A`-`D`, `#`, `*`, `w` for half a second and `W` for one.",
        ),
        LANGUAGE,
    ],
    rules: &[Rule::OneOf(&["say", "play", "digits"])],
    events: &[leaving(
        set(&[CALL]).and_more(),
        event("audio_complete", "audioComplete", "All was said or played."),
    )],
    nature: Nature::Calls,
    open: true,
    starts: Starts::Call,
    runs: VOICE,
};

pub(super) const GATHER_INPUT_ON_CALL: Kind = Kind {
    word: "gather_input_on_call",
    studio: "gather-input-on-call",
    docs: "Says or plays something on the call and waits for keys or for speech.",
    properties: &[
        VOICE_NAME,
        defaults_to(
            "auto",
            template(
                "speech_timeout",
                "How long a pause ends what is spoken: seconds as text, or `auto`.",
            ),
        ),
        LOOP,
        template(
            "hints",
            "Words that are likely to be spoken, separated by commas.",
        ),
        defaults_to(
            "#",
            template(
                "finish_on_key",
                "The key that ends the digits, and is none of them; empty for none.",
            ),
        ),
        SAY,
        PLAY,
        LANGUAGE,
        defaults_to(
            "true",
            flag("stop_gather", "Whether `finish_on_key` ends the digits."),
        ),
        integer(
            (0, 30),
            "number_of_digits",
            "How many digits are waited for.",
        ),
        template(
            "gather_language",
            "The language that is listened for, e.g. `en-US`.",
        ),
        template(
            "speech_model",
            "How speech is recognised: `default`, `numbers_and_commands`, `phone_call` or one of the newer models.",
        ),
        defaults_to(
            "true",
            quoted_flag("profanity_filter", "Whether profanities become asterisks."),
        ),
        defaults_to(
            "5",
            integer(
                (0, 30),
                "timeout",
                "How long to wait for the next key or word, in seconds.",
            ),
        ),
        template(
            "save_response_as",
            "In Studio's schema; what it does is *unconfirmed*. The keys are read as `widgets.NAME.Digits`.",
        ),
    ],
    rules: &[Rule::OneOf(&["say", "play"])],
    events: &[
        leaving(
            set(&[CALL, KEYPRESS]).unset(&[SPEECH]).and_more(),
            event("keypress", "keypress", "Keys were pressed."),
        ),
        leaving(
            set(&[CALL, SPEECH]).unset(&[KEYPRESS]).and_more(),
            event("speech", "speech", "Something was spoken."),
        ),
        leaving(
            set(&[CALL]).unset(&[KEYPRESS, SPEECH]).and_more(),
            event("timeout", "timeout", "Neither key nor word came in time."),
        ),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Call,
    runs: VOICE,
};

pub(super) const CONNECT_CALL_TO: Kind = Kind {
    word: "connect_call_to",
    studio: "connect-call-to",
    docs: "Connects the caller to another party and waits until one of them hangs up.",
    properties: &[
        defaults_to(
            "{{contact.channel.address}}",
            template("caller_id", "The number that the other party sees."),
        ),
        flag("record", "Whether the call is recorded."),
        required(choice(
            &[
                "number",
                "number-multi",
                "client",
                "sip",
                "sim",
                "conference",
            ],
            "noun",
            "What `to` is.",
        )),
        template(
            "to",
            "Whom to connect to; for `number-multi` up to ten numbers, separated by commas.",
        ),
        integer(
            (1, 600),
            "timeout",
            "How long it rings, in seconds; 30 where it is left out.",
        ),
        quoted_integer(
            (1, i64::MAX),
            "time_limit",
            "How long the call may last, in seconds; four hours where it is left out.",
        ),
        template("sip_endpoint", "The SIP address, for `sip`."),
        template("sip_username", "The user name, for `sip`."),
        template("sip_password", "The password, for `sip`."),
    ],
    rules: &[Rule::Needed {
        property: "sip_endpoint",
        on: "noun",
        values: &[Some("sip")],
    }],
    events: &[
        leaving(
            set(&[CALL, &["DialCallStatus"]]).and_more(),
            event(
                "call_completed",
                "callCompleted",
                "The other party hung up, was busy or did not answer.",
            ),
        ),
        leaving(
            set(&[CALL]).and_more(),
            event("hangup", "hangup", "The caller hung up."),
        ),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Call,
    runs: VOICE,
};

const RUNG: super::Outputs = set(&[CALL]).and_more();

pub(super) const MAKE_OUTGOING_CALL_V2: Kind = Kind {
    word: "make_outgoing_call_v2",
    studio: "make-outgoing-call-v2",
    docs: "Calls the contact.",
    properties: &[
        defaults_to(
            "{{flow.channel.address}}",
            template("from", "The number that calls."),
        ),
        defaults_to(
            "{{contact.channel.address}}",
            template("to", "The number that is called."),
        ),
        flag("record", "Whether the call is recorded."),
        CHANNELS,
        template(
            "recording_status_callback",
            "Where Twilio says what became of the recording.",
        ),
        TRIM,
        flag(
            "detect_answering_machine",
            "Whether to find out who or what answers.",
        ),
        choice(
            &["Enable", "DetectMessageEnd"],
            "machine_detection",
            "Whether to go on at once, or after a machine's message.",
        ),
        quoted_integer(
            (3, 120),
            "machine_detection_timeout",
            "How long to listen for it, in seconds; 30 where it is left out.",
        ),
        quoted_integer(
            (1000, 6000),
            "machine_detection_speech_threshold",
            "How long a person's greeting is at most, in milliseconds; 2,400 where it is left out.",
        ),
        quoted_integer(
            (500, 5000),
            "machine_detection_speech_end_threshold",
            "How long a silence ends a greeting, in milliseconds; 1,200 where it is left out.",
        ),
        quoted_integer(
            (2000, 10000),
            "machine_detection_silence_timeout",
            "How long a silence at the start is waited for, in milliseconds; 5,000 where it is left out.",
        ),
        short(
            32,
            "send_digits",
            "The keys that are pressed once it is answered.",
        ),
        integer(
            (0, 600),
            "timeout",
            "How long it rings, in seconds; 60 where it is left out.",
        ),
        template(
            "sip_auth_username",
            "The user name, where a SIP address is called.",
        ),
        template(
            "sip_auth_password",
            "The password, where a SIP address is called.",
        ),
    ],
    rules: &[],
    events: &[
        leaving(
            RUNG,
            event("answered", "answered", "Somebody, or a machine, answered."),
        ),
        leaving(RUNG, event("busy", "busy", "The line was busy.")),
        leaving(RUNG, event("no_answer", "noAnswer", "Nobody answered.")),
        leaving(
            ANYTHING,
            event("failed", "failed", "The call could not be made."),
        ),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Any,
    runs: VOICE,
};

const RECORDING: Keys = &["RecordingUrl", "RecordingSid", "RecordingDuration"];

pub(super) const RECORD_VOICEMAIL: Kind = Kind {
    word: "record_voicemail",
    studio: "record-voicemail",
    docs: "Records what the caller says.",
    properties: &[
        integer(
            (0, i64::MAX),
            "timeout",
            "How long a silence ends the recording, in seconds; 5 where it is left out.",
        ),
        template("finish_on_key", "The key that ends the recording."),
        integer(
            (1, 14400),
            "max_length",
            "How long the recording is at most, in seconds; 3,600 where it is left out.",
        ),
        flag("transcribe", "Whether it is written down."),
        template(
            "transcription_callback_url",
            "Where Twilio sends what was written down.",
        ),
        TRIM,
        quoted_flag(
            "play_beep",
            "Whether a tone says that it begins; it does where this is left out.",
        ),
        template(
            "recording_status_callback_url",
            "Where Twilio says what became of the recording.",
        ),
    ],
    rules: &[],
    events: &[
        leaving(
            set(&[CALL, RECORDING]).and_more(),
            event(
                "recording_complete",
                "recordingComplete",
                "Something was recorded.",
            ),
        ),
        leaving(
            set(&[CALL]).unset(&[RECORDING]).and_more(),
            event(
                "no_audio",
                "noAudio",
                "Nothing was said; only in older accounts.",
            ),
        ),
        leaving(
            set(&[CALL]).may(&[RECORDING]).and_more(),
            event("hangup", "hangup", "The caller hung up."),
        ),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Call,
    runs: VOICE,
};

pub(super) const RECORD_CALL: Kind = Kind {
    word: "record_call",
    studio: "record-call",
    docs: "Starts or stops the recording of the call.\n\nOnly of a call that came in, after `say_play` or `gather_input_on_call`.",
    properties: &[
        required(flag("record_call", "Whether recording starts or stops.")),
        template(
            "recording_status_callback",
            "Where Twilio says what became of the recording.",
        ),
        choice(
            &["GET", "POST"],
            "recording_status_callback_method",
            "How it is requested; `POST` where it is left out.",
        ),
        template(
            "recording_status_callback_events",
            "Of what it says: `in-progress`, `completed` and `absent`, separated by spaces.",
        ),
        CHANNELS,
        TRIM,
    ],
    rules: &[],
    events: &[
        leaving(
            EVERYTHING,
            event("success", "success", "Recording started or stopped."),
        ),
        event("failed", "failed", "It did not."),
    ],
    nature: Nature::Calls,
    open: true,
    starts: Starts::Call,
    runs: VOICE,
};

const PAID: super::Outputs = ANYTHING;

pub(super) const CAPTURE_PAYMENTS: Kind = Kind {
    word: "capture_payments",
    studio: "capture-payments",
    docs: "Takes a payment by the keys of the caller's phone.",
    properties: &[
        template("payment_connector", "The Pay Connector's name."),
        template(
            "payment_amount",
            "How much; without it the card is only kept.",
        ),
        template("currency", "The currency, e.g. `usd`."),
        template("description", "What is paid for."),
        template("language", "The language of the prompts, e.g. `en-US`."),
        choice(
            &["one-time", "reusable"],
            "payment_token_type",
            "Whether the card may be charged again.",
        ),
        choice(
            &["CREDIT_CARD", "ACH_DEBIT"],
            "payment_method",
            "How it is paid.",
        ),
        template(
            "bank_account_type",
            "Of what kind the account is, for `ACH_DEBIT`.",
        ),
        integer(
            (0, 600),
            "timeout",
            "How long to wait for the next key, in seconds; 5 where it is left out.",
        ),
        integer(
            (0, 10),
            "max_attempts",
            "How often the caller may try; 2 where it is left out.",
        ),
        integer(
            (0, 32),
            "min_postal_code_length",
            "How long a postal code is at least.",
        ),
        flag("security_code", "Whether the security code is asked for."),
        quoted_flag(
            "postal_code",
            "Whether the postal code is asked for; or the code itself, quoted.",
        ),
        typed(
            Type::List(&Type::Choice(&[
                "amex",
                "diners-club",
                "discover",
                "enroute",
                "jcb",
                "maestro",
                "master-card",
                "mastercard",
                "optima",
                "visa",
            ])),
            Json::Array,
            "valid_card_types",
            "Which cards are taken.",
        ),
        map("parameters", "What the connector is given, by name."),
    ],
    rules: &[],
    events: &[
        leaving(
            set(&[&["Result"]]).and_more(),
            event("success", "success", "It was paid."),
        ),
        leaving(
            PAID,
            event(
                "max_failed_attempts",
                "maxFailedAttempts",
                "The caller tried as often as allowed.",
            ),
        ),
        leaving(
            PAID,
            event("provider_error", "providerError", "The connector failed."),
        ),
        leaving(
            PAID,
            event("pay_interrupted", "payInterrupted", "The caller broke off."),
        ),
        leaving(PAID, event("hangup", "hangup", "The caller hung up.")),
        leaving(
            PAID,
            event(
                "validation_error",
                "validationError",
                "What the widget is set to is not valid.",
            ),
        ),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Call,
    runs: VOICE,
};

pub(super) const FORK_STREAM: Kind = Kind {
    word: "fork_stream",
    studio: "fork-stream",
    docs: "Starts or stops a stream of the call's audio to elsewhere.",
    properties: &[
        required(choice(
            &["start", "stop"],
            "stream_action",
            "Whether it starts or stops.",
        )),
        choice(
            &["websocket", "siprec"],
            "stream_transport_type",
            "How the audio goes out.",
        ),
        template("stream_name", "The stream's name, by which it is stopped."),
        template("stream_url", "Where it goes, `wss://…`, for `websocket`."),
        template("stream_connector", "The connector, for `siprec`."),
        choice(
            &["inbound_track", "outbound_track", "both_tracks"],
            "stream_track",
            "Which side is heard.",
        ),
        map("stream_parameters", "What goes along, by name."),
    ],
    rules: &[],
    events: &[event("next", "next", "The stream started or stopped.")],
    nature: Nature::Calls,
    open: false,
    starts: Starts::Call,
    runs: VOICE,
};

pub(super) const ADD_TWIML_REDIRECT: Kind = Kind {
    word: "add_twiml_redirect",
    studio: "add-twiml-redirect",
    docs: "Lets a TwiML document elsewhere have the call until it comes back.\n\nIt comes back by a request to the flow's webhook with `FlowEvent=return`; each other parameter of it is an output.",
    properties: &[
        required(template(
            "url",
            "Where the document is. What is rendered into it is not encoded.",
        )),
        defaults_to(
            "POST",
            choice(&["GET", "POST"], "method", "How it is requested."),
        ),
        defaults_to(
            "14400",
            quoted_integer(
                (0, 14400),
                "timeout",
                "How long to wait for its return, in seconds.",
            ),
        ),
    ],
    rules: &[],
    events: &[
        leaving(ANYTHING, event("return", "return", "The call came back.")),
        event("timeout", "timeout", "The call did not come back in time."),
        event("fail", "fail", "The URL is none."),
    ],
    nature: Nature::Waits,
    open: true,
    starts: Starts::Any,
    runs: VOICE,
};
