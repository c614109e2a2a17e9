//! `#[allow]`.

use crate::Case;

pub(crate) const CASES: &[Case] = &[
    (
        r##"send_message a { body: "x" _ => end }
            #[allow(unreachable_widget)] send_message b { body: "x" _ => c }
            send_message c { body: "x" _ => end }"##,
        &[],
    ),
    (
        r##"#![allow(unreachable_widget)]
            send_message a { body: "x" _ => end }
            send_message b { body: "x" _ => end }
            send_message c { body: "x" _ => end }"##,
        &[],
    ),
    (
        // The nearer one is used, and so the other is not.
        r##"#![allow(unreachable_widget)]
            send_message a { body: "x" _ => end }
            #[allow(unreachable_widget)] send_message b { body: "x" _ => end }"##,
        &["unused_allow at unreachable_widget"],
    ),
    (
        r##"#[allow(spinning_cycle)] send_message a { body: "x" _ => end }"##,
        &["unused_allow at spinning_cycle"],
    ),
    (
        r##"#[allow(spinning_cycle)] #[allow(spinning_cycle)] send_message a { body: "x" _ => a }"##,
        &["unused_allow at spinning_cycle"],
    ),
    // What another finding may hide cannot be said to be absent.
    (
        r##"send_message a { body: "x" _ => exlain }
            #[allow(unreachable_widget)] send_message explain { body: "x" _ => end }"##,
        &["unknown_target at exlain"],
    ),
    (
        r##"#[allow(arm_never_taken)]
            split_based_on a { input: "x" contain("a") => end contains("ab") => end _ => end }"##,
        &["unknown_operator at contain"],
    ),
    (
        r##"#[allow(body_may_be_long)] send_message a { body: ? _ => end }"##,
        &[],
    ),
    (
        r##"#![allow(spinning_cycle)] send_message a { body: 5 _ => end }"##,
        &["wrong_type at 5"],
    ),
    // What is read.
    (
        r##"#![allow(unknown_variable)]
            #[allow(may_be_unset)] send_message a { body: "{{flow.variables.x}}" _ => end }"##,
        &["unused_allow at may_be_unset"],
    ),
    (
        r##"#[allow(never_set_here)] send_message a { body: "{{trigger.call.From}}" _ => end }"##,
        &[],
    ),
    (
        // Where it leads on, the other may be read unset.
        r##"send_message a { body: "x" sent => exlain failed => b }
            #[allow(never_set_here)] send_message b { body: "{{trigger.call.From}}" _ => end }"##,
        &["unknown_target at exlain"],
    ),
    (
        // Behind a widget that nothing leads to yet.
        r##"send_message a { body: "x" _ => end }
            send_message b { body: "x" _ => c }
            #[allow(never_set_here)] send_message c { body: "{{trigger.call.From}}" _ => end }"##,
        &["unreachable_widget at b"],
    ),
    // What is no lint.
    (
        r##"#[allow(unreachable)] send_message a { body: "x" _ => end }"##,
        &["unknown_lint at unreachable"],
    ),
    (
        r##"#[allow(unknown_target)] send_message a { body: "x" _ => nowhere }"##,
        &[
            "unknown_lint at unknown_target",
            "unknown_target at nowhere",
        ],
    ),
];
