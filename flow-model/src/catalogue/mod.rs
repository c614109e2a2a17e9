//! Every Studio widget as data: the single source for parsing, checking, export, documentation
//! and messages.
//!
//! A row is added here and in no other place. Facts are Studio's; where a text says *unconfirmed*,
//! no public source settles it.

mod calls;
mod control;
mod conversations;
mod flex;
mod functions;
mod messages;
mod operators;
mod outputs;
mod retired;
mod row;

pub use operators::OPERATORS;
pub use outputs::{Keys, Outputs, Presence};

/// Every kind, in the order of Studio's documentation; what is retired or undocumented comes last.
pub static KINDS: &[Kind] = &[
    control::TRIGGER,
    control::SPLIT_BASED_ON,
    functions::RUN_FUNCTION,
    messages::SEND_MESSAGE,
    messages::SEND_AND_WAIT_FOR_REPLY,
    control::SET_VARIABLES,
    functions::MAKE_HTTP_REQUEST,
    functions::RUN_SUBFLOW,
    flex::SEND_TO_FLEX,
    flex::ENQUEUE_CALL,
    calls::SAY_PLAY,
    calls::GATHER_INPUT_ON_CALL,
    calls::CONNECT_CALL_TO,
    calls::MAKE_OUTGOING_CALL_V2,
    calls::RECORD_VOICEMAIL,
    calls::RECORD_CALL,
    calls::CAPTURE_PAYMENTS,
    calls::FORK_STREAM,
    calls::ADD_TWIML_REDIRECT,
    conversations::CONNECT_VIRTUAL_AGENT,
    conversations::CONNECT_VIRTUAL_AGENT_V2,
    conversations::RUN_CONVERSATION_RELAY,
    conversations::START_CONVERSATION,
    conversations::RESUME_CONVERSATION,
    retired::MAKE_OUTGOING_CALL_V1,
    retired::SEND_TO_AUTO_PILOT,
    retired::RUN_FUNCTION_V2,
    retired::ADD_MEMBER_TO_CHAT_CHANNEL,
    retired::CREATE_CHAT_CHANNEL,
    retired::CREATE_TASK,
    retired::UNDERSTAND,
    retired::UPDATE_SYNC_OBJECT,
];

/// A widget type.
#[derive(Debug)]
pub struct Kind {
    /// As written in `flow!`: `send_and_wait_for_reply`.
    pub word: &'static str,
    /// As in Studio's JSON: `send-and-wait-for-reply`.
    pub studio: &'static str,
    /// What it does, in Markdown; the first line is a summary.
    pub docs: &'static str,
    /// What it can be set to, in the order in which Studio's export writes it.
    pub properties: &'static [Property],
    /// Which properties go together, besides those that are required by themselves.
    pub rules: &'static [Rule],
    /// Its events, in the order in which Studio's export writes them. A split's is empty: see
    /// [`OPERATORS`].
    pub events: &'static [Event],
    /// What it does while an execution runs.
    pub nature: Nature,
    /// Whether it may have outputs that no row of its events names.
    pub open: bool,
    /// Which executions may come to it.
    pub starts: Starts,
    /// How far this project runs it.
    pub runs: Runs,
}

/// Which executions a widget makes sense in, by what started them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starts {
    /// Any.
    Any,
    /// A call: one that came in, or one that the flow makes.
    Call,
    /// A call or a conversation.
    CallOrConversation,
    /// A request over the REST API: Studio refuses the widget in a flow without that trigger.
    Request,
}

/// How far this project runs a widget. All kinds are checked, imported and exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// As Studio does.
    Whole,
    /// It runs, and this is what differs, in Markdown.
    Differs(&'static str),
    /// It does not, and this is why, in Markdown: a runtime refuses a flow that holds one.
    Not(&'static str),
}

impl Starts {
    /// The events of a trigger from which an execution may come here, by their words.
    pub fn events(self) -> &'static [&'static str] {
        match self {
            Starts::Any => &[
                "incoming_message",
                "incoming_call",
                "incoming_conversation_message",
                "incoming_request",
                "incoming_parent",
            ],
            Starts::Call => &["incoming_call", "incoming_request", "incoming_parent"],
            Starts::CallOrConversation => &[
                "incoming_call",
                "incoming_conversation_message",
                "incoming_request",
                "incoming_parent",
            ],
            Starts::Request => &["incoming_request"],
        }
    }
}

/// What a widget does to the execution that enters it: what makes a cycle spin or wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Starts executions.
    Trigger,
    /// Leaves at once: a split, `set_variables`, a message. A cycle of these alone spins.
    Immediate,
    /// Calls something that answers in its own time: a function, a request, a spoken text.
    Calls,
    /// Waits for somebody.
    Waits,
}

