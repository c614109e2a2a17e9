//! Every widget: what it can be set to, where it goes, what it leaves behind, and how far it runs
//! here.
//!
//! All of them are checked, imported and exported. A runtime refuses a flow that holds one that does
//! not run, and says of each why ([`ProgramError`](crate::program::ProgramError)).
//!
//! Written from `flow_model::catalogue` by `tests/tests/catalogue.rs`: run that test with `UPDATE=1`
//! instead of changing anything here.
//!
//! | widget | runs | how far |
//! |---|---|---|
//! | [`trigger`](mod@trigger) | yes | A message of a conversation starts `incoming_conversation_message` where that is connected, else `incoming_message`; a request is `Conversation::start`; a call never comes in, as no channel of this project carries voice. |
//! | [`split_based_on`](mod@split_based_on) | yes | as in Studio |
//! | [`run_function`](mod@run_function) | yes | A function is called at least once: after a crash again, under the same key, three times in all. One of the program's own runs inside it. One that lives elsewhere is posted to as a form, signed as Twilio signs where the program has the account's token; for that a program needs the feature `http` or a client of its own (`Builder::fetch`), and the network's own addresses are refused as in `make_http_request`. |
//! | [`send_message`](mod@send_message) | yes | It goes to everybody in the conversation, whatever `to`, `service` and `channel` are. An approved template (`content_template`) has no text here, so its `body` is sent where it has one, else `failed` is taken; links are not shortened. |
//! | [`send_and_wait_for_reply`](mod@send_and_wait_for_reply) | yes | A message that comes before the flow waits for one is kept until it does; Studio drops it. Whoever takes part may answer. For the rest as `send_message`; `deliveryFailure` is taken where the message is refused. |
//! | [`set_variables`](mod@set_variables) | yes | as in Studio |
//! | [`make_http_request`](mod@make_http_request) | yes | With the feature `http`, or a client of the program's own (`Builder::fetch`). Loopback, private and other addresses that are not public are refused unless the program allows them; a compressed answer is refused; after a crash a request is made again, under the same `Idempotency-Key`, three times in all. `parsed` merges as that of `run_function` does. |
//! | [`run_subflow`](mod@run_subflow) | yes | A typed flow runs as it is; a `flow_sid` means the flow that the program says (`Builder::subflow`), whatever `flow_revision` is. `failed` is taken where the subflow stops at ten runs of a widget in a row, or at a split without a way. Nested subflows are refused before anything runs. |
//! | [`send_to_flex`](mod@send_to_flex) | yes | The conversation is handed over, and waits in a queue of the runtime (`Runtime::hand_overs`) for whoever takes it; the execution goes on by `callComplete` to its end, and later messages start nothing. Of the outputs there are `sid` and `routing.properties`; `waitUrl` plays nothing, and `callFailure` never comes. |
//! | [`enqueue_call`](mod@enqueue_call) | no | no channel of this project carries voice |
//! | [`say_play`](mod@say_play) | no | no channel of this project carries voice |
//! | [`gather_input_on_call`](mod@gather_input_on_call) | no | no channel of this project carries voice |
//! | [`connect_call_to`](mod@connect_call_to) | no | no channel of this project carries voice |
//! | [`make_outgoing_call_v2`](mod@make_outgoing_call_v2) | no | no channel of this project carries voice |
//! | [`record_voicemail`](mod@record_voicemail) | no | no channel of this project carries voice |
//! | [`record_call`](mod@record_call) | no | no channel of this project carries voice |
//! | [`capture_payments`](mod@capture_payments) | no | no channel of this project carries voice |
//! | [`fork_stream`](mod@fork_stream) | no | no channel of this project carries voice |
//! | [`add_twiml_redirect`](mod@add_twiml_redirect) | no | no channel of this project carries voice |
//! | [`connect_virtual_agent`](mod@connect_virtual_agent) | no | a virtual agent is a service of Twilio's |
//! | [`connect_virtual_agent_v2`](mod@connect_virtual_agent_v2) | no | a virtual agent is a service of Twilio's |
//! | [`run_conversation_relay`](mod@run_conversation_relay) | no | no channel of this project carries voice |
//! | [`start_conversation`](mod@start_conversation) | no | it makes a conversation of a request over the REST API, and a conversation here is there before its flow |
//! | [`resume_conversation`](mod@resume_conversation) | no | it makes a conversation of a request over the REST API, and a conversation here is there before its flow |
//! | [`make_outgoing_call_v1`](mod@make_outgoing_call_v1) | no | Studio has retired it |
//! | [`send_to_auto_pilot`](mod@send_to_auto_pilot) | no | Studio has retired it |
//! | [`run_function_v2`](mod@run_function_v2) | no | no public source says what it does |
//! | [`add_member_to_chat_channel`](mod@add_member_to_chat_channel) | no | no public source says what it does |
//! | [`create_chat_channel`](mod@create_chat_channel) | no | no public source says what it does |
//! | [`create_task`](mod@create_task) | no | no public source says what it does |
//! | [`understand`](mod@understand) | no | no public source says what it does |
//! | [`update_sync_object`](mod@update_sync_object) | no | no public source says what it does |

