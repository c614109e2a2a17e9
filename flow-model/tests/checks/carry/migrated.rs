//! `migrate`: what stands for the widgets of an earlier version.

use flow_model::Map;
use flow_model::carry::migrate;

use super::{ORDER, held, migrating, object};
use crate::read;

#[test]
fn f15_an_execution_goes_on_at_what_stands_for_its_widget() {
    let renamed = ORDER.replace("ask", "ask_item").replace("confirm", "check");
    let held = |migrations| held(&read(ORDER).flow, &migrating(&renamed, migrations));
    assert_eq!(held(&[("ask", "ask_item"), ("confirm", "check")]), [""; 0]);
    assert!(held(&[("ask", "ask_item")])[0].contains("no widget `confirm`"));
    assert_eq!(
        held(&[("ask", "keep"), ("confirm", "check")])[0],
        "ask: `ask` was a `send_and_wait_for_reply`, and `keep`, which stands for it, is a \
         `set_variables`: name one of the old kind, `migrate { ask => … }`"
    );
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
