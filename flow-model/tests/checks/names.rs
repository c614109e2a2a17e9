//! F01xx.

use crate::Case;

pub(crate) const CASES: &[Case] = &[
    // Kinds.
    (
        r#"send_mesage a { body: "x" _ => end }"#,
        &["unknown_kind at send_mesage"],
    ),
    (
        // Nothing is known of its properties and events.
        r#"frobnicate a { colour: 5 colour: 6 twice => b twice => nowhere }
           send_message b { body: "x" _ => end }"#,
        &["unknown_kind at frobnicate", "unknown_target at nowhere"],
    ),
    (r#""create-task" a { "someProp": 1 "done" => end }"#, &[]),
    // A quoted kind is not looked into, so what is not quoted there cannot be known.
    (
        r#""create-task" a { some_prop: 1 done => end _ => end }"#,
        &["unknown_property at some_prop", "unknown_event at done"],
    ),
    // Properties.
    (
        // What it may have meant is not missing.
        r#"send_message a { bdy: "x" _ => end }"#,
        &["unknown_property at bdy"],
    ),
    (
        r#"send_message a { colour: "x" _ => end }"#,
        &["unknown_property at colour"],
    ),
    (
        // Near to something else: the body is missing all the same.
        r#"send_message a { atributes: "{}" _ => end }"#,
        &["missing_property at a", "unknown_property at atributes"],
    ),
    (
        r#"send_message a { body: "x" "colour": "red" _ => end }"#,
        &[],
    ),
    (
        r#"trigger { body: "x" incoming_message => end }"#,
        &["trigger_unconnected at trigger", "unknown_property at body"],
    ),
    // Events.
    (
        r#"send_message a { body: "x" sent => end faild => end }"#,
        &["unknown_event at faild"],
    ),
    (
        r#"send_message a { body: "x" delivered => end }"#,
        &["unknown_event at delivered"],
    ),
    (
        r#"send_message a { body: "x" sent => end failed => end delivered => end }"#,
        &["unknown_event at delivered"],
    ),
    (
        r#"send_message a { body: "x" contains("y") => end _ => end }"#,
        &["unknown_event at contains"],
    ),
    (
        r#"send_message a { body: "x" "read" => end _ => end }"#,
        &[],
    ),
    (
        // Studio's spelling, quoted, is the same event.
        r#"send_and_wait_for_reply a { body: "x" "incomingMessage" => end timeout | delivery_failure => end }"#,
        &[],
    ),
    // Operators.
    (
        r#"split_based_on a { input: "x" contain("y") => end _ => end }"#,
        &["unknown_operator at contain"],
    ),
    (
        r#"split_based_on a { input: "x" noMatch => end }"#,
        &["unknown_operator at noMatch"],
    ),
    (
        r#"split_based_on a { input: "x" sent => end _ => end }"#,
        &["unknown_operator at sent"],
    ),
    (
        r#"split_based_on a { input: "x" "sounds_like"("y") => end _ => end }"#,
        &[],
    ),
    // Widgets.
    (
        // The second is not unreachable, nor is what it leads to: the name may have meant it.
        r#"send_message a { body: "x" _ => end }
           send_message a { body: "y" _ => b }
           send_message b { body: "z" _ => end }"#,
        &["duplicate_widget at a"],
    ),
    (
        r#"send_message a { body: "x" body: "y" _ => end }"#,
        &["duplicate_property at body"],
    ),
    (
        r#""x-y" a { "p": 1 "p": 2 "q": 3 }"#,
        &["duplicate_property at \"p\""],
    ),
    // Names that Studio refuses.
    (
        r##"#[name = "1 a.b"] send_message a { body: "x" _ => end }"##,
        &["refused_name at \"1 a.b\""],
    ),
    (
        r##"#[name = "check-Support_2"] send_message a { body: "x" _ => end }"##,
        &[],
    ),
    (
        r#"trigger { incoming_message => _b } send_message _b { body: "x" _ => end }"#,
        &["refused_name at _b"],
    ),
    (
        r##"trigger { incoming_message => _b } #[name = "b"] send_message _b { body: "x" _ => end }"##,
        &[],
    ),
    (
        r#"trigger { incoming_message => été } send_message été { body: "x" _ => end }"#,
        &["refused_name at été"],
    ),
    (
        r#"trigger { incoming_message => a }
           send_message trigger { body: "x" _ => end }
           send_message a { body: "x" _ => end }"#,
        &["reserved_name at trigger"],
    ),
    (
        r#"trigger { incoming_message => ending } send_message ending { body: "x" _ => end }"#,
        &[],
    ),
    // Studio's names are given once.
    (
        r##"send_message a { body: "x" _ => b } #[name = "a"] send_message b { body: "x" _ => end }"##,
        &["duplicate_name at \"a\""],
    ),
    (
        r##"#[name = "b"] send_message a { body: "x" _ => b } send_message b { body: "x" _ => end }"##,
        &["duplicate_name at b"],
    ),
    (
        r##"#[name = "b"] send_message a { body: "x" _ => b }
            #[name = "a"] send_message b { body: "x" _ => end }"##,
        &[],
    ),
    (
        r#"trigger { incoming_message => Trigger } send_message Trigger { body: "x" _ => end }"#,
        &["duplicate_name at Trigger"],
    ),
];