/// Where executions start.
///
/// An event that is not named starts nothing.
///
/// In Studio: `trigger`.
///
/// It runs here. A message of a conversation starts `incoming_conversation_message` where that is connected, else `incoming_message`; a request is `Conversation::start`; a call never comes in, as no channel of this project carries voice.
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `incoming_message`, in Studio `incomingMessage`: A message came in, by SMS or chat, and no execution is active for its sender.
/// - `incoming_call`, in Studio `incomingCall`: Somebody calls.
/// - `incoming_conversation_message`, in Studio `incomingConversationMessage`: A participant wrote in a conversation that has no active execution of this flow.
/// - `incoming_request`, in Studio `incomingRequest`: The REST API asked for an execution.
/// - `incoming_parent`, in Studio `incomingParent`: Another flow runs this one as its subflow.
pub mod trigger {}

/// Chooses the way by a text.
///
/// Arms are tried in written order and the first that holds is taken; `_` is taken when none does.
///
/// In Studio: `split-based-on`.
///
/// It runs here as in Studio.
///
/// # Properties
///
/// - `input`: What the arms test. (a text, with Liquid; required)
///
/// # Operators
///
/// - `equal_to("…")`: The input is this text.
/// - `not_equal_to("…")`: The input is not this text.
/// - `matches_any_of("…", …)`: The input is one of these texts.
/// - `does_not_match_any_of("…", …)`: The input is none of these texts.
/// - `contains("…")`: The input contains this text.
/// - `does_not_contain("…")`: The input does not contain this text.
/// - `starts_with("…")`: The input starts with this text.
/// - `does_not_start_with("…")`: The input does not start with this text.
/// - `is_blank`: The input is empty, or only white space.
/// - `is_not_blank`: The input is neither empty nor only white space.
/// - `regex("…")`: The pattern matches the whole input.
/// - `less_than("…")`: Both are decimal numbers, and the input is the lesser.
/// - `greater_than("…")`: Both are decimal numbers, and the input is the greater.
/// - `is_before_time("…")`: The input is a time (`HH:MM`) before this one.
/// - `is_after_time("…")`: The input is a time (`HH:MM`) after this one.
/// - `is_before_date("…")`: The input is a date (`YYYY-MM-DD`) before this one.
/// - `is_after_date("…")`: The input is a date (`YYYY-MM-DD`) after this one.
pub mod split_based_on {}

/// Runs a function: one of this program's (`function:`), or one that lives elsewhere (`url:`).
///
/// In Studio: `run-function`.
///
/// It runs here. A function is called at least once: after a crash again, under the same key, three times in all. One of the program's own runs inside it. One that lives elsewhere is posted to as a form, signed as Twilio signs where the program has the account's token; for that a program needs the feature `http` or a client of its own (`Builder::fetch`), and the network's own addresses are refused as in `make_http_request`.
///
/// # Properties
///
/// - `function`: A type that implements `Function`, with its parameters: `function: AddParticipant { address: "…" }`. (a typed function with its parameters; ours alone)
/// - `service_sid`: The Functions service, `ZS…` or `default`. (a text without Liquid)
/// - `environment_sid`: The environment of the service, `ZE…`. (a text without Liquid)
/// - `function_sid`: The function, `ZH…` or `ZN…`. (a text without Liquid)
/// - `parameters`: What the function is given, by name. (names with texts)
/// - `url`: Where the function lives. (a text, with Liquid)
///
/// Exactly one of `function` and `url` is given. Beside `function` there is no `parameters`, `service_sid`, `environment_sid` and no `function_sid`.
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `success`: The function answered within 10 seconds and did not fail. It sets `body`, `content_type`, `status_code` and `headers`. It may set `parsed`.
/// - `fail`: The function failed, or took longer than 10 seconds. It may set `body`, `content_type`, `status_code`, `headers` and `parsed`.
pub mod run_function {}

/// Sends a message to everybody in the conversation, and goes on when it is accepted.
///
/// In Studio: `send-message`.
///
/// It runs here. It goes to everybody in the conversation, whatever `to`, `service` and `channel` are. An approved template (`content_template`) has no text here, so its `body` is sent where it has one, else `failed` is taken; links are not shortened.
///
/// # Properties
///
/// - `service`: The service of the conversation; Studio's editor fills it in. (a text, with Liquid; left out: `{{trigger.message.InstanceSid}}`)
/// - `channel`: The channel of the conversation; Studio's editor fills it in. (a text, with Liquid; left out: `{{trigger.message.ChannelSid}}`)
/// - `from`: The sender: a phone number, a Messaging Service SID or, in a conversation, an author's name. (a text, with Liquid; left out: `{{flow.channel.address}}`)
/// - `attributes`: A JSON object that goes with the message, as text; in conversations only. (a text, with Liquid)
/// - `message_type`: `custom`, a text of your own, where it is left out; `content_template` sends the approved template of `content_sid`. (`custom` or `content_template`)
/// - `to`: Whom it goes to; in a conversation it goes to everybody. (a text, with Liquid; left out: `{{contact.channel.address}}`)
/// - `body`: The text, up to 1,600 characters by SMS. A `content_template` does without. (a text, with Liquid; by SMS up to 1,600 characters)
/// - `media_url`: The address of one picture or other medium. (a text, with Liquid)
/// - `content_sid`: The approved template, `HX…`, of a `content_template` message. (a text, with Liquid)
/// - `content_variables`: What is put into the approved template, by number: `{ "1": "{{…}}" }`. (names with texts)
/// - `shorten_urls`: Whether links in the text are shortened. (`true` or `false`)
///
/// `body` is required where `message_type` is left out or `custom`. `content_sid` is required where `message_type` is `content_template`.
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `sent`: The message was accepted. It sets `outbound`.
/// - `failed`: The message was refused. It may set `outbound`.
pub mod send_message {}

