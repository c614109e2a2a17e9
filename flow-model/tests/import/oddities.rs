//! What is survived, and how it is read.

use flow_model::check;
use flow_model::flow::{Target, ValueKind};
use serde_json::json;

use super::{export, flow, import, notes};

/// What the checks refuse beyond lints.
fn refused(imported: &flow_model::studio::import::Import) -> Vec<String> {
    let found = check(&imported.flow).into_iter();
    let refused = found.filter(|found| !found.code.lint);
    refused.map(|found| found.message).collect()
}

#[test]
fn a_flow_is_named_after_its_file() {
    let json = r#"{"states": [{"type": "trigger"}]}"#;
    let imported = import(json);
    assert_eq!(imported.flow.name.text, "Desk");
    assert_eq!(imported.flow.friendly_name(), "desk");
    let imported = flow_model::studio::import(json, "Desk").unwrap();
    assert_eq!(imported.flow.friendly_name, None);
}

#[test]
fn an_answer_of_the_rest_api_holds_a_flow() {
    let inner = flow(
        r#"{"name": "first", "type": "say-play", "properties": {"say": "Olá \"é\" \ud83d\ude00", "play": null}}"#,
    );
    let object =
        format!("{{\"sid\": \"FW0\", \"friendly_name\": \"Main desk\", \"definition\": {inner}}}");
    let text = format!(
        "{{\"friendly_name\": \"Main desk\", \"definition\": {}}}",
        serde_json::to_string(&inner).unwrap()
    );
    for (json, note) in [
        (
            object,
            "/definition: this is an answer of the REST API: its `definition` is read",
        ),
        (
            text,
            "/definition: this is an answer of the REST API: its `definition`, a text of JSON, is read",
        ),
    ] {
        let imported = import(&json);
        assert_eq!(notes(&imported), [note]);
        assert_eq!(imported.flow.friendly_name(), "Main desk");
        let say = &imported.flow.widgets[1].properties[0];
        let place = imported.places.get(say.value.at).unwrap();
        assert_eq!(place.pointer, "/definition/states/1/properties/say");
        assert_eq!(say.value.kind, ValueKind::Text("Olá \"é\" 😀".to_owned()));
        let part = &json[place.range];
        // The whole text, as it is written here: between quotes that may be escaped.
        let part = part.trim_start_matches(['\\', '"']);
        assert!(part.starts_with("Olá \\"), "{part}");
        assert!(
            part.ends_with("ude00\"") || part.ends_with("ude00\\\""),
            "{part}"
        );
    }
}

#[test]
fn places_are_lines_columns_and_pointers() {
    let json = flow(
        "\n{\"name\": \"first\", \"type\": \"say-play\", \"properties\": {\"é~/\": 1, \"say\": \"x\"}}",
    );
    let imported = import(&json);
    let [odd, say] = &imported.flow.widgets[1].properties[..] else {
        panic!("two properties")
    };
    let place = imported.places.get(odd.key.at).unwrap();
    assert_eq!(place.pointer, "/states/1/properties/é~0~1");
    assert_eq!(&json[place.range.clone()], "\"é~/\"");
    assert_eq!(place.line_column(&json), (5, 54));
    let place = imported.places.get(say.value.at).unwrap();
    assert_eq!(&json[place.range.clone()], "\"x\"");
    assert_eq!(place.line_column(&json), (5, 71));
    let whole = imported.places.get(flow_model::Location(0)).unwrap();
    assert_eq!((whole.range, whole.pointer.as_str()), (0..json.len(), ""));
    assert_eq!(imported.places.get(flow_model::Location(u32::MAX)), None);
}

