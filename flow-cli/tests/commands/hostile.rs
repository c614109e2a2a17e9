//! Files that nobody wrote by hand: a clear error, or an answer of a bounded size.

use expect_test::expect;

use crate::folder::Folder;

#[test]
fn what_is_nested_ten_thousand_deep_is_refused() {
    let text = format!(
        "{{\"states\": {}{}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let folder = Folder::new(&[("bot.json", &text)]);
    let done = folder.flow(&["check", "bot.json"]);
    assert_eq!(done.code, Some(2));
    expect![[r#"
        error: objects and arrays are nested deeper here than in any flow of Studio's
         --> bot.json:1:31
          |
        1 | ...[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]...
          |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^...^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    "#]].assert_eq(&done.out);
}

#[test]
fn what_is_larger_than_any_flow_is_refused() {
    let large = format!("[{}1]", "1,".repeat(2_500_000));
    let folder = Folder::new(&[("large.json", &large), ("larger.json", &large.repeat(20))]);
    let done = folder.flow(&["check", "large.json", "larger.json"]);
    assert_eq!(done.code, Some(2));
    expect![[r#"
        error: `large.json` is not read: this file has 5000003 bytes, and a flow of more than 4194304 is not read
    "#]].assert_eq(&done.out);
    expect![[r#"
        error: `larger.json` is larger than 16 MiB
         |
         = help: a flow is far smaller: is this the file?
        2 files: 2 not read
    "#]]
    .assert_eq(&done.err);
}

#[test]
fn a_million_states_are_refused() {
    let states = vec!["{}"; 1_000_000].join(",");
    let folder = Folder::new(&[("bot.json", &format!("{{\"states\":[{states}]}}"))]);
    let done = folder.flow(&["check", "bot.json"]);
    assert_eq!(done.code, Some(2));
    expect![[r#"
        error: this flow has 1000000 states, and a flow has at most 65535
         --> bot.json:1:11
          |
        1 | ...s":[{},{},{},{},{},{},{},{},{},{},{},{},{...},{},{},{},{},{},{},{},{},{},{},{},{},
          |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^...^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    "#]]
    .assert_eq(&done.out);
}

#[test]
fn endless_liquid_is_refused_or_found() {
    let body = "{% for a in (1..9999999) %}".repeat(2_000);
    let flow = format!(
        r#"{{"states": [{{"name": "t", "type": "trigger", "transitions": [{{"event": "incomingMessage", "next": "a"}}]}},
        {{"name": "a", "type": "send-message", "transitions": [], "properties": {{"body": "{body}"}}}}]}}"#
    );
    let folder = Folder::new(&[("bot.json", &flow)]);
    let done = folder.flow(&["check", "bot.json"]);
    assert_eq!(done.code, Some(1));
    expect![[r#"
        note: without an `initial_state` the flow starts at its trigger, `t`
         --> bot.json:1:1
          |
        1 | {"states": [{"name": "t", "type": "trigger", "transitions": [{"event": "incomingMessage", "next": "a"}]},
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        error[F0601]: blocks stand more than 100 deep in blocks
         --> bot.json:2:2793
          |
        2 | ...or a in (1..9999999) %}{% for a in (1..9999999) %}{% for a in (1..9999999) %}{% for a in (1..9999999) %}{% for...
          |                                                         ^^^

    "#]].assert_eq(&done.out);
}
