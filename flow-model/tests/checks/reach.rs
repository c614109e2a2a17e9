//! F03xx.

use flow_model::check;

use crate::Case;
use crate::source::Source;

pub(crate) const CASES: &[Case] = &[
    // Widgets.
    (
        r#"send_message a { body: "x" _ => end }
           send_message b { body: "x" _ => a }"#,
        &["unreachable_widget at b"],
    ),
    (
        // What comes after it would be reached with it.
        r#"send_message a { body: "x" _ => end }
           send_message c { body: "x" _ => end }
           send_message b { body: "x" _ => c }"#,
        &["unreachable_widget at b"],
    ),
    (
        // Each of two beginnings is one finding.
        r#"send_message a { body: "x" _ => end }
           send_message b { body: "x" _ => d }
           send_message c { body: "x" _ => d }
           send_message d { body: "x" _ => end }"#,
        &["unreachable_widget at b", "unreachable_widget at c"],
    ),
    (
        // A whole loop is one finding, and does not spin, as nothing comes to it.
        r#"send_message a { body: "x" _ => end }
           send_message b { body: "x" _ => c }
           send_message c { body: "x" _ => b }"#,
        &["unreachable_widget at b"],
    ),
    (
        r#"send_message a { body: "x" _ => end }
           send_message b { body: "x" sent => b failed => end }"#,
        &["unreachable_widget at b"],
    ),
    (
        // A widget without arms is still being written.
        r#"send_message a { body: "x" }
           send_message b { body: "x" _ => end }"#,
        &["dangling_event at a"],
    ),
    (
        r#"send_message a { body: "x" sent => end }
           send_message b { body: "x" _ => end }"#,
        &["dangling_event at a", "unreachable_widget at b"],
    ),
    (
        // The ways that a finding stands on are ways.
        r#"send_message a { body: "x" sent => end faild => b }
           send_message b { body: "x" sent => end sent => c failed => end }
           send_message c { body: "x" _ => end }"#,
        &["unknown_event at faild", "event_handled_twice at sent"],
    ),
    (
        r#"split_based_on a { input: "x" contains("x") => end contains("xx") => b _ => end }
           send_message b { body: "x" _ => end }"#,
        &["arm_never_taken at contains"],
    ),
    (
        r#""wait" a { "done" => b } send_message b { body: "x" _ => end }"#,
        &[],
    ),
    // Arms: the table of what covers what is beside the rule.
    (
        r#"split_based_on a { input: "x" equal_to("yes") => end equal_to(" YES ") => end _ => end }"#,
        &["arm_never_taken at equal_to"],
    ),
    (
        r#"split_based_on a { input: "x" equal_to("yes") => end equal_to("yess") => end _ => end }"#,
        &[],
    ),
    (
        // Neither alone, both together.
        r#"split_based_on a { input: "x" equal_to("a") => end starts_with("b") => end
             matches_any_of("A" "bee") => end _ => end }"#,
        &["arm_never_taken at matches_any_of"],
    ),
    (
        r#"split_based_on a { input: "x" equal_to("a") => end matches_any_of("a" "b") => end _ => end }"#,
        &[],
    ),
    (
        // Two that leave nothing, and `_`, which is exempt.
        r#"split_based_on a { input: "x" is_blank => end is_not_blank => end contains("a") => end _ => end }"#,
        &["arm_never_taken at contains"],
    ),
    (
        r#"split_based_on a { input: "x" does_not_contain("b") => end contains("b") => end
             regex("a+") => end _ => end }"#,
        &["arm_never_taken at regex"],
    ),
    (
        r#"split_based_on a { input: "x" is_not_blank => end contains("a") => end equal_to("") => end _ => end }"#,
        &["arm_never_taken at contains"],
    ),
    // What a template or a subject says is not known.
    (
        r#"split_based_on a { input: "x" equal_to("{{settings.y}}") => end equal_to("{{settings.y}}") => end _ => end }"#,
        &[],
    ),
    (
        r##"#[allow(stale_subject)] split_based_on a { input: "x"
             subject("{{settings.y}}") contains("") => end contains("a") => end _ => end }"##,
        &[],
    ),
    // What has a mistake of its own is not judged.
    (
        r#"split_based_on a { input: "x" contains("") => end regex("(") => end less_than("abc") => end
             equal_to("a" "b") => end _ => end }"#,
        &[
            "bad_regex at \"(\"",
            "not_a_number at \"abc\"",
            "wrong_arity at equal_to",
        ],
    ),
];

#[test]
fn an_unreachable_widget_names_what_comes_after_it() {
    let mut text =
        r#"trigger { incoming_message => a } send_message a { body: "x" _ => end }"#.to_owned();
    let names = ["b", "c", "d", "e", "f", "g", "h"];
    for pair in names.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        text += &format!(r#" send_message {from} {{ body: "x" _ => {to} }}"#);
    }
    text += r#" send_message h { body: "x" _ => b }"#;
    let message = |text: &str| check(&Source::read(text).flow)[0].message.clone();
    assert_eq!(
        message(&text),
        "no path reaches the loop `b -> c -> d -> e -> f -> g -> h -> b`"
    );
    let open = text.replace("=> b }", "=> end }");
    assert_eq!(
        message(&open),
        "no path reaches `b`, nor `c`, `d`, `e`, `f` and 2 more after it"
    );
}
