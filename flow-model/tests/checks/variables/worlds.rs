//! What started an execution, and how many worlds are told apart.

use super::of_variables;
use crate::Case;

pub(crate) const CASES: &[Case] = &[
    (
        r#"trigger { incoming_call => a } send_message a { body: "{{trigger.message.Body}}" _ => end }"#,
        &["never_set_here at \"{{trigger.message.Body}}\""],
    ),
    (
        r#"trigger { incoming_call => a incoming_message => b }
           say_play a { say: "{{trigger.call.From}}" audio_complete => end }
           send_message b { body: "{{trigger.message.Body}}" _ => end }"#,
        &[],
    ),
    (
        r#"trigger { incoming_call => a incoming_message => a }
           send_message a { body: "{{trigger.message.Body}}" _ => end }"#,
        &["may_be_unset at \"{{trigger.message.Body}}\""],
    ),
    (
        // A split on what came tells them apart.
        r#"trigger { incoming_call => a incoming_message => a }
           split_based_on a { input: "{{trigger.message.Body}}" is_blank => c _ => b }
           send_message b { body: "{{trigger.message.From}}" _ => end }
           send_message c { body: "{{trigger.call.From}}" _ => end }"#,
        // A message may have no body.
        &["may_be_unset at \"{{trigger.call.From}}\""],
    ),
    (
        // A parent's trigger is copied.
        r#"trigger { incoming_parent => a }
           send_message a { body: "{{trigger.call.From}}{{trigger.parent.parameters.x}}{{flow.data.x}}" _ => end }"#,
        &[],
    ),
    (
        r#"trigger { incoming_request => a incoming_message => b }
           send_message a { body: "{{flow.data.x}}{{trigger.request.parameters.x}}" _ => end }
           send_message b { body: "{{flow.data.x}}" _ => end }"#,
        &["never_set_here at \"{{flow.data.x}}\""],
    ),
    (
        r#"trigger { "incomingFax" => a } send_message a { body: "{{trigger.message.Body}}{{flow.data.x}}" _ => end }"#,
        &[],
    ),
    (
        // `_` starts by each event that is not named.
        r#"trigger { incoming_message => end _ => a }
           send_message a { body: "{{trigger.message.Body}}{{trigger.call.From}}" _ => end }"#,
        // A parent may bring both.
        &[
            "may_be_unset at \"{{trigger.message.Body}}{{trigger.call.From}}\"",
            "may_be_unset at \"{{trigger.message.Body}}{{trigger.call.From}}\"",
        ],
    ),
    (
        // A way that a mistake hides may set it; what is unset on a way that is there, is.
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b timeout => b delivery_failure => nobody }
           send_message b { body: "{{widgets.a.inbound.Body}}{{widgets.c.outbound}}" _ => c }
           send_message c { body: "x" _ => end }"#,
        &[
            "unknown_target at nobody",
            "may_be_unset at \"{{widgets.a.inbound.Body}}{{widgets.c.outbound}}\"",
        ],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b timeout => b delivery_failure => ? }
           send_message b { body: "{{widgets.a.inbound.Body}}{{widgets.c.outbound}}" _ => c }
           send_message c { body: "x" _ => end }"#,
        &["may_be_unset at \"{{widgets.a.inbound.Body}}{{widgets.c.outbound}}\""],
    ),
    (
        // What a split does not tell may be what rules it out.
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b timeout => b _ => end }
           split_based_on b { input: "{{widgets.a.inbound.Body}}" contain("x") => c _ => end }
           send_message c { body: "{{widgets.a.inbound.Body}}" _ => end }"#,
        &["unknown_operator at contain"],
    ),
];

/// Splits on different texts of the message, one after the other, and then each once more: behind
/// the first row each combination of answers is a world of its own. Each first answer `yes` asks, and
/// each second one reads what was said.
fn row_of_splits(length: usize) -> String {
    let mut text = String::from("trigger { incoming_message => s1 }");
    for n in 1..=length {
        let next = match n == length {
            true => "t1".to_owned(),
            false => format!("s{}", n + 1),
        };
        let after = match n == length {
            true => "end".to_owned(),
            false => format!("t{}", n + 1),
        };
        text += &format!(
            r#" split_based_on s{n} {{ input: "{{{{trigger.message.T{n}}}}}" equal_to("yes") => q{n} _ => {next} }}
            send_and_wait_for_reply q{n} {{ body: "x" incoming_message => {next} _ => end }}
            split_based_on t{n} {{ input: "{{{{trigger.message.T{n}}}}}" equal_to("yes") => r{n} _ => {after} }}
            send_message r{n} {{ body: "{{{{widgets.q{n}.inbound.Body}}}}" _ => {after} }}"#
        );
    }
    text
}

#[test]
fn worlds_are_told_apart_up_to_their_bound() {
    assert_eq!(of_variables(&row_of_splits(6)), [""; 0]);
}

#[test]
fn beyond_the_bound_nothing_is_said_that_may_be_wrong() {
    for length in [7, 8, 20, 60] {
        assert_eq!(of_variables(&row_of_splits(length)), [""; 0], "{length}");
    }
}

#[test]
fn beyond_the_bound_what_never_is_set_is_still_told() {
    let text = row_of_splits(20).replace(
        "{{widgets.q20.inbound.Body}}",
        "{{widgets.q20.inbound.Body}}{{trigger.call.From}}",
    );
    assert_eq!(
        of_variables(&text),
        ["never_set_here at \"{{widgets.q20.inbound.Body}}{{trigger.call.From}}\""]
    );
}