/// Sends a message to everybody in the conversation and waits until somebody answers.
///
/// In Studio: `send-and-wait-for-reply`.
///
/// It runs here. A message that comes before the flow waits for one is kept until it does; Studio drops it. Whoever takes part may answer. For the rest as `send_message`; `deliveryFailure` is taken where the message is refused.
///
/// # Properties
///
/// - `service`: The service of the conversation; Studio's editor fills it in. (a text, with Liquid; left out: `{{trigger.message.InstanceSid}}`)
/// - `channel`: The channel of the conversation; Studio's editor fills it in. (a text, with Liquid; left out: `{{trigger.message.ChannelSid}}`)
/// - `from`: The sender: a phone number, a Messaging Service SID or, in a conversation, an author's name. (a text, with Liquid; left out: `{{flow.channel.address}}`)
/// - `attributes`: A JSON object that goes with the message, as text; in conversations only. (a text, with Liquid)
/// - `message_type`: `custom`, a text of your own, where it is left out; `content_template` sends the approved template of `content_sid`. (`custom` or `content_template`)
/// - `body`: The text, up to 1,600 characters by SMS. A `content_template` does without. (a text, with Liquid; by SMS up to 1,600 characters)
/// - `media_url`: The address of one picture or other medium. (a text, with Liquid)
/// - `content_sid`: The approved template, `HX…`, of a `content_template` message. (a text, with Liquid)
/// - `content_variables`: What is put into the approved template, by number: `{ "1": "{{…}}" }`. (names with texts)
/// - `shorten_urls`: Whether links in the text are shortened. (`true` or `false`)
/// - `timeout`: How long to wait for an answer, in seconds; 3,600 where it is left out. (a whole number from 1 to 2592000; left out: `3600`; a string in Studio's JSON)
/// - `save_response_as`: In Studio's schema; what it does is *unconfirmed*. The answer is read as `widgets.NAME.inbound.Body`. (a text without Liquid)
///
/// `body` is required where `message_type` is left out or `custom`. `content_sid` is required where `message_type` is `content_template`.
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `incoming_message`, in Studio `incomingMessage`: A participant answered. It sets `inbound` and `outbound`.
/// - `timeout`: Nobody answered in time. It sets `outbound`.
/// - `delivery_failure`, in Studio `deliveryFailure`: The message could not be sent or delivered. It may set `outbound`.
pub mod send_and_wait_for_reply {}

/// Sets variables, which templates read as `flow.variables.NAME`.
///
/// In Studio: `set-variables`.
///
/// It runs here as in Studio.
///
/// # Properties
///
/// - `variables`: The variables, by name, set in written order. (names with texts, `json(…)` too; at least one; required)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `next`: The variables are set.
pub mod set_variables {}

/// Makes an HTTP request and keeps the answer.
///
/// Studio sends no headers of yours; Basic authentication may stand in the URL.
///
/// In Studio: `make-http-request`.
///
/// It runs here. With the feature `http`, or a client of the program's own (`Builder::fetch`). Loopback, private and other addresses that are not public are refused unless the program allows them; a compressed answer is refused; after a crash a request is made again, under the same `Idempotency-Key`, three times in all. `parsed` merges as that of `run_function` does.
///
/// # Properties
///
/// - `method`: How the request is made. (`GET` or `POST`; required)
/// - `content_type`: Of what kind the body is: `application/x-www-form-urlencoded;charset=utf-8` for `parameters`, `application/json;charset=utf-8` for JSON. (a text, with Liquid; left out: `application/x-www-form-urlencoded;charset=utf-8`)
/// - `add_twilio_auth`: Whether the account's credentials go along; only to Twilio's own hosts. (`true` or `false`)
/// - `parameters`: What is sent, by name; beside a `body` it is what counts where `content_type` is a form. The name `method` is reserved. (names with texts)
/// - `body`: What is sent, as one text. Nothing in it is escaped. (a text, with Liquid)
/// - `url`: Where the request goes. (a text, with Liquid; required)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `success`: The answer came within 10 seconds, with a status from 200 to 399 and up to 64 kB. It sets `body`, `content_type` and `status_code`. It may set `parsed`.
/// - `failed`: The answer had another status, was larger, or did not come in time. It may set `body`, `content_type`, `status_code` and `parsed`.
pub mod make_http_request {}

/// Runs another flow as a part of this one and waits for its end.
///
/// What the subflow's `set_variables` set is read as `widgets.NAME.KEY`.
///
/// In Studio: `run-subflow`.
///
/// It runs here. A typed flow runs as it is; a `flow_sid` means the flow that the program says (`Builder::subflow`), whatever `flow_revision` is. `failed` is taken where the subflow stops at ten runs of a widget in a row, or at a split without a way. Nested subflows are refused before anything runs.
///
/// # Properties
///
/// - `flow`: A flow of this program, with its parameters: `flow: Billing { account: "{{…}}" }`. (a typed flow with its parameters; ours alone)
/// - `flow_sid`: A flow that lives elsewhere, `FW…`. (a text without Liquid)
/// - `flow_revision`: Which revision of it runs: `LatestPublished`, or a number as text. (a text without Liquid; left out: `LatestPublished`)
/// - `parameters`: What the flow is given, by name; it reads them as `trigger.parent.parameters.NAME`. (names with texts, `json(…)` too)
///
/// Exactly one of `flow` and `flow_sid` is given. Beside `flow` there is no `parameters` and no `flow_revision`.
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `completed`: The subflow came to an end. It may set outputs.
/// - `failed`: The subflow failed.
pub mod run_subflow {}

