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

    /// Makes an HTTP request and keeps the answer.
    ///
    /// Studio sends no headers of yours; Basic authentication may stand in the URL.
    pub const make_http_request: Word = Word::Known(6);

    /// Runs another flow as a part of this one and waits for its end.
    ///
    /// What the subflow's `set_variables` set is read as `widgets.NAME.KEY`.
    pub const run_subflow: Word = Word::Known(7);

    /// Hands the conversation or the call over to the agents of Flex.
    ///
    /// Later messages are no longer the flow's.
    pub const send_to_flex: Word = Word::Known(8);

    /// Puts the call into a queue, or hands it to a TaskRouter workflow.
    pub const enqueue_call: Word = Word::Known(9);

    /// Says a text, plays a recording or sends tones on the call.
    pub const say_play: Word = Word::Known(10);

    /// Says or plays something on the call and waits for keys or for speech.
    pub const gather_input_on_call: Word = Word::Known(11);

    /// Connects the caller to another party and waits until one of them hangs up.
    pub const connect_call_to: Word = Word::Known(12);

    /// Calls the contact.
    pub const make_outgoing_call_v2: Word = Word::Known(13);

    /// Records what the caller says.
    pub const record_voicemail: Word = Word::Known(14);

    /// Starts or stops the recording of the call.
    ///
    /// Only of a call that came in, after `say_play` or `gather_input_on_call`.
    pub const record_call: Word = Word::Known(15);

    /// Takes a payment by the keys of the caller's phone.
    pub const capture_payments: Word = Word::Known(16);

    /// Starts or stops a stream of the call's audio to elsewhere.
    pub const fork_stream: Word = Word::Known(17);

    /// Lets a TwiML document elsewhere have the call until it comes back.
    ///
    /// It comes back by a request to the flow's webhook with `FlowEvent=return`; each other parameter of it is an output.
    pub const add_twiml_redirect: Word = Word::Known(18);

    /// Connects the caller to a virtual agent, in its first form.
    pub const connect_virtual_agent: Word = Word::Known(19);

    /// Connects the caller or the conversation to a virtual agent.
    pub const connect_virtual_agent_v2: Word = Word::Known(20);

    /// Lets a program of yours talk to the caller, text in and text out, over a WebSocket.
    pub const run_conversation_relay: Word = Word::Known(21);

    /// Starts a conversation; later messages go there.
    ///
    /// Only in a flow that the REST API starts.
    pub const start_conversation: Word = Word::Known(22);

    /// Goes on in a conversation that is there already.
    ///
    /// Only in a flow that the REST API starts.
    pub const resume_conversation: Word = Word::Known(23);

    /// Calls the contact, in its first form: `make_outgoing_call_v2` has taken its place.
    pub const make_outgoing_call_v1: Word = Word::Known(24);

    /// Lets an Autopilot assistant talk. Autopilot is no more.
    pub const send_to_auto_pilot: Word = Word::Known(25);

    /// A name in Studio's schema, of which nothing more is known: its properties and events are quoted.
    pub const run_function_v2: Word = Word::Known(26);

    /// Called the Chat API, which is no more: its properties and events are quoted.
    pub const add_member_to_chat_channel: Word = Word::Known(27);

    /// Called the Chat API, which is no more: its properties and events are quoted.
    pub const create_chat_channel: Word = Word::Known(28);

    /// Called the TaskRouter API: its properties and events are quoted.
    pub const create_task: Word = Word::Known(29);

    /// Called the Understand API, which is no more: its properties and events are quoted.
    pub const understand: Word = Word::Known(30);

    /// Called the Sync API: its properties and events are quoted.
    pub const update_sync_object: Word = Word::Known(31);
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

    /// Of `make_http_request`.
    pub mod make_http_request {
        use flow_model::machine::Word;

        /// How the request is made.
        ///
        /// Required.
        pub const method: Word = Word::Known(0);

        /// Of what kind the body is: `application/x-www-form-urlencoded;charset=utf-8` for `parameters`, `application/json;charset=utf-8` for JSON.
        ///
        /// Left out: `application/x-www-form-urlencoded;charset=utf-8`
        pub const content_type: Word = Word::Known(1);

        /// Whether the account's credentials go along; only to Twilio's own hosts.
        pub const add_twilio_auth: Word = Word::Known(2);

        /// What is sent, by name; beside a `body` it is what counts where `content_type` is a form. The name `method` is reserved.
        pub const parameters: Word = Word::Known(3);

        /// What is sent, as one text. Nothing in it is escaped.
        pub const body: Word = Word::Known(4);

        /// Where the request goes.
        ///
        /// Required.
        pub const url: Word = Word::Known(5);
    }

    /// Of `run_subflow`.
    pub mod run_subflow {
        use flow_model::machine::Word;

        /// A flow of this program, with its parameters: `flow: Billing { account: "{{…}}" }`.
        pub const flow: Word = Word::Known(0);

        /// A flow that lives elsewhere, `FW…`.
        pub const flow_sid: Word = Word::Known(1);

        /// Which revision of it runs: `LatestPublished`, or a number as text.
        ///
        /// Left out: `LatestPublished`
        pub const flow_revision: Word = Word::Known(2);

        /// What the flow is given, by name; it reads them as `trigger.parent.parameters.NAME`.
        pub const parameters: Word = Word::Known(3);
    }

    /// Of `send_to_flex`.
    pub mod send_to_flex {
        use flow_model::machine::Word;

        /// The workflow that routes the task, `WW…`.
        ///
        /// Required.
        pub const workflow: Word = Word::Known(0);

        /// The task channel, `TC…`.
        ///
        /// Required.
        pub const channel: Word = Word::Known(1);

        /// A JSON object that describes the task, as text.
        pub const attributes: Word = Word::Known(2);

        /// What a caller hears while waiting.
        pub const wait_url: Word = Word::Known(3);

        /// How `wait_url` is requested.
        pub const wait_url_method: Word = Word::Known(4);

        /// The task's priority; the higher goes first.
        pub const priority: Word = Word::Known(5);

        /// How long the task waits for an agent, in seconds; 3,600 where it is left out.
        pub const timeout: Word = Word::Known(6);
    }

    /// Of `enqueue_call`.
    pub mod enqueue_call {
        use flow_model::machine::Word;

        /// The workflow that routes the call, `WW…`.
        pub const workflow_sid: Word = Word::Known(0);

        /// The queue; it is made where there is none.
        pub const queue_name: Word = Word::Known(1);

        /// The task's priority; the higher goes first.
        pub const priority: Word = Word::Known(2);

        /// How long the task waits, in seconds.
        pub const timeout: Word = Word::Known(3);

        /// A JSON object that describes the task, as text.
        pub const task_attributes: Word = Word::Known(4);

        /// What the caller hears while waiting.
        pub const wait_url: Word = Word::Known(5);

        /// How `wait_url` is requested; `GET` where it is left out.
        pub const wait_url_method: Word = Word::Known(6);
    }

    /// Of `say_play`.
    pub mod say_play {
        use flow_model::machine::Word;

        /// The voice, e.g. `Polly.Joanna`.
        pub const voice: Word = Word::Known(0);

        /// How often it is said or played.
        ///
        /// Left out: `1`
        pub const r#loop: Word = Word::Known(1);

        /// What is said, by a synthetic voice.
        pub const say: Word = Word::Known(2);

        /// The address of a recording that is played.
        pub const play: Word = Word::Known(3);

        /// The tones that are sent: `0`-`9`, `A`-`D`, `#`, `*`, `w` for half a second and `W` for one.
        pub const digits: Word = Word::Known(4);

        /// The language of the voice, e.g. `en-US`.
        pub const language: Word = Word::Known(5);
    }

    /// Of `gather_input_on_call`.
    pub mod gather_input_on_call {
        use flow_model::machine::Word;

        /// The voice, e.g. `Polly.Joanna`.
        pub const voice: Word = Word::Known(0);

        /// How long a pause ends what is spoken: seconds as text, or `auto`.
        ///
        /// Left out: `auto`
        pub const speech_timeout: Word = Word::Known(1);

        /// How often it is said or played.
        ///
        /// Left out: `1`
        pub const r#loop: Word = Word::Known(2);

        /// Words that are likely to be spoken, separated by commas.
        pub const hints: Word = Word::Known(3);

        /// The key that ends the digits, and is none of them; empty for none.
        ///
        /// Left out: `#`
        pub const finish_on_key: Word = Word::Known(4);

        /// What is said, by a synthetic voice.
        pub const say: Word = Word::Known(5);

        /// The address of a recording that is played.
        pub const play: Word = Word::Known(6);

        /// The language of the voice, e.g. `en-US`.
        pub const language: Word = Word::Known(7);

        /// Whether `finish_on_key` ends the digits.
        ///
        /// Left out: `true`
        pub const stop_gather: Word = Word::Known(8);

        /// How many digits are waited for.
        pub const number_of_digits: Word = Word::Known(9);

        /// The language that is listened for, e.g. `en-US`.
        pub const gather_language: Word = Word::Known(10);

        /// How speech is recognised: `default`, `numbers_and_commands`, `phone_call` or one of the newer models.
        pub const speech_model: Word = Word::Known(11);

        /// Whether profanities become asterisks.
        ///
        /// Left out: `true`
        pub const profanity_filter: Word = Word::Known(12);

        /// How long to wait for the next key or word, in seconds.
        ///
        /// Left out: `5`
        pub const timeout: Word = Word::Known(13);

        /// In Studio's schema; what it does is *unconfirmed*. The keys are read as `widgets.NAME.Digits`.
        pub const save_response_as: Word = Word::Known(14);
    }

    /// Of `connect_call_to`.
    pub mod connect_call_to {
        use flow_model::machine::Word;

        /// The number that the other party sees.
        ///
        /// Left out: `{{contact.channel.address}}`
        pub const caller_id: Word = Word::Known(0);

        /// Whether the call is recorded.
        pub const record: Word = Word::Known(1);

        /// What `to` is.
        ///
        /// Required.
        pub const noun: Word = Word::Known(2);

        /// Whom to connect to; for `number-multi` up to ten numbers, separated by commas.
        pub const to: Word = Word::Known(3);

        /// How long it rings, in seconds; 30 where it is left out.
        pub const timeout: Word = Word::Known(4);

        /// How long the call may last, in seconds; four hours where it is left out.
        pub const time_limit: Word = Word::Known(5);

        /// The SIP address, for `sip`.
        pub const sip_endpoint: Word = Word::Known(6);

        /// The user name, for `sip`.
        pub const sip_username: Word = Word::Known(7);

        /// The password, for `sip`.
        pub const sip_password: Word = Word::Known(8);
    }

    /// Of `make_outgoing_call_v2`.
    pub mod make_outgoing_call_v2 {
        use flow_model::machine::Word;

        /// The number that calls.
        ///
        /// Left out: `{{flow.channel.address}}`
        pub const from: Word = Word::Known(0);

        /// The number that is called.
        ///
        /// Left out: `{{contact.channel.address}}`
        pub const to: Word = Word::Known(1);

        /// Whether the call is recorded.
        pub const record: Word = Word::Known(2);

        /// Whether both sides are recorded as one, or each by itself.
        pub const recording_channels: Word = Word::Known(3);

        /// Where Twilio says what became of the recording.
        pub const recording_status_callback: Word = Word::Known(4);

        /// Whether silence at both ends is cut off.
        pub const trim: Word = Word::Known(5);

        /// Whether to find out who or what answers.
        pub const detect_answering_machine: Word = Word::Known(6);

        /// Whether to go on at once, or after a machine's message.
        pub const machine_detection: Word = Word::Known(7);

        /// How long to listen for it, in seconds; 30 where it is left out.
        pub const machine_detection_timeout: Word = Word::Known(8);

        /// How long a person's greeting is at most, in milliseconds; 2,400 where it is left out.
        pub const machine_detection_speech_threshold: Word = Word::Known(9);

        /// How long a silence ends a greeting, in milliseconds; 1,200 where it is left out.
        pub const machine_detection_speech_end_threshold: Word = Word::Known(10);

        /// How long a silence at the start is waited for, in milliseconds; 5,000 where it is left out.
        pub const machine_detection_silence_timeout: Word = Word::Known(11);

        /// The keys that are pressed once it is answered.
        pub const send_digits: Word = Word::Known(12);

        /// How long it rings, in seconds; 60 where it is left out.
        pub const timeout: Word = Word::Known(13);

        /// The user name, where a SIP address is called.
        pub const sip_auth_username: Word = Word::Known(14);

        /// The password, where a SIP address is called.
        pub const sip_auth_password: Word = Word::Known(15);
    }

    /// Of `record_voicemail`.
    pub mod record_voicemail {
        use flow_model::machine::Word;

        /// How long a silence ends the recording, in seconds; 5 where it is left out.
        pub const timeout: Word = Word::Known(0);

        /// The key that ends the recording.
        pub const finish_on_key: Word = Word::Known(1);

        /// How long the recording is at most, in seconds; 3,600 where it is left out.
        pub const max_length: Word = Word::Known(2);

        /// Whether it is written down.
        pub const transcribe: Word = Word::Known(3);

        /// Where Twilio sends what was written down.
        pub const transcription_callback_url: Word = Word::Known(4);

        /// Whether silence at both ends is cut off.
        pub const trim: Word = Word::Known(5);

        /// Whether a tone says that it begins; it does where this is left out.
        pub const play_beep: Word = Word::Known(6);

        /// Where Twilio says what became of the recording.
        pub const recording_status_callback_url: Word = Word::Known(7);
    }

    /// Of `record_call`.
    pub mod record_call {
        use flow_model::machine::Word;

        /// Whether recording starts or stops.
        ///
        /// Required.
        pub const record_call: Word = Word::Known(0);

        /// Where Twilio says what became of the recording.
        pub const recording_status_callback: Word = Word::Known(1);

        /// How it is requested; `POST` where it is left out.
        pub const recording_status_callback_method: Word = Word::Known(2);

        /// Of what it says: `in-progress`, `completed` and `absent`, separated by spaces.
        pub const recording_status_callback_events: Word = Word::Known(3);

        /// Whether both sides are recorded as one, or each by itself.
        pub const recording_channels: Word = Word::Known(4);

        /// Whether silence at both ends is cut off.
        pub const trim: Word = Word::Known(5);
    }

    /// Of `capture_payments`.
    pub mod capture_payments {
        use flow_model::machine::Word;

        /// The Pay Connector's name.
        pub const payment_connector: Word = Word::Known(0);

        /// How much; without it the card is only kept.
        pub const payment_amount: Word = Word::Known(1);

        /// The currency, e.g. `usd`.
        pub const currency: Word = Word::Known(2);

        /// What is paid for.
        pub const description: Word = Word::Known(3);

        /// The language of the prompts, e.g. `en-US`.
        pub const language: Word = Word::Known(4);

        /// Whether the card may be charged again.
        pub const payment_token_type: Word = Word::Known(5);

        /// How it is paid.
        pub const payment_method: Word = Word::Known(6);

        /// Of what kind the account is, for `ACH_DEBIT`.
        pub const bank_account_type: Word = Word::Known(7);

        /// How long to wait for the next key, in seconds; 5 where it is left out.
        pub const timeout: Word = Word::Known(8);

        /// How often the caller may try; 2 where it is left out.
        pub const max_attempts: Word = Word::Known(9);

        /// How long a postal code is at least.
        pub const min_postal_code_length: Word = Word::Known(10);

        /// Whether the security code is asked for.
        pub const security_code: Word = Word::Known(11);

        /// Whether the postal code is asked for; or the code itself, quoted.
        pub const postal_code: Word = Word::Known(12);

        /// Which cards are taken.
        pub const valid_card_types: Word = Word::Known(13);

        /// What the connector is given, by name.
        pub const parameters: Word = Word::Known(14);
    }

    /// Of `fork_stream`.
    pub mod fork_stream {
        use flow_model::machine::Word;

        /// Whether it starts or stops.
        ///
        /// Required.
        pub const stream_action: Word = Word::Known(0);

        /// How the audio goes out.
        pub const stream_transport_type: Word = Word::Known(1);

        /// The stream's name, by which it is stopped.
        pub const stream_name: Word = Word::Known(2);

        /// Where it goes, `wss://…`, for `websocket`.
        pub const stream_url: Word = Word::Known(3);

        /// The connector, for `siprec`.
        pub const stream_connector: Word = Word::Known(4);

        /// Which side is heard.
        pub const stream_track: Word = Word::Known(5);

        /// What goes along, by name.
        pub const stream_parameters: Word = Word::Known(6);
    }

    /// Of `add_twiml_redirect`.
    pub mod add_twiml_redirect {
        use flow_model::machine::Word;

        /// Where the document is. What is rendered into it is not encoded.
        ///
        /// Required.
        pub const url: Word = Word::Known(0);

        /// How it is requested.
        ///
        /// Left out: `POST`
        pub const method: Word = Word::Known(1);

        /// How long to wait for its return, in seconds.
        ///
        /// Left out: `14400`
        pub const timeout: Word = Word::Known(2);
    }

    /// Of `connect_virtual_agent`.
    pub mod connect_virtual_agent {
        use flow_model::machine::Word;

        /// The connector's name.
        ///
        /// Required.
        pub const connector: Word = Word::Known(0);

        /// The language, e.g. `en-US`.
        pub const language: Word = Word::Known(1);

        /// Whether moods are told, as text.
        pub const sentiment_analysis: Word = Word::Known(2);

        /// Where Twilio says what the agent does.
        pub const status_callback: Word = Word::Known(3);
    }

    /// Of `connect_virtual_agent_v2`.
    pub mod connect_virtual_agent_v2 {
        use flow_model::machine::Word;

        /// Whether it speaks or writes.
        pub const channel: Word = Word::Known(0);

        /// The connector's name.
        pub const connector_name: Word = Word::Known(1);

        /// The connector, as Studio's editor knows it.
        pub const connector_details: Word = Word::Known(2);

        /// How the agent is set up, by name.
        pub const configurations: Word = Word::Known(3);

        /// What the agent is given, by name.
        pub const parameters: Word = Word::Known(4);

        /// Where Twilio says what the agent does.
        pub const status_callback: Word = Word::Known(5);

        /// How it is requested.
        pub const status_callback_method: Word = Word::Known(6);

        /// How long the agent may take, in seconds.
        pub const timeout: Word = Word::Known(7);

        /// Whether a session is begun or resumed.
        pub const session_behavior: Word = Word::Known(8);

        /// How the session to resume is found.
        pub const resume_session_identification_method: Word = Word::Known(9);

        /// Which session is resumed.
        pub const resume_session_identification_value: Word = Word::Known(10);

        /// What the agent is told when it resumes.
        pub const resume_session_event_name: Word = Word::Known(11);
    }

    /// Of `run_conversation_relay`.
    pub mod run_conversation_relay {
        use flow_model::machine::Word;

        /// Where the program is, `wss://…`.
        ///
        /// Required.
        pub const url: Word = Word::Known(0);

        /// What is said first.
        pub const welcome_greeting: Word = Word::Known(1);

        /// Who makes the voice.
        pub const tts_provider: Word = Word::Known(2);

        /// The voice.
        pub const voice: Word = Word::Known(3);

        /// The language, e.g. `en-US`.
        pub const language: Word = Word::Known(4);

        /// Who writes down what is said.
        pub const transcription_provider: Word = Word::Known(5);

        /// How speech is recognised.
        pub const speech_model: Word = Word::Known(6);

        /// Whether the caller may interrupt.
        pub const interruptible: Word = Word::Known(7);

        /// Whether keys are told too.
        pub const dtmf_detection: Word = Word::Known(8);

        /// What the program is given, by name.
        pub const parameters: Word = Word::Known(9);
    }

    /// Of `start_conversation`.
    pub mod start_conversation {
        use flow_model::machine::Word;

        /// The Conversations service, `IS…`.
        ///
        /// Required.
        pub const conversation_service_sid: Word = Word::Known(0);

        /// Who takes part.
        ///
        /// Required.
        pub const participants: Word = Word::Known(1);

        /// The conversation's name.
        pub const friendly_name: Word = Word::Known(2);

        /// A JSON object that goes with it, as text.
        pub const attributes: Word = Word::Known(3);

        /// The Messaging Service, `MG…`.
        pub const messaging_service_sid: Word = Word::Known(4);

        /// After how much silence it becomes inactive, e.g. `PT10M`.
        pub const timers_inactive: Word = Word::Known(5);

        /// After how much silence it is closed, e.g. `PT1H`.
        pub const timers_closed: Word = Word::Known(6);

        /// Whether it is closed when the flow ends.
        pub const close_conversation_on_execution_end: Word = Word::Known(7);
    }

    /// Of `resume_conversation`.
    pub mod resume_conversation {
        use flow_model::machine::Word;

        /// The Conversations service, `IS…`.
        ///
        /// Required.
        pub const conversation_service_sid: Word = Word::Known(0);

        /// The conversation, `CH…`.
        ///
        /// Required.
        pub const conversation_sid: Word = Word::Known(1);
    }

    /// Of `make_outgoing_call_v1`.
    pub mod make_outgoing_call_v1 {
        use flow_model::machine::Word;

        /// The number that calls.
        ///
        /// Required.
        pub const from: Word = Word::Known(0);

        /// The number that is called.
        ///
        /// Required.
        pub const to: Word = Word::Known(1);

        /// Whether the call is recorded.
        pub const record: Word = Word::Known(2);

        /// How long it rings, in seconds.
        pub const timeout: Word = Word::Known(3);
    }

    /// Of `send_to_auto_pilot`.
    pub mod send_to_auto_pilot {
        use flow_model::machine::Word;

        /// The channel of the conversation.
        pub const chat_channel: Word = Word::Known(0);

        /// The assistant, `UA…`.
        ///
        /// Required.
        pub const autopilot_assistant_sid: Word = Word::Known(1);

        /// The sender.
        ///
        /// Required.
        pub const from: Word = Word::Known(2);

        /// The service of the conversation.
        pub const chat_service: Word = Word::Known(3);

        /// A JSON object that goes along, as text.
        pub const chat_attributes: Word = Word::Known(4);

        /// What the assistant is told.
        ///
        /// Required.
        pub const body: Word = Word::Known(5);

        /// The task it begins with.
        pub const target_task: Word = Word::Known(6);

        /// What it remembers, by name.
        pub const memory_parameters: Word = Word::Known(7);

        /// How long a session may be silent, in seconds.
        ///
        /// Required.
        pub const timeout: Word = Word::Known(8);
    }

    /// Of `run_function_v2`.
    pub mod run_function_v2 {}

    /// Of `add_member_to_chat_channel`.
    pub mod add_member_to_chat_channel {}

    /// Of `create_chat_channel`.
    pub mod create_chat_channel {}

    /// Of `create_task`.
    pub mod create_task {}

    /// Of `understand`.
    pub mod understand {}

    /// Of `update_sync_object`.
    pub mod update_sync_object {}
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

    /// Of `make_http_request`.
    pub mod make_http_request {
        use flow_model::machine::Word;

        /// The answer came within 10 seconds, with a status from 200 to 399 and up to 64 kB.
        pub const success: Word = Word::Known(0);

        /// The answer had another status, was larger, or did not come in time.
        pub const failed: Word = Word::Known(1);
    }

    /// Of `run_subflow`.
    pub mod run_subflow {
        use flow_model::machine::Word;

        /// The subflow came to an end.
        pub const completed: Word = Word::Known(0);

        /// The subflow failed.
        pub const failed: Word = Word::Known(1);
    }

    /// Of `send_to_flex`.
    pub mod send_to_flex {
        use flow_model::machine::Word;

        /// The call was answered and is over; for messages, the task is created.
        pub const call_complete: Word = Word::Known(0);

        /// The task could not be created.
        pub const failed_to_enqueue: Word = Word::Known(1);

        /// The call failed.
        pub const call_failure: Word = Word::Known(2);
    }

    /// Of `enqueue_call`.
    pub mod enqueue_call {
        use flow_model::machine::Word;

        /// The call was answered and is over.
        pub const call_complete: Word = Word::Known(0);

        /// The call could not be put into the queue.
        pub const failed_to_enqueue: Word = Word::Known(1);

        /// The call failed.
        pub const call_failure: Word = Word::Known(2);
    }

    /// Of `say_play`.
    pub mod say_play {
        use flow_model::machine::Word;

        /// All was said or played.
        pub const audio_complete: Word = Word::Known(0);
    }

    /// Of `gather_input_on_call`.
    pub mod gather_input_on_call {
        use flow_model::machine::Word;

        /// Keys were pressed.
        pub const keypress: Word = Word::Known(0);

        /// Something was spoken.
        pub const speech: Word = Word::Known(1);

        /// Neither key nor word came in time.
        pub const timeout: Word = Word::Known(2);
    }

    /// Of `connect_call_to`.
    pub mod connect_call_to {
        use flow_model::machine::Word;

        /// The other party hung up, was busy or did not answer.
        pub const call_completed: Word = Word::Known(0);

        /// The caller hung up.
        pub const hangup: Word = Word::Known(1);
    }

    /// Of `make_outgoing_call_v2`.
    pub mod make_outgoing_call_v2 {
        use flow_model::machine::Word;

        /// Somebody, or a machine, answered.
        pub const answered: Word = Word::Known(0);

        /// The line was busy.
        pub const busy: Word = Word::Known(1);

        /// Nobody answered.
        pub const no_answer: Word = Word::Known(2);

        /// The call could not be made.
        pub const failed: Word = Word::Known(3);
    }

    /// Of `record_voicemail`.
    pub mod record_voicemail {
        use flow_model::machine::Word;

        /// Something was recorded.
        pub const recording_complete: Word = Word::Known(0);

        /// Nothing was said; only in older accounts.
        pub const no_audio: Word = Word::Known(1);

        /// The caller hung up.
        pub const hangup: Word = Word::Known(2);
    }

    /// Of `record_call`.
    pub mod record_call {
        use flow_model::machine::Word;

        /// Recording started or stopped.
        pub const success: Word = Word::Known(0);

        /// It did not.
        pub const failed: Word = Word::Known(1);
    }

    /// Of `capture_payments`.
    pub mod capture_payments {
        use flow_model::machine::Word;

        /// It was paid.
        pub const success: Word = Word::Known(0);

        /// The caller tried as often as allowed.
        pub const max_failed_attempts: Word = Word::Known(1);

        /// The connector failed.
        pub const provider_error: Word = Word::Known(2);

        /// The caller broke off.
        pub const pay_interrupted: Word = Word::Known(3);

        /// The caller hung up.
        pub const hangup: Word = Word::Known(4);

        /// What the widget is set to is not valid.
        pub const validation_error: Word = Word::Known(5);
    }

    /// Of `fork_stream`.
    pub mod fork_stream {
        use flow_model::machine::Word;

        /// The stream started or stopped.
        pub const next: Word = Word::Known(0);
    }

    /// Of `add_twiml_redirect`.
    pub mod add_twiml_redirect {
        use flow_model::machine::Word;

        /// The call came back.
        pub const r#return: Word = Word::Known(0);

        /// The call did not come back in time.
        pub const timeout: Word = Word::Known(1);

        /// The URL is none.
        pub const fail: Word = Word::Known(2);
    }

    /// Of `connect_virtual_agent`.
    pub mod connect_virtual_agent {
        use flow_model::machine::Word;

        /// The agent is done.
        pub const r#return: Word = Word::Known(0);

        /// The caller hung up.
        pub const hangup: Word = Word::Known(1);
    }

    /// Of `connect_virtual_agent_v2`.
    pub mod connect_virtual_agent_v2 {
        use flow_model::machine::Word;

        /// The agent is done.
        pub const completed: Word = Word::Known(0);

        /// The agent hands over to a person.
        pub const live_agent_handoff: Word = Word::Known(1);

        /// The caller hung up; on calls only.
        pub const hangup: Word = Word::Known(2);

        /// The agent could not be reached.
        pub const failed: Word = Word::Known(3);

        /// The agent paused; on calls only.
        pub const paused: Word = Word::Known(4);

        /// The agent took too long; in conversations only.
        pub const timeout: Word = Word::Known(5);
    }

    /// Of `run_conversation_relay`.
    pub mod run_conversation_relay {
        use flow_model::machine::Word;

        /// The session came to its end.
        pub const success: Word = Word::Known(0);

        /// The session failed.
        pub const failed: Word = Word::Known(1);
    }

    /// Of `start_conversation`.
    pub mod start_conversation {
        use flow_model::machine::Word;

        /// The conversation is there.
        pub const created: Word = Word::Known(0);

        /// It could not be made.
        pub const failed: Word = Word::Known(1);
    }

    /// Of `resume_conversation`.
    pub mod resume_conversation {
        use flow_model::machine::Word;

        /// The conversation is the flow's.
        pub const resumed: Word = Word::Known(0);

        /// It could not be resumed.
        pub const failed: Word = Word::Known(1);
    }

    /// Of `make_outgoing_call_v1`.
    pub mod make_outgoing_call_v1 {
        use flow_model::machine::Word;

        /// Somebody answered.
        pub const answered: Word = Word::Known(0);

        /// The line was busy.
        pub const busy: Word = Word::Known(1);

        /// Nobody answered.
        pub const no_answer: Word = Word::Known(2);

        /// The call could not be made.
        pub const failed: Word = Word::Known(3);

        /// A machine answered.
        pub const answered_by_machine: Word = Word::Known(4);

        /// The other party hung up.
        pub const hangup: Word = Word::Known(5);
    }

    /// Of `send_to_auto_pilot`.
    pub mod send_to_auto_pilot {
        use flow_model::machine::Word;

        /// The assistant is done.
        pub const session_ended: Word = Word::Known(0);

        /// The assistant failed.
        pub const failure: Word = Word::Known(1);

        /// Nobody wrote in time.
        pub const timeout: Word = Word::Known(2);
    }

    /// Of `run_function_v2`.
    pub mod run_function_v2 {}

    /// Of `add_member_to_chat_channel`.
    pub mod add_member_to_chat_channel {}

    /// Of `create_chat_channel`.
    pub mod create_chat_channel {}

    /// Of `create_task`.
    pub mod create_task {}

    /// Of `understand`.
    pub mod understand {}

    /// Of `update_sync_object`.
    pub mod update_sync_object {}
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

    /// Of `make_http_request`.
    pub mod make_http_request {
        pub use crate::catalogue::event::make_http_request::*;
        pub use crate::catalogue::property::make_http_request::*;
    }

    /// Of `run_subflow`.
    pub mod run_subflow {
        pub use crate::catalogue::event::run_subflow::*;
        pub use crate::catalogue::property::run_subflow::*;
    }

    /// Of `send_to_flex`.
    pub mod send_to_flex {
        pub use crate::catalogue::event::send_to_flex::*;
        pub use crate::catalogue::property::send_to_flex::*;
    }

    /// Of `enqueue_call`.
    pub mod enqueue_call {
        pub use crate::catalogue::event::enqueue_call::*;
        pub use crate::catalogue::property::enqueue_call::*;
    }

    /// Of `say_play`.
    pub mod say_play {
        pub use crate::catalogue::event::say_play::*;
        pub use crate::catalogue::property::say_play::*;
    }

    /// Of `gather_input_on_call`.
    pub mod gather_input_on_call {
        pub use crate::catalogue::event::gather_input_on_call::*;
        pub use crate::catalogue::property::gather_input_on_call::*;
    }

    /// Of `connect_call_to`.
    pub mod connect_call_to {
        pub use crate::catalogue::event::connect_call_to::*;
        pub use crate::catalogue::property::connect_call_to::*;
    }

    /// Of `make_outgoing_call_v2`.
    pub mod make_outgoing_call_v2 {
        pub use crate::catalogue::event::make_outgoing_call_v2::*;
        pub use crate::catalogue::property::make_outgoing_call_v2::*;
    }

    /// Of `record_voicemail`.
    pub mod record_voicemail {
        pub use crate::catalogue::event::record_voicemail::*;
        pub use crate::catalogue::property::record_voicemail::*;
    }

    /// Of `record_call`.
    pub mod record_call {
        pub use crate::catalogue::event::record_call::*;
        pub use crate::catalogue::property::record_call::*;
    }

    /// Of `capture_payments`.
    pub mod capture_payments {
        pub use crate::catalogue::event::capture_payments::*;
        pub use crate::catalogue::property::capture_payments::*;
    }

    /// Of `fork_stream`.
    pub mod fork_stream {
        pub use crate::catalogue::event::fork_stream::*;
        pub use crate::catalogue::property::fork_stream::*;
    }

    /// Of `add_twiml_redirect`.
    pub mod add_twiml_redirect {
        pub use crate::catalogue::event::add_twiml_redirect::*;
        pub use crate::catalogue::property::add_twiml_redirect::*;
    }

    /// Of `connect_virtual_agent`.
    pub mod connect_virtual_agent {
        pub use crate::catalogue::event::connect_virtual_agent::*;
        pub use crate::catalogue::property::connect_virtual_agent::*;
    }

    /// Of `connect_virtual_agent_v2`.
    pub mod connect_virtual_agent_v2 {
        pub use crate::catalogue::event::connect_virtual_agent_v2::*;
        pub use crate::catalogue::property::connect_virtual_agent_v2::*;
    }

    /// Of `run_conversation_relay`.
    pub mod run_conversation_relay {
        pub use crate::catalogue::event::run_conversation_relay::*;
        pub use crate::catalogue::property::run_conversation_relay::*;
    }

    /// Of `start_conversation`.
    pub mod start_conversation {
        pub use crate::catalogue::event::start_conversation::*;
        pub use crate::catalogue::property::start_conversation::*;
    }

    /// Of `resume_conversation`.
    pub mod resume_conversation {
        pub use crate::catalogue::event::resume_conversation::*;
        pub use crate::catalogue::property::resume_conversation::*;
    }

    /// Of `make_outgoing_call_v1`.
    pub mod make_outgoing_call_v1 {
        pub use crate::catalogue::event::make_outgoing_call_v1::*;
        pub use crate::catalogue::property::make_outgoing_call_v1::*;
    }

    /// Of `send_to_auto_pilot`.
    pub mod send_to_auto_pilot {
        pub use crate::catalogue::event::send_to_auto_pilot::*;
        pub use crate::catalogue::property::send_to_auto_pilot::*;
    }

    /// Of `run_function_v2`.
    pub mod run_function_v2 {}

    /// Of `add_member_to_chat_channel`.
    pub mod add_member_to_chat_channel {}

    /// Of `create_chat_channel`.
    pub mod create_chat_channel {}

    /// Of `create_task`.
    pub mod create_task {}

    /// Of `understand`.
    pub mod understand {}

    /// Of `update_sync_object`.
    pub mod update_sync_object {}
}
