//! Whether executions of one version of a flow can go on in another: F15 and F16 of the store's
//! failures, as a rule over two flows.

use std::collections::BTreeMap;

use flow_model::carry::{Kind, Kinds, Standing, Version, carry, given, migrate, standings};
use flow_model::flow::{Location, Migration, Name, Target, Word};
use flow_model::{Flow, Map, Value};

use crate::{cases, read};

fn version(flow: &Flow) -> Version {
    Version::of(flow, Kinds::new())
}

/// What keeps each execution that may wait in the old flow from going on in the new one.
fn held(old: &Flow, new: &Flow) -> Vec<String> {
    let mut held = Vec::new();
    for standing in standings(old, &version(old)) {
        if let Err(reasons) = carry(new, &version(new).kinds, &standing) {
            let reasons = reasons.iter();
            held.extend(reasons.map(|reason| format!("{}: {reason}", standing.widget)));
        }
    }
    held.dedup();
    held
}

fn between(old: &str, new: &str) -> Vec<String> {
    held(&read(old).flow, &read(new).flow)
}

/// Where an execution of the old flow goes on that stands on a widget with that context.
fn go_on(old: &str, at: &str, context: serde_json::Value, new: &Flow) -> Result<String, String> {
    let old = read(old).flow;
    let standing = version(&old).standing(at, &object(context));
    let standing = standing.unwrap_or_default();
    match carry(new, &version(new).kinds, &standing) {
        Ok(widget) => Ok(new.widgets[widget].ident.text.clone()),
        Err(reasons) => Err(reasons[0].to_string()),
    }
}

fn object(json: serde_json::Value) -> Map {
    match Value::from(json) {
        Value::Map(map) => map,
        _ => Map::new(),
    }
}

fn migrating(text: &str, migrations: &[(&str, &str)]) -> Flow {
    let at = Location(0);
    let mut flow = read(text).flow;
    flow.migrations = migrations
        .iter()
        .map(|(from, to)| Migration {
            from: Word {
                text: (*from).to_owned(),
                quoted: false,
                at,
            },
            to: Target::Widget(Name {
                text: (*to).to_owned(),
                at,
            }),
        })
        .collect();
    flow
}

/// Asks, keeps what was said, and confirms it.
const ORDER: &str = r#"
    trigger { incoming_message => ask }
    send_and_wait_for_reply ask { body: "What?" incoming_message => keep _ => end }
    set_variables keep { variables: { item: "{{widgets.ask.inbound.Body}}" } next => confirm }
    send_and_wait_for_reply confirm { body: "{{flow.variables.item}}?" _ => end }"#;

#[test]
fn f15_an_unchanged_flow_carries_whoever_waits_in_it() {
    for (text, _) in cases() {
        let flow = read(text).flow;
        assert_eq!(held(&flow, &flow), [""; 0], "{text}");
    }
}

#[test]
fn f15_texts_targets_and_new_widgets_are_free_to_change() {
    let new = r#"
        trigger { incoming_message => hello }
        send_message hello { body: "Hello" _ => ask }
        send_and_wait_for_reply ask { body: "And what?" timeout: 60 incoming_message => keep _ => sorry }
        set_variables keep { variables: { item: "{{widgets.ask.inbound.Body | downcase}}" } next => confirm }
        send_and_wait_for_reply confirm { body: "Really {{flow.variables.item}}?" _ => sorry }
        send_message sorry { body: "Sorry" _ => end }"#;
    assert_eq!(between(ORDER, new), [""; 0]);
    assert_eq!(between(new, ORDER), [""; 0]);
}

#[test]
fn f15_a_widget_that_is_gone_or_another_holds_whoever_stands_on_it() {
    let other = ORDER.replace("send_and_wait_for_reply confirm", "send_message confirm");
    assert_eq!(
        between(ORDER, &other),
        [
            "confirm: `confirm` was a `send_and_wait_for_reply` and is a `send_message`: keep one \
             of the old kind under that name, or say in `flow!` which one stands for it, \
             `migrate { confirm => … }`, and give the new one another name"
        ]
    );
    let gone = ORDER.replace("confirm", "confirmed");
    assert_eq!(
        between(ORDER, &gone),
        [
            "confirm: the flow has no widget `confirm` any more: keep one of that name, or say in `flow!` \
             which one stands for it, \
             `migrate { confirm => confirmed }`"
        ]
    );
}

