//! F06xx: where templates are looked for; what is wrong with one is the Liquid reader's to say.

use flow_model::check;

use crate::Case;
use crate::source::Source;

pub(crate) const CASES: &[Case] = &[
    (
        r#"send_message a { body: "Hello {{" _ => end }"#,
        &["liquid_syntax at \"Hello {{\""],
    ),
    (
        r#"send_message a { body: "{{ x | frobnicate }}" _ => end }"#,
        &["unknown_filter at \"{{ x | frobnicate }}\""],
    ),
    (
        r#"send_message a { body: "{% frobnicate x %}" _ => end }"#,
        &["unknown_tag at \"{% frobnicate x %}\""],
    ),
    (
        r#"send_message a { body: "{{ settings.x | upcase }}{% if settings.x %}y{% endif %} { 1 }" _ => end }"#,
        &[],
    ),
    // Wherever a text may be a template.
    (
        r#"set_variables a { variables: { t: "{{" j: json("{{ x") } _ => end }"#,
        &["liquid_syntax at \"{{\"", "liquid_syntax at \"{{ x\""],
    ),
    (
        r#"run_function a { url: "{{" parameters: { b: "{{ y" } _ => end }"#,
        &["liquid_syntax at \"{{\"", "liquid_syntax at \"{{ y\""],
    ),
    (
        r#"run_function a { function: Name { b: "{{" } _ => end }"#,
        &["liquid_syntax at \"{{\""],
    ),
    (
        r##"#[allow(stale_subject)] split_based_on a { input: "{{" subject("{{ x") equal_to("{{ y") => end _ => end }"##,
        &[
            "liquid_syntax at \"{{\"",
            "liquid_syntax at \"{{ x\"",
            "liquid_syntax at \"{{ y\"",
        ],
    ),
    (
        r#"send_message a { body: "{% for i in (1..16) %}{{ i }}{% endfor %}" _ => end }"#,
        &["long_loop at \"{% for i in (1..16) %}{{ i }}{% endfor %}\""],
    ),
    (
        r#"#[allow(long_loop)] send_message a { body: "{% for i in (1..16) %}{{ i }}{% endfor %}" _ => end }"#,
        &[],
    ),
    // Not in what is taken as it is.
    (
        r#""create-task" a { "attributes": "{{" "done" => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "x" "later": "{{" _ => end }"#,
        &[],
    ),
    // Nor where Studio renders nothing.
    (
        r#"run_function a { url: "x" service_sid: "{{x}}" _ => end }"#,
        &["liquid_not_allowed at \"{{x}}\""],
    ),
    (
        r#"send_message a { body: "x" message_type: "{{x}}" _ => end }"#,
        &["liquid_not_allowed at \"{{x}}\""],
    ),
    (
        r#"set_variables a { variables: { "{{x}}": "y" } _ => end }"#,
        &["liquid_not_allowed at \"{{x}}\""],
    ),
    // Settings are filled before Studio or anything else sees the text.
    (
        r#"run_function a { url: "{{settings.x}}" service_sid: "ZS{{ settings.y -}}" _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "{{settings.b}}" message_type: "{{settings.t}}" shorten_urls: "{{settings.s}}" _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "x" shorten_urls: "{{trigger.s}}" _ => end }"#,
        &["wrong_type at \"{{trigger.s}}\""],
    ),
    (
        r#"run_function a { url: "x" service_sid: "{{settings.y | upcase}}" _ => end }"#,
        &["liquid_not_allowed at \"{{settings.y | upcase}}\""],
    ),
    (
        r#"run_function a { url: "{{settings}}" service_sid: "{{settings.y.z}}" _ => end }"#,
        &[
            "no_setting at \"{{settings}}\"",
            "no_setting at \"{{settings.y.z}}\"",
        ],
    ),
];

#[test]
fn a_template_is_pointed_into() {
    let text = r#"trigger { incoming_message => a }
        send_message a { body: "Hello {{ x | frobnicate }}" _ => end }"#;
    let found = check(&Source::read(text).flow);
    assert_eq!(found[0].range, Some(13..23));
}
