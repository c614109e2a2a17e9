//! Settings of whole flows: which are read where, what filling makes of them, and what it refuses.

#![expect(clippy::unwrap_used, reason = "the helpers of tests may panic")]

use flow_model::flow::{Event, Value, ValueKind};
use flow_model::settings::{FillError, Values, fill, reads};
use flow_model::studio::{ExportError, Options, export};
use flow_model::{Flow, check};

#[expect(dead_code, reason = "the tests of the checks look at tokens too")]
#[path = "checks/source.rs"]
mod source;

fn flow(text: &str) -> Flow {
    source::Source::read(&format!("trigger {{ incoming_message => a }} {text}")).flow
}

fn filled(text: &str, values: Values) -> Result<Flow, FillError> {
    fill(&flow(text), &values)
}

/// The value of a property of the first widget after the trigger.
fn property(flow: &Flow, key: &str) -> ValueKind {
    flow.widgets[1].property(key).unwrap().value.kind.clone()
}

fn text(text: &str) -> ValueKind {
    ValueKind::Text(text.to_owned())
}

/// The lines of the error, without its heading.
fn refused(text: &str, values: Values) -> Vec<String> {
    let said = filled(text, values).unwrap_err().to_string();
    let mut lines = said.lines();
    assert_eq!(
        lines.next(),
        Some("the flow `F` cannot be filled with its settings:")
    );
    lines.map(|line| line.trim_start().to_owned()).collect()
}

/// A flow that reads a setting in each place that there is.
const EVERYWHERE: &str = r#"
    split_based_on a {
        input: "{{settings.s1}}"
        subject("{{settings.s2}}") equal_to("{{settings.s3}}") => b
        matches_any_of("x" "{{settings.s4}}") => b
        _ => b
    }
    run_function b { function: Call { x: "{{settings.s5}}" } _ => c }
    set_variables c { variables: { x: "{{settings.s6}}" y: json("{{settings.s7}}") } _ => d }
    send_and_wait_for_reply d {
        body: "{{ settings.s8 | upcase }}{% if settings.s9 %}!{% endif %}"
        timeout: "{{settings.s10}}"
        message_type: "{{settings.s11}}"
        content_sid: "{{settings.s12}}"
        _ => e
    }
    "future" e { "x": [ { y: "{{settings.s13}}" } ] "done" => end }
"#;