#[test]
fn f15_a_call_is_answered_to_nobody_else() {
    let call = |callee: &str| {
        format!(
            "trigger {{ incoming_message => book }}
             run_function book {{ {callee} _ => end }}"
        )
    };
    let (book, reserve) = (
        call("function: Book { day: 1 }"),
        call("function: Reserve {}"),
    );
    let url = call(r#"url: "https://example.com""#);
    assert_eq!(between(&book, &call("function: Book {}")), [""; 0]);
    assert_eq!(
        between(&book, &reserve),
        [
            "book: `book` called `Book` and calls `Reserve`, which would be given the answer of the \
             other: keep the old call under that name until nobody waits there"
        ]
    );
    assert!(between(&book, &url)[0].contains("calls `https://example.com`"));
}

#[test]
fn f15_what_was_never_set_is_not_read() {
    let new = r#"
        trigger { incoming_message => look }
        set_variables look { variables: { account: "{{trigger.message.From}}" } next => ask }
        send_and_wait_for_reply ask { body: "What, {{flow.variables.account}}?" incoming_message => keep _ => end }
        set_variables keep { variables: { item: "{{widgets.ask.inbound.Body}}" } next => confirm }
        send_and_wait_for_reply confirm { body: "{{flow.variables.item}} for {{flow.variables.account}}?" _ => end }"#;
    // Who waits at `confirm` has been asked already.
    assert_eq!(
        between(ORDER, new),
        [
            "ask: `flow.variables.account` is read by `confirm` and was never set: set it on the \
             way there, or say what stands for it, `{{flow.variables.account | default: \"\"}}`"
        ]
    );
    let guarded = new.replace("account}}?", "account | default: 'you'}}?");
    assert_eq!(between(ORDER, &guarded), [""; 0]);
    let tested = format!(
        "{} split_based_on test {{ input: \"{{{{flow.variables.account}}}}\" equal_to(\"1\") => end _ => end }}",
        guarded.replace("?\" _ => end }", "?\" _ => test }")
    );
    assert_eq!(
        between(ORDER, &tested)[0],
        "ask: `flow.variables.account` is tested by `test` and was never set: set it on the way \
         there, or say what stands for it, `{{flow.variables.account | default: \"\"}}`"
    );
}

#[test]
fn f15_what_may_be_blank_in_every_execution_may_be_so_in_this_one() {
    let both = |body: &str| {
        format!(
            r#"trigger {{ incoming_message => a }}
            split_based_on a {{ input: "{{{{trigger.message.Body}}}}" equal_to("x") => b _ => c }}
            set_variables b {{ variables: {{ x: 1 }} next => c }}
            send_and_wait_for_reply c {{ body: "?" _ => d }}
            send_message d {{ body: "{body}" _ => end }}"#
        )
    };
    let (old, new) = (
        both("{{flow.variables.x}}"),
        both("So {{flow.variables.x}}"),
    );
    assert_eq!(between(&old, &new), [""; 0]);
}

#[test]
fn f15_what_splits_have_decided_is_remembered() {
    let old = r#"
        trigger { incoming_message => kind }
        split_based_on kind { input: "{{trigger.message.Body}}" contains("vip") => vip _ => ask }
        set_variables vip { variables: { account: 1, mode: "vip" } next => ask }
        send_and_wait_for_reply ask { body: "?" _ => again }
        split_based_on again { input: "{{trigger.message.Body}}" contains("vip") => tell _ => end }
        send_message tell { body: "{{flow.variables.account}}" _ => end }"#;
    let new = old.replace("body: \"?\"", "body: \"??\"");
    assert_eq!(between(old, &new), [""; 0]);
    let by_variable = old.replace(
        r#"again { input: "{{trigger.message.Body}}" contains"#,
        r#"again { input: "{{flow.variables.mode}}" equal_to"#,
    );
    let new = by_variable.replace("body: \"?\"", "body: \"??\"");
    assert_eq!(between(&by_variable, &new), [""; 0]);
}

#[test]
fn f15_an_execution_is_judged_by_what_it_has_set() {
    let new = read(&ORDER.replace(
        "{{flow.variables.item}}?",
        "{{flow.variables.item}}{{flow.variables.account}}?",
    ));
    let at = |context| go_on(ORDER, "ask", context, &new.flow);
    let variables = |variables: serde_json::Value| {
        serde_json::json!({
            "trigger": { "message": {} }, "flow": { "variables": variables },
            "widgets": { "ask": { "outbound": {} } },
        })
    };
    // Nothing in the new flow sets it: it was found when that was built, and accepted there.
    assert_eq!(at(variables(serde_json::json!({}))), Ok("ask".to_owned()));

    let text = r#"trigger { incoming_message => a }
        split_based_on a { input: "{{trigger.message.Body}}" equal_to("x") => b _ => ask }
        set_variables b { variables: { x: 1 } next => ask }
        send_and_wait_for_reply ask { body: "?" incoming_message => c _ => end }
        split_based_on c { input: "{{trigger.message.Body}}" equal_to("x") => d _ => end }
        send_message d { body: "{{flow.variables.x}}{{flow.variables.y}}" _ => end }"#;
    let old = text.replace("{{flow.variables.y}}", "");
    let new = read(&text.replace("x: 1", "x: 1, y: 2")).flow;
    let body = |body: &str| {
        let context = serde_json::json!({
            "trigger": { "message": { "Body": body } }, "flow": { "variables": { "x": 1 } },
        });
        go_on(&old, "ask", context, &new)
    };
    assert!(body("x").unwrap_err().starts_with("`flow.variables.y`"));
    assert_eq!(body("z"), Ok("ask".to_owned()));
}

#[test]
fn f15_a_text_is_not_read_as_an_object() {
    let order = |item: &str, body: &str| {
        format!(
            r#"trigger {{ incoming_message => keep }}
            set_variables keep {{ variables: {{ item: {item} }} next => ask }}
            send_and_wait_for_reply ask {{ body: "?" _ => tell }}
            send_message tell {{ body: "{body}" _ => end }}"#
        )
    };
    let text = order(r#""{{trigger.message.Body}}""#, "{{flow.variables.item}}");
    let object = order(
        r#"json("{{trigger.message.Body}}")"#,
        "{{flow.variables.item.name}}",
    );
    assert_eq!(
        between(&text, &object),
        [
            "ask: `flow.variables.item.name` is read by `tell`, and was not there when what holds \
             it was set: set it anew on the way there, or say what stands for it, \
             `{{flow.variables.item.name | default: \"\"}}`"
        ]
    );
    assert_eq!(
        between(&object, &text),
        [
            "ask: `flow.variables.item` is read by `tell` as a text, and holds whatever its JSON \
             holds: give what holds it now another name"
        ]
    );
    // Where it is set anew before it is read, nothing is in the way.
    let anew = object
        .replace("_ => tell }", "_ => keep }")
        .replace("next => ask", "next => tell");
    assert_eq!(between(&text, &anew), [""; 0]);
}

#[test]
fn f15_another_output_of_a_function_is_not_read() {
    let text = r#"trigger { incoming_message => book }
        run_function book { function: Book {} success => ask fail => end }
        send_and_wait_for_reply ask { body: "?" _ => tell }
        send_message tell { body: "{{widgets.book.parsed.time}}" _ => end }"#;
    let flow = read(text).flow;
    let returning = |fields: &[&str]| {
        let fields = fields.iter().map(|field| ((*field).to_owned(), Kind::Text));
        let parsed = Kind::Object(fields.collect());
        Version::of(
            &flow,
            BTreeMap::from([("widgets.book.parsed".to_owned(), parsed)]),
        )
    };
    let held = |old: &[&str], new: &[&str]| {
        let mut held = Vec::new();
        for standing in standings(&flow, &returning(old)) {
            if let Err(reasons) = carry(&flow, &returning(new).kinds, &standing) {
                held.extend(reasons.iter().map(ToString::to_string));
            }
        }
        held
    };
    assert_eq!(held(&["time"], &["time", "place"]), [""; 0]);
    assert_eq!(
        held(&["slot"], &["time"]),
        [
            "`widgets.book.parsed.time` is read by `tell`, and was not there when what holds it \
             was set: set it anew on the way there, or say what stands for it, \
             `{{widgets.book.parsed.time | default: \"\"}}`"
        ]
    );
}

#[test]
fn f16_what_another_version_of_a_subflow_gave_is_not_read() {
    let child = |key: &str| {
        let text = format!(
            "trigger {{ incoming_parent => a }}
             set_variables a {{ variables: {{ {key}: 1 }} next => end }}"
        );
        let given = given(&read(&text).flow);
        BTreeMap::from([("widgets.address".to_owned(), given)])
    };
    let text = r#"trigger { incoming_message => address }
        run_subflow address { flow: Address {} completed => ask failed => end }
        send_and_wait_for_reply ask { body: "?" _ => tell }
        send_message tell { body: "{{widgets.address.street}}" _ => end }"#;
    let flow = read(text).flow;
    let old = Version::of(&flow, child("road"));
    let new = Version::of(&flow, child("street"));
    let ask = standings(&flow, &old).remove(1);
    assert_eq!(ask.widget, "ask");
    let reasons = carry(&flow, &new.kinds, &ask).unwrap_err();
    assert!(reasons[0].to_string().contains("was not there"));
    assert_eq!(carry(&flow, &old.kinds, &ask), Ok(2));
}

#[test]
fn f16_what_no_parent_has_given_is_not_read() {
    let child = |body: &str| {
        format!(
            r#"trigger {{ incoming_parent => ask }}
            send_and_wait_for_reply ask {{ body: "{{{{trigger.parent.parameters.name}}}}?" _ => tell }}
            send_message tell {{ body: "{body}{{{{trigger.parent.flow_sid}}}}" _ => end }}"#
        )
    };
    let old = child("Hello {{trigger.parent.parameters.name}}");
    let again = child("Goodbye {{trigger.parent.parameters.name}}");
    assert_eq!(between(&old, &again), [""; 0]);
    let more = child("{{trigger.parent.parameters.phone}}");
    assert_eq!(
        between(&old, &more),
        [
            "ask: `trigger.parent.parameters.phone` is read by `tell`, and was not there when what \
             holds it was set: set it anew on the way there, or say what stands for it, \
             `{{trigger.parent.parameters.phone | default: \"\"}}`"
        ]
    );
    let guarded = child("{{trigger.parent.parameters.phone | default: 'none'}}");
    assert_eq!(between(&old, &guarded), [""; 0]);
}

#[test]
fn f15_an_execution_goes_on_at_what_stands_for_its_widget() {
    let renamed = ORDER.replace("ask", "ask_item").replace("confirm", "check");
    let held = |migrations| held(&read(ORDER).flow, &migrating(&renamed, migrations));
    assert_eq!(held(&[("ask", "ask_item"), ("confirm", "check")]), [""; 0]);
    assert!(held(&[("ask", "ask_item")])[0].contains("no widget `confirm`"));
    let wrong = held(&[("ask", "keep"), ("confirm", "check")]);
    assert!(wrong[0].contains("was a `send_and_wait_for_reply` and is a `set_variables`"));
}

#[test]
fn f15_what_an_old_widget_left_is_read_from_what_stands_for_it() {
    let flow = |name: &str| {
        format!(
            r#"trigger {{ incoming_message => {name} }}
            send_and_wait_for_reply {name} {{ body: "?" incoming_message => more _ => end }}
            send_and_wait_for_reply more {{ body: "??" _ => tell }}
            send_message tell {{ body: "{{{{widgets.{name}.inbound.Body}}}}" _ => end }}"#
        )
    };
    let old = read(&flow("ask")).flow;
    let unsaid = held(&old, &read(&flow("ask_item")).flow);
    assert!(unsaid.iter().any(|line| {
        line.starts_with(
            "more: `widgets.ask_item.inbound.Body` is read by `tell` and was never set",
        )
    }));
    let new = migrating(&flow("ask_item"), &[("ask", "ask_item")]);
    assert_eq!(held(&old, &new), [""; 0]);

    let left = |widgets: serde_json::Value, at: &str| {
        let mut widgets = object(widgets);
        migrate(&new, at, &mut widgets);
        widgets
    };
    let json = |map: &Map| serde_json::to_string(map).unwrap();
    let both = serde_json::json!({ "ask": { "a": 1 }, "ask_item": { "b": 2 } });
    assert_eq!(
        json(&left(serde_json::json!({ "ask": { "a": 1 } }), "more")),
        r#"{"ask_item":{"a":1}}"#
    );
    assert_eq!(
        json(&left(both.clone(), "more")),
        json(&left(both.clone(), ""))
    );
    assert_eq!(left(both.clone(), "more").len(), 2);
    assert_eq!(json(&left(both, "ask")), r#"{"ask_item":{"a":1}}"#);
}

#[test]
fn a_standing_and_a_version_come_back_as_they_were_written() {
    let flow = read(ORDER).flow;
    let parsed = Kind::Object(BTreeMap::from([("time".to_owned(), Kind::Text)]));
    let outputs = BTreeMap::from([("widgets.book.parsed".to_owned(), parsed)]);
    let version = Version::of(&flow, outputs);
    let written = serde_json::to_string(&version).unwrap();
    assert_eq!(serde_json::from_str::<Version>(&written).unwrap(), version);
    for standing in standings(&flow, &version) {
        let written = serde_json::to_string(&standing).unwrap();
        assert_eq!(
            serde_json::from_str::<Standing>(&written).unwrap(),
            standing
        );
    }
}

#[test]
fn what_migrate_says_is_held_to_the_flow() {
    const FLOW: &str = r#"send_and_wait_for_reply a { body: "x" _ => end }"#;
    let said = |migrations: &[(&str, &str)]| -> Vec<(&str, String)> {
        let findings = flow_model::check(&migrating(FLOW, migrations));
        findings
            .into_iter()
            .map(|finding| (finding.code.name, finding.message))
            .collect()
    };
    assert_eq!(said(&[("question", "a")]), []);
    assert_eq!(
        said(&[("a", "a")]),
        [(
            "widget_still_there",
            "the flow has a widget `a` still".to_owned()
        )]
    );
    assert_eq!(
        said(&[("question", "a"), ("question", "a")]),
        [(
            "migrated_twice",
            "`question` is migrated already".to_owned()
        )]
    );
    assert_eq!(
        said(&[("question", "b")]),
        [("unknown_target", "there is no widget `b`".to_owned())]
    );
}
