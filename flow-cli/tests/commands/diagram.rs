//! `flow diagram`

use std::fs;

use expect_test::expect;

use crate::folder::{BOT, Folder, mended};

#[test]
fn the_ending_says_what_is_drawn() {
    let folder = Folder::new(&[("bot.json", &mended())]);
    for (name, begin, end) in [
        ("bot.svg", "<svg ", "</svg>\n"),
        ("bot.mmd", "flowchart TD\n", "\n"),
        ("bot.md", "```mermaid\nflowchart TD\n", "\n```\n"),
        ("bot.dot", "digraph \"bot\" {\n", "}\n"),
        ("bot.GV", "digraph \"bot\" {\n", "}\n"),
    ] {
        let done = folder.flow(&["diagram", "bot.json", "-o", name]);
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{name}");
        let text = folder.read(name);
        assert!(
            text.starts_with(begin) && text.ends_with(end),
            "{name}: {text}"
        );
    }
}

#[test]
fn without_a_file_it_is_mermaid_on_standard_output() {
    let folder = Folder::new(&[("bot.json", &mended())]);
    let done = folder.flow(&["diagram", "bot.json"]);
    assert!(done.out.starts_with("flowchart TD\n"), "{}", done.out);
    let piped = folder.pipe(&["diagram", "-", "-o", "-"], &mended());
    assert_eq!(piped.out, done.out);
    let done = folder.flow(&["diagram", "bot.json", "--as", "svg"]);
    assert!(done.out.starts_with("<svg "), "{}", done.out);
    let done = folder.flow(&["diagram", "bot.json", "--as", "graphviz", "-o", "bot.txt"]);
    assert_eq!(done.code, Some(0));
    assert!(folder.read("bot.txt").starts_with("digraph "));
}

#[test]
fn findings_are_marked_and_keep_nobody_from_drawing() {
    let folder = Folder::new(&[("bot.json", BOT)]);
    let done = folder.flow(&["diagram", "bot.json", "-o", "bot.svg"]);
    assert_eq!(done.code, Some(0));
    expect![[r#"
        marked in it: 2 errors, 1 warning; `flow check` says what they are
    "#]]
    .assert_eq(&done.err);
    let picture = folder.read("bot.svg");
    for said in [
        "F0602: there is no filter `upcse`",
        "F0201: there is no widget `gret`",
    ] {
        assert!(picture.contains(said), "{said}");
    }
    let lint = "F0301: no path reaches `left-over` (let an arm lead to it, or take it out)";
    assert!(
        picture.contains(lint),
        "who looks at a picture calls no command"
    );
    let done = folder.flow(&["diagram", "bot.json", "-o", "bot.svg", "--allow", "all"]);
    assert!(
        done.err.starts_with("marked in it: 2 errors;"),
        "{}",
        done.err
    );
    assert!(!folder.read("bot.svg").contains("F0301"));
}

#[test]
fn a_picture_is_drawn_over_the_one_before() {
    let folder = Folder::new(&[("bot.json", BOT), ("bot.svg", "old")]);
    assert_eq!(
        folder.flow(&["diagram", "bot.json", "-o", "bot.svg"]).code,
        Some(0)
    );
    assert!(folder.read("bot.svg").starts_with("<svg "));
}

#[test]
fn a_wrong_call_is_said() {
    let folder = Folder::new(&[("bot.json", BOT)]);
    fs::create_dir(folder.path("d.svg")).unwrap();
    let said = |args: &[&str]| {
        let done = folder.flow(&[&["diagram"], args].concat());
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""), "{args:?}");
        done.err
    };
    expect![[r#"
        error: `bot.png` ends in `.png`, which is no kind of diagram
         |
         = help: end its name in `.svg`, `.mmd` (Mermaid), `.md` (Mermaid in Markdown) or `.dot` (Graphviz)
    "#]].assert_eq(&said(&["bot.json", "-o", "bot.png"]));
    expect![[r#"
        error: `bot` has no ending that says what to draw
         |
         = help: end its name in `.svg`, `.mmd` (Mermaid), `.md` (Mermaid in Markdown) or `.dot` (Graphviz)
    "#]].assert_eq(&said(&["bot.json", "-o", "bot"]));
    expect![[r#"
        error: there is no directory `pictures`
         |
         = help: make it first, or name another
    "#]]
    .assert_eq(&said(&["bot.json", "-o", "pictures/bot.svg"]));
    expect![[r#"
        error: `d.svg` is a directory
         |
         = help: name a file in it
    "#]]
    .assert_eq(&said(&["bot.json", "-o", "d.svg"]));
    expect![[r#"
        error: there is no file `none.json`
    "#]]
    .assert_eq(&said(&["none.json", "-o", "bot.svg"]));
    assert!(said(&[]).contains("<FILE>"));
    assert!(said(&["bot.json", "bot.json"]).contains("unexpected argument"));
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let folder = Folder::new(&[("bot.json", &mended())]);
    let done = folder.unheard(&["diagram", "bot.json"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
}
