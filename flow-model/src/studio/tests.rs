use serde_json::{Value as Json, json};

use super::{ExportError, Options, export, function_path};
use crate::flow::{Arm, Event, Flow, Location, Name, Property, Target, Value, ValueKind};
use crate::flow::{Widget, Word};

const AT: Location = Location(0);

fn name(text: &str) -> Name {
    Name {
        text: text.to_owned(),
        at: AT,
    }
}

/// A word; in quotes it is Studio's own.
fn word(text: &str) -> Word {
    let bare = text.trim_matches('"');
    Word {
        text: bare.to_owned(),
        quoted: bare != text,
        at: AT,
    }
}

fn text(text: &str) -> ValueKind {
    ValueKind::Text(text.to_owned())
}

fn number(text: &str) -> ValueKind {
    ValueKind::Number(text.to_owned())
}

fn entries<const N: usize>(entries: [(&str, ValueKind); N]) -> Vec<Property> {
    entries
        .into_iter()
        .map(|(key, kind)| Property {
            key: word(key),
            value: Value { kind, at: AT },
            docs: String::new(),
        })
        .collect()
}

fn arm(event: &str, arguments: &[&str], target: &str) -> Arm {
    let value = |argument: &&str| Value {
        kind: text(argument),
        at: AT,
    };
    Arm {
        event: match event {
            "_" => Event::Rest(AT),
            event => Event::Named {
                word: word(event),
                arguments: (!arguments.is_empty()).then(|| arguments.iter().map(value).collect()),
            },
        },
        target: match target {
            "end" => Target::End(AT),
            target => Target::Widget(name(target)),
        },
        label: None,
        subject: None,
    }
}

fn widget(kind: &str, ident: &str, properties: Vec<Property>, arms: Vec<Arm>) -> Widget {
    Widget {
        kind: word(kind),
        ident: name(ident),
        name: None,
        docs: String::new(),
        place: Some((10, -20)),
        allows: Vec::new(),
        properties,
        arms,
    }
}

fn flow(widgets: Vec<Widget>) -> Flow {
    Flow {
        name: name("Desk"),
        widgets,
        ..Flow::default()
    }
}

/// The state of the only widget.
fn state(widget: Widget) -> Json {
    definition(&flow(vec![widget]))["states"][0].clone()
}

fn definition(flow: &Flow) -> Json {
    let options = Options {
        function_base: Some("https://example.com/functions/".to_owned()),
        ..Options::default()
    };
    serde_json::from_str(&export(flow, &options).unwrap()).unwrap()
}

#[test]
fn a_definition_is_written_in_studios_order_and_ends_in_a_newline() {
    let mut flow = flow(vec![widget(
        "trigger",
        "trigger",
        vec![],
        vec![arm("incoming_call", &[], "end")],
    )]);
    flow.description = "Grüße\nan \"alle\"".to_owned();
    flow.allow_concurrent_calls = Some(false);
    assert_eq!(
        export(&flow, &Options::default()).unwrap(),
        r#"{
  "description": "Grüße\nan \"alle\"",
  "states": [
    {
      "name": "Trigger",
      "type": "trigger",
      "transitions": [
        {
          "event": "incomingMessage"
        },
        {
          "event": "incomingCall"
        },
        {
          "event": "incomingConversationMessage"
        },
        {
          "event": "incomingRequest"
        },
        {
          "event": "incomingParent"
        }
      ],
      "properties": {
        "offset": {
          "x": 10,
          "y": -20
        }
      }
    }
  ],
  "initial_state": "Trigger",
  "flags": {
    "allow_concurrent_calls": false
  }
}
"#
    );
}

#[test]
fn names_of_studio_stand_for_those_of_the_source() {
    let mut trigger = widget("trigger", "trigger", vec![], vec![arm("_", &[], "say")]);
    trigger.name = Some(name("Start"));
    let mut say = widget("send_message", "say", vec![], vec![arm("_", &[], "say")]);
    say.name = Some(name("say-it"));
    let definition = definition(&flow(vec![trigger, say]));
    assert_eq!(definition["initial_state"], "Start");
    assert_eq!(definition["states"][1]["name"], "say-it");
    assert_eq!(
        definition["states"][0]["transitions"][3],
        json!({"next": "say-it", "event": "incomingRequest"})
    );
}