/// Hands the conversation or the call over to the agents of Flex.
///
/// Later messages are no longer the flow's.
///
/// In Studio: `send-to-flex`.
///
/// It runs here. The conversation is handed over, and waits in a queue of the runtime (`Runtime::hand_overs`) for whoever takes it; the execution goes on by `callComplete` to its end, and later messages start nothing. Of the outputs there are `sid` and `routing.properties`; `waitUrl` plays nothing, and `callFailure` never comes.
///
/// # Properties
///
/// - `workflow`: The workflow that routes the task, `WW…`. (a text, with Liquid; required)
/// - `channel`: The task channel, `TC…`. (a text, with Liquid; required)
/// - `attributes`: A JSON object that describes the task, as text. (a text, with Liquid; up to 1024 characters)
/// - `wait_url`: What a caller hears while waiting. (a text, with Liquid; in Studio `waitUrl`)
/// - `wait_url_method`: How `wait_url` is requested. (`GET` or `POST`; in Studio `waitUrlMethod`)
/// - `priority`: The task's priority; the higher goes first. (a whole number from 0; a string in Studio's JSON)
/// - `timeout`: How long the task waits for an agent, in seconds; 3,600 where it is left out. (a whole number from 0 to 1209600; a string in Studio's JSON)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `call_complete`, in Studio `callComplete`: The call was answered and is over; for messages, the task is created. It sets what Twilio sends of it.
/// - `failed_to_enqueue`, in Studio `failedToEnqueue`: The task could not be created.
/// - `call_failure`, in Studio `callFailure`: The call failed. It may set outputs.
pub mod send_to_flex {}

/// Puts the call into a queue, or hands it to a TaskRouter workflow.
///
/// In Studio: `enqueue-call`.
///
/// It does not run here: no channel of this project carries voice.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `workflow_sid`: The workflow that routes the call, `WW…`. (a text, with Liquid)
/// - `queue_name`: The queue; it is made where there is none. (a text, with Liquid; up to 64 characters)
/// - `priority`: The task's priority; the higher goes first. (a whole number from 0)
/// - `timeout`: How long the task waits, in seconds. (a whole number from 0 to 1209600)
/// - `task_attributes`: A JSON object that describes the task, as text. (a text, with Liquid; up to 1024 characters)
/// - `wait_url`: What the caller hears while waiting. (a text, with Liquid)
/// - `wait_url_method`: How `wait_url` is requested; `GET` where it is left out. (`GET` or `POST`)
///
/// At least one of `workflow_sid` and `queue_name` is given.
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `call_complete`, in Studio `callComplete`: The call was answered and is over. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid`, `ApiVersion`, `QueueResult`, `QueueSid` and `QueueTime`. It may set others.
/// - `failed_to_enqueue`, in Studio `failedToEnqueue`: The call could not be put into the queue.
/// - `call_failure`, in Studio `callFailure`: The call failed. It may set outputs.
pub mod enqueue_call {}

/// Says a text, plays a recording or sends tones on the call.
///
/// In Studio: `say-play`.
///
/// It does not run here: no channel of this project carries voice.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `voice`: The voice, e.g. `Polly.Joanna`. (a text, with Liquid)
/// - `loop`: How often it is said or played. (a whole number from 1 to 99; left out: `1`)
/// - `say`: What is said, by a synthetic voice. (a text, with Liquid)
/// - `play`: The address of a recording that is played. (a text, with Liquid)
/// - `digits`: The tones that are sent: `0`-`9`, `A`-`D`, `#`, `*`, `w` for half a second and `W` for one. (a text, with Liquid)
/// - `language`: The language of the voice, e.g. `en-US`. (a text, with Liquid)
///
/// Exactly one of `say`, `play` and `digits` is given.
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `audio_complete`, in Studio `audioComplete`: All was said or played. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid` and `ApiVersion`. It may set others.
pub mod say_play {}

/// Says or plays something on the call and waits for keys or for speech.
///
/// In Studio: `gather-input-on-call`.
///
/// It does not run here: no channel of this project carries voice.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `voice`: The voice, e.g. `Polly.Joanna`. (a text, with Liquid)
/// - `speech_timeout`: How long a pause ends what is spoken: seconds as text, or `auto`. (a text, with Liquid; left out: `auto`)
/// - `loop`: How often it is said or played. (a whole number from 1 to 99; left out: `1`)
/// - `hints`: Words that are likely to be spoken, separated by commas. (a text, with Liquid)
/// - `finish_on_key`: The key that ends the digits, and is none of them; empty for none. (a text, with Liquid; left out: `#`)
/// - `say`: What is said, by a synthetic voice. (a text, with Liquid)
/// - `play`: The address of a recording that is played. (a text, with Liquid)
/// - `language`: The language of the voice, e.g. `en-US`. (a text, with Liquid)
/// - `stop_gather`: Whether `finish_on_key` ends the digits. (`true` or `false`; left out: `true`)
/// - `number_of_digits`: How many digits are waited for. (a whole number from 0 to 30)
/// - `gather_language`: The language that is listened for, e.g. `en-US`. (a text, with Liquid)
/// - `speech_model`: How speech is recognised: `default`, `numbers_and_commands`, `phone_call` or one of the newer models. (a text, with Liquid)
/// - `profanity_filter`: Whether profanities become asterisks. (`true` or `false`; left out: `true`; a string in Studio's JSON)
/// - `timeout`: How long to wait for the next key or word, in seconds. (a whole number from 0 to 30; left out: `5`)
/// - `save_response_as`: In Studio's schema; what it does is *unconfirmed*. The keys are read as `widgets.NAME.Digits`. (a text, with Liquid)
///
/// Exactly one of `say` and `play` is given.
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `keypress`: Keys were pressed. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid`, `ApiVersion` and `Digits`. It may set others. It does not set `SpeechResult` and `Confidence`.
/// - `speech`: Something was spoken. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid`, `ApiVersion`, `SpeechResult` and `Confidence`. It may set others. It does not set `Digits`.
/// - `timeout`: Neither key nor word came in time. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid` and `ApiVersion`. It may set others. It does not set `Digits`, `SpeechResult` and `Confidence`.
pub mod gather_input_on_call {}

