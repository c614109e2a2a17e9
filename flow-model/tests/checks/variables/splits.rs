//! What the arms of splits prove and rule out.

use super::of_variables;
use crate::Case;

/// A reply that may not have come, and a split that reads it.
fn split(input: &str, arms: &str) -> Vec<String> {
    of_variables(&format!(
        r#"send_and_wait_for_reply a {{ body: "x" incoming_message => b timeout => b _ => end }}
           split_based_on b {{ input: "{{{{widgets.a.inbound.Body{input}}}}}" {arms} }}
           send_message c {{ body: "{{{{widgets.a.inbound.From}}}}" _ => end }}"#
    ))
}

#[test]
fn what_takes_these_arms_is_not_blank() {
    for arm in [
        r#"equal_to("x")"#,
        r#"contains("x")"#,
        r#"starts_with("x")"#,
        r#"matches_any_of("x, y")"#,
        r#"less_than("3")"#,
        r#"greater_than("3")"#,
        r#"is_before_time("12:00")"#,
        r#"is_after_time("12:00")"#,
        r#"is_before_date("2026-01-01")"#,
        r#"is_after_date("2026-01-01")"#,
        "is_not_blank",
    ] {
        assert!(
            split("", &format!("{arm} => c _ => end")).is_empty(),
            "{arm}"
        );
    }
    assert!(split("", "is_blank => end _ => c").is_empty());
}