#[test]
fn the_rest_is_every_event_that_is_not_named_and_quoted_events_come_last() {
    let arms = vec![
        arm("\"typing\"", &[], "ask"),
        arm("\"deliveryFailure\"", &[], "end"),
        arm("timeout", &[], "end"),
        arm("_", &[], "ask"),
    ];
    assert_eq!(
        state(widget("send_and_wait_for_reply", "ask", vec![], arms))["transitions"],
        json!([
            {"next": "ask", "event": "incomingMessage"},
            {"event": "timeout"},
            {"event": "deliveryFailure"},
            {"next": "ask", "event": "typing"},
        ])
    );
}

#[test]
fn what_is_left_out_is_what_the_editor_would_write_and_numbers_are_strings_where_studio_says_so() {
    let properties = entries([
        ("timeout", number("120")),
        ("\"futureNumber\"", number("7")),
        ("body", text("Hi {{contact.channel.address}}")),
        ("shorten_urls", ValueKind::Flag(true)),
    ]);
    let state = state(widget("send_and_wait_for_reply", "ask", properties, vec![]));
    assert_eq!(
        state["properties"],
        json!({
            "service": "{{trigger.message.InstanceSid}}",
            "channel": "{{trigger.message.ChannelSid}}",
            "from": "{{flow.channel.address}}",
            "body": "Hi {{contact.channel.address}}",
            "shorten_urls": true,
            "timeout": "120",
            "futureNumber": 7,
            "offset": {"x": 10, "y": -20},
        })
    );
}

#[test]
fn an_unanswered_message_waits_for_an_hour() {
    let ask = widget("send_and_wait_for_reply", "ask", vec![], vec![]);
    assert_eq!(state(ask)["properties"]["timeout"], "3600");
}

#[test]
fn variables_are_pairs_in_written_order() {
    let variables = ValueKind::Map(entries([
        ("count", number("0")),
        (
            "cart",
            ValueKind::Json("{{widgets.shop.parsed | to_json}}".to_owned()),
        ),
        ("Anna", ValueKind::Flag(false)),
    ]));
    let set = widget(
        "set_variables",
        "set",
        entries([("variables", variables)]),
        vec![],
    );
    assert_eq!(
        state(set)["properties"]["variables"],
        json!([
            {"key": "count", "value": "0"},
            {"key": "cart", "value": "{{widgets.shop.parsed | to_json}}", "type": "json_object"},
            {"key": "Anna", "value": "false"},
        ])
    );
}

fn split(arms: Vec<Arm>) -> Widget {
    widget(
        "split_based_on",
        "split",
        entries([("input", text("{{trigger.message.Body}}"))]),
        arms,
    )
}

#[test]
fn a_split_has_no_match_first_and_then_a_match_for_each_arm() {
    let mut labelled = arm("equal_to", &["1"], "split");
    labelled.label = Some("One".to_owned());
    let arms = vec![
        labelled,
        arm("matches_any_of", &["yes", "{{flow.variables.yes}}"], "end"),
        arm("_", &[], "split"),
    ];
    assert_eq!(
        state(split(arms))["transitions"],
        json!([
            {"next": "split", "event": "noMatch"},
            {"next": "split", "event": "match", "conditions": [{
                "friendly_name": "One",
                "arguments": ["{{trigger.message.Body}}"],
                "type": "equal_to",
                "value": "1",
            }]},
            {"event": "match", "conditions": [{
                "friendly_name": "If value matches_any_of yes, {{flow.variables.yes}}",
                "arguments": ["{{trigger.message.Body}}"],
                "type": "matches_any_of",
                "value": "yes, {{flow.variables.yes}}",
            }]},
        ])
    );
}

#[test]
fn a_condition_may_have_a_subject_of_its_own_and_a_blank_one_has_a_text_to_show() {
    let mut blank = arm("is_not_blank", &[], "end");
    blank.subject = Some(Value {
        kind: text("{{flow.variables.old}}"),
        at: AT,
    });
    let arms = vec![blank, arm("\"sounds_like\"", &["Smith"], "end")];
    let transitions = state(split(arms))["transitions"].clone();
    assert_eq!(
        transitions[1]["conditions"],
        json!([{
            "friendly_name": "If value is_not_blank",
            "arguments": ["{{flow.variables.old}}"],
            "type": "is_not_blank",
            "value": "Is Not Blank",
        }])
    );
    assert_eq!(transitions[2]["conditions"][0]["type"], "sounds_like");
    assert_eq!(transitions[2]["conditions"][0]["value"], "Smith");
}