/// Connects the caller to another party and waits until one of them hangs up.
///
/// In Studio: `connect-call-to`.
///
/// It does not run here: no channel of this project carries voice.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `caller_id`: The number that the other party sees. (a text, with Liquid; left out: `{{contact.channel.address}}`)
/// - `record`: Whether the call is recorded. (`true` or `false`)
/// - `noun`: What `to` is. (`number`, `number-multi`, `client`, `sip`, `sim` or `conference`; required)
/// - `to`: Whom to connect to; for `number-multi` up to ten numbers, separated by commas. (a text, with Liquid)
/// - `timeout`: How long it rings, in seconds; 30 where it is left out. (a whole number from 1 to 600)
/// - `time_limit`: How long the call may last, in seconds; four hours where it is left out. (a whole number from 1; a string in Studio's JSON)
/// - `sip_endpoint`: The SIP address, for `sip`. (a text, with Liquid)
/// - `sip_username`: The user name, for `sip`. (a text, with Liquid)
/// - `sip_password`: The password, for `sip`. (a text, with Liquid)
///
/// `sip_endpoint` is required where `noun` is `sip`.
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `call_completed`, in Studio `callCompleted`: The other party hung up, was busy or did not answer. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid`, `ApiVersion` and `DialCallStatus`. It may set others.
/// - `hangup`: The caller hung up. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid` and `ApiVersion`. It may set others.
pub mod connect_call_to {}

/// Calls the contact.
///
/// In Studio: `make-outgoing-call-v2`.
///
/// It does not run here: no channel of this project carries voice.
///
/// # Properties
///
/// - `from`: The number that calls. (a text, with Liquid; left out: `{{flow.channel.address}}`)
/// - `to`: The number that is called. (a text, with Liquid; left out: `{{contact.channel.address}}`)
/// - `record`: Whether the call is recorded. (`true` or `false`)
/// - `recording_channels`: Whether both sides are recorded as one, or each by itself. (`mono` or `dual`)
/// - `recording_status_callback`: Where Twilio says what became of the recording. (a text, with Liquid)
/// - `trim`: Whether silence at both ends is cut off. (`trim-silence` or `do-not-trim`)
/// - `detect_answering_machine`: Whether to find out who or what answers. (`true` or `false`)
/// - `machine_detection`: Whether to go on at once, or after a machine's message. (`Enable` or `DetectMessageEnd`)
/// - `machine_detection_timeout`: How long to listen for it, in seconds; 30 where it is left out. (a whole number from 3 to 120; a string in Studio's JSON)
/// - `machine_detection_speech_threshold`: How long a person's greeting is at most, in milliseconds; 2,400 where it is left out. (a whole number from 1000 to 6000; a string in Studio's JSON)
/// - `machine_detection_speech_end_threshold`: How long a silence ends a greeting, in milliseconds; 1,200 where it is left out. (a whole number from 500 to 5000; a string in Studio's JSON)
/// - `machine_detection_silence_timeout`: How long a silence at the start is waited for, in milliseconds; 5,000 where it is left out. (a whole number from 2000 to 10000; a string in Studio's JSON)
/// - `send_digits`: The keys that are pressed once it is answered. (a text, with Liquid; up to 32 characters)
/// - `timeout`: How long it rings, in seconds; 60 where it is left out. (a whole number from 0 to 600)
/// - `sip_auth_username`: The user name, where a SIP address is called. (a text, with Liquid)
/// - `sip_auth_password`: The password, where a SIP address is called. (a text, with Liquid)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `answered`: Somebody, or a machine, answered. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid` and `ApiVersion`. It may set others.
/// - `busy`: The line was busy. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid` and `ApiVersion`. It may set others.
/// - `no_answer`, in Studio `noAnswer`: Nobody answered. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid` and `ApiVersion`. It may set others.
/// - `failed`: The call could not be made. It may set outputs.
pub mod make_outgoing_call_v2 {}