#[test]
fn names_that_cannot_be_written_are_made_into_some_that_can() {
    let state = |name: &str, next: &str| {
        format!(
            r#"{{"name": {name}, "type": "say-play", "properties": {{"say": "x"}},
                 "transitions": [{{"event": "audioComplete", "next": {next}}}]}}"#
        )
    };
    let states = [
        ("\"first\"", "\"check-it\""),
        ("\"check-it\"", "\"end\""),
        ("\"end\"", "\"1st\""),
        ("\"1st\"", "\"Olá\""),
        ("\"Olá\"", "\"check_it\""),
        ("\"check_it\"", "\"check-it\""),
        ("\"match\"", "null"),
        ("\"check-it\"", "\"\""),
        ("null", "\"trigger\""),
        ("\"trigger\"", "5"),
    ];
    let states: Vec<_> = states
        .iter()
        .map(|(name, next)| state(name, next))
        .collect();
    let imported = import(&flow(&states.join(",")));
    let named: Vec<_> = imported.flow.widgets[1..]
        .iter()
        .map(|widget| {
            let target = match &widget.arms[0].target {
                Target::Widget(name) => name.text.as_str(),
                _ => ".",
            };
            format!(
                "{} ({}) → {target}",
                widget.ident.text,
                widget.studio_name()
            )
        })
        .collect();
    assert_eq!(
        named,
        [
            "first (first) → check_it_2",
            "check_it_2 (check-it) → end_2",
            "end_2 (end) → _1st",
            "_1st (1st) → Ol",
            "Ol (Olá) → check_it",
            "check_it (check_it) → check_it_2",
            "match (match) → .",
            "check_it_3 (check_it_3) → .",
            "say_play (say_play) → trigger_2",
            "trigger_2 (trigger) → .",
        ]
    );
    assert_eq!(
        notes(&imported),
        [
            "/states/8/name: another widget is called `check-it` already: this one is called `check_it_3`, and targets mean the first",
            "/states/9: a widget without a name is called `say_play`",
            "/states/10/transitions/0/next: `next` is no text, and is read as the end",
        ]
    );
    assert_eq!(refused(&imported), [""; 0]);
}

#[test]
fn a_target_that_no_widget_bears_is_the_only_error() {
    for next in ["nowhere", "end", "no-where", "Trigger"] {
        let imported = import(&flow(&format!(
            r#"{{"name": "first", "type": "say-play", "properties": {{"say": "x"}},
                 "transitions": [{{"event": "audioComplete", "next": "{next}"}}]}}"#
        )));
        let found = check(&imported.flow);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code.name, "unknown_target");
        let place = imported.places.get(found[0].location).unwrap();
        assert_eq!(place.pointer, "/states/1/transitions/0/next");
    }
}

#[test]
fn a_value_that_does_not_fit_is_carried_in_quotes() {
    let imported = import(&flow(
        r#"{"name": "first", "type": "gather-input-on-call",
            "properties": {"say": ["x"], "timeout": 31, "loop": "2", "stop_gather": "yes",
                           "number_of_digits": "{{n}}", "language": 5, "hints": "{{ a | upcse }}",
                           "future": {"a": [1, null, {"b": 1e2}], "c": null}, "voice": null}}"#,
    ));
    let properties: Vec<_> = imported.flow.widgets[1]
        .properties
        .iter()
        .map(|property| match property.key.quoted {
            true => format!("{:?}", property.key.text),
            false => property.key.text.clone(),
        })
        .collect();
    assert_eq!(
        properties,
        [
            "\"say\"",
            "\"timeout\"",
            "loop",
            "\"stop_gather\"",
            "\"number_of_digits\"",
            "language",
            "\"hints\"",
            "\"future\"",
        ]
    );
    assert_eq!(
        notes(&imported),
        [
            "/states/1/properties/say: `say` is an array, and a text is wanted: it is carried in quotes, as it is",
            "/states/1/properties/timeout: `timeout` is 31, which is out of range: it is carried in quotes, as it is",
            "/states/1/properties/stop_gather: `stop_gather` is a text, and `true` or `false` is wanted: it is carried in quotes, as it is",
            "/states/1/properties/number_of_digits: `number_of_digits` is a text, and a whole number is wanted: it is carried in quotes, as it is",
            "/states/1/properties/hints: there is no filter `upcse`: it is carried in quotes, as it is",
            "/states/1/properties/future: no property `future` is known here: it is carried in quotes, as it is",
            "/states/1/properties/future/a: `null` in an array cannot be carried, and is left out",
        ]
    );
    assert_eq!(refused(&imported), [""; 0]);
    assert_eq!(
        export(&imported)["states"][1]["properties"],
        json!({
            "say": ["x"], "timeout": 31, "loop": 2, "stop_gather": "yes",
            "number_of_digits": "{{n}}", "language": "5", "hints": "{{ a | upcse }}",
            "future": {"a": [1, {"b": 100.0}]}, "speech_timeout": "auto", "finish_on_key": "#",
            "profanity_filter": "true", "offset": {"x": 90, "y": 270},
        })
    );
}

