//! F02xx.

use crate::Case;

pub(crate) const CASES: &[Case] = &[
    // Targets.
    (
        // `explain` may have been meant, so it is not unreachable; `other` cannot have been.
        r#"send_message a { body: "x" _ => explian }
           send_message explain { body: "x" _ => end }
           send_message other { body: "x" _ => end }"#,
        &["unknown_target at explian", "unreachable_widget at other"],
    ),
    (
        // Nothing is near: it may have meant any, or one that is still to be written and leads on.
        r#"send_message a { body: "x" _ => greet }
           send_message explain { body: "x" _ => end }"#,
        &["unknown_target at greet"],
    ),
    (
        // Then that one is reached from a widget that nothing reaches.
        r#"send_message a { body: "x" _ => end }
           send_message b { body: "x" _ => nowhere }
           send_message explain { body: "x" _ => end }"#,
        &["unreachable_widget at b", "unknown_target at nowhere"],
    ),
    (
        r#"send_message a { body: "x" _ => trigger }"#,
        &["unknown_target at trigger"],
    ),
    (
        // Somebody's half-written name.
        r#"send_message a { body: "x" sent => ? failed => end }
           send_message b { body: "x" _ => end }"#,
        &[],
    ),
    (
        // A widget of which nothing could be read may be the one that was meant.
        r#"send_message a { body: "x" sent => greet failed => end } ? ? { ? => ? }"#,
        &[],
    ),
    (
        // And nobody knows who leads to it, or on.
        r#"send_message a { body: "x" _ => end } send_message ? { body: "x" _ => b }
           send_message b { body: "x" _ => end }"#,
        &[],
    ),
    // An event is handled once.
    (
        r#"send_message a { body: "x" sent => end sent => end failed => end }"#,
        &["event_handled_twice at sent"],
    ),
    (
        r#"send_message a { body: "x" sent => end "sent" => end failed => end }"#,
        &["event_handled_twice at \"sent\""],
    ),
    (
        r#"trigger { incoming_message | incoming_message => a } send_message a { body: "x" _ => end }"#,
        &["event_handled_twice at incoming_message"],
    ),
    // And at all.
    (
        r#"send_message a { body: "x" sent => end }"#,
        &["dangling_event at a"],
    ),
    (r#"send_message a { body: "x" }"#, &["dangling_event at a"]),
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => end _ => end }"#,
        &[],
    ),
    (
        // An arm that could not be read may be the one.
        r#"send_message a { body: "x" sent => end ? => end }"#,
        &[],
    ),
    (r#"send_message a { body: "x" sent => end _ => ? }"#, &[]),
    // Of the trigger an event may be left out.
    (
        r#"trigger { incoming_call => a } send_message a { body: "x" _ => end }"#,
        &[],
    ),
    // `_`.
    (
        r#"send_message a { body: "x" sent | failed => end _ => end }"#,
        &["nothing_left at _"],
    ),
    (
        r#"send_message a { body: "x" sent | faild => end _ => end }"#,
        &["unknown_event at faild"],
    ),
    (
        r#"send_message a { body: "x" _ => end sent => end }"#,
        &["rest_not_last at _"],
    ),
    (
        r#"split_based_on a { input: "x" _ => end contains("a") => end }"#,
        &["rest_not_last at _"],
    ),
    (r#"send_message a { body: "x" _ => end _ => ? }"#, &[]),
    (
        r#"split_based_on a { input: "x" contains("a") => end }"#,
        &["split_without_rest at a"],
    ),
    (
        r#"split_based_on a { input: "x" contains("a") => end otherwise => end }"#,
        &["unknown_operator at otherwise"],
    ),
    (
        r#"split_based_on a { input: "x" contains("a") => end ? => end }"#,
        &[],
    ),
    // The trigger.
    (
        // One finding, not one a widget.
        r#"trigger { }
           send_message a { body: "x" _ => b } send_message b { body: "x" _ => end }"#,
        &["trigger_unconnected at trigger"],
    ),
    (
        r#"trigger { incoming_message => end } send_message a { body: "x" _ => end }"#,
        &["trigger_unconnected at trigger"],
    ),
    (
        r#"trigger { incoming_message => ? } send_message a { body: "x" _ => end }"#,
        &[],
    ),
    (
        r#"triger { incoming_message => a } send_message a { body: "x" _ => end }"#,
        &["unknown_kind at triger"],
    ),
    (
        r#""trigger" b { "incomingMessage" => a } send_message a { body: "x" _ => end }"#,
        &["no_trigger at F"],
    ),
    (
        r#"trigger { incoming_message => a } send_message a { body: "x" _ => end }
           trigger { incoming_call => b } send_message b { body: "x" _ => end }"#,
        &["second_trigger at trigger"],
    ),
    // Arguments, labels and subjects are a split's.
    (
        r#"send_message a { body: "x" sent("now") => end failed => end }"#,
        &["event_arguments at \"now\""],
    ),
    (
        r#"send_message a { body: "x" label sent => end failed => end }"#,
        &["misplaced_attribute at sent"],
    ),
    (
        r#"send_message a { body: "x" subject("y") sent => end failed => end }"#,
        &["misplaced_attribute at \"y\""],
    ),
    (
        r#"split_based_on a { input: "x" label contains("y") => end label _ => end }"#,
        &["misplaced_attribute at _"],
    ),
    (
        r#"split_based_on a { input: "x" contains("y") => end subject("x") _ => end }"#,
        &["misplaced_attribute at \"x\""],
    ),
];

#[test]
fn a_flow_of_nothing_has_no_trigger() {
    let flow = flow_model::Flow::default();
    let found = flow_model::check(&flow);
    let names: Vec<_> = found.iter().map(|found| found.code.name).collect();
    assert_eq!(names, ["no_trigger"]);
}
