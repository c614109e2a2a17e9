//! Studio's words as Rust items, so that the editor completes them inside `flow!`, shows what they
//! mean and goes to where they are described: kinds, and for each kind its properties and its
//! events (of a split, its operators).
//!
//! Written from `flow_model::catalogue` by `tests/tests/catalogue.rs`: run that test with `UPDATE=1`
//! instead of changing anything here.

#![allow(non_upper_case_globals)]

/// The kinds of widgets.
pub mod kind {
    use flow_model::machine::Word;

    /// Where executions start.
    ///
    /// An event that is not named starts nothing.
    pub const trigger: Word = Word::Known(0);

    /// Chooses the way by a text.
    ///
    /// Arms are tried in written order and the first that holds is taken; `_` is taken when none does.
    pub const split_based_on: Word = Word::Known(1);

    /// Runs a function: one of this program's (`function:`), or one that lives elsewhere (`url:`).
    pub const run_function: Word = Word::Known(2);

    /// Sends a message to everybody in the conversation, and goes on when it is accepted.
    pub const send_message: Word = Word::Known(3);

    /// Sends a message to everybody in the conversation and waits until somebody answers.
    pub const send_and_wait_for_reply: Word = Word::Known(4);

    /// Sets variables, which templates read as `flow.variables.NAME`.
    pub const set_variables: Word = Word::Known(5);
}

/// What widgets can be set to, by kind.
pub mod property {
    /// Of `trigger`.
    pub mod trigger {}

    /// Of `split_based_on`.
    pub mod split_based_on {
        use flow_model::machine::Word;

        /// What the arms test.
        ///
        /// Required.
        pub const input: Word = Word::Known(0);
    }

    /// Of `run_function`.
    pub mod run_function {
        use flow_model::machine::Word;

        /// A type that implements `Function`, with its parameters: `function: AddParticipant { address: "…" }`.
        pub const function: Word = Word::Known(0);

        /// The Functions service, `ZS…` or `default`.
        pub const service_sid: Word = Word::Known(1);

        /// The environment of the service, `ZE…`.
        pub const environment_sid: Word = Word::Known(2);

        /// The function, `ZH…` or `ZN…`.
        pub const function_sid: Word = Word::Known(3);

        /// What the function is given, by name.
        pub const parameters: Word = Word::Known(4);

        /// Where the function lives.
        pub const url: Word = Word::Known(5);
    }

    /// Of `send_message`.
    pub mod send_message {
        use flow_model::machine::Word;

        /// The service of the conversation; Studio's editor fills it in.
        ///
        /// Left out: `{{trigger.message.InstanceSid}}`
        pub const service: Word = Word::Known(0);

        /// The channel of the conversation; Studio's editor fills it in.
        ///
        /// Left out: `{{trigger.message.ChannelSid}}`
        pub const channel: Word = Word::Known(1);

        /// The sender: a phone number, a Messaging Service SID or, in a conversation, an author's name.
        ///
        /// Left out: `{{flow.channel.address}}`
        pub const from: Word = Word::Known(2);

        /// A JSON object that goes with the message, as text; in conversations only.
        pub const attributes: Word = Word::Known(3);

        /// `custom`, a text of your own, where it is left out; `content_template` sends the approved template of `content_sid`.
        pub const message_type: Word = Word::Known(4);

        /// Whom it goes to; in a conversation it goes to everybody.
        ///
        /// Left out: `{{contact.channel.address}}`
        pub const to: Word = Word::Known(5);

        /// The text, up to 1,600 characters by SMS. A `content_template` does without.
        pub const body: Word = Word::Known(6);

        /// The address of one picture or other medium.
        pub const media_url: Word = Word::Known(7);

        /// The approved template, `HX…`, of a `content_template` message.
        pub const content_sid: Word = Word::Known(8);

        /// What is put into the approved template, by number: `{ "1": "{{…}}" }`.
        pub const content_variables: Word = Word::Known(9);

        /// Whether links in the text are shortened.
        pub const shorten_urls: Word = Word::Known(10);
    }

    /// Of `send_and_wait_for_reply`.
    pub mod send_and_wait_for_reply {
        use flow_model::machine::Word;

        /// The service of the conversation; Studio's editor fills it in.
        ///
        /// Left out: `{{trigger.message.InstanceSid}}`
        pub const service: Word = Word::Known(0);

        /// The channel of the conversation; Studio's editor fills it in.
        ///
        /// Left out: `{{trigger.message.ChannelSid}}`
        pub const channel: Word = Word::Known(1);

        /// The sender: a phone number, a Messaging Service SID or, in a conversation, an author's name.
        ///
        /// Left out: `{{flow.channel.address}}`
        pub const from: Word = Word::Known(2);

        /// A JSON object that goes with the message, as text; in conversations only.
        pub const attributes: Word = Word::Known(3);

        /// `custom`, a text of your own, where it is left out; `content_template` sends the approved template of `content_sid`.
        pub const message_type: Word = Word::Known(4);

        /// The text, up to 1,600 characters by SMS. A `content_template` does without.
        pub const body: Word = Word::Known(5);

        /// The address of one picture or other medium.
        pub const media_url: Word = Word::Known(6);

        /// The approved template, `HX…`, of a `content_template` message.
        pub const content_sid: Word = Word::Known(7);

        /// What is put into the approved template, by number: `{ "1": "{{…}}" }`.
        pub const content_variables: Word = Word::Known(8);