/// A property of a widget.
#[derive(Debug, PartialEq)]
pub struct Property {
    /// As written in `flow!`.
    pub word: &'static str,
    /// As in Studio's JSON.
    pub studio: &'static str,
    /// What it sets, in Markdown.
    pub docs: &'static str,
    /// What it may hold.
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
    /// What Studio's editor writes where it is left out, as the text of the value.
    pub default: Option<&'static str>,
    /// Which JSON type Studio's definition asks for.
    pub json: Json,
}

/// Which properties of a widget go together; all by their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Exactly one of these is given.
    OneOf(&'static [&'static str]),
    /// At least one of these is given.
    AnyOf(&'static [&'static str]),
    /// Beside the first none of the others is given.
    Apart {
        /// The first.
        property: &'static str,
        /// The others.
        from: &'static [&'static str],
        /// What to do instead.
        help: &'static str,
    },
    /// A property is required by the value of another.
    Needed {
        /// The one that is required.
        property: &'static str,
        /// The one whose value decides.
        on: &'static str,
        /// The values that require it; `None`: also where `on` is left out.
        values: &'static [Option<&'static str>],
    },
}

/// What a property may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Type {
    /// Text that may hold Liquid, up to so many characters where it holds none.
    Template {
        /// The longest static text, in characters.
        max: Option<u32>,
    },
    /// The text of a message: it may hold Liquid; where it holds none it is up to
    /// [`SMS_CHARACTERS`] long if it goes out by SMS.
    Body,
    /// Text without Liquid.
    Literal,
    /// One of these texts, without Liquid.
    Choice(&'static [&'static str]),
    /// A whole number within these bounds, both included. Where Studio's JSON has a string, a
    /// template may stand for it.
    Integer {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// `true` or `false`; where Studio's JSON has a string, a template may stand for it.
    Flag,
    /// `{ name: "template" }`, `json(…)` allowed, in the author's own names.
    Map {
        /// Whether values may be `json(…)`.
        json: bool,
        /// Whether at least one entry must be there.
        filled: bool,
    },
    /// `[item, item]`.
    List(&'static Type),
    /// `{ name: value }` in Studio's names.
    Object(&'static [Property]),
    /// A typed function: `Path { field: "…" }`.
    Function,
    /// A flow of this program: `Path { parameter: "…" }`.
    Flow,
}

/// The longest text that Twilio sends by SMS, in characters.
pub const SMS_CHARACTERS: usize = 1_600;

/// The JSON type that Studio's definition asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Json {
    /// A string, also for numbers and flags.
    String,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// An array of `{"key": …, "value": …}`, each with a `"type"` where the map may hold `json(…)`.
    Pairs,
    /// An array.
    Array,
    /// An object.
    Object,
    /// Nothing: the property is ours and is exported in another form.
    Ours,
}

/// An event that a widget can leave by.
#[derive(Debug)]
pub struct Event {
    /// As written in `flow!`: `incoming_message`.
    pub word: &'static str,
    /// As in Studio's JSON: `incomingMessage`.
    pub studio: &'static str,
    /// When it happens, in Markdown.
    pub docs: &'static str,
    /// What the widget's outputs are then.
    pub outputs: Outputs,
}

/// An operator of a split.
#[derive(Debug)]
pub struct Operator {
    /// As written in `flow!` and in Studio's JSON: `equal_to`.
    pub word: &'static str,
    /// When it is true, in Markdown.
    pub docs: &'static str,
    /// How many arguments it takes.
    pub arity: Arity,
}

/// How many arguments an operator takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    /// None.
    None,
    /// One.
    One,
    /// One or more.
    Many,
}

/// The kind that `flow!` calls so.
pub fn kind(word: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.word == word)
}

/// The kind that Studio's JSON calls so.
pub fn studio_kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.studio == name)
}

/// The operator that `flow!` and Studio call so.
pub fn operator(word: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|operator| operator.word == word)
}

impl Kind {
    /// The property that `flow!` calls so.
    pub fn property(&self, word: &str) -> Option<&'static Property> {
        self.properties
            .iter()
            .find(|property| property.word == word)
    }

    /// The event that `flow!` calls so.
    pub fn event(&self, word: &str) -> Option<&'static Event> {
        self.events.iter().find(|event| event.word == word)
    }

    /// The property that Studio's JSON calls so.
    pub fn studio_property(&self, name: &str) -> Option<&'static Property> {
        self.properties
            .iter()
            .find(|property| property.studio == name)
    }

    /// The event that Studio's JSON calls so.
    pub fn studio_event(&self, name: &str) -> Option<&'static Event> {
        self.events.iter().find(|event| event.studio == name)
    }

    /// Whether its arms are operators.
    pub fn is_split(&self) -> bool {
        self.word == "split_based_on"
    }
}