/// Records what the caller says.
///
/// In Studio: `record-voicemail`.
///
/// It does not run here: no channel of this project carries voice.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `timeout`: How long a silence ends the recording, in seconds; 5 where it is left out. (a whole number from 0)
/// - `finish_on_key`: The key that ends the recording. (a text, with Liquid)
/// - `max_length`: How long the recording is at most, in seconds; 3,600 where it is left out. (a whole number from 1 to 14400)
/// - `transcribe`: Whether it is written down. (`true` or `false`)
/// - `transcription_callback_url`: Where Twilio sends what was written down. (a text, with Liquid)
/// - `trim`: Whether silence at both ends is cut off. (`trim-silence` or `do-not-trim`)
/// - `play_beep`: Whether a tone says that it begins; it does where this is left out. (`true` or `false`; a string in Studio's JSON)
/// - `recording_status_callback_url`: Where Twilio says what became of the recording. (a text, with Liquid)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `recording_complete`, in Studio `recordingComplete`: Something was recorded. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid`, `ApiVersion`, `RecordingUrl`, `RecordingSid` and `RecordingDuration`. It may set others.
/// - `no_audio`, in Studio `noAudio`: Nothing was said; only in older accounts. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid` and `ApiVersion`. It may set others. It does not set `RecordingUrl`, `RecordingSid` and `RecordingDuration`.
/// - `hangup`: The caller hung up. It sets `CallSid`, `CallStatus`, `From`, `To`, `Caller`, `Called`, `Direction`, `AccountSid` and `ApiVersion`. It may set `RecordingUrl`, `RecordingSid` and `RecordingDuration`. It may set others.
pub mod record_voicemail {}

/// Starts or stops the recording of the call.
///
/// Only of a call that came in, after `say_play` or `gather_input_on_call`.
///
/// In Studio: `record-call`.
///
/// It does not run here: no channel of this project carries voice.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `record_call`: Whether recording starts or stops. (`true` or `false`; required)
/// - `recording_status_callback`: Where Twilio says what became of the recording. (a text, with Liquid)
/// - `recording_status_callback_method`: How it is requested; `POST` where it is left out. (`GET` or `POST`)
/// - `recording_status_callback_events`: Of what it says: `in-progress`, `completed` and `absent`, separated by spaces. (a text, with Liquid)
/// - `recording_channels`: Whether both sides are recorded as one, or each by itself. (`mono` or `dual`)
/// - `trim`: Whether silence at both ends is cut off. (`trim-silence` or `do-not-trim`)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `success`: Recording started or stopped. It sets what Twilio sends of it.
/// - `failed`: It did not.
pub mod record_call {}

/// Takes a payment by the keys of the caller's phone.
///
/// In Studio: `capture-payments`.
///
/// It does not run here: no channel of this project carries voice.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `payment_connector`: The Pay Connector's name. (a text, with Liquid)
/// - `payment_amount`: How much; without it the card is only kept. (a text, with Liquid)
/// - `currency`: The currency, e.g. `usd`. (a text, with Liquid)
/// - `description`: What is paid for. (a text, with Liquid)
/// - `language`: The language of the prompts, e.g. `en-US`. (a text, with Liquid)
/// - `payment_token_type`: Whether the card may be charged again. (`one-time` or `reusable`)
/// - `payment_method`: How it is paid. (`CREDIT_CARD` or `ACH_DEBIT`)
/// - `bank_account_type`: Of what kind the account is, for `ACH_DEBIT`. (a text, with Liquid)
/// - `timeout`: How long to wait for the next key, in seconds; 5 where it is left out. (a whole number from 0 to 600)
/// - `max_attempts`: How often the caller may try; 2 where it is left out. (a whole number from 0 to 10)
/// - `min_postal_code_length`: How long a postal code is at least. (a whole number from 0 to 32)
/// - `security_code`: Whether the security code is asked for. (`true` or `false`)
/// - `postal_code`: Whether the postal code is asked for; or the code itself, quoted. (`true` or `false`; a string in Studio's JSON)
/// - `valid_card_types`: Which cards are taken. (a list, each `amex`, `diners-club`, `discover`, `enroute`, `jcb`, `maestro`, `master-card`, `mastercard`, `optima` or `visa`)
/// - `parameters`: What the connector is given, by name. (names with texts)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `success`: It was paid. It sets `Result`. It may set others.
/// - `max_failed_attempts`, in Studio `maxFailedAttempts`: The caller tried as often as allowed. It may set outputs.
/// - `provider_error`, in Studio `providerError`: The connector failed. It may set outputs.
/// - `pay_interrupted`, in Studio `payInterrupted`: The caller broke off. It may set outputs.
/// - `hangup`: The caller hung up. It may set outputs.
/// - `validation_error`, in Studio `validationError`: What the widget is set to is not valid. It may set outputs.
pub mod capture_payments {}

