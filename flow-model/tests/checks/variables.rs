//! F07xx: names in paths, and what is set where.

pub(crate) mod guards;
mod interface;
pub(crate) mod outputs;
mod said;
mod sound;
pub(crate) mod splits;
pub(crate) mod worlds;

use flow_model::check;

use crate::{Case, read};

/// What is said of variables, and of arms that no execution takes.
fn of_variables(text: &str) -> Vec<String> {
    let source = read(text);
    let found = check(&source.flow).into_iter();
    found
        .filter(|found| found.code.id.starts_with("F07") || found.code.name == "arm_never_taken")
        .map(|found| format!("{} at {}", found.code.name, source.token(found.location)))
        .collect()
}

pub(crate) const CASES: &[Case] = &[
    // Roots.
    (
        r#"send_message a { body: "{{name}}" _ => end }"#,
        &["unknown_root at \"{{name}}\""],
    ),
    (
        r#"send_message a { body: "{{trigger}}{{flow}}{{widgets}}{{contact}}" _ => end }"#,
        &[],
    ),
    (
        // Names of the template's own.
        r#"send_message a { body: "{% for x in trigger.message.list %}{{x}}{{forloop.index}}{% endfor %}
            {% assign y = 1 %}{{y}}{% capture z %}1{% endcapture %}{{z}}" _ => end }"#,
        &[],
    ),
    // Paths.
    (
        r#"send_message a { body: "{{trigger.mesage.Body}}" _ => end }"#,
        &["unknown_path at \"{{trigger.mesage.Body}}\""],
    ),
    (
        r#"send_message a { body: "{{flow.name}}" _ => end }"#,
        &["unknown_path at \"{{flow.name}}\""],
    ),
    (
        r#"send_message a { body: "{{contact.name}}" media_url: "{{contact.channel.name}}" _ => end }"#,
        &[
            "unknown_path at \"{{contact.name}}\"",
            "unknown_path at \"{{contact.channel.name}}\"",
        ],
    ),
    (
        r#"send_message a { body: "{{flow.sid}}{{flow.flow_sid}}{{flow.channel.address}}{{flow.channel}}
            {{contact.channel.address}}{{settings.x}}{{flow.variables}}{{flow.add_ons.x}}
            {{trigger.message.Body}}{{trigger.message}}" _ => end }"#,
        &[],
    ),
    // Widgets.
    (
        r#"send_message a { body: "{{widgets.b.outbound}}" _ => end }"#,
        &["unknown_widget at \"{{widgets.b.outbound}}\""],
    ),
    (
        r##"#[name = "first-one"] send_message a { body: "x" _ => b }
            send_message b { body: "{{widgets.first-one.outbound.Sid}}" media_url: "{{widgets.a.outbound}}" _ => end }"##,
        &["unknown_widget at \"{{widgets.a.outbound}}\""],
    ),
    (
        // An index that is known is a name.
        r#"send_message a { body: "{{widgets['b'].outbound}}{{widgets[trigger.message.x].outbound}}" _ => end }"#,
        &["unknown_widget at \"{{widgets['b'].outbound}}{{widgets[trigger.message.x].outbound}}\""],
    ),
    // Outputs.
    (
        r#"send_message a { body: "x" _ => b }
           send_message b { body: "{{widgets.a.inbound.Body}}" _ => end }"#,
        &["unknown_output at \"{{widgets.a.inbound.Body}}\""],
    ),
    (
        r#"set_variables a { variables: { x: 1 } next => b }
           send_message b { body: "{{widgets.a.x}}{{widgets.a.y}}" _ => end }"#,
        &["unknown_output at \"{{widgets.a.x}}{{widgets.a.y}}\""],
    ),
    (
        r#"split_based_on a { input: "x" contains("y") => end _ => b }
           send_message b { body: "{{widgets.a.input}}{{widgets.Trigger.Body}}" _ => end }"#,
        &[
            "unknown_output at \"{{widgets.a.input}}{{widgets.Trigger.Body}}\"",
            "unknown_output at \"{{widgets.a.input}}{{widgets.Trigger.Body}}\"",
        ],
    ),
    (
        // After an event that no catalogue knows.
        r#"send_message a { body: "x" "queued" => b _ => end }
           send_message b { body: "{{widgets.a.Sid}}" _ => end }"#,
        &[],
    ),
    // Variables: guards do not help a name that nobody sets.
    (
        r#"send_message a { body: "{{flow.variables.x | default: 1}}" _ => end }"#,
        &["unknown_variable at \"{{flow.variables.x | default: 1}}\""],
    ),
    (
        r#"split_based_on a { input: "{{flow.variables.x}}" contains("y") => end _ => end }"#,
        &["unknown_variable at \"{{flow.variables.x}}\""],
    ),
    (
        r#"send_message a { body: "{% if flow.variables.x %}y{% endif %}" _ => end }"#,
        &["unknown_variable at \"{% if flow.variables.x %}y{% endif %}\""],
    ),
    // Each once a widget.
    (
        r#"send_message a { body: "{{x}}{{x.y}}{{y}}" media_url: "{{x}}" _ => b }
           send_message b { body: "{{x}}" _ => end }"#,
        &[
            "unknown_root at \"{{x}}{{x.y}}{{y}}\"",
            "unknown_root at \"{{x}}{{x.y}}{{y}}\"",
            "unknown_root at \"{{x}}\"",
        ],
    ),
    // What follows from something else.
    (
        r#"set_variabels a { variables: { x: 1 } next => b }
           send_message b { body: "{{flow.variables.x}}{{flow.variables.y}}{{widgets.a.x}}" _ => end }"#,
        &["unknown_kind at set_variabels"],
    ),
    (
        r#"set_variables a { variables: ? next => b }
           send_message b { body: "{{flow.variables.x}}{{widgets.a.x}}" _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "x" _ => end } ? ? { ? => ? }
           send_message b { body: "{{widgets.c.x}}" _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "{{x | frobnicate}}" _ => end }"#,
        &["unknown_filter at \"{{x | frobnicate}}\""],
    ),
    (
        // Which of two is meant is not known.
        r##"#[name = "x"] send_message a { body: "y" _ => b }
            #[name = "x"] send_message b { body: "{{widgets.x.foo}}" _ => end }"##,
        &["duplicate_name at \"x\""],
    ),
    (
        // A widget that no path reaches has nothing said of it.
        r#"send_message a { body: "x" _ => end }
           send_message b { body: "{{x}}{{widgets.a.outbound}}" _ => end }"#,
        &["unreachable_widget at b"],
    ),
    (
        // What a quoted kind is set to is not read.
        r#""wait" a { "body": "{{x}}" "done" => b } send_message b { body: "{{widgets.a.y}}" _ => end }"#,
        &[],
    ),
    (
        r#"run_function a { url: "x" service_sid: "{{x}}" _ => end }"#,
        &["liquid_not_allowed at \"{{x}}\""],
    ),
    // Everywhere a template may stand.
    (
        r#"run_function a { function: F { x: "{{p1}}" } _ => b }
           make_http_request b { method: "GET" url: "{{p2}}" parameters: { x: "{{p3}}" } _ => c }
           set_variables c { variables: { x: json("{{p4}}") } next => d }
           send_and_wait_for_reply d { body: "x" timeout: "{{p5}}" _ => e }
           split_based_on e { input: "x" contains("{{p6}}") => end _ => end }"#,
        &[
            "unknown_root at \"{{p1}}\"",
            "unknown_root at \"{{p2}}\"",
            "unknown_root at \"{{p3}}\"",
            "unknown_root at \"{{p4}}\"",
            "unknown_root at \"{{p5}}\"",
            "unknown_root at \"{{p6}}\"",
        ],
    ),
    (
        r##"#[allow(stale_subject)]
            split_based_on a { input: "x" subject("{{p7}}") contains("x") => end _ => end }"##,
        &["unknown_root at \"{{p7}}\""],
    ),
];
