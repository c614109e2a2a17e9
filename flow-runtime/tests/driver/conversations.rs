//! What people say, and what the flow answers.

use flow_runtime::Program;
use flow_runtime::driver::{Event, EventKind, Ignored, Outcome, Request, end, run, start};
use flow_runtime::execution::Wait;
use flow_runtime::function::FunctionEntry;
use flow_runtime::functions::HandOver;
use flow_runtime::model::{Map, Value};

use crate::build::*;
use crate::chat::{Chat, SID, START, conversation};

static FUNCTIONS: &[FunctionEntry] = &[FunctionEntry::of::<HandOver>()];

fn desk() -> Program {
    let widgets = vec![
        trigger(&[("incoming_conversation_message", "check")]),
        split(
            "check",
            "{{trigger.conversation.Body}}",
            &[
                ("equal_to", &["support"], "hand_over"),
                ("_", &[], "explain"),
            ],
        ),
        widget(
            "run_function",
            "hand_over",
            &[(
                "function",
                callee(
                    "HandOver",
                    &[(
                        "conversation_sid",
                        text("{{trigger.conversation.ConversationSid}}"),
                    )],
                ),
            )],
            &[("success", "confirm"), ("fail", "apologise")],
        ),
        say("confirm", "Added {{widgets.hand_over.parsed.name}}", "end"),
        say(
            "explain",
            "Write \"support\", {{contact.channel.address}}",
            "end",
        ),
        say("apologise", "Sorry: {{widgets.hand_over.body}}", "end"),
    ];
    compile(widgets, FUNCTIONS).unwrap()
}

#[test]
fn a_split_chooses_the_way() {
    let program = desk();
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    assert_eq!(
        chat.transcript,
        ["ann: hello", "desk: Write \"support\", ann"]
    );
    assert_eq!(
        chat.way(),
        [
            "Trigger -incomingConversationMessage-> check",
            "check -noMatch-> explain",
            "explain -sent-> end",
        ]
    );
    assert!(chat.execution().is_ended());
    assert_eq!(chat.execution().turns(), 1);
}

