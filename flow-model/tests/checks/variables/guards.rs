//! What a read says of a blank.

use crate::Case;

pub(crate) const CASES: &[Case] = &[
    // `default`.
    (
        r#"send_message a { body: "{{widgets.b.outbound.Sid | upcase | default: '-'}}" _ => b }
           send_message b { body: "x" _ => end }"#,
        &[],
    ),
    // What it puts in may be set wherever the other is not; but never is never.
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" contains("x") => b _ => c }
           set_variables b { variables: { x: 1 } next => d }
           set_variables c { variables: { y: 1 } next => d }
           send_message d { body: "{{flow.variables.x | default: flow.variables.y}}" _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "{{trigger.message.Nickname | default: widgets.b.outbound.Sid}}" _ => b }
           send_message b { body: "x" _ => end }"#,
        &["never_set_here at \"{{trigger.message.Nickname | default: widgets.b.outbound.Sid}}\""],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b timeout => b _ => end }
           send_message b { body: "{{widgets.a.inbound.Body | default: widgets.a.inbound.From}}" _ => end }"#,
        &["may_be_unset at \"{{widgets.a.inbound.Body | default: widgets.a.inbound.From}}\""],
    ),
    // Heads of tags, and `size`.
    (
        r#"send_message a { body: "{% if widgets.b.outbound %}x{% elsif widgets.b %}y{% endif %}
             {% unless widgets.b.outbound %}x{% endunless %}{% case widgets.b.outbound.Sid %}{% when widgets.b.outbound.To %}{% endcase %}
             {% for x in widgets.b.outbound.Media %}x{% endfor %}{{widgets.b.outbound.Body | size}}" _ => b }
           send_message b { body: "x" _ => end }"#,
        &[],
    ),
    // A branch that tests the same, whichever it is.
    (
        r#"send_message a { body: "{% if widgets.b.outbound %}{{widgets.b.outbound.Sid}}{% else %}{{widgets.b.outbound.To}}{% endif %}" _ => b }
           send_message b { body: "x" _ => end }"#,
        &[],
    ),
    (
        r#"send_message a { body: "{% if widgets.b %}{{widgets.b.outbound.Sid}}{% endif %}" _ => b }
           send_message b { body: "x" _ => end }"#,
        &[],
    ),
    (
        // Any path under `trigger` rules out other triggers.
        r#"send_message a { body: "{% if trigger.call.From %}{{trigger.call.To}}{% elsif trigger.message %}{{trigger.request.from}}{% endif %}" _ => end }"#,
        &[],
    ),
    // A branch that tests something else: never is never, but may be is not known.
    (
        r#"send_message a { body: "{% if trigger.message.Body %}{{widgets.b.outbound}}{% endif %}" _ => b }
           send_message b { body: "x" _ => end }"#,
        &["never_set_here at \"{% if trigger.message.Body %}{{widgets.b.outbound}}{% endif %}\""],
    ),
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" contains("x") => b _ => c }
           send_message b { body: "x" _ => c }
           send_message c { body: "{% if trigger.message.Body contains 'x' %}{{widgets.b.outbound}}{% endif %}" _ => end }"#,
        &[],
    ),
    // Counting.
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" contains("x") => b _ => c }
           set_variables b { variables: { n: 1 } next => c }
           send_message c { body: "{{flow.variables.n | plus: 1}}{{flow.variables.n | minus: 1 | abs}}" _ => end }"#,
        &[],
    ),
    (
        // Of an output it is no idiom.
        r#"run_function a { function: F success => end fail => b }
           send_message b { body: "{{widgets.a.parsed.x | plus: 1}}" _ => end }"#,
        &["never_set_here at \"{{widgets.a.parsed.x | plus: 1}}\""],
    ),
    // The input of a split, and what its arms compare with.
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b timeout => b _ => end }
           split_based_on b { input: "{{widgets.a.inbound.Body}}" contains("x") => end
             equal_to("{{widgets.a.inbound.From}}") => end _ => end }"#,
        &[],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => end _ => b }
           split_based_on b { input: "{{widgets.a.inbound.Body}}" contains("x") => end _ => end }"#,
        &["never_set_here at \"{{widgets.a.inbound.Body}}\""],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => end _ => b }
           split_based_on b { input: "{{trigger.message.Body}}" contains("{{widgets.a.inbound.Body}}") => end _ => end }"#,
        &["never_set_here at \"{{widgets.a.inbound.Body}}\""],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => end _ => b }
           split_based_on b { input: "{{widgets.a.inbound.Body | default: 'x'}}" contains("x") => end _ => end }"#,
        &[],
    ),
    // Studio's editor fills these in by itself.
    (
        r#"trigger { incoming_call => a } send_message a { body: "x" service: "{{trigger.message.InstanceSid}}"
             channel: "{{trigger.conversation.ChannelSid}}{{trigger.foo}}" _ => end }"#,
        &[],
    ),
    (
        r#"trigger { incoming_call => a } send_message a { body: "x" attributes: "{{trigger.message.InstanceSid}}" _ => end }"#,
        &["never_set_here at \"{{trigger.message.InstanceSid}}\""],
    ),
    (
        r#"send_message a { body: "x" service: "{{widgets.b.x}}" _ => end }"#,
        &["unknown_widget at \"{{widgets.b.x}}\""],
    ),
    // Below the entry that sets it.
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" contains("x") => b _ => c }
           set_variables b { variables: { x: 1 } next => c }
           set_variables c { variables: { x: 2 y: "{{flow.variables.x}}" } next => end }"#,
        &[],
    ),
    (
        r#"split_based_on a { input: "{{trigger.message.Body}}" contains("x") => b _ => c }
           set_variables b { variables: { x: 1 } next => c }
           set_variables c { variables: { y: "{{flow.variables.x}}" x: 2 } next => end }"#,
        &["may_be_unset at \"{{flow.variables.x}}\""],
    ),
    // The first round of a loop.
    (
        r#"send_and_wait_for_reply a { body: "So far: {{flow.variables.list}}" incoming_message => b _ => end }
           set_variables b { variables: { list: "{{flow.variables.list}}, {{widgets.a.inbound.Body}}" } next => a }"#,
        &[],
    ),
    (
        // Not where some way to what sets it goes round it.
        r#"split_based_on a { input: "{{trigger.message.Body}}" contains("x") => b _ => c }
           send_and_wait_for_reply b { body: "So far: {{flow.variables.list}}" incoming_message => c _ => end }
           set_variables c { variables: { list: "x" } next => b }"#,
        &["may_be_unset at \"So far: {{flow.variables.list}}\""],
    ),
    // A plain read among guarded ones.
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => b timeout => b _ => end }
           send_message b { body: "{{widgets.a.inbound.Body | default: 'x'}}" media_url: "{{widgets.a.inbound.Media}}" _ => end }"#,
        &["may_be_unset at \"{{widgets.a.inbound.Media}}\""],
    ),
    // Arguments of filters and indices are read as they are.
    (
        r#"send_message a { body: "{{trigger.message.Body | append: widgets.b.outbound.Sid}}" _ => b }
           send_message b { body: "x" _ => end }"#,
        &["never_set_here at \"{{trigger.message.Body | append: widgets.b.outbound.Sid}}\""],
    ),
    (
        r#"send_message a { body: "{{trigger.message[widgets.b.outbound.Sid]}}" _ => b }
           send_message b { body: "x" _ => end }"#,
        &["never_set_here at \"{{trigger.message[widgets.b.outbound.Sid]}}\""],
    ),
    // Accepted.
    (
        r##"#[allow(never_set_here)] send_message a { body: "{{widgets.b.outbound}}" _ => b }
            send_message b { body: "x" _ => end }"##,
        &[],
    ),
];