/// Starts or stops a stream of the call's audio to elsewhere.
///
/// In Studio: `fork-stream`.
///
/// It does not run here: no channel of this project carries voice.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `stream_action`: Whether it starts or stops. (`start` or `stop`; required)
/// - `stream_transport_type`: How the audio goes out. (`websocket` or `siprec`)
/// - `stream_name`: The stream's name, by which it is stopped. (a text, with Liquid)
/// - `stream_url`: Where it goes, `wss://…`, for `websocket`. (a text, with Liquid)
/// - `stream_connector`: The connector, for `siprec`. (a text, with Liquid)
/// - `stream_track`: Which side is heard. (`inbound_track`, `outbound_track` or `both_tracks`)
/// - `stream_parameters`: What goes along, by name. (names with texts)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `next`: The stream started or stopped.
pub mod fork_stream {}

/// Lets a TwiML document elsewhere have the call until it comes back.
///
/// It comes back by a request to the flow's webhook with `FlowEvent=return`; each other parameter of it is an output.
///
/// In Studio: `add-twiml-redirect`.
///
/// It does not run here: no channel of this project carries voice.
///
/// # Properties
///
/// - `url`: Where the document is. What is rendered into it is not encoded. (a text, with Liquid; required)
/// - `method`: How it is requested. (`GET` or `POST`; left out: `POST`)
/// - `timeout`: How long to wait for its return, in seconds. (a whole number from 0 to 14400; left out: `14400`; a string in Studio's JSON)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `return`: The call came back. It may set outputs.
/// - `timeout`: The call did not come back in time.
/// - `fail`: The URL is none.
pub mod add_twiml_redirect {}

/// Connects the caller to a virtual agent, in its first form.
///
/// In Studio: `connect-virtual-agent`.
///
/// It does not run here: a virtual agent is a service of Twilio's.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `connector`: The connector's name. (a text, with Liquid; required)
/// - `language`: The language, e.g. `en-US`. (a text, with Liquid)
/// - `sentiment_analysis`: Whether moods are told, as text. (a text, with Liquid)
/// - `status_callback`: Where Twilio says what the agent does. (a text, with Liquid)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `return`: The agent is done. It may set outputs.
/// - `hangup`: The caller hung up. It may set outputs.
pub mod connect_virtual_agent {}

/// Connects the caller or the conversation to a virtual agent.
///
/// In Studio: `connect-virtual-agent-v2`.
///
/// It does not run here: a virtual agent is a service of Twilio's.
///
/// Only in executions that are started by `incoming_call`, `incoming_conversation_message`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `channel`: Whether it speaks or writes. (`voice` or `conversations`)
/// - `connector_name`: The connector's name. (a text, with Liquid)
/// - `connector_details`: The connector, as Studio's editor knows it. (an object)
///   - `addon_sid`: The add-on, `XB…`. (a text, with Liquid)
///   - `installed_addon_sid`: The installed add-on, `XE…`. (a text, with Liquid)
///   - `name`: Its name. (a text, with Liquid)
/// - `configurations`: How the agent is set up, by name. (names with texts)
/// - `parameters`: What the agent is given, by name. (names with texts)
/// - `status_callback`: Where Twilio says what the agent does. (a text, with Liquid)
/// - `status_callback_method`: How it is requested. (`GET` or `POST`)
/// - `timeout`: How long the agent may take, in seconds. (a whole number from 0)
/// - `session_behavior`: Whether a session is begun or resumed. (a text, with Liquid)
/// - `resume_session_identification_method`: How the session to resume is found. (a text, with Liquid)
/// - `resume_session_identification_value`: Which session is resumed. (a text, with Liquid)
/// - `resume_session_event_name`: What the agent is told when it resumes. (a text, with Liquid)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `completed`: The agent is done. It may set outputs.
/// - `live_agent_handoff`, in Studio `live-agent-handoff`: The agent hands over to a person. It may set outputs.
/// - `hangup`: The caller hung up; on calls only. It may set outputs.
/// - `failed`: The agent could not be reached. It may set outputs.
/// - `paused`: The agent paused; on calls only. It may set outputs.
/// - `timeout`: The agent took too long; in conversations only. It may set outputs.
pub mod connect_virtual_agent_v2 {}

/// Lets a program of yours talk to the caller, text in and text out, over a WebSocket.
///
/// In Studio: `run-conversation-relay`.
///
/// It does not run here: no channel of this project carries voice.
///
/// Only in executions that are started by `incoming_call`, `incoming_request` or `incoming_parent`.
///
/// # Properties
///
/// - `url`: Where the program is, `wss://…`. (a text, with Liquid; required)
/// - `welcome_greeting`: What is said first. (a text, with Liquid)
/// - `tts_provider`: Who makes the voice. (a text, with Liquid)
/// - `voice`: The voice. (a text, with Liquid)
/// - `language`: The language, e.g. `en-US`. (a text, with Liquid)
/// - `transcription_provider`: Who writes down what is said. (a text, with Liquid)
/// - `speech_model`: How speech is recognised. (a text, with Liquid)
/// - `interruptible`: Whether the caller may interrupt. (`true` or `false`; a string in Studio's JSON)
/// - `dtmf_detection`: Whether keys are told too. (`true` or `false`; a string in Studio's JSON)
/// - `parameters`: What the program is given, by name. (names with texts)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `success`: The session came to its end. It sets what Twilio sends of it.
/// - `failed`: The session failed. It may set outputs.
pub mod run_conversation_relay {}

