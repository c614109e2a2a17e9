//! `make_http_request`, `send_to_flex`, and executions that a request starts.

use flow_runtime::Program;
use flow_runtime::driver::{
    self, Event, EventKind, Ignored, Method, Outcome, Request, Task, run, start,
};
use flow_runtime::model::Map;
use flow_runtime::model::flow::ValueKind;

use crate::build::*;
use crate::chat::{Chat, START, conversation};

fn request(properties: &[(&str, ValueKind)]) -> Program {
    let request = widget(
        "make_http_request",
        "ask",
        properties,
        &[("success", "good"), ("failed", "bad")],
    );
    program(vec![
        trigger(&[("incoming_conversation_message", "ask")]),
        request,
        say("good", "{{widgets.ask.parsed.a}}", "again"),
        say(
            "bad",
            "bad {{widgets.ask.body}}{{widgets.ask.status_code}}",
            "again",
        ),
        ask(
            "again",
            "?",
            "60",
            &[("incoming_message", "ask"), ("_", "end")],
        ),
    ])
}

#[test]
fn a_request_goes_out_as_its_templates_render() {
    let program = request(&[
        ("method", text("POST")),
        ("url", text("https://x/{{contact.channel.address}}")),
        ("content_type", text("application/json;charset=utf-8")),
        ("body", text(r#"{"said": "{{trigger.conversation.Body}}"}"#)),
        ("add_twilio_auth", ValueKind::Flag(true)),
    ]);
    let mut chat = Chat::new(&program);
    chat.stored = true;
    chat.say("ann", "hi");
    let Request::Http {
        method: Method::Post,
        url,
        content_type,
        body: Some(body),
        parameters,
        twilio_auth: true,
    } = chat.call.clone().unwrap().request
    else {
        panic!("{:?}", chat.call)
    };
    assert_eq!(url, "https://x/ann");
    assert_eq!(content_type, "application/json;charset=utf-8");
    assert_eq!(body, r#"{"said": "hi"}"#);
    assert!(parameters.0.is_empty());
}

fn answered(status: u16, content_type: &'static str, body: &'static str) -> Outcome {
    Outcome::Answered {
        status,
        content_type: content_type.into(),
        body: body.into(),
        headers: Map::new(),
    }
}

#[test]
fn answers_merge_and_failures_set_nothing() {
    let program = request(&[("method", text("GET")), ("url", text("https://x"))]);
    let mut chat = Chat::new(&program);
    let no_route = Outcome::Failed {
        reason: "no route".into(),
        code: None,
    };
    for (outcome, event, outputs) in [
        (no_route.clone(), "failed", "{}"),
        (
            answered(
                200,
                "application/json;charset=utf-8",
                r#"{"a":1,"b":{"c":2}}"#,
            ),
            "success",
            r#"{"body":"{\"a\":1,\"b\":{\"c\":2}}","content_type":"application/json;charset=utf-8","status_code":200,"parsed":{"a":1,"b":{"c":2}}}"#,
        ),
        (
            answered(302, "application/json", r#"{"b":{"d":3}}"#),
            "success",
            r#"{"body":"{\"b\":{\"d\":3}}","content_type":"application/json","status_code":302,"parsed":{"a":1,"b":{"d":3}}}"#,
        ),
        (
            answered(404, "text/plain", "no"),
            "failed",
            r#"{"body":"no","content_type":"text/plain","status_code":404,"parsed":{"a":1,"b":{"d":3}}}"#,
        ),
        (
            no_route,
            "failed",
            r#"{"body":"no","content_type":"text/plain","status_code":404,"parsed":{"a":1,"b":{"d":3}}}"#,
        ),
    ] {
        chat.say("ann", "x");
        chat.answer(outcome);
        let step = chat.steps.iter().rfind(|step| step.from == "ask").unwrap();
        assert_eq!(step.event, event);
        assert_eq!(step.notes.is_empty(), event == "success");
        let found = chat.value("widgets.ask");
        let found = if found.is_nil() {
            "{}".to_owned()
        } else {
            found.to_string()
        };
        assert_eq!(found, outputs);
    }
}

#[test]
fn a_parameter_called_method_makes_no_request() {
    let program = request(&[
        ("method", text("GET")),
        ("url", text("https://x")),
        ("parameters", map(&[("method", text("x"))])),
    ]);
    let mut chat = Chat::new(&program);
    chat.say("ann", "x");
    assert_eq!(chat.call, None);
    assert!(chat.steps[1].notes[0].starts_with("81014: "));
}

fn flex(attributes: &str, priority: &str) -> Program {
    let flex = widget(
        "send_to_flex",
        "people",
        &[
            ("workflow", text("WW1")),
            ("channel", text("TC1")),
            ("attributes", text(attributes)),
            ("priority", text(priority)),
        ],
        &[
            ("call_complete", "done"),
            ("failed_to_enqueue", "sorry"),
            ("call_failure", "end"),
        ],
    );
    program(vec![
        trigger(&[("incoming_conversation_message", "people")]),
        flex,
        say("done", "{{widgets.people.sid}}", "end"),
        say("sorry", "sorry", "end"),
    ])
}

#[test]
fn people_are_handed_what_the_templates_render_to() {
    let program = flex(r#"{"name": "{{contact.channel.address}}"}"#, "7");
    let mut chat = Chat::new(&program);
    chat.say("ann", "x");
    let mut attributes = Map::new();
    attributes.insert("name", "ann");
    assert_eq!(
        chat.call.clone().unwrap().request,
        Request::HandOver(Task {
            workflow: "WW1".into(),
            channel: "TC1".into(),
            attributes,
            priority: 7,
            timeout: 3600,
        })
    );
    chat.answer(Outcome::HandedOver {
        task: "WT0123".into(),
    });
    assert_eq!(chat.transcript.last().unwrap(), "desk: KD0123");
    assert_eq!(
        chat.value("widgets.people.routing").to_string(),
        r#"{"properties":{"workflow_sid":"WW1","task_channel_sid":"TC1","attributes":{"name":"ann"},"priority":7,"timeout":3600,"sid":"WT0123"}}"#
    );
}

#[test]
fn what_is_no_task_takes_failed_to_enqueue() {
    let long = format!(r#"{{"a": "{}"}}"#, "x".repeat(1016));
    let whole = format!(r#"{{"a": "{}"}}"#, "x".repeat(1015));
    for (attributes, priority, note) in [
        ("[1]", "", "`attributes` is not a JSON object"),
        ("{", "", "`attributes` is not a JSON object"),
        (&*long, "", "`attributes` is longer than 1,024 characters"),
        (
            "{}",
            "high",
            "`priority` is \"high\", and no whole number from 0 to",
        ),
    ] {
        let program = flex(attributes, priority);
        let mut chat = Chat::new(&program);
        chat.say("ann", "x");
        assert_eq!(chat.transcript.last().unwrap(), "desk: sorry");
        assert!(chat.steps[1].notes[0].contains(note), "{:?}", chat.steps[1]);
        assert_eq!(chat.value("widgets.people").as_map().map_or(0, Map::len), 0);
    }
    let program = flex(&whole, "");
    let mut chat = Chat::new(&program);
    chat.say("ann", "x");
    assert!(chat.call.is_some());
}

fn requested(program: &Program) -> Option<driver::Run> {
    let mut parameters = Map::new();
    parameters.insert("order", 17);
    let event = Event {
        identity: "start:1".into(),
        at: START,
        kind: EventKind::Request {
            from: "+15557770199".into(),
            to: "+15557770100".into(),
            parameters,
        },
    };
    start(program, &conversation(), &event)
}

#[test]
fn a_request_starts_an_execution_where_the_trigger_connects_it() {
    let hello = "{{trigger.request.to}} {{trigger.request.from}} {{trigger.request.parameters.order}} \
                 {{flow.data.order}} {{contact.channel.address}} {{flow.channel.address}}";
    let called = program(vec![
        trigger(&[("incoming_request", "hello")]),
        say("hello", hello, "end"),
    ]);
    let started = requested(&called).unwrap();
    let Some(Request::Send { author, body, .. }) = started.effect.map(|effect| effect.request)
    else {
        panic!("nothing is sent")
    };
    assert_eq!(author, "+15557770199");
    assert_eq!(
        body,
        "+15557770100 +15557770199 17 17 +15557770100 +15557770199"
    );

    let deaf = program(vec![
        trigger(&[("incoming_conversation_message", "hello")]),
        say("hello", hello, "end"),
    ]);
    assert_eq!(requested(&deaf), None);
    let again = Event {
        identity: "start:2".into(),
        at: START,
        kind: EventKind::Request {
            from: "a".into(),
            to: "b".into(),
            parameters: Map::new(),
        },
    };
    let active = run(&called, started.execution, &again);
    assert_eq!(active.ignored, Some(Ignored::Active));
}