#[test]
fn a_widget_that_lacks_what_it_needs_is_carried_in_quotes() {
    let imported = import(&flow(
        r#"{"name": "first", "type": "send-to-flex", "properties": {"timeout": 5, "channel": "TC0"},
            "transitions": [{"event": "callComplete", "next": "first"}, {"event": "failedToEnqueue"}]}"#,
    ));
    let widget = &imported.flow.widgets[1];
    assert!(widget.kind.quoted);
    assert_eq!(
        notes(&imported),
        [
            "/states/1/name: `send_to_flex` needs `workflow`: the widget is carried in quotes, as it is"
        ]
    );
    assert_eq!(refused(&imported), [""; 0]);
    assert_eq!(
        export(&imported)["states"][1]["properties"]["timeout"],
        json!(5)
    );
    assert_eq!(
        export(&imported)["states"][1]["transitions"],
        json!([{"event": "callComplete", "next": "first"}, {"event": "failedToEnqueue"}])
    );
}

#[test]
fn what_only_quotes_can_carry_of_transitions_is_carried() {
    let transitions = json!([
        {"event": "noMatch"},
        {"event": "match", "next": "first", "conditions": [
            {"friendly_name": "both", "type": "equal_to", "value": "{{a}}", "arguments": ["{{a}}"]},
            {"friendly_name": "both", "type": "contains", "value": "\"", "arguments": ["{{b}}"]}]},
    ]);
    let imported = import(&flow(&format!(
        r#"{{"name": "first", "type": "split-based-on", "properties": {{"input": "{{{{a}}}}"}},
            "transitions": {transitions}}}"#
    )));
    assert_eq!(
        notes(&imported),
        [
            "/states/1/transitions/1/conditions: several conditions stand in one `match`: the widget is carried in quotes, as it is"
        ]
    );
    assert_eq!(refused(&imported), [""; 0]);
    assert_eq!(export(&imported)["states"][1]["transitions"], transitions);

    let transitions =
        json!([{"event": "audioComplete", "next": "first", "name": "x", "id": {"a": [1, null]}}]);
    let imported = import(&flow(&format!(
        r#"{{"name": "first", "type": "say-play", "properties": {{"say": "x"}}, "transitions": {transitions}}}"#
    )));
    assert!(!imported.flow.widgets[1].kind.quoted);
    assert_eq!(refused(&imported), [""; 0]);
    assert_eq!(export(&imported)["states"][1]["transitions"], transitions);
}

#[test]
fn a_condition_that_the_checks_refuse_keeps_its_split() {
    let imported = import(&flow(
        r#"{"name": "first", "type": "split-based-on", "properties": {"input": "{{a}}"}, "transitions": [
            {"event": "match", "next": "first", "conditions": [{"type": "less_than", "value": "ten"}]},
            {"event": "match", "conditions": [{"type": "sounds_like", "value": 5, "friendly_name": "five"}]}]}"#,
    ));
    assert!(!imported.flow.widgets[1].kind.quoted);
    assert_eq!(
        notes(&imported),
        [
            "/states/1/transitions: this split has no `noMatch`: what none of its conditions accepts ends the execution",
            "/states/1/transitions/0/conditions/0/value: `less_than` compares with \"ten\", which is no number: its operator is carried in quotes, as it is",
            "/states/1/transitions/1/conditions/0/type: no operator `sounds_like` is known here: it is carried in quotes, as it is",
        ]
    );
    assert_eq!(refused(&imported), [""; 0]);
    assert_eq!(
        export(&imported)["states"][1]["transitions"],
        json!([
            {"event": "noMatch"},
            {"event": "match", "next": "first", "conditions": [
                {"friendly_name": "If value less_than ten", "arguments": ["{{a}}"], "type": "less_than", "value": "ten"}]},
            {"event": "match", "conditions": [
                {"friendly_name": "five", "arguments": ["{{a}}"], "type": "sounds_like", "value": "5"}]},
        ])
    );
}

