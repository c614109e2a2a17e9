//! F08xx.

use crate::Case;

pub(crate) const CASES: &[Case] = &[
    (
        r#"run_function a { function: Name { b: "c" b: "d" } _ => end }"#,
        &["duplicate_parameter at b"],
    ),
    (
        r#"run_function a { function: some.Name { b: "c" d: 1 e: true } _ => end }"#,
        &[],
    ),
    (
        r#"run_function a { function: Name { b: ["c"] d: json("{}") e: ? } _ => end }"#,
        &["wrong_type at [", "json_not_allowed at \"{}\""],
    ),
];
