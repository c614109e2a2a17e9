//! `flow lock`, and `flow check --lock`

use std::fs;

use expect_test::expect;

use crate::folder::{BOT, Folder, README, mended};

/// With a flow and what may wait in it.
fn deployed() -> Folder {
    let folder = Folder::new(&[("bot.json", &mended())]);
    let done = folder.flow(&["lock", "bot.json", "-o", "flow.lock"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
    assert_eq!(
        done.err,
        "flow.lock: 1 flow, in which executions may wait at 1 widget\n"
    );
    folder
}

/// The flow, which greets by a name that it sets before it asks.
fn changed() -> String {
    let know = r#"{
      "name": "know",
      "type": "set-variables",
      "transitions": [{ "event": "next", "next": "ask-name" }],
      "properties": { "variables": [{ "key": "city", "value": "{{trigger.message.FromCity}}" }] }
    },
    {
      "name": "ask-name","#;
    mended()
        .replace("\"next\": \"ask-name\"", "\"next\": \"know\"")
        .replace("{\n      \"name\": \"ask-name\",", know)
        .replace("\"Hello\"", "\"Hello {{flow.variables.city}}\"")
}

#[test]
fn where_executions_may_wait_is_written_down() {
    let folder = deployed();
    let digest = |line: &str| line.starts_with("digest = ");
    let text = folder.read("flow.lock");
    let text: Vec<_> = text.lines().filter(|line| !digest(line)).collect();
    expect![[r##"
        # Where conversations may wait in the flows that were deployed, and what they have set by then.
        # A release writes it; tests and `flow check --lock` hold the flows to it. Commit it.

        version = 1

        [[flow]]
        name = "Bot"

        [[flow.waiting]]
        widget = "ask-name"
        kind = "send_and_wait_for_reply"

        [flow.waiting.set]
        "trigger.message" = "any"
        "widgets.Trigger" = "any""##]].assert_eq(&text.join("\n"));
    let done = folder.flow(&["check", "--lock", "flow.lock", "bot.json"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
    // To standard output, it is that of these flows alone.
    let done = folder.flow(&["lock", "bot.json"]);
    assert_eq!((done.code, done.out), (Some(0), folder.read("flow.lock")));
    // Written again, it is the same.
    let known = folder.read("flow.lock");
    folder.flow(&["lock", "bot.json", "-o", "flow.lock"]);
    assert_eq!(folder.read("flow.lock"), known);
}

#[test]
fn a_flow_that_would_strand_somebody_is_drawn_and_not_written_down() {
    let folder = deployed();
    fs::write(folder.path("bot.json"), changed()).unwrap();
    let done = folder.flow(&["check", "--lock", "flow.lock", "bot.json"]);
    assert_eq!(done.code, Some(1));
    expect![[r#"
        error: executions waiting at `ask-name` could not be carried over: `flow.variables.city` is read by `greet` and was never set
          --> bot.json:60:15
           |
        60 |       "name": "greet",
           |               ^^^^^^^
           |
           = help: set it on the way there, or say what stands for it, `{{flow.variables.city | default: ""}}`; or, once nobody waits there any more, delete its entry in `flow.lock`

    "#]].assert_eq(&done.out);
    assert_eq!(done.err, "1 file: 1 error\n");
    let shown = format!(
        "$ flow check --lock flow.lock bot.json\n{}{}",
        done.out, done.err
    );
    assert!(README.contains(&shown), "{shown}");
    let known = folder.read("flow.lock");
    let refused = folder.flow(&["lock", "bot.json", "-o", "flow.lock"]);
    assert_eq!((refused.code, refused.out), (Some(1), done.out));
    assert_eq!(refused.err, "flow.lock: not written, 1 error\n");
    assert_eq!(folder.read("flow.lock"), known);
    let done = folder.flow(&[
        "check",
        "--format",
        "github",
        "--lock",
        "flow.lock",
        "bot.json",
    ]);
    expect![[r#"
        ::error file=bot.json,line=60,col=15::executions waiting at `ask-name` could not be carried over: `flow.variables.city` is read by `greet` and was never set%0Ahelp: set it on the way there, or say what stands for it, `{{flow.variables.city | default: ""}}`; or, once nobody waits there any more, delete its entry in `flow.lock`
    "#]].assert_eq(&done.out);
}

#[test]
fn a_widget_that_is_gone_is_told_where_the_flow_begins() {
    let folder = deployed();
    let renamed = mended().replace("ask-name", "ask-who");
    fs::write(folder.path("bot.json"), renamed).unwrap();
    let done = folder.flow(&["check", "--lock", "flow.lock", "bot.json"]);
    assert_eq!(done.code, Some(1));
    expect![[r#"
        error: executions waiting at `ask-name` could not be carried over: the flow has no widget `ask-name` any more
         --> bot.json:1:1
          |
        1 | {
          | ^
          |
          = help: keep a widget of that name and kind; or, once nobody waits there any more, delete its entry in `flow.lock`

    "#]].assert_eq(&done.out);
}

#[test]
fn a_flow_that_is_new_is_noted_and_one_that_is_gone_is_an_error() {
    let folder = deployed();
    fs::rename(folder.path("bot.json"), folder.path("desk.json")).unwrap();
    let check = ["check", "--lock", "flow.lock", "desk.json"];
    let done = folder.flow(&check);
    assert_eq!(done.code, Some(1));
    expect![[r#"
        note: `flow.lock` holds no flow `Desk`, so nobody is taken to wait in it
         --> desk.json:1:1
          |
        1 | {
          | ^
          |
          = help: it holds `Bot`; `flow lock` adds one once it is deployed

        error: executions may wait in `Bot`, and no file holds that flow
         --> flow.lock:7:1
          |
        7 | name = "Bot"
          | ^^^^^^^^^^^^
          |
          = help: name its file too; or, once nobody waits there any more, delete its entry here

    "#]]
    .assert_eq(&done.out);
    assert_eq!(done.err, "1 file: 1 error, 1 note\n");
    let done = folder.flow(&["lock", "desk.json", "-o", "flow.lock"]);
    assert_eq!(
        done.err,
        "flow.lock: 2 flows, in which executions may wait at 2 widgets\n"
    );
    fs::write(folder.path("bot.json"), mended()).unwrap();
    let done = folder.flow(&["check", "--lock", "flow.lock", "desk.json", "bot.json"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
}

#[test]
fn what_cannot_be_read_is_told_with_what_to_do() {
    let folder = deployed();
    let said = |args: &[&str]| {
        let done = folder.flow(args);
        assert_eq!(done.code, Some(2), "{done:?}");
        done.err
    };
    expect![[r#"
        error: there is no file `no.lock`
         |
         = help: `flow lock FILE… -o no.lock` writes it, from the flows as they are deployed
    "#]]
    .assert_eq(&said(&["check", "--lock", "no.lock", "bot.json"]));
    expect![[r#"
        error: `bot.json` is not read: TOML parse error at line 1, column 1
                 |
               1 | {
                 | ^
               invalid key-value pair, expected key
               get it back as it was committed; or, where nobody waits, delete it and write it anew
    "#]]
    .assert_eq(&said(&["check", "--lock", "bot.json", "bot.json"]));
    fs::create_dir(folder.path("other")).unwrap();
    expect![[r#"
        error: `other` is a directory
         |
         = help: name a file in it
    "#]]
    .assert_eq(&said(&["lock", "bot.json", "-o", "other"]));
    fs::write(folder.path("other/bot.json"), BOT).unwrap();
    expect![[r#"
        error: `bot.json` and `other/bot.json` are both called `Bot`
         |
         = help: a lock knows a flow by its name: give each file a name of its own
    "#]]
    .assert_eq(&said(&["lock", "bot.json", "other/bot.json"]));
    assert_eq!(said(&["lock", "-", "bot.json"]).lines().count(), 3);
}