/// Starts a conversation; later messages go there.
///
/// Only in a flow that the REST API starts.
///
/// In Studio: `start-conversation`.
///
/// It does not run here: it makes a conversation of a request over the REST API, and a conversation here is there before its flow.
///
/// Only in executions that are started by `incoming_request`.
///
/// # Properties
///
/// - `conversation_service_sid`: The Conversations service, `IS…`. (a text, with Liquid; required)
/// - `participants`: Who takes part. (a list of objects; required)
///   - `type`: On which channel: `messaging`, or `chat`. (a text, with Liquid)
///   - `identity`: Who it is, on chat. (a text, with Liquid)
///   - `messaging_binding_address`: The person's address. (a text, with Liquid)
///   - `messaging_binding_proxy_address`: Our own address. (a text, with Liquid)
/// - `friendly_name`: The conversation's name. (a text, with Liquid)
/// - `attributes`: A JSON object that goes with it, as text. (a text, with Liquid)
/// - `messaging_service_sid`: The Messaging Service, `MG…`. (a text, with Liquid)
/// - `timers_inactive`: After how much silence it becomes inactive, e.g. `PT10M`. (a text, with Liquid)
/// - `timers_closed`: After how much silence it is closed, e.g. `PT1H`. (a text, with Liquid)
/// - `close_conversation_on_execution_end`: Whether it is closed when the flow ends. (`true` or `false`)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `created`: The conversation is there. It sets what Twilio sends of it.
/// - `failed`: It could not be made.
pub mod start_conversation {}

/// Goes on in a conversation that is there already.
///
/// Only in a flow that the REST API starts.
///
/// In Studio: `resume-conversation`.
///
/// It does not run here: it makes a conversation of a request over the REST API, and a conversation here is there before its flow.
///
/// Only in executions that are started by `incoming_request`.
///
/// # Properties
///
/// - `conversation_service_sid`: The Conversations service, `IS…`. (a text, with Liquid; required)
/// - `conversation_sid`: The conversation, `CH…`. (a text, with Liquid; required)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `resumed`: The conversation is the flow's. It sets what Twilio sends of it.
/// - `failed`: It could not be resumed.
pub mod resume_conversation {}

/// Calls the contact, in its first form: `make_outgoing_call_v2` has taken its place.
///
/// In Studio: `make-outgoing-call-v1`.
///
/// It does not run here: Studio has retired it.
///
/// # Properties
///
/// - `from`: The number that calls. (a text, with Liquid; required)
/// - `to`: The number that is called. (a text, with Liquid; required)
/// - `record`: Whether the call is recorded. (`true` or `false`)
/// - `timeout`: How long it rings, in seconds. (a whole number from 0 to 600)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `answered`: Somebody answered. It may set outputs.
/// - `busy`: The line was busy. It may set outputs.
/// - `no_answer`, in Studio `noAnswer`: Nobody answered. It may set outputs.
/// - `failed`: The call could not be made. It may set outputs.
/// - `answered_by_machine`, in Studio `answeredByMachine`: A machine answered. It may set outputs.
/// - `hangup`: The other party hung up. It may set outputs.
pub mod make_outgoing_call_v1 {}

/// Lets an Autopilot assistant talk. Autopilot is no more.
///
/// In Studio: `send-to-auto-pilot`.
///
/// It does not run here: Studio has retired it.
///
/// # Properties
///
/// - `chat_channel`: The channel of the conversation. (a text, with Liquid)
/// - `autopilot_assistant_sid`: The assistant, `UA…`. (a text, with Liquid; required)
/// - `from`: The sender. (a text, with Liquid; required)
/// - `chat_service`: The service of the conversation. (a text, with Liquid)
/// - `chat_attributes`: A JSON object that goes along, as text. (a text, with Liquid)
/// - `body`: What the assistant is told. (a text, with Liquid; required)
/// - `target_task`: The task it begins with. (a text, with Liquid)
/// - `memory_parameters`: What it remembers, by name. (names with texts)
/// - `timeout`: How long a session may be silent, in seconds. (a whole number from 0 to 2592000; required)
///
/// # Events
///
/// In the order in which Studio writes them.
///
/// - `session_ended`, in Studio `sessionEnded`: The assistant is done. It may set outputs.
/// - `failure`: The assistant failed. It may set outputs.
/// - `timeout`: Nobody wrote in time. It may set outputs.
pub mod send_to_auto_pilot {}

/// A name in Studio's schema, of which nothing more is known: its properties and events are quoted.
///
/// In Studio: `run-function-v2`.
///
/// It does not run here: no public source says what it does.
///
pub mod run_function_v2 {}

/// Called the Chat API, which is no more: its properties and events are quoted.
///
/// In Studio: `add-member-to-chat-channel`.
///
/// It does not run here: no public source says what it does.
///
pub mod add_member_to_chat_channel {}

/// Called the Chat API, which is no more: its properties and events are quoted.
///
/// In Studio: `create-chat-channel`.
///
/// It does not run here: no public source says what it does.
///
pub mod create_chat_channel {}

/// Called the TaskRouter API: its properties and events are quoted.
///
/// In Studio: `create-task`.
///
/// It does not run here: no public source says what it does.
///
pub mod create_task {}

/// Called the Understand API, which is no more: its properties and events are quoted.
///
/// In Studio: `understand`.
///
/// It does not run here: no public source says what it does.
///
pub mod understand {}

/// Called the Sync API: its properties and events are quoted.
///
/// In Studio: `update-sync-object`.
///
/// It does not run here: no public source says what it does.
///
pub mod update_sync_object {}
