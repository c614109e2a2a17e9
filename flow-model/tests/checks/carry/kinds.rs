//! What an execution has set and a new version reads as something else.

use flow_model::carry::{Kind, Kinds, Version, carry, given, standings};

use super::{between, fields, object};
use crate::read;

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
    let returning = |names: &[&'static str]| {
        let texts: Vec<_> = names.iter().map(|&name| (name, Kind::Text)).collect();
        let parsed = ("widgets.book.parsed".to_owned(), fields(&texts));
        Version::of(&flow, Kinds::from([parsed]))
    };
    let held = |old: &[&'static str], new: &[&'static str]| {
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

/// It was carried over once, into a version whose function returns more: what it holds is the first's.
#[test]
fn f15_what_an_execution_holds_is_judged_and_not_what_its_version_would_have_set() {
    let flow = read(
        r#"trigger { incoming_message => book }
        run_function book { function: Book {} success => ask fail => end }
        send_and_wait_for_reply ask { body: "?" _ => tell }
        send_message tell { body: "{{widgets.book.parsed.place.town}}" _ => end }"#,
    )
    .flow;
    let place = fields(&[("street", Kind::Text), ("town", Kind::Text)]);
    let parsed = fields(&[("time", Kind::Text), ("place", place)]);
    let version = Version::of(
        &flow,
        Kinds::from([("widgets.book.parsed".to_owned(), parsed)]),
    );
    let carried = |parsed: serde_json::Value| {
        let context = serde_json::json!({
            "trigger": { "message": {} },
            "widgets": { "book": { "parsed": parsed } },
        });
        let standing = version.standing("ask", &object(context)).unwrap();
        carry(&flow, &version.kinds, &standing).map_err(|reasons| reasons[0].what())
    };
    let not_there = "`widgets.book.parsed.place.town` is read by `tell`, and was not there when what \
                     holds it was set";
    let is_held = Err(not_there.to_owned());
    assert_eq!(carried(serde_json::json!({ "time": "9:30" })), is_held);
    assert_eq!(
        carried(serde_json::json!({ "place": { "street": "x" } })),
        is_held
    );
    assert_eq!(
        carried(serde_json::json!({ "place": { "town": "x" } })),
        Ok(2)
    );
    // Nothing is what a function may return.
    assert_eq!(carried(serde_json::json!({ "place": null })), Ok(2));
}

#[test]
fn f16_what_another_version_of_a_subflow_gave_is_not_read() {
    let child = |key: &str| {
        let text = format!(
            "trigger {{ incoming_parent => a }}
             set_variables a {{ variables: {{ {key}: 1 }} next => end }}"
        );
        let given = given(&read(&text).flow);
        Kinds::from([("widgets.address".to_owned(), given)])
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