#[test]
fn a_function_is_called_with_what_its_templates_render_to() {
    let program = desk();
    let mut chat = Chat::new(&program);
    chat.say("ann", " Support ");
    let call = chat.call.clone().unwrap();
    assert_eq!(call.key, *format!("{}.1", chat.execution().sid()));
    let Request::Call {
        within: None,
        function: 0,
        name,
        parameters,
    } = call.request
    else {
        panic!("{call:?}")
    };
    assert_eq!(name, "HandOver");
    assert_eq!(parameters.0, [("conversation_sid".into(), SID.into())]);

    let value = Value::from(serde_json::json!({ "name": "Eve" }));
    chat.answer(Outcome::Returned { value });
    assert_eq!(chat.transcript.last().unwrap(), "desk: Added Eve");
    assert_eq!(
        chat.value("widgets.hand_over.body"),
        Value::from(r#"{"name":"Eve"}"#)
    );
    assert_eq!(
        chat.value("widgets.hand_over.status_code"),
        Value::Integer(200)
    );
    assert_eq!(
        chat.value("widgets.hand_over.content_type"),
        Value::from("application/json")
    );
}

#[test]
fn a_function_that_fails_takes_fail_with_its_reason() {
    let program = desk();
    let mut chat = Chat::new(&program);
    chat.say("ann", "support");
    chat.answer(Outcome::Failed {
        reason: "nobody is in".into(),
        code: None,
    });
    assert_eq!(chat.transcript.last().unwrap(), "desk: Sorry: nobody is in");
    let failed = &chat.steps[2];
    assert_eq!(failed.event, "fail");
    assert_eq!(failed.notes, ["81017: the function failed: nobody is in"]);
}

#[test]
fn a_trigger_event_that_is_not_connected_starts_nothing() {
    let program = program(vec![
        trigger(&[("incoming_call", "hello")]),
        say("hello", "hi", "end"),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    assert_eq!(chat.execution, None);
}

#[test]
fn a_flow_for_sms_runs_in_a_conversation_too() {
    let program = program(vec![
        trigger(&[("incoming_message", "hello")]),
        say(
            "hello",
            "{{trigger.message.From}} to {{trigger.message.To}}: {{trigger.message.Body}}",
            "end",
        ),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hi");
    assert_eq!(chat.transcript[1], "desk: ann to desk: hi");
    assert_eq!(chat.steps[0].event, "incomingMessage");
    assert_eq!(chat.value("trigger.message.NumMedia"), Value::from("0"));
    assert_eq!(chat.value("trigger.conversation"), Value::Nil);
}

#[test]
fn the_trigger_and_the_flow_are_described_as_studio_does() {
    let program = desk();
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    let context = Value::from(chat.execution().context().clone());
    let expected = serde_json::json!({
        "trigger": { "conversation": {
            "Body": "hello",
            "From": "ann",
            "MessageSid": "IM00000000000000000000000000000000",
            "Source": "SDK",
            "Author": "ann",
            "ConversationSid": SID,
            "ChannelSid": SID,
            "DateCreated": "2023-11-14T22:13:20.000Z",
            "Index": "0",
            "Attributes": "{}",
            "ChannelAttributes": { "language": "en" },
        } },
        "flow": {
            "sid": chat.execution().sid().as_str(),
            "flow_sid": program.sid().as_str(),
            "channel": { "address": "desk" },
            "variables": {},
            "data": {},
        },
        "widgets": { "explain": { "outbound": {
            "Sid": "IM00000000000000000000000000000001",
            "Body": "Write \"support\", ann",
            "From": "desk",
            "Status": "sent",
            "Direction": "outbound-api",
            "Author": "desk",
            "ConversationSid": SID,
            "ChannelSid": SID,
            "DateCreated": "2023-11-14T22:13:20.000Z",
            "Index": "1",
            "Attributes": "{}",
            "NumMedia": "0",
        } } },
        "contact": { "channel": { "address": "ann" } },
    });
    let actual: serde_json::Value = serde_json::from_str(&context.to_string()).unwrap();
    assert_eq!(actual, expected);
}

#[test]
fn what_the_channel_says_of_a_message_is_read_beside_it() {
    let program = desk();
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    let parameters: Map = [("ParticipantSid", "MB1"), ("Source", "SMS")]
        .into_iter()
        .collect();
    let mut event = message(&chat, "hello");
    if let EventKind::Message {
        parameters: given, ..
    } = &mut event.kind
    {
        *given = parameters;
    }
    let run = start(&program, &conversation(), &event).unwrap();
    let trigger = run
        .execution
        .context()
        .get("trigger")
        .unwrap()
        .get("conversation");
    assert_eq!(trigger.get("ParticipantSid"), &Value::from("MB1"));
    assert_eq!(trigger.get("Source"), &Value::from("SMS"));
}

/// An event as the chat would bring it.
fn message(chat: &Chat<'_>, body: &'static str) -> Event {
    Event {
        identity: format!("m:{body}").into(),
        at: chat.now,
        kind: EventKind::Message {
            message: flow_runtime::conversation::Message {
                sid: "IM1".into(),
                index: 1,
                author: "ann".into(),
                body: body.into(),
                attributes: Map::new(),
                media: Vec::new(),
                at: chat.now,
            },
            parameters: Map::new(),
            early: true,
        },
    }
}

fn appointment() -> Program {
    program(vec![
        trigger(&[("incoming_conversation_message", "ask")]),
        ask(
            "ask",
            "Which day?",
            "60",
            &[
                ("incoming_message", "check"),
                ("timeout", "remind"),
                ("delivery_failure", "end"),
            ],
        ),
        split(
            "check",
            "{{widgets.ask.inbound.Body}}",
            &[
                ("matches_any_of", &["monday, tuesday"], "book"),
                ("_", &[], "ask"),
            ],
        ),
        set(
            "book",
            &[
                ("day", text("{{widgets.ask.inbound.Body | downcase}}")),
                ("by", text("{{widgets.ask.inbound.Author}}")),
            ],
            "done",
        ),
        say(
            "done",
            "{{flow.variables.by}}: {{flow.variables.day}}",
            "end",
        ),
        say("remind", "Are you there?", "ask"),
    ])
}

#[test]
fn anybodys_reply_moves_it_on() {
    let program = appointment();
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    assert!(chat.execution().waits_for_reply());
    assert_eq!(chat.execution().wait(), Wait::Reply(START + 60_000));
    assert_eq!(chat.execution().widget(), "ask");
    chat.say("bob", "Sunday");
    chat.say("bob", "Monday");
    assert_eq!(chat.transcript.last().unwrap(), "desk: bob: monday");
    assert_eq!(chat.execution().turns(), 3);
    assert!(chat.execution().is_ended());
}

#[test]
fn the_time_runs_out_and_a_later_reply_counts() {
    let program = appointment();
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    chat.ring();
    assert_eq!(chat.transcript[2], "desk: Are you there?");
    assert_eq!(chat.execution().wait(), Wait::Reply(START + 120_000));
    assert_eq!(chat.value("widgets.ask.inbound"), Value::Nil);
    chat.say("ann", "tuesday");
    assert_eq!(
        chat.way()[1..],
        [
            "ask -timeout-> remind",
            "remind -sent-> ask",
            "ask -incomingMessage-> check",
            "check -match-> book",
            "book -next-> done",
            "done -sent-> end",
        ]
    );
}

#[test]
fn a_message_that_is_refused_is_a_delivery_failure() {
    let program = appointment();
    let mut chat = Chat::new(&program);
    chat.refuses = true;
    chat.say("ann", "hello");
    assert_eq!(
        chat.way(),
        [
            "Trigger -incomingConversationMessage-> ask",
            "ask -deliveryFailure-> end"
        ]
    );
    assert_eq!(
        chat.value("widgets.ask.outbound.ErrorCode"),
        Value::Integer(50377)
    );
    assert_eq!(
        chat.steps[1].notes,
        ["81011: the message was not sent: the conversation is closed"]
    );
}

#[test]
fn events_of_another_wait_change_nothing() {
    let program = appointment();
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    let execution = chat.execution().clone();
    let due = execution.due().unwrap();
    let value = Value::Nil;
    for (kind, at, why) in [
        (EventKind::Timer { wait: 0 }, due, Ignored::Late),
        (EventKind::Timer { wait: 1 }, due - 1, Ignored::NotDue),
        (
            EventKind::Result {
                wait: 1,
                outcome: Outcome::Returned { value },
            },
            due,
            Ignored::Late,
        ),
    ] {
        let identity = "x".into();
        let run = run(&program, execution.clone(), &Event { identity, at, kind });
        assert_eq!((run.ignored, run.effect), (Some(why), None));
        assert_eq!(run.execution, execution);
        assert!(run.steps.is_empty());
    }
}

#[test]
fn a_message_that_comes_while_a_function_runs_is_to_be_queued() {
    let program = desk();
    let mut chat = Chat::new(&program);
    chat.say("ann", "support");
    let early = message(&chat, "quick");
    assert_eq!(chat.execution().takes(&early), Err(Ignored::Early));
    assert!(!chat.execution().waits_for_reply());
    chat.event("end".into(), EventKind::End);
    assert_eq!(chat.execution().takes(&early), Err(Ignored::Ended));
}

#[test]
fn an_early_message_says_so() {
    let program = appointment();
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    let event = message(&chat, "sunday");
    chat.event("q:1".into(), event.kind);
    assert_eq!(chat.value("widgets.ask.inbound.early"), Value::from(true));
    assert_eq!(chat.value("widgets.ask.inbound.To"), Value::from("desk"));
}

#[test]
fn a_request_to_end_ends_it() {
    let program = appointment();
    let mut chat = Chat::new(&program);
    chat.say("ann", "hello");
    chat.event("end".into(), EventKind::End);
    assert_eq!(chat.way()[1], "ask -ended-> end");
    assert_eq!(chat.execution().due(), None);
}

/// A tool ends an execution whose program it does not have.
#[test]
fn it_is_ended_the_same_without_its_program() {
    let asking = appointment();
    let mut waiting = Chat::new(&asking);
    waiting.say("ann", "hello");
    let calling = desk();
    let mut called = Chat::new(&calling);
    called.say("ann", "support");
    for (program, chat) in [(&asking, &waiting), (&calling, &called)] {
        let event = Event {
            identity: "end".into(),
            at: START + 5,
            kind: EventKind::End,
        };
        let execution = chat.execution().clone();
        let ended = end(execution.clone(), &event);
        assert_eq!(ended, run(program, execution, &event));
        assert_eq!(
            end(ended.execution, &event).ignored,
            Some(Ignored::Ended),
            "once"
        );
    }
}

#[test]
fn variables_are_set_in_order_and_cast() {
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "count")]),
        set(
            "count",
            &[
                ("count", text("{{flow.variables.count | plus: 1}}")),
                (
                    "twice",
                    text("{{flow.variables.count}}{{flow.variables.count}}"),
                ),
                ("code", text("007")),
                ("zero", number("0")),
                ("yes", text("true")),
                (
                    "cart",
                    json(r#"{"items": ["{{trigger.conversation.Body}}"]}"#),
                ),
                ("same", json("{{flow.variables.cart}}")),
                ("broken", json("{ {{trigger.conversation.Body}}")),
            ],
            "say",
        ),
        say(
            "say",
            "{{flow.variables.cart.items[0]}} {{widgets.count.twice}}",
            "end",
        ),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "tea");
    let cart = Value::from(serde_json::json!({ "items": ["tea"] }));
    for (key, value) in [
        ("count", Value::Integer(1)),
        ("twice", Value::Integer(11)),
        ("code", Value::from("007")),
        ("zero", Value::Integer(0)),
        ("yes", Value::from("true")),
        ("cart", cart.clone()),
        ("same", cart),
        ("broken", Value::from("{ tea")),
    ] {
        assert_eq!(chat.value(&format!("flow.variables.{key}")), value, "{key}");
        assert_eq!(chat.value(&format!("widgets.count.{key}")), value, "{key}");
    }
    assert_eq!(
        chat.steps[1].notes,
        ["81027: the value of `broken` is no JSON"]
    );
    assert_eq!(chat.transcript[1], "desk: tea 11");
}

#[test]
fn the_sender_the_attributes_and_the_medium_are_rendered() {
    let send = |attributes: &str| {
        program(vec![
            trigger(&[("incoming_conversation_message", "send")]),
            widget(
                "send_message",
                "send",
                &[
                    ("from", text("Bot {{trigger.conversation.Body}}")),
                    ("body", text("hi")),
                    ("attributes", text(attributes)),
                    (
                        "media_url",
                        text("https://x/{{trigger.conversation.Body}}.png"),
                    ),
                ],
                &[("sent", "end"), ("failed", "end")],
            ),
        ])
    };
    let good = send(r#"{"to": "{{contact.channel.address}}"}"#);
    let run = start(&good, &conversation(), &message(&Chat::new(&good), "one")).unwrap();
    let Some(Request::Send {
        author,
        attributes,
        media_url,
        ..
    }) = run.effect.map(|effect| effect.request)
    else {
        panic!("nothing is sent")
    };
    assert_eq!(
        (author.as_str(), media_url.as_str()),
        ("Bot one", "https://x/one.png")
    );
    assert_eq!(attributes.get("to"), Some(&Value::from("ann")));

    let bad = send("[1]");
    let run = start(&bad, &conversation(), &message(&Chat::new(&bad), "one")).unwrap();
    assert_eq!(run.effect, None);
    assert_eq!(run.steps[1].event, "failed");
}

#[test]
fn a_function_elsewhere_is_fetched_and_its_answers_merge() {
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "fetch")]),
        widget(
            "run_function",
            "fetch",
            &[
                ("url", text("https://x/{{contact.channel.address}}")),
                (
                    "parameters",
                    map(&[
                        ("body", text("{{trigger.conversation.Body}}")),
                        ("n", number("1")),
                    ]),
                ),
            ],
            &[("success", "again"), ("fail", "again")],
        ),
        ask(
            "again",
            "?",
            "60",
            &[("incoming_message", "fetch"), ("_", "end")],
        ),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "hi");
    let Request::Fetch { url, parameters } = chat.call.clone().unwrap().request else {
        panic!("{:?}", chat.call)
    };
    assert_eq!(url, "https://x/ann");
    assert_eq!(
        parameters.0,
        [("body".into(), "hi".into()), ("n".into(), "1".into())]
    );

    for (status, content_type, body, event, parsed) in [
        (
            200,
            "application/json",
            r#"{"a":1,"b":{"c":2}}"#,
            "success",
            r#"{"a":1,"b":{"c":2}}"#,
        ),
        (
            302,
            "application/json; charset=utf-8",
            r#"{"b":{"d":3}}"#,
            "success",
            r#"{"a":1,"b":{"d":3}}"#,
        ),
        (
            200,
            "application/json",
            "[1]",
            "success",
            r#"{"a":1,"b":{"d":3}}"#,
        ),
        (404, "text/plain", "no", "fail", r#"{"a":1,"b":{"d":3}}"#),
    ] {
        let (content_type, body) = (content_type.into(), body.into());
        chat.answer(Outcome::Answered {
            status,
            content_type,
            body,
            headers: Map::new(),
        });
        assert_eq!(
            chat.steps
                .iter()
                .rev()
                .find(|step| step.from == "fetch")
                .unwrap()
                .event,
            event
        );
        assert_eq!(chat.value("widgets.fetch.parsed").to_string(), parsed);
        assert_eq!(
            chat.value("widgets.fetch.status_code"),
            Value::Integer(status.into())
        );
        chat.say("ann", "more");
    }
    let body = "x".repeat(70_000).into();
    chat.answer(Outcome::Answered {
        status: 200,
        content_type: "text/plain".into(),
        body,
        headers: Map::new(),
    });
    assert_eq!(chat.value("widgets.fetch.body"), Value::from("no"));
}

#[test]
fn a_branch_may_test_another_subject_and_a_rendered_value() {
    let mut check = split(
        "check",
        "{{trigger.conversation.Body}}",
        &[
            ("equal_to", &["{{contact.channel.address}}"], "name"),
            ("contains", &["n"], "other"),
            ("_", &[], "end"),
        ],
    );
    check.arms[1].subject = Some(flow_runtime::model::flow::Value {
        kind: text("{{contact.channel.address}}"),
        at: flow_runtime::model::Location(0),
    });
    let program = program(vec![
        trigger(&[("incoming_conversation_message", "check")]),
        check,
        say("name", "your name", "end"),
        say("other", "an n in your name", "end"),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("Ann", "ann");
    chat.say("Ann", "x");
    chat.say("Bob", "n");
    let flows = |line: &&String| line.starts_with("desk");
    let answers: Vec<_> = chat.transcript.iter().filter(flows).collect();
    assert_eq!(answers, ["desk: your name", "desk: an n in your name"]);
}