#[test]
fn these_arms_prove_nothing() {
    for arms in [
        r#"regex("x") => c _ => end"#,
        r#"not_equal_to("x") => c _ => end"#,
        r#"does_not_contain("x") => c _ => end"#,
        r#"does_not_start_with("x") => c _ => end"#,
        r#"does_not_match_any_of("x") => c _ => end"#,
        r#"equal_to("") => c _ => end"#,
        r#"contains(" ") => c _ => end"#,
        r#"equal_to("{{settings.x}}") => c _ => end"#,
        "is_blank => c _ => end",
        r#"equal_to("x") => end _ => c"#,
        "is_not_blank => end _ => c",
        r#"#subject equal_to("x") => c _ => end"#,
    ] {
        let arms = arms.replace("#subject", r#"subject("{{trigger.message.Body}}")"#);
        let found = split("", &arms);
        assert_eq!(found.len(), 1, "{arms}: {found:?}");
    }
}

#[test]
fn filters_that_keep_blank_blank_change_nothing() {
    for filters in [
        "downcase",
        "upcase",
        "capitalize",
        "strip",
        "lstrip",
        "rstrip",
        "strip_newlines",
        "first",
        "last",
        "replace: 'a', 'b'",
        "remove: 'a'",
        "truncate: 5",
        "slice: 0, 1",
        "split: ','",
        "downcase | strip",
    ] {
        let found = split(&format!(" | {filters}"), r#"equal_to("x") => c _ => end"#);
        assert!(found.is_empty(), "{filters}: {found:?}");
    }
    for filters in [
        "default: 'x'",
        "append: 'x'",
        "size",
        "plus: 0",
        "prepend: settings.x",
    ] {
        let found = split(&format!(" | {filters}"), r#"equal_to("x") => c _ => end"#);
        assert_eq!(found.len(), 1, "{filters}: {found:?}");
    }
}

pub(crate) const CASES: &[Case] = &[
    // A blank is a text like any other.
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => end _ => b }
           split_based_on b { input: "{{widgets.a.inbound.Body}}" equal_to("x") => c is_blank => end _ => c }
           send_message c { body: "{{widgets.a.inbound.From}}" _ => end }"#,
        // Neither arm to `c` can be taken, so there is nothing to say of it.
        &["never_set_here at \"{{widgets.a.inbound.Body}}\""],
    ),
    // The same condition again.
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" regex("x+") => b _ => c }
           send_and_wait_for_reply b { body: "x" incoming_message => c _ => end }
           split_based_on c { input: "{{ trigger.message.Body | downcase }}" regex("x+") => d _ => end }
           send_message d { body: "{{widgets.b.inbound.Body}}" _ => end }"#,
        &[],
    ),
    (
        // Another condition says nothing.
        r#"split_based_on a { input: "{{trigger.message.Body}}" regex("x+") => b _ => c }
           send_and_wait_for_reply b { body: "x" incoming_message => c _ => end }
           split_based_on c { input: "{{trigger.message.Body}}" regex("x*") => d _ => end }
           send_message d { body: "{{widgets.b.inbound.Body}}" _ => end }"#,
        &["may_be_unset at \"{{widgets.b.inbound.Body}}\""],
    ),
    // A text that is known rules out others.
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("Yes") => b _ => c }
           send_and_wait_for_reply b { body: "x" incoming_message => c _ => end }
           split_based_on c { input: "{{trigger.message.Body}}" matches_any_of("YES" "no") => d _ => end }
           send_message d { body: "{{widgets.b.inbound.Body}}" _ => end }"#,
        // "no" goes by `_` first.
        &["may_be_unset at \"{{widgets.b.inbound.Body}}\""],
    ),
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => c _ => b }
           send_and_wait_for_reply b { body: "x" incoming_message => c _ => end }
           split_based_on c { input: "{{trigger.message.Body}}" contains("n") => d _ => end }
           send_message d { body: "{{widgets.b.inbound.Body}}" _ => end }"#,
        &[],
    ),
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" matches_any_of("yes" "yeah") => c _ => b }
           send_and_wait_for_reply b { body: "x" incoming_message => c _ => end }
           split_based_on c { input: "{{trigger.message.Body}}" starts_with("n") => d _ => end }
           send_message d { body: "{{widgets.b.inbound.Body}}" _ => end }"#,
        &[],
    ),
    (
        // `_` is not taken where an arm is true.
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => c _ => b }
           send_and_wait_for_reply b { body: "x" incoming_message => c _ => end }
           split_based_on c { input: "{{trigger.message.Body}}" starts_with("y") => end _ => d }
           send_message d { body: "{{widgets.b.inbound.Body}}" _ => end }"#,
        &[],
    ),
    (
        // The order of arms decides nothing: Studio's is not known.
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => c _ => b }
           send_and_wait_for_reply b { body: "x" incoming_message => c _ => end }
           split_based_on c { input: "{{trigger.message.Body}}" starts_with("y") => end regex("z") => d _ => end }
           send_message d { body: "{{widgets.b.inbound.Body}}" _ => end }"#,
        &["may_be_unset at \"{{widgets.b.inbound.Body}}\""],
    ),
    (
        // Numbers are compared as such, and what is none is not known.
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("5") => c equal_to("five") => c _ => b }
           send_and_wait_for_reply b { body: "x" incoming_message => c _ => end }
           split_based_on c { input: "{{trigger.message.Body}}" less_than("3") => d _ => end }
           send_message d { body: "{{widgets.b.inbound.Body}}" _ => end }"#,
        &["may_be_unset at \"{{widgets.b.inbound.Body}}\""],
    ),
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("5") => c _ => b }
           send_and_wait_for_reply b { body: "x" incoming_message => c _ => end }
           split_based_on c { input: "{{trigger.message.Body}}" less_than("3") => d _ => end }
           send_message d { body: "{{widgets.b.inbound.Body}}" _ => end }"#,
        &[],
    ),
    // What runs again is forgotten.
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b _ => end }
           split_based_on b { input: "{{widgets.a.inbound.Body}}" equal_to("yes") => c _ => d }
           send_and_wait_for_reply d { body: "x" incoming_message => c _ => end }
           send_and_wait_for_reply c { body: "x" incoming_message => e _ => end }
           split_based_on e { input: "{{widgets.a.inbound.Body}}" equal_to("no") => f _ => g }
           send_message f { body: "{{widgets.d.inbound.Body}}" _ => end }
           send_and_wait_for_reply g { body: "x" _ => a }"#,
        &[],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b _ => end }
           split_based_on b { input: "{{widgets.a.inbound.Body}}" equal_to("yes") => c _ => d }
           send_and_wait_for_reply d { body: "x" incoming_message => c _ => end }
           send_and_wait_for_reply c { body: "x" incoming_message => e _ => end }
           split_based_on e { input: "{{widgets.a.inbound.Body}}" equal_to("no") => f _ => g }
           send_and_wait_for_reply g { body: "x" _ => h }
           send_and_wait_for_reply h { body: "x" incoming_message => i timeout => i _ => end }
           send_message i { body: "{{widgets.f.outbound.Sid}}" _ => f }
           send_message f { body: "{{widgets.d.inbound.Body}}" _ => a }"#,
        // By way of `g` nothing is known of `d`.
        &[
            "may_be_unset at \"{{widgets.f.outbound.Sid}}\"",
            "may_be_unset at \"{{widgets.d.inbound.Body}}\"",
        ],
    ),
    // Constants.
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("x") => b _ => c }
           set_variables b { variables: { mode: "reply" } next => d }
           set_variables c { variables: { mode: "call" } next => e }
           send_and_wait_for_reply d { body: "x" incoming_message => e _ => end }
           split_based_on e { input: "{{flow.variables.mode}}" equal_to("Reply") => f equal_to("call") => end _ => end }
           send_message f { body: "{{widgets.d.inbound.Body}}" _ => end }"#,
        &[],
    ),
    (
        // A number that Studio may write otherwise is not known.
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("x") => b _ => c }
           set_variables b { variables: { mode: 1 } next => d }
           set_variables c { variables: { mode: "007" } next => e }
           send_and_wait_for_reply d { body: "x" incoming_message => e _ => end }
           split_based_on e { input: "{{flow.variables.mode}}" equal_to("1") => f _ => end }
           send_message f { body: "{{widgets.d.inbound.Body}}" _ => end }"#,
        &["may_be_unset at \"{{widgets.d.inbound.Body}}\""],
    ),
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("x") => b _ => c }
           set_variables b { variables: { mode: 1 } next => d }
           set_variables c { variables: { mode: 7 } next => e }
           send_and_wait_for_reply d { body: "x" incoming_message => e _ => end }
           split_based_on e { input: "{{flow.variables.mode}}" equal_to("1") => f _ => end }
           send_message f { body: "{{widgets.d.inbound.Body}}" _ => end }"#,
        &[],
    ),
    // Arms that no execution takes.
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => b _ => end }
           split_based_on b { input: "{{trigger.message.Body}}" equal_to("no") => end contains("e") => end _ => end }"#,
        &["arm_never_taken at equal_to"],
    ),
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => end _ => b }
           split_based_on b { input: "{{trigger.message.Body}}" equal_to(" YES") => end _ => end }"#,
        &["arm_never_taken at equal_to"],
    ),
    (
        r#"set_variables a { variables: { on: false } next => b }
           split_based_on b { input: "{{flow.variables.on}}" equal_to("true") => end _ => end }"#,
        &["arm_never_taken at equal_to"],
    ),
    (
        // One open way is enough.
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => end contains("x") => b _ => b }
           split_based_on b { input: "{{trigger.message.Body}}" equal_to("yes") => end _ => end }"#,
        &[],
    ),
    (
        // What an arm above takes is said once.
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => end _ => b }
           split_based_on b { input: "{{trigger.message.Body}}" contains("yes") => end equal_to("yes") => end _ => end }"#,
        &["arm_never_taken at equal_to"],
    ),
    (
        // What is blank by a mistake of another kind is not told twice.
        r#"send_message a { body: "x" _ => b }
           split_based_on b { input: "{{widgets.c.inbound.Body}}" equal_to("yes") => end _ => c }
           send_and_wait_for_reply c { body: "x" _ => end }"#,
        &["never_set_here at \"{{widgets.c.inbound.Body}}\""],
    ),
    (
        // While a way is missing nobody knows.
        r#"split_based_on a { input: "{{trigger.message.Body}}" equal_to("yes") => end _ => b }
           split_based_on b { input: "{{trigger.message.Body}}" equal_to("yes") => end contains("z") => nobody _ => end }"#,
        &["unknown_target at nobody"],
    ),
];