#[test]
fn quoted_words_are_taken_verbatim() {
    let properties = entries([
        (
            "\"attributes\"",
            ValueKind::Map(entries([("\"a b\"", number("0.5"))])),
        ),
        (
            "\"tags\"",
            ValueKind::List(vec![Value {
                kind: ValueKind::Flag(true),
                at: AT,
            }]),
        ),
        ("\"huge\"", number("1e999")),
    ]);
    let notify = widget(
        "\"create-task\"",
        "notify",
        properties,
        vec![
            arm("\"created\"", &[], "notify"),
            arm("\"failedToCreate\"", &[], "end"),
        ],
    );
    assert_eq!(
        state(notify),
        json!({
            "name": "notify",
            "type": "create-task",
            "transitions": [
                {"next": "notify", "event": "created"},
                {"event": "failedToCreate"},
            ],
            "properties": {
                "attributes": {"a b": 0.5},
                "tags": [true],
                "huge": "1e999",
                "offset": {"x": 10, "y": -20},
            },
        })
    );
}

fn run(path: &str) -> Widget {
    let function = ValueKind::Callee {
        path: path.to_owned(),
        fields: entries([("address", text("{{contact.channel.address}}"))]),
    };
    widget(
        "run_function",
        "run",
        entries([("function", function)]),
        vec![],
    )
}

#[test]
fn a_typed_function_has_a_url_under_the_base_and_its_fields_are_the_parameters() {
    assert_eq!(
        state(run("functions::AddParticipant"))["properties"],
        json!({
            "parameters": [{"key": "address", "value": "{{contact.channel.address}}"}],
            "url": "https://example.com/functions/add-participant",
            "offset": {"x": 10, "y": -20},
        })
    );
}

#[test]
fn typed_functions_without_a_base_are_named() {
    let flow = flow(vec![
        run("Ring"),
        run("desk::Notify"),
        run("Ring"),
        run("HandOver"),
    ]);
    let error = export(&flow, &Options::default()).unwrap_err();
    assert_eq!(
        error,
        ExportError::NoFunctionBase {
            functions: vec!["Ring".into(), "desk::Notify".into(), "HandOver".into()]
        }
    );
    assert_eq!(
        error.to_string(),
        "Studio needs a URL for `Ring`, `desk::Notify` and `HandOver`: set `function_base` to \
         where this program's functions are served, e.g. \"https://example.com/functions\""
    );
}

#[test]
fn a_typed_flow_has_the_sid_that_studio_knows_it_by() {
    let billing = ValueKind::Callee {
        path: "billing::Billing".to_owned(),
        fields: entries([
            ("account", text("{{contact.channel.address}}")),
            ("cart", ValueKind::Json("{}".to_owned())),
        ]),
    };
    let widgets = vec![widget(
        "run_subflow",
        "bill",
        entries([("flow", billing)]),
        vec![],
    )];
    let mut options = Options::default();
    let error = export(&flow(widgets.clone()), &options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Studio needs the SID of `Billing`: put it into `flow_sids` under that name, e.g. \"FW…\""
    );
    options
        .flow_sids
        .insert("Billing".to_owned(), "FW1".to_owned());
    let json = export(&flow(widgets), &options).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        json["states"][0]["properties"],
        json!({
            "flow_sid": "FW1",
            "flow_revision": "LatestPublished",
            "parameters": [
                {"key": "account", "value": "{{contact.channel.address}}"},
                {"key": "cart", "value": "{}", "type": "json_object"},
            ],
            "offset": {"x": 10, "y": -20},
        })
    );
}

#[test]
fn functions_are_named_in_kebab_case() {
    for (path, kebab) in [
        ("AddParticipant", "add-participant"),
        ("::desk::HTTPGet", "http-get"),
        ("Add2Numbers<desk::Number>", "add2-numbers"),
        ("A", "a"),
        ("", ""),
    ] {
        assert_eq!(function_path(path), kebab, "{path}");
    }
}