        /// Whether links in the text are shortened.
        pub const shorten_urls: Word = Word::Known(9);

        /// How long to wait for an answer, in seconds; 3,600 where it is left out.
        ///
        /// Left out: `3600`
        pub const timeout: Word = Word::Known(10);

        /// In Studio's schema; what it does is *unconfirmed*. The answer is read as `widgets.NAME.inbound.Body`.
        pub const save_response_as: Word = Word::Known(11);
    }

    /// Of `set_variables`.
    pub mod set_variables {
        use flow_model::machine::Word;

        /// The variables, by name, set in written order.
        ///
        /// Required.
        pub const variables: Word = Word::Known(0);
    }
}

/// What widgets can leave by, by kind.
pub mod event {
    /// Of `trigger`.
    pub mod trigger {
        use flow_model::machine::Word;

        /// A message came in, by SMS or chat, and no execution is active for its sender.
        pub const incoming_message: Word = Word::Known(0);

        /// Somebody calls.
        pub const incoming_call: Word = Word::Known(1);

        /// A participant wrote in a conversation that has no active execution of this flow.
        pub const incoming_conversation_message: Word = Word::Known(2);

        /// The REST API asked for an execution.
        pub const incoming_request: Word = Word::Known(3);

        /// Another flow runs this one as its subflow.
        pub const incoming_parent: Word = Word::Known(4);
    }

    /// Of `split_based_on`.
    pub mod split_based_on {
        use flow_model::machine::Word;

        /// The input is this text.
        pub const equal_to: Word = Word::Known(0);

        /// The input is not this text.
        pub const not_equal_to: Word = Word::Known(1);

        /// The input is one of these texts.
        pub const matches_any_of: Word = Word::Known(2);

        /// The input is none of these texts.
        pub const does_not_match_any_of: Word = Word::Known(3);

        /// The input contains this text.
        pub const contains: Word = Word::Known(4);

        /// The input does not contain this text.
        pub const does_not_contain: Word = Word::Known(5);

        /// The input starts with this text.
        pub const starts_with: Word = Word::Known(6);

        /// The input does not start with this text.
        pub const does_not_start_with: Word = Word::Known(7);

        /// The input is empty, or only white space.
        pub const is_blank: Word = Word::Known(8);

        /// The input is neither empty nor only white space.
        pub const is_not_blank: Word = Word::Known(9);

        /// The pattern matches the whole input.
        pub const regex: Word = Word::Known(10);

        /// Both are decimal numbers, and the input is the lesser.
        pub const less_than: Word = Word::Known(11);

        /// Both are decimal numbers, and the input is the greater.
        pub const greater_than: Word = Word::Known(12);

        /// The input is a time (`HH:MM`) before this one.
        pub const is_before_time: Word = Word::Known(13);

        /// The input is a time (`HH:MM`) after this one.
        pub const is_after_time: Word = Word::Known(14);

        /// The input is a date (`YYYY-MM-DD`) before this one.
        pub const is_before_date: Word = Word::Known(15);

        /// The input is a date (`YYYY-MM-DD`) after this one.
        pub const is_after_date: Word = Word::Known(16);
    }

    /// Of `run_function`.
    pub mod run_function {
        use flow_model::machine::Word;

        /// The function answered within 10 seconds and did not fail.
        pub const success: Word = Word::Known(0);

        /// The function failed, or took longer than 10 seconds.
        pub const fail: Word = Word::Known(1);
    }

    /// Of `send_message`.
    pub mod send_message {
        use flow_model::machine::Word;

        /// The message was accepted.
        pub const sent: Word = Word::Known(0);

        /// The message was refused.
        pub const failed: Word = Word::Known(1);
    }

    /// Of `send_and_wait_for_reply`.
    pub mod send_and_wait_for_reply {
        use flow_model::machine::Word;

        /// A participant answered.
        pub const incoming_message: Word = Word::Known(0);

        /// Nobody answered in time.
        pub const timeout: Word = Word::Known(1);

        /// The message could not be sent or delivered.
        pub const delivery_failure: Word = Word::Known(2);
    }

    /// Of `set_variables`.
    pub mod set_variables {
        use flow_model::machine::Word;

        /// The variables are set.
        pub const next: Word = Word::Known(0);
    }
}

/// What a line of a widget can begin with, by kind: a half-typed one may become any of these.
#[doc(hidden)]
#[allow(ambiguous_glob_reexports)] // A word that is both is offered once.
pub mod line {
    /// Of `trigger`.
    pub mod trigger {
        pub use crate::catalogue::event::trigger::*;
    }

    /// Of `split_based_on`.
    pub mod split_based_on {
        pub use crate::catalogue::event::split_based_on::*;
        pub use crate::catalogue::property::split_based_on::*;
    }

    /// Of `run_function`.
    pub mod run_function {
        pub use crate::catalogue::event::run_function::*;
        pub use crate::catalogue::property::run_function::*;
    }

    /// Of `send_message`.
    pub mod send_message {
        pub use crate::catalogue::event::send_message::*;
        pub use crate::catalogue::property::send_message::*;
    }

    /// Of `send_and_wait_for_reply`.
    pub mod send_and_wait_for_reply {
        pub use crate::catalogue::event::send_and_wait_for_reply::*;
        pub use crate::catalogue::property::send_and_wait_for_reply::*;
    }

    /// Of `set_variables`.
    pub mod set_variables {
        pub use crate::catalogue::event::set_variables::*;
        pub use crate::catalogue::property::set_variables::*;
    }
}