#[test]
fn a_flow_has_one_trigger() {
    let imported = import(
        r#"{"states": [
            {"name": "Old", "type": "trigger", "transitions": [{"event": "incomingCall"}]},
            {"name": "Start", "type": "trigger", "transitions": [
                {"event": "incomingMessage", "next": "Old"}, {"event": "incomingMessage"}]}],
          "initial_state": "Start", "version": 2}"#,
    );
    let kinds = imported
        .flow
        .widgets
        .iter()
        .map(|widget| (widget.kind.quoted, widget.ident.text.as_str()));
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [(true, "Old"), (false, "trigger")]
    );
    assert_eq!(
        notes(&imported),
        [
            "/states/0: a flow has one trigger: this one is carried in quotes, as it is",
            "/states/1/transitions/1/event: the event `incomingMessage` is there twice: this transition is left out",
            "/version: a flow has no `version`, and it is left out",
        ]
    );
    assert_eq!(refused(&imported), [""; 0]);
    assert_eq!(export(&imported)["initial_state"], "Start");

    let imported =
        import(r#"{"states": [{"name": "Start", "type": "trigger"}], "initial_state": "first"}"#);
    assert_eq!(
        notes(&imported),
        ["/initial_state: `initial_state` is `first`, and the flow starts at its trigger, `Start`"]
    );
    let imported = import(r#"{"states": []}"#);
    assert_eq!(refused(&imported), ["the flow has no trigger"]);
}

#[test]
fn an_offset_of_another_form_is_carried_in_quotes() {
    for offset in [
        json!({"x": 0.5, "y": -3}),
        json!({"x": 1, "y": 2, "z": 3}),
        json!("here"),
        json!({"x": 1e9, "y": 4_000_000_000_u64}),
    ] {
        let imported = import(&flow(&format!(
            r#"{{"name": "first", "type": "say-play", "properties": {{"say": "x", "offset": {offset}}}}}"#
        )));
        assert_eq!(imported.flow.widgets[1].place, None);
        assert_eq!(
            export(&imported)["states"][1]["properties"]["offset"],
            offset
        );
        assert_eq!(refused(&imported), [""; 0]);
    }
}

#[test]
fn of_a_key_that_is_given_twice_the_last_is_read() {
    let imported = import(&flow(
        r#"{"name": "first", "type": "say-play", "properties": {"say": "a", "say": "b"}}"#,
    ));
    assert_eq!(
        imported.flow.widgets[1].properties[0].value.kind,
        ValueKind::Text("b".to_owned())
    );
    assert_eq!(
        notes(&imported),
        ["/states/1/properties/say: `say` is given again in the same object, and the last is read"]
    );
}

#[test]
fn placeholders_are_noted_once() {
    let imported = import(&flow(
        r#"{"name": "first", "type": "say-play", "properties": {"say": "${vars.greeting} {{NAME}} {{NAME}}"}}"#,
    ));
    let notes: Vec<_> = imported
        .notes
        .iter()
        .map(|note| (note.message.as_str(), note.help.as_deref()))
        .collect();
    assert_eq!(
        notes,
        [
            (
                "`${vars.greeting}` looks like something that a deployment fills in",
                Some("make it a setting: `{{settings.greeting}}`")
            ),
            (
                "`{{NAME}}` looks like something that a deployment fills in",
                Some("make it a setting: `{{settings.name}}`")
            ),
        ]
    );
}

#[test]
fn what_studio_has_by_itself_is_left_out() {
    let imported = import(&flow(
        r#"{"name": "first", "type": "send-and-wait-for-reply",
            "properties": {"body": "x", "timeout": 3600, "service": "{{trigger.message.InstanceSid}}"}}"#,
    ));
    let widget = &imported.flow.widgets[1];
    let keys: Vec<_> = widget
        .properties
        .iter()
        .map(|property| property.key.text.as_str())
        .collect();
    assert_eq!(keys, ["body"]);
    assert_eq!(imported.flow.allow_concurrent_calls, None);
    assert_eq!(notes(&imported), [""; 0]);
}
