//! What each kind leaves behind by each event.

use super::of_variables;
use crate::Case;
use flow_model::catalogue::kind;

/// What is said of a key that is read after an event.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    /// It is set, or nobody can know.
    Nothing,
    Never,
    Unknown,
}

use Said::{Never, Nothing, Unknown};

/// The kind, what it is set to, an event, and what is said of some keys.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, Said)],
);

/// The table of outputs, row by row.
const ROWS: &[Row] = &[
    (
        "send_message",
        "",
        "sent",
        &[("outbound.Sid", Nothing), ("inbound", Unknown)],
    ),
    ("send_message", "", "failed", &[("outbound", Nothing)]),
    (
        "send_and_wait_for_reply",
        "",
        "incoming_message",
        &[
            ("inbound.Body", Nothing),
            ("outbound", Nothing),
            ("Body", Unknown),
        ],
    ),
    (
        "send_and_wait_for_reply",
        "",
        "timeout",
        &[("inbound.Body", Never), ("outbound", Nothing)],
    ),
    (
        "send_and_wait_for_reply",
        "",
        "delivery_failure",
        &[("inbound", Never), ("outbound", Nothing)],
    ),
    (
        "set_variables",
        "variables: { x: 1 }",
        "next",
        &[("x", Nothing), ("y", Unknown)],
    ),
    ("fork_stream", "", "next", &[("Sid", Unknown)]),
    (
        "run_function",
        r#"url: "x""#,
        "success",
        &[
            ("body", Nothing),
            ("parsed.x", Nothing),
            ("headers", Nothing),
            ("x", Unknown),
        ],
    ),
    (
        "run_function",
        r#"url: "x""#,
        "fail",
        &[
            ("body", Nothing),
            ("parsed.x", Nothing),
            ("status_code", Nothing),
        ],
    ),
    (
        "run_function",
        "function: F",
        "success",
        &[("parsed.x", Nothing), ("body", Nothing)],
    ),
    (
        "run_function",
        "function: F",
        "fail",
        &[
            ("parsed.x", Never),
            ("body", Nothing),
            ("status_code", Nothing),
        ],
    ),
    (
        "make_http_request",
        "",
        "success",
        &[("body", Nothing), ("parsed", Nothing), ("headers", Unknown)],
    ),
    (
        "make_http_request",
        "",
        "failed",
        &[("status_code", Nothing), ("parsed", Nothing)],
    ),
    ("run_subflow", "", "completed", &[("x", Nothing)]),
    ("run_subflow", "", "failed", &[("x", Never)]),
    ("add_twiml_redirect", "", "return", &[("x", Nothing)]),
    ("add_twiml_redirect", "", "timeout", &[("x", Never)]),
    ("add_twiml_redirect", "", "fail", &[("x", Never)]),
    (
        "say_play",
        "",
        "audio_complete",
        &[("CallSid", Nothing), ("x", Nothing)],
    ),
    (
        "gather_input_on_call",
        "",
        "keypress",
        &[
            ("Digits", Nothing),
            ("SpeechResult", Never),
            ("Confidence", Never),
            ("From", Nothing),
            ("FromCity", Nothing),
        ],
    ),
    (
        "gather_input_on_call",
        "",
        "speech",
        &[
            ("Digits", Never),
            ("SpeechResult", Nothing),
            ("Confidence", Nothing),
        ],
    ),
    (
        "gather_input_on_call",
        "",
        "timeout",
        &[
            ("Digits", Never),
            ("SpeechResult", Never),
            ("Confidence", Never),
            ("CallSid", Nothing),
            ("x", Nothing),
        ],
    ),
    (
        "connect_call_to",
        "",
        "call_completed",
        &[("DialCallStatus", Nothing), ("x", Nothing)],
    ),
    (
        "connect_call_to",
        "",
        "hangup",
        &[("CallSid", Nothing), ("x", Nothing)],
    ),
    (
        "make_outgoing_call_v2",
        "",
        "answered",
        &[("CallSid", Nothing), ("AnsweredBy", Nothing)],
    ),
    (
        "make_outgoing_call_v2",
        "",
        "failed",
        &[("CallSid", Nothing)],
    ),
    ("make_outgoing_call_v1", "", "busy", &[("x", Nothing)]),
    (
        "record_voicemail",
        "",
        "recording_complete",
        &[
            ("RecordingUrl", Nothing),
            ("RecordingDuration", Nothing),
            ("x", Nothing),
        ],
    ),
    (
        "record_voicemail",
        "",
        "no_audio",
        &[
            ("RecordingUrl", Never),
            ("RecordingSid", Never),
            ("CallSid", Nothing),
            ("x", Nothing),
        ],
    ),
    (
        "record_voicemail",
        "",
        "hangup",
        &[("RecordingUrl", Nothing), ("CallSid", Nothing)],
    ),
    ("record_call", "", "success", &[("Sid", Nothing)]),
    ("record_call", "", "failed", &[("Sid", Never)]),
    (
        "enqueue_call",
        "",
        "call_complete",
        &[("QueueResult", Nothing), ("x", Nothing)],
    ),
    (
        "enqueue_call",
        "",
        "call_failure",
        &[("QueueResult", Nothing)],
    ),
    (
        "enqueue_call",
        "",
        "failed_to_enqueue",
        &[("QueueResult", Never), ("CallSid", Never)],
    ),
    ("send_to_flex", "", "call_complete", &[("sid", Nothing)]),
    ("send_to_flex", "", "call_failure", &[("sid", Nothing)]),
    ("send_to_flex", "", "failed_to_enqueue", &[("sid", Never)]),
    (
        "capture_payments",
        "",
        "success",
        &[("Result", Nothing), ("x", Nothing)],
    ),
    ("capture_payments", "", "hangup", &[("Result", Nothing)]),
    ("connect_virtual_agent", "", "return", &[("x", Nothing)]),
    (
        "connect_virtual_agent_v2",
        "",
        "completed",
        &[("VirtualAgentStatus", Nothing)],
    ),
    (
        "start_conversation",
        "",
        "created",
        &[("webhook_sid", Nothing)],
    ),
    (
        "start_conversation",
        "",
        "failed",
        &[("webhook_sid", Never)],
    ),
    ("resume_conversation", "", "resumed", &[("x", Nothing)]),
    ("resume_conversation", "", "failed", &[("x", Never)]),
    (
        "run_conversation_relay",
        "",
        "success",
        &[("SessionId", Nothing)],
    ),
    (
        "run_conversation_relay",
        "",
        "failed",
        &[("SessionId", Nothing)],
    ),
];

