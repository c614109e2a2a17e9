//! `flow check`

use expect_test::expect;

use crate::folder::{BOT, Folder, README, mended};

#[test]
fn findings_are_drawn_at_the_characters_they_are_about() {
    let folder = Folder::new(&[("bot.json", BOT)]);
    let done = folder.flow(&["check", "bot.json"]);
    assert_eq!(done.code, Some(1));
    expect![[r#"
        error[F0602]: there is no filter `upcse`
          --> bot.json:29:72
           |
        29 |         "body": "Ol\u00e1 \ud83d\ude00\n\"{{ contact.channel.address | upcse }}\", your name?",
           |                                                                        ^^^^^
           |
           = help: did you mean `upcase`?

        error[F0201]: there is no widget `gret`
          --> bot.json:40:19
           |
        40 |           "next": "gret",
           |                   ^^^^^^
           |
           = help: did you mean `greet`?

        warning[F0301]: no path reaches `left-over`
          --> bot.json:70:15
           |
        70 |       "name": "left-over",
           |               ^^^^^^^^^^^
           |
           = help: let an arm lead to it, or take it out; or accept it with `--allow unreachable_widget`

    "#]].assert_eq(&done.out);
    expect![[r#"
        1 file: 2 errors, 1 warning
    "#]]
    .assert_eq(&done.err);
}

#[test]
fn the_readme_shows_what_is_drawn() {
    let folder = Folder::new(&[("bot.json", &BOT.replace("\"gret\"", "\"greet\""))]);
    let done = folder.flow(&["check", "bot.json"]);
    let shown = format!("$ flow check bot.json\n{}{}", done.out, done.err);
    assert!(README.contains(&shown), "{shown}");
}

#[test]
fn a_flow_without_findings_is_one_line() {
    let folder = Folder::new(&[("bot.json", &mended())]);
    let done = folder.flow(&["check", "bot.json"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
    assert_eq!(done.err, "1 file: nothing found\n");
}

#[test]
fn what_studio_does_not_write_today_is_noted_and_no_error() {
    let flow = mended()
        .replace("\"timeout\": \"3600\"", "\"timeout\": [1]")
        .replace(
            "\"initial_state\": \"Trigger\"",
            "\"initial_state\": \"start\", \"owner\": 1",
        );
    let folder = Folder::new(&[("bot.json", &format!("\u{feff}{flow}"))]);
    let done = folder.flow(&["check", "bot.json"]);
    assert_eq!(done.code, Some(0));
    expect![[r#"
        note: `timeout` is an array, and a whole number is wanted: it is carried in quotes, as it is
          --> bot.json:30:20
           |
        30 |         "timeout": [1]
           |                    ^^^

        note: `initial_state` is `start`, and the flow starts at its trigger, `Trigger`
          --> bot.json:70:20
           |
        70 |   "initial_state": "start", "owner": 1,
           |                    ^^^^^^^

        note: a flow has no `owner`, and it is left out
          --> bot.json:70:29
           |
        70 |   "initial_state": "start", "owner": 1,
           |                             ^^^^^^^

    "#]]
    .assert_eq(&done.out);
    expect![[r#"
        1 file: 3 notes
    "#]]
    .assert_eq(&done.err);
    let done = folder.flow(&["check", "--allow", "notes,all", "bot.json"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""));
    assert_eq!(done.err, "1 file: nothing found\n");
}

#[test]
fn words_that_look_misspelt_are_warned_of_with_what_may_be_meant() {
    let flow = mended()
        .replace("\"incomingCall\"", "\"incomingCal\"")
        .replace("\"split-based-on\"", "\"split-base-on\"")
        .replace("\"body\": \"Hello\"", "\"boddy\": 1, \"body\": \"Hello\"");
    let folder = Folder::new(&[("bot.json", &flow)]);
    let done = folder.flow(&["check", "bot.json"]);
    assert_eq!(done.code, Some(0));
    expect![[r#"
        warning: no event `incomingCal` is known here: it is carried in quotes, as it is
         --> bot.json:9:20
          |
        9 |         { "event": "incomingCal" },
          |                    ^^^^^^^^^^^^^
          |
          = help: did you mean `incomingCall`?

        warning: no widget type `split-base-on` is known here: it is carried in quotes, as it is
          --> bot.json:35:15
           |
        35 |       "type": "split-base-on",
           |               ^^^^^^^^^^^^^^^
           |
           = help: did you mean `split-based-on`?

        warning: no property `boddy` is known here: it is carried in quotes, as it is
          --> bot.json:66:9
           |
        66 |         "boddy": 1, "body": "Hello"
           |         ^^^^^^^
           |
           = help: did you mean `body`?

    "#]]
    .assert_eq(&done.out);
    assert_eq!(done.err, "1 file: 3 warnings\n");
    let denied = folder.flow(&["check", "--deny", "all", "bot.json"]);
    assert_eq!((denied.code, &*denied.err), (Some(1), "1 file: 3 errors\n"));
    let flow = mended().replace("\"type\": \"equal_to\"", "\"type\": \"equals\"");
    let done = folder.pipe(&["check", "-"], &flow);
    assert_eq!(done.code, Some(0));
    assert!(
        done.out
            .contains("warning: no operator `equals` is known here")
    );
    assert!(done.out.contains("= help: did you mean `equal_to`?"));
}

#[test]
fn lints_are_warnings_unless_they_are_denied_or_allowed() {
    let flow = mended().replace("\"next\": \"ask-name\"", "\"next\": \"greet\"");
    let folder = Folder::new(&[("bot.json", &flow)]);
    let ended = |options: &[&str]| {
        let done = folder.flow(&[&["check", "bot.json"], options].concat());
        format!("{} {}", done.code.unwrap(), done.err)
    };
    assert_eq!(ended(&[]), "0 1 file: 1 warning\n");
    assert_eq!(ended(&["--deny", "all"]), "1 1 file: 1 error\n");
    assert_eq!(
        ended(&["--deny", "unreachable_widget"]),
        "1 1 file: 1 error\n"
    );
    assert_eq!(
        ended(&["--deny", "spinning_cycle"]),
        "0 1 file: 1 warning\n"
    );
    assert_eq!(ended(&["--allow", "F0301"]), "0 1 file: nothing found\n");
    let both = ["--deny", "all", "--allow", "unreachable-widget"];
    assert_eq!(ended(&both), "0 1 file: nothing found\n");
    expect![[r#"
        2 error: there is no lint `unreachble_widget`
         |
         = help: did you mean `unreachable_widget`?
    "#]]
    .assert_eq(&ended(&["--allow", "unreachble_widget"]));
    expect![[r#"
        2 error: there is no lint `coffee`
         |
         = help: `flow explain` lists them all
    "#]]
    .assert_eq(&ended(&["--deny", "coffee"]));
    expect![[r#"
        2 error: `unknown_target` (F0201) is no lint, and is always an error
    "#]]
    .assert_eq(&ended(&["--allow", "unknown_target"]));
}

#[test]
fn several_files_are_counted_together() {
    let folder = Folder::new(&[("a.json", BOT), ("b.json", &mended()), ("c.json", "[]")]);
    let done = folder.flow(&["check", "a.json", "b.json"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (Some(1), "2 files: 2 errors, 1 warning\n")
    );
    let done = folder.flow(&["check", "a.json", "c.json", "none.json", "b.json"]);
    assert_eq!(done.code, Some(2));
    assert!(
        done.out.contains("this is not a Studio flow"),
        "{}",
        done.out
    );
    expect![[r#"
        error: there is no file `none.json`
        4 files: 2 not read, 2 errors, 1 warning
    "#]]
    .assert_eq(&done.err);
}

#[test]
fn programs_read_a_finding_a_line() {
    let folder = Folder::new(&[("bot.json", BOT), ("no.json", "[]")]);
    let done = folder.flow(&["check", "--format", "json", "bot.json", "no.json"]);
    assert_eq!((done.code, done.err.as_str()), (Some(2), ""));
    expect![[r#"
        {"level":"error","code":"F0602","message":"there is no filter `upcse`","help":"did you mean `upcase`?","path":"bot.json","line":29,"column":72,"end_line":29,"end_column":77,"start_byte":952,"end_byte":957}
        {"level":"error","code":"F0201","message":"there is no widget `gret`","help":"did you mean `greet`?","path":"bot.json","line":40,"column":19,"end_line":40,"end_column":25,"start_byte":1212,"end_byte":1218}
        {"level":"warning","code":"F0301","message":"no path reaches `left-over`","help":"let an arm lead to it, or take it out; or accept it with `--allow unreachable_widget`","path":"bot.json","line":70,"column":15,"end_line":70,"end_column":26,"start_byte":2067,"end_byte":2078}
        {"level":"error","code":null,"message":"this is not a Studio flow: it is an array, and a flow is an object with `states`","help":null,"path":"no.json","line":1,"column":1,"end_line":1,"end_column":3,"start_byte":0,"end_byte":2}
    "#]].assert_eq(&done.out);
    let lines = done
        .out
        .lines()
        .map(serde_json::from_str::<serde_json::Value>);
    for (line, text) in lines.zip(["upcse", "\"gret\"", "\"left-over\""]) {
        let line = line.unwrap();
        let byte = |key: &str| usize::try_from(line[key].as_u64().unwrap()).unwrap();
        assert_eq!(&BOT[byte("start_byte")..byte("end_byte")], text);
    }
    let done = folder.flow(&["check", "--format", "github", "bot.json", "no.json"]);
    assert_eq!((done.code, done.err.as_str()), (Some(2), ""));
    expect![[r#"
        ::error file=bot.json,line=29,col=72,title=F0602::there is no filter `upcse`%0Ahelp: did you mean `upcase`?
        ::error file=bot.json,line=40,col=19,title=F0201::there is no widget `gret`%0Ahelp: did you mean `greet`?
        ::warning file=bot.json,line=70,col=15,title=F0301::no path reaches `left-over`%0Ahelp: let an arm lead to it, or take it out; or accept it with `--allow unreachable_widget`
        ::error file=no.json,line=1,col=1::this is not a Studio flow: it is an array, and a flow is an object with `states`
    "#]].assert_eq(&done.out);
}

#[test]
fn a_program_is_told_of_a_file_that_cannot_be_read_where_it_is_told_of_all() {
    let folder = Folder::new(&[("latin.json", "")]);
    std::fs::write(folder.path("latin.json"), b"{\n\"caf\xe9\"}").unwrap();
    let done = folder.flow(&["check", "--format", "json", "none.json", "latin.json"]);
    assert_eq!((done.code, done.err.as_str()), (Some(2), ""));
    expect![[r#"
        {"level":"error","code":null,"message":"there is no file `none.json`","help":null,"path":"none.json","line":1,"column":1,"end_line":1,"end_column":1,"start_byte":0,"end_byte":0}
        {"level":"error","code":null,"message":"`latin.json` is not UTF-8: what stands in line 2 is no character","help":"save it as UTF-8, as Rust and JSON are written","path":"latin.json","line":1,"column":1,"end_line":1,"end_column":1,"start_byte":0,"end_byte":0}
    "#]]
    .assert_eq(&done.out);
    let done = folder.flow(&["check", "--format", "github", "none.json"]);
    assert_eq!((done.code, done.err.as_str()), (Some(2), ""));
    let told = "::error file=none.json,line=1,col=1::there is no file `none.json`\n";
    assert_eq!(done.out, told);
}

#[test]
fn a_flow_over_studios_limits_is_found() {
    let mut flow: serde_json::Value = serde_json::from_str(&mended()).unwrap();
    let states = flow["states"].as_array_mut().unwrap();
    let greet = states[3].clone();
    for number in 0..1_000 {
        let mut state = greet.clone();
        state["name"] = format!("greet_{number}").into();
        states.push(state);
    }
    let folder = Folder::new(&[("bot.json", &flow.to_string())]);
    let done = folder.flow(&["check", "bot.json"]);
    assert_eq!(done.code, Some(1));
    let limit = "error[F0901]: Studio takes 1000 widgets in one flow, and this one has 1004\n";
    assert!(done.out.contains(limit), "{}", done.out);
    let all = "\n… and 1 more in bot.json\n";
    assert!(done.out.contains(all), "only so many are drawn");
    assert_eq!(done.err, "1 file: 1 error, 1000 warnings\n");
}

#[test]
fn standard_input_stands_alone() {
    let folder = Folder::new(&[("bot.json", BOT)]);
    let done = folder.pipe(&["check", "-"], BOT);
    assert_eq!(done.code, Some(1));
    assert!(done.out.contains(" --> <stdin>:29:72"), "{}", done.out);
    let done = folder.flow(&["check", "bot.json", "-"]);
    assert_eq!(done.code, Some(2));
    expect![[r#"
        error: `-` is standard input, and stands alone
         |
         = help: call the command once for each
    "#]]
    .assert_eq(&done.err);
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let folder = Folder::new(&[("bot.json", BOT)]);
    for format in ["text", "json", "github"] {
        let done = folder.unheard(&["check", "--format", format, "bot.json"]);
        assert_eq!(done.code, Some(1));
        assert!(!done.err.contains("panic"), "{}", done.err);
        assert!(!done.err.contains("cannot be written"), "{}", done.err);
    }
}