#[test]
fn settings_are_read_in_every_text_in_written_order() {
    let flow = flow(EVERYWHERE);
    let read = reads(&flow).into_iter();
    let names: Vec<_> = read.map(|read| read.name.to_string()).collect();
    // An arm's arguments stand before its subject in the model.
    let order = [1, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
    assert_eq!(names, order.map(|n| format!("s{n}")));
}

#[test]
fn a_read_says_where_the_path_stands() {
    let flow = flow(r#"send_message a { body: "Call {{ settings.number }} now" _ => end }"#);
    let [read] = &reads(&flow)[..] else { panic!() };
    let body = &flow.widgets[1].properties[0].value;
    assert_eq!(read.at, body.at);
    assert_eq!(&body.text()[read.range.clone()], "settings.number");
    assert_eq!(read.place.to_string(), "`body` of `a`");
}

#[test]
fn no_setting_is_left_once_a_flow_is_filled() {
    let values = (1..=13).map(|n| (format!("s{n}"), "5".to_owned()));
    let mut values: Values = values.collect();
    values.insert("s11", "custom");
    let flow = fill(&flow(EVERYWHERE), &values).unwrap();
    assert_eq!(reads(&flow), []);
    assert_eq!(flow.widgets[1].properties[0].value.kind, text("5"));
    let ask = &flow.widgets[4];
    assert_eq!(
        ask.properties[0].value.kind,
        text("{{ \"5\" | upcase }}{% if \"5\" %}!{% endif %}")
    );
    assert_eq!(ask.properties[1].value.kind, ValueKind::Number("5".into()));
    assert_eq!(ask.properties[2].value.kind, text("custom"));
}

#[test]
fn a_number_or_a_flag_becomes_one() {
    let text = r#"send_message a { body: "x" shorten_urls: "{{settings.shorten}}" _ => end }"#;
    let flow = filled(text, Values::from([("shorten", "true")])).unwrap();
    assert_eq!(property(&flow, "shorten_urls"), ValueKind::Flag(true));
}

#[test]
fn a_list_of_entries_becomes_as_many() {
    let text = r#"split_based_on a { input: "{{x}}" matches_any_of("{{settings.words}}") => end _ => end }"#;
    let flow = filled(text, Values::from([("words", "help, agent")])).unwrap();
    let Event::Named {
        arguments: Some(arguments),
        ..
    } = &flow.widgets[1].arms[0].event
    else {
        panic!()
    };
    let entries: Vec<_> = arguments.iter().map(Value::text).collect();
    assert_eq!(entries, ["help", "agent"]);
}

#[test]
fn nothing_else_of_a_flow_changes() {
    let flow = flow(r#"send_message a { body: "Hello {{contact.channel.address}}" _ => end }"#);
    assert_eq!(fill(&flow, &Values::new()).unwrap(), flow);
}

#[test]
fn all_that_are_missing_are_told_with_where_they_are_read() {
    let text = r#"
        send_message a { body: "{{settings.one}} {{settings.two}}" _ => b }
        send_message b { body: "{{settings.one}}" media_url: "{{settings.one}}" _ => c }
        send_message c { body: "{{settings.one}} {{settings.there}}" _ => end }
    "#;
    let values = Values::from([("there", "x"), ("twoo", "y")]);
    assert_eq!(
        refused(text, values),
        [
            "`one` is missing: `body` of `a`, `body` of `b`, `media_url` of `b` and 1 more read it",
            "`two` is missing: `body` of `a` reads it; is it what is given as `twoo`?",
        ]
    );
}

#[test]
fn a_value_is_plain_text() {
    let text = r#"send_message a { body: "{{settings.x}} {{settings.x}}" _ => end }"#;
    let values = Values::from([("x", "Hello {{name}}")]);
    assert_eq!(
        refused(text, values),
        ["the value of `x` holds `{{`: a setting is plain text, so take the Liquid out of it"]
    );
}

#[test]
fn a_value_that_no_quotes_can_hold_is_refused_within_liquid_alone() {
    let values = || Values::from([("x", "\"it's\"")]);
    let alone = r#"send_message a { body: "{{settings.x}}" _ => end }"#;
    assert_eq!(
        property(&filled(alone, values()).unwrap(), "body"),
        text("\"it's\"")
    );
    let within = r#"send_message a { body: "{{settings.x | upcase}}" _ => end }"#;
    assert_eq!(
        refused(within, values()),
        [
            "the value of `x` holds both kinds of quotes or the end of a tag, and `body` of `a` reads \
             it within more Liquid, where no text in quotes can hold it: read it there by itself, as \
             `{{settings.x}}`"
        ]
    );
}

#[test]
fn what_could_not_be_checked_before_is_checked_then() {
    let text = r#"
        send_and_wait_for_reply a {
            body: "{{settings.body}}"
            timeout: "{{settings.patience}}"
            message_type: "{{settings.type}}"
            _ => b
        }
        send_and_wait_for_reply b { body: "x" timeout: "{{settings.long}}" _ => c }
        split_based_on c { input: "{{contact.channel.address}}" less_than("{{settings.limit}}") => end _ => end }
    "#;
    assert_eq!(check(&flow(text)), []);
    let values = Values::from([
        ("body", "x"),
        ("patience", "soon"),
        ("type", "content_template"),
        ("long", "9999999"),
        ("limit", "many"),
    ]);
    let said = refused(text, values);
    assert_eq!(
        said,
        [
            "`a`: `send_and_wait_for_reply` needs `content_sid`, as its `message_type` is `content_template` [F0501]; add `content_sid: \"…\"`",
            "`timeout` of `a`, filled to \"soon\": `timeout` takes a whole number, and this is a text [F0502]",
            "`timeout` of `b`, filled to \"9999999\": `timeout` is 9999999, which is out of range [F0503]; give a number from 1 to 2592000",
            "`less_than` of `c`, filled to \"many\": `less_than` compares with \"many\", which is no number [F0511]; give it a decimal number, such as `12` or `-0.5`",
        ]
    );
}

#[test]
fn what_is_accepted_need_not_be_found_once_a_setting_rules_it_out() {
    let text = r##"
        set_variables a { variables: { mode: "{{settings.mode}}" } next => b }
        split_based_on b { input: "{{flow.variables.mode}}" equal_to("ask") => c _ => d }
        send_and_wait_for_reply c { body: "x" incoming_message => d _ => end }
        #[allow(may_be_unset)] send_message d { body: "{{widgets.c.inbound.Body}}" _ => end }
    "##;
    assert_eq!(check(&flow(text)), []);
    assert!(filled(text, Values::from([("mode", "ask")])).is_ok());
}

#[test]
fn a_lint_and_what_was_wrong_before_keep_nobody_from_filling() {
    let text = r#"
        send_message a { body: "{{settings.x}}" bdy: "y" _ => c }
        split_based_on c { input: "{{x}}" equal_to("a") => end equal_to("{{settings.x}}") => end _ => end }
    "#;
    assert!(!check(&flow(text)).is_empty());
    assert!(filled(text, Values::from([("x", "a")])).is_ok());
}

#[test]
fn a_path_that_is_no_setting_is_refused() {
    let text = r#"send_message a { body: "{{settings.a.b}}" _ => end }"#;
    assert_eq!(
        refused(text, Values::from([("a", "x")])),
        ["`settings.a.b` in `body` of `a` is no setting: a setting is one text, `settings.name`"]
    );
}

#[test]
fn an_export_is_filled_or_refused() {
    let flow = flow(r#"run_function a { url: "https://{{settings.host}}/x" _ => end }"#);
    let options = |values| Options {
        settings: values,
        ..Options::default()
    };
    let json = export(&flow, &options(Values::from([("host", "a.example")]))).unwrap();
    assert!(json.contains("\"url\": \"https://a.example/x\""), "{json}");
    let Err(ExportError::Settings(error)) = export(&flow, &Options::default()) else {
        panic!()
    };
    assert_eq!(error.missing().collect::<Vec<_>>(), ["host"]);
}

#[test]
fn the_environment_goes_before_what_is_given() {
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let variables = [("FLOW_SUPPORT_AGENT", "env"), ("OTHER_B", "x")].map(owned);
    let mut values = Values::environment("FLOW_", variables);
    values.merge(Values::from([("support_agent", "file"), ("b", "file")]));
    assert_eq!(values.get("support_agent"), Some("env"));
    assert_eq!(values.get("support-agent"), Some("env"));
    assert_eq!(values.get("b"), Some("file"));
    assert_eq!(values.get("a"), None);
    values.merge(Values::from([("b", "later")]));
    assert_eq!(values.get("b"), Some("later"));
    assert_eq!(
        format!("{values:?}"),
        "Values {\"b\", \"support_agent\", \"SUPPORT_AGENT\"}"
    );
}
