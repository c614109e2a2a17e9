//! `flow diff`

use expect_test::expect;

use crate::folder::{BOT, Folder, README, mended};

fn changed() -> String {
    BOT.replace("\"Hello\"", "\"Hi there\"")
        .replace("\"next\": \"ask-name\"", "\"next\": \"greet\"")
        .replace("\"left-over\"", "\"goodbye\"")
}

#[test]
fn a_flow_is_the_same_as_itself_however_it_is_written() {
    let flow: serde_json::Value = serde_json::from_str(BOT).unwrap();
    let answer = serde_json::json!({ "friendly_name": "The bot", "definition": flow }).to_string();
    let folder = Folder::new(&[("old.json", BOT), ("new.json", &flow.to_string())]);
    for (old, new) in [("old.json", "old.json"), ("old.json", "new.json")] {
        let done = folder.flow(&["diff", old, new]);
        assert_eq!(done.code, Some(0));
        assert_eq!((done.out.as_str(), done.err.as_str()), ("", ""));
    }
    let done = folder.pipe(&["diff", "-", "old.json"], &answer);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
}

#[test]
fn what_changed_is_a_sentence_a_line() {
    let folder = Folder::new(&[("old.json", BOT), ("new.json", &changed())]);
    let done = folder.flow(&["diff", "old.json", "new.json"]);
    assert_eq!((done.code, done.err.as_str()), (Some(1), ""));
    expect![[r#"
        `Trigger`: `incoming_message` leads to `greet`, led to `ask-name`
        `greet`: `body` is “Hi there”, was “Hello”
        `goodbye` was called `left-over`
    "#]]
    .assert_eq(&done.out);
    let shown = format!("$ flow diff old.json new.json\n{}", done.out);
    assert!(README.contains(&shown), "the README shows it");
    let done = folder.flow(&["diff", "--format", "json", "old.json", "new.json"]);
    assert_eq!(done.code, Some(1));
    expect![[r#"
        {"widget":"Trigger","change":"redirected","message":"`Trigger`: `incoming_message` leads to `greet`, led to `ask-name`"}
        {"widget":"greet","change":"property","message":"`greet`: `body` is “Hi there”, was “Hello”"}
        {"widget":"goodbye","change":"renamed","message":"`goodbye` was called `left-over`"}
    "#]].assert_eq(&done.out);
}

#[test]
fn answers_of_the_rest_api_say_what_a_flow_is_called() {
    let answer = |name: &str| {
        let flow: serde_json::Value = serde_json::from_str(&mended()).unwrap();
        serde_json::json!({ "friendly_name": name, "definition": flow }).to_string()
    };
    let folder = Folder::new(&[("old.json", &answer("Bot")), ("new.json", &answer("Desk"))]);
    let done = folder.flow(&["diff", "old.json", "new.json"]);
    assert_eq!(done.out, "the flow's name is “Desk”, was “Bot”\n");
}

#[test]
fn a_diagram_shows_the_changes() {
    let folder = Folder::new(&[("old.json", BOT), ("new.json", &changed())]);
    let done = folder.flow(&["diff", "old.json", "new.json", "--diagram", "change.svg"]);
    assert_eq!(done.code, Some(1));
    assert_eq!(done.out.lines().count(), 3);
    let picture = folder.read("change.svg");
    assert!(
        picture.contains(">new</text>"),
        "the title is the new flow's"
    );
    assert!(picture.contains("`left-over`"), "{picture}");
    let same = folder.flow(&["diff", "old.json", "old.json", "--diagram", "same.mmd"]);
    assert_eq!(same.code, Some(0));
    assert!(folder.read("same.mmd").starts_with("flowchart TD\n"));
}

#[test]
fn a_wrong_call_is_said() {
    let folder = Folder::new(&[("old.json", BOT), ("new.json", "{")]);
    let said = |args: &[&str]| {
        let done = folder.flow(&[&["diff"], args].concat());
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{args:?}");
        done.err
    };
    expect![[r#"
        error: standard input cannot be both flows
         |
         = help: name a file for one of the two
    "#]]
    .assert_eq(&said(&["-", "-"]));
    expect![[r#"
        error: this is not JSON: the file ends within an object: a `}` is missing
         --> new.json:1:2
          |
        1 | {
          |  ^

    "#]]
    .assert_eq(&said(&["old.json", "new.json"]));
    expect![[r#"
        error: there is no file `none.json`
    "#]]
    .assert_eq(&said(&["none.json", "old.json"]));
    expect![[r#"
        error: `change` has no ending that says what to draw
         |
         = help: end its name in `.svg`, `.mmd` (Mermaid), `.md` (Mermaid in Markdown) or `.dot` (Graphviz)
    "#]].assert_eq(&said(&["old.json", "old.json", "--diagram", "change"]));
    assert!(said(&["old.json"]).contains("<NEW>"));
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let folder = Folder::new(&[("old.json", BOT), ("new.json", &changed())]);
    let done = folder.unheard(&["diff", "old.json", "new.json"]);
    assert_eq!((done.code, done.err.as_str()), (Some(1), ""));
}
