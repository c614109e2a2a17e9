//! F04xx.

use flow_model::check;

use crate::Case;
use crate::source::Source;

pub(crate) const CASES: &[Case] = &[
    (
        r#"send_message a { body: "x" _ => a }"#,
        &["spinning_cycle at a"],
    ),
    (
        r#"send_message a { body: "x" _ => c }
           set_variables b { variables: { n: 1 } next => a }
           split_based_on c { input: "x" contains("a") => end _ => b }"#,
        &["spinning_cycle at a"],
    ),
    (
        // A function in it: it polls.
        r#"run_function a { url: "https://x" success => end fail => b }
           set_variables b { variables: { n: 1 } next => a }"#,
        &[],
    ),
    (
        r#"send_and_wait_for_reply a { body: "x" incoming_message => end timeout => b delivery_failure => end }
           send_message b { body: "x" _ => a }"#,
        &[],
    ),
    (
        // A kind that is not known may wait.
        r#""wait" a { "done" => b } send_message b { body: "x" _ => a }"#,
        &[],
    ),
    (
        // A cycle beside the one that waits.
        r#"run_function a { url: "https://x" success => b fail => end }
           send_message b { body: "x" sent => c failed => a }
           send_message c { body: "x" sent => b failed => end }"#,
        &["spinning_cycle at b"],
    ),
    (
        // Two that have nothing in common are two.
        r#"split_based_on a { input: "x" contains("a") => b _ => c }
           send_message b { body: "x" _ => b } send_message c { body: "x" _ => c }"#,
        &["spinning_cycle at b", "spinning_cycle at c"],
    ),
    (
        // Any widget of the cycle may accept it.
        r##"send_message a { body: "x" _ => b }
            #[allow(spinning_cycle)] set_variables b { variables: { n: 1 } next => a }"##,
        &[],
    ),
];

#[test]
fn a_shortest_cycle_is_drawn() {
    let text = r#"trigger { incoming_message => a }
        send_message a { body: "x" sent => b failed => c }
        send_message b { body: "x" _ => c }
        send_message c { body: "x" _ => a }"#;
    assert_eq!(
        check(&Source::read(text).flow)[0].message,
        "nothing waits in the cycle `a -> c -> a`, so it spins"
    );
}
