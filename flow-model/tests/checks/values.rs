//! F05xx.

use flow_model::check;

use crate::source::Source;
use crate::{Case, findings};

pub(crate) const CASES: &[Case] = &[
    // Missing.
    (r#"send_message a { _ => end }"#, &["missing_property at a"]),
    (
        r#"split_based_on a { contains("a") => end _ => end }"#,
        &["missing_property at a"],
    ),
    (r#"run_function a { _ => end }"#, &["missing_property at a"]),
    (
        r#"run_function a { ulr: "x" _ => end }"#,
        &["unknown_property at ulr"],
    ),
    (r#"send_message a { body: ? _ => end }"#, &[]),
    (r#"send_message a { ?: ? _ => end }"#, &[]),
    (r#"send_message a { "body": "x" _ => end }"#, &[]),
    // A content template does without a body, and needs its SID.
    (
        r#"send_message a { message_type: "content_template" content_sid: "HX1"
             content_variables: { "1": "{{settings.x}}" } _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { message_type: "content_template" body: "x" content_sid: "HX1" _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { message_type: "content_template" body: "x" _ => end }"#,
        &["missing_property at a"],
    ),
    (
        r#"send_message a { message_type: "custom" content_sid: "HX1" _ => end }"#,
        &["missing_property at a"],
    ),
    (
        r#"send_message a { mesage_type: "content_template" content_sid: "HX1" _ => end }"#,
        &["unknown_property at mesage_type"],
    ),
    // Types.
    (
        r#"send_message a { body: 5 _ => end }"#,
        &["wrong_type at 5"],
    ),
    (
        r#"send_message a { body: { x: "y" } _ => end }"#,
        &["wrong_type at {"],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" timeout: "30" _ => end }"#,
        &["wrong_type at \"30\""],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" timeout: 0.5 _ => end }"#,
        &["wrong_type at 0.5"],
    ),
    (
        r#"send_message a { body: "x" shorten_urls: "true" _ => end }"#,
        &["wrong_type at \"true\""],
    ),
    (
        r#"send_message a { body: "x" shorten_urls: true _ => end }"#,
        &[],
    ),
    (
        r#"set_variables a { variables: "x" _ => end }"#,
        &["wrong_type at \"x\""],
    ),
    (
        r#"set_variables a { variables: { n: ["x"] } _ => end }"#,
        &["wrong_type at ["],
    ),
    (
        r#"set_variables a { variables: { n: 0 b: false t: "x" j: json("{}") } _ => end }"#,
        &[],
    ),
    (
        r#"run_function a { function: "x" _ => end }"#,
        &["wrong_type at \"x\""],
    ),
    (
        r#"run_function a { url: Name _ => end }"#,
        &["wrong_type at Name"],
    ),
    (
        r#"split_based_on a { input: "x" less_than(5) => end _ => end }"#,
        &["wrong_type at 5"],
    ),
    (
        r#"split_based_on a { input: "x" less_than(?) => end _ => end }"#,
        &[],
    ),
    // Bounds and choices.
    (
        r#"send_and_wait_for_reply a { body: "x" timeout: 0 _ => end }"#,
        &["out_of_range at 0"],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" timeout: 99999999999999999999 _ => end }"#,
        &["out_of_range at 99999999999999999999"],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" timeout: 2592000 _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "x" message_type: "contents" _ => end }"#,
        &["unknown_choice at \"contents\""],
    ),
    // Together.
    (
        // Once the one that is too many is gone, its parameters are none of anybody's business.
        r#"run_function a { function: Name url: "x" parameters: { b: "c" } _ => end }"#,
        &["exclusive_properties at url"],
    ),
    (
        r#"run_function a { function: Name parameters: { b: "c" } _ => end }"#,
        &["exclusive_properties at parameters"],
    ),
    (
        r#"run_function a { url: "x" parameters: { b: "c" } service_sid: "ZS1" _ => end }"#,
        &[],
    ),
    // JSON.
    (
        r#"send_message a { body: json("{}") _ => end }"#,
        &["json_not_allowed at \"{}\""],
    ),
    (
        r#"run_function a { url: "x" parameters: { b: json("{}") } _ => end }"#,
        &["json_not_allowed at \"{}\""],
    ),
    // Maps.
    (
        r#"set_variables a { variables: { n: 1 m: 2 "n": 3 } _ => end }"#,
        &["duplicate_key at \"n\""],
    ),
    (
        r#"set_variables a { variables: { n: 1 N: 2 } _ => end }"#,
        &[],
    ),
    (
        r#"set_variables a { variables: { } _ => end }"#,
        &["empty_map at {"],
    ),
    (
        r#"run_function a { url: "x" parameters: { } _ => end }"#,
        &[],
    ),
    // Operators.
    (
        r#"split_based_on a { input: "x" matches_any_of("yes, yeah") => end _ => end }"#,
        &["entry_with_comma at \"yes, yeah\""],
    ),
    (
        r#"split_based_on a { input: "x" matches_any_of("{{ settings.y | join: ',' }}" "no") => end
             equal_to("yes, yeah") => end _ => end }"#,
        &[],
    ),
    (
        r#"split_based_on a { input: "x" equal_to => end _ => end }"#,
        &["wrong_arity at equal_to"],
    ),
    (
        r#"split_based_on a { input: "x" equal_to("a" "b") => end _ => end }"#,
        &["wrong_arity at equal_to"],
    ),
    (
        r#"split_based_on a { input: "x" is_blank("a") => end _ => end }"#,
        &["wrong_arity at is_blank"],
    ),
    (
        r#"split_based_on a { input: "x" matches_any_of() => end _ => end }"#,
        &["wrong_arity at matches_any_of"],
    ),
    (
        r#"split_based_on a { input: "x" is_blank => end matches_any_of("a" "b") => end _ => end }"#,
        &[],
    ),
    (
        r#"split_based_on a { input: "x" greater_than("ten") => end _ => end }"#,
        &["not_a_number at \"ten\""],
    ),
    (
        r#"split_based_on a { input: "x" greater_than(" -0.5 ") => end less_than("{{settings.n}}") => end _ => end }"#,
        &[],
    ),
    (
        r#"split_based_on a { input: "x" is_before_time("9:00") => end _ => end }"#,
        &["not_a_time at \"9:00\""],
    ),
    (
        r#"split_based_on a { input: "x" is_after_date("2026-02-30") => end _ => end }"#,
        &["not_a_date at \"2026-02-30\""],
    ),
    (
        r#"split_based_on a { input: "x" is_before_time("09:00") => end is_after_date("2026-02-28") => end _ => end }"#,
        &[],
    ),
    (
        r#"split_based_on a { input: "x" regex("[1-5") => end _ => end }"#,
        &["bad_regex at \"[1-5\""],
    ),
    (
        r#"split_based_on a { input: "x" regex("[1-5](?=x)") => end regex("(") | regex("{{settings.p}}(") => end _ => end }"#,
        &["bad_regex at \"(\""],
    ),
    (
        // Java's, and not known here.
        r#"split_based_on a { input: "x" regex("\p{javaLowerCase}+") => end _ => end }"#,
        &["regex_not_checked at \"\\p{javaLowerCase}+\""],
    ),
    (
        r##"#[allow(regex_not_checked)]
            split_based_on a { input: "x" regex("\p{javaLowerCase}+") => end _ => end }"##,
        &[],
    ),
    // Subjects.
    (
        r#"split_based_on a { input: "{{settings.x}}" subject("{{settings.y}}") contains("a") => end _ => end }"#,
        &["stale_subject at \"{{settings.y}}\""],
    ),
    (
        r#"split_based_on a { input: "{{settings.x}}" subject(" {{settings.x}}") contains("a") => end _ => end }"#,
        &[],
    ),
];

/// The findings of a flow whose first message has so many characters.
fn body_of(characters: usize, trigger: &str, rest: &str) -> Vec<String> {
    let body = "é".repeat(characters);
    let text = format!(
        r#"trigger {{ {trigger} => a }} send_message a {{ body: "{body}" _ => b }}
           send_message b {{ body: "x" _ => c }} {rest}"#
    );
    findings(&text)
        .into_iter()
        .map(|found| found.replace(&body, "…"))
        .collect()
}

#[test]
fn a_body_is_as_long_as_an_sms() {
    let last = r#"send_message c { body: "x" _ => end }"#;
    let error = ["body_too_long at \"…\""];
    let lint = ["body_may_be_long at \"…\""];
    assert!(body_of(1600, "incoming_message", last).is_empty());
    assert_eq!(body_of(1601, "incoming_message", last), error);
    assert_eq!(
        body_of(1601, "incoming_call | incoming_request", last),
        error
    );
    assert_eq!(body_of(1601, "incoming_conversation_message", last), lint);
    assert_eq!(
        body_of(1601, "incoming_message | incoming_parent", last),
        lint
    );
    assert_eq!(body_of(1601, "_", last), lint);
    // It may start a conversation.
    let quoted = r#""start-conversation" c { "created" => end }"#;
    assert_eq!(body_of(1601, "incoming_request", quoted), lint);
}

#[test]
fn a_template_is_as_long_as_it_renders() {
    let text = format!(
        r#"trigger {{ incoming_message => a }} send_message a {{ body: "{{{{settings.x}}}}{}" _ => end }}"#,
        "y".repeat(2000)
    );
    assert!(findings(&text).is_empty());
}

#[test]
fn a_pattern_is_pointed_into() {
    let text = r#"trigger { incoming_message => a }
        split_based_on a { input: "x" regex("yes|[z-a]") => end _ => end }"#;
    let found = check(&Source::read(text).flow);
    assert_eq!(found[0].range, Some(5..8));
}
