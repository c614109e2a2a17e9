//! Files that hold no flow: each command says the same of them.

use std::fs;

use expect_test::{Expect, expect};

use crate::folder::Folder;

#[track_caller]
fn check(text: &str, expected: Expect) {
    let folder = Folder::new(&[("bot.json", text)]);
    let done = folder.flow(&["check", "bot.json"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (Some(2), "1 file: 1 not read\n")
    );
    expected.assert_eq(&done.out);
    for command in ["import", "diagram"] {
        let other = folder.flow(&[command, "bot.json"]);
        assert_eq!((other.code, other.out.as_str()), (Some(2), ""));
        assert_eq!(other.err, done.out);
    }
    let other = folder.flow(&["diff", "bot.json", "bot.json"]);
    assert_eq!((other.code, other.err), (Some(2), done.out));
}

#[test]
fn what_is_no_json_is_said_with_its_place() {
    check(
        "",
        expect![[r#"
        error: this file is empty
         --> bot.json:1:1
          |
        1 |
          | ^
          |
          = help: export the flow again: in Studio's editor, `Show Flow JSON` of the trigger

    "#]],
    );
    check(
        "{\"states\": [}",
        expect![[r#"
        error: this is not JSON: a value belongs here, and `}` stands here
         --> bot.json:1:13
          |
        1 | {"states": [}
          |             ^

    "#]],
    );
    check(
        "{\n  \"states\": [],\n}\n",
        expect![[r#"
        error: this is not JSON: a `,` after the last entry is one too many
         --> bot.json:3:1
          |
        3 | }
          | ^

    "#]],
    );
    check(
        "{\n  \"states\": [\n",
        expect![[r#"
        error: this is not JSON: the file ends within an array: a `]` is missing
         --> bot.json:3:1
          |
        3 |
          | ^

    "#]],
    );
}

#[test]
fn what_is_no_flow_is_said() {
    check(
        "[1, 2]",
        expect![[r#"
        error: this is not a Studio flow: it is an array, and a flow is an object with `states`
         --> bot.json:1:1
          |
        1 | [1, 2]
          | ^^^^^^

    "#]],
    );
    check(
        "{ \"states\": 5 }",
        expect![[r#"
        error: this is not a Studio flow: its `states` are not an array of widgets
         --> bot.json:1:13
          |
        1 | { "states": 5 }
          |             ^

    "#]],
    );
    check(
        "{ \"flows\": [] }",
        expect![[r#"
        error: this is not a Studio flow: it is a list of flows as the REST API gives it, without their definitions: fetch one flow by its SID
         --> bot.json:1:1
          |
        1 | { "flows": [] }
          | ^^^^^^^^^^^^^^^

    "#]],
    );
    check(
        "{\n  \"states\": [\n    {\n      \"name\": \"a\"\n    }\n  ]\n}\n",
        expect![[r#"
            error: this is not a Studio flow: `states[0]` has no `type`
             --> bot.json:3:5
              |
            3 |     {
              |     ^

        "#]],
    );
}

#[test]
fn the_format_before_2020_is_told_from_it() {
    let old = "{\n  \"states\": [\n    {\n      \"type\": \"InitialState\",\n      \"sid\": \"FF0\"\n    }\n  ]\n}\n";
    check(
        old,
        expect![[r#"
        error: this flow has the format that Studio wrote before 2020, whose widgets refer to each other by their SIDs
         --> bot.json:3:5
          |
        3 |     {
          |     ^
          |
          = help: open it in Studio's editor, publish it, and export it again

    "#]],
    );
}

#[test]
fn a_rust_file_is_told_from_it() {
    let folder = Folder::new(&[("bot.rs", "flow! {}\n")]);
    let done = folder.flow(&["check", "bot.rs"]);
    assert_eq!(done.code, Some(2));
    expect![[r#"
        error: this is not JSON: a value belongs here, and `l` stands here
         --> bot.rs:1:2
          |
        1 | flow! {}
          |  ^
          |
          = help: this is a Rust file, whose flows `cargo check` checks: name one of Studio's JSON

    "#]]
    .assert_eq(&done.out);
}

#[test]
fn what_is_no_file_is_said() {
    let folder = Folder::new(&[]);
    fs::create_dir(folder.path("flows")).unwrap();
    fs::write(folder.path("latin.json"), b"{\n\"caf\xe9\"}").unwrap();
    fs::write(folder.path("wide.json"), b"\xff\xfe{\0").unwrap();
    let done = folder.flow(&["check", "none.json", "flows", "latin.json", "wide.json"]);
    assert_eq!((done.code, done.out.as_str()), (Some(2), ""));
    expect![[r#"
        error: there is no file `none.json`
        error: `flows` is a directory
         |
         = help: name a file in it, or all of them: `flows/*`
        error: `latin.json` is not UTF-8: what stands in line 2 is no character
         |
         = help: save it as UTF-8, as Rust and JSON are written
        error: `wide.json` is UTF-16
         |
         = help: save it as UTF-8, as Rust and JSON are written
        4 files: 4 not read
    "#]]
    .assert_eq(&done.err);
}