#[test]
fn every_event_leaves_what_the_table_says() {
    for (word, properties, event, keys) in ROWS {
        let only = kind(word).unwrap().events.len() == 1;
        let others = if only { "" } else { "_ => end" };
        for (key, said) in *keys {
            let text = format!(
                r#"{word} a {{ {properties} {event} => b {others} }}
                   send_message b {{ body: "{{{{widgets.a.{key}}}}}" _ => end }}"#
            );
            let found = of_variables(&text);
            let code = found.first().and_then(|found| found.split(' ').next());
            let found = match code {
                None => Nothing,
                Some("never_set_here") => Never,
                Some("unknown_output") => Unknown,
                Some(other) => panic!("{other} in {text}"),
            };
            assert_eq!(found, *said, "{word} {event} {key}");
        }
    }
}

pub(crate) const CASES: &[Case] = &[
    // A widget that has not run.
    (
        r#"send_message a { body: "{{widgets.b.outbound}}{{widgets.b}}" _ => b }
           send_message b { body: "x" _ => end }"#,
        &[
            "never_set_here at \"{{widgets.b.outbound}}{{widgets.b}}\"",
            "never_set_here at \"{{widgets.b.outbound}}{{widgets.b}}\"",
        ],
    ),
    (
        r#"send_message a { body: "{{widgets.a.outbound}}" _ => end }"#,
        &["never_set_here at \"{{widgets.a.outbound}}\""],
    ),
    (
        r#"send_message a { body: "x" _ => b }
           send_message b { body: "{{widgets.a}}{{widgets.Trigger}}" _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "{{widgets.b.x}}" _ => b } "wait" b { "done" => end }"#,
        &["never_set_here at \"{{widgets.b.x}}\""],
    ),
    // One of two ways.
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b timeout => b _ => end }
           send_message b { body: "{{widgets.a.inbound.Body}}" _ => end }"#,
        &["may_be_unset at \"{{widgets.a.inbound.Body}}\""],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b _ => end }
           send_message b { body: "{{widgets.a.inbound.Body}}" _ => end }"#,
        &[],
    ),
    // `_` stands for each event by itself.
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => end _ => b }
           send_message b { body: "{{widgets.a.inbound.Body}}{{widgets.a.outbound}}" _ => end }"#,
        &["never_set_here at \"{{widgets.a.inbound.Body}}{{widgets.a.outbound}}\""],
    ),
    // A widget that runs again keeps what it had.
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b _ => end }
           send_and_wait_for_reply b { body: "x" incoming_message => end timeout => c _ => d }
           send_and_wait_for_reply c { body: "x" _ => d }
           send_message d { body: "{{widgets.a.inbound.Body}}" _ => a }"#,
        &[],
    ),
    // Below a key nothing is followed.
    (
        r#"run_function a { url: "x" success => b fail => end }
           send_message b { body: "{{widgets.a.parsed.x.y}}" _ => end }"#,
        &[],
    ),
    // Variables and their twins among the outputs.
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" contains("x") => b _ => c }
           set_variables b { variables: { x: 1 } next => c }
           send_message c { body: "{{flow.variables.x}}{{widgets.b.x}}" _ => end }"#,
        &[
            "may_be_unset at \"{{flow.variables.x}}{{widgets.b.x}}\"",
            "may_be_unset at \"{{flow.variables.x}}{{widgets.b.x}}\"",
        ],
    ),
    (
        r#"send_message a { body: "{{flow.variables.x}}" sent => b failed => end }
           set_variables b { variables: { x: 1 } next => c }
           send_message c { body: "{{flow.variables.x}}" _ => end }
           "#,
        // It comes before all that sets it, so it may be the first round of a loop.
        &[],
    ),
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" contains("x") => b _ => c }
           set_variables b { variables: { x: 1 } next => end }
           send_message c { body: "{{flow.variables.x}}" _ => end }"#,
        &["never_set_here at \"{{flow.variables.x}}\""],
    ),
    // The channel of a conversation that the flow starts.
    (
        r#"trigger { incoming_request => a } start_conversation a { conversation_service_sid: "x"
             participants: [{ type: "sms" }] created => b failed => c }
           send_message b { body: "{{flow.channel.sid}}" _ => end }
           send_message c { body: "{{flow.channel.sid}}" _ => end }"#,
        &["never_set_here at \"{{flow.channel.sid}}\""],
    ),
    (
        r#"trigger { incoming_conversation_message => a }
           send_message a { body: "{{flow.channel.sid}}" _ => end }"#,
        &[],
    ),
];
