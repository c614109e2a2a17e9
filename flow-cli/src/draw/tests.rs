use expect_test::{Expect, expect};

use super::*;

const FLOW: &str = r#"{
  "states": [
    {
      "name": "ask",
      "next": "cal"
    }
  ]
}
"#;

fn finding(range: Range<usize>) -> Finding {
    Finding {
        level: Level::Error,
        code: Some("F0201"),
        message: "there is no widget `cal`".to_owned(),
        help: Some("did you mean `call`?".to_owned()),
        range,
    }
}

fn at(text: &str, part: &str) -> Range<usize> {
    let start = text.find(part).unwrap();
    start..start + part.len()
}

fn drawn(format: Format, text: &str, finding: &Finding) -> String {
    let drawing = Drawing {
        is_coloured: false,
        width: 80,
    };
    draw(format, drawing, &Source::new("bot.json", text), finding)
}

#[track_caller]
fn check(text: &str, finding: &Finding, expected: Expect) {
    expected.assert_eq(&drawn(Format::Text, text, finding));
}

#[test]
fn a_finding_is_drawn_where_it_is() {
    check(
        FLOW,
        &finding(at(FLOW, "\"cal\"")),
        expect![[r#"
        error[F0201]: there is no widget `cal`
         --> bot.json:5:15
          |
        5 |       "next": "cal"
          |               ^^^^^
          |
          = help: did you mean `call`?

    "#]],
    );
}

#[test]
fn a_finding_may_have_neither_code_nor_help() {
    let finding = Finding {
        level: Level::Warning,
        code: None,
        help: None,
        ..finding(at(FLOW, "\"ask\""))
    };
    check(
        FLOW,
        &finding,
        expect![[r#"
        warning: there is no widget `cal`
         --> bot.json:4:15
          |
        4 |       "name": "ask",
          |               ^^^^^

    "#]],
    );
}

#[test]
fn a_finding_may_take_several_lines() {
    let text = FLOW.replace("    }", "    }\n");
    let start = text.find("    {").unwrap() + 4;
    let end = text.find("    }").unwrap() + 5;
    check(
        &text,
        &finding(start..end),
        expect![[r#"
        error[F0201]: there is no widget `cal`
         --> bot.json:3:5
          |
        3 | /     {
        4 | |       "name": "ask",
        5 | |       "next": "cal"
        6 | |     }
          | |_____^
          |
          = help: did you mean `call`?

    "#]],
    );
}

#[test]
fn a_finding_may_be_about_the_end_of_the_file() {
    check(
        "",
        &finding(0..0),
        expect![[r#"
        error[F0201]: there is no widget `cal`
         --> bot.json:1:1
          |
        1 |
          | ^
          |
          = help: did you mean `call`?

    "#]],
    );
    check(
        "{\n",
        &finding(2..2),
        expect![[r#"
        error[F0201]: there is no widget `cal`
         --> bot.json:2:1
          |
        2 |
          | ^
          |
          = help: did you mean `call`?

    "#]],
    );
    check(
        "{",
        &finding(7..9),
        expect![[r#"
        error[F0201]: there is no widget `cal`
         --> bot.json:1:2
          |
        1 | {
          |  ^
          |
          = help: did you mean `call`?

    "#]],
    );
}

#[test]
fn of_a_very_long_line_the_part_is_shown_that_is_meant() {
    let text = format!(
        "[{}\"é cal\"{}]",
        "\"né\",".repeat(300_000),
        ",\"d\"".repeat(300_000)
    );
    check(
        &text,
        &finding(at(&text, "\"é cal\"")),
        expect![[r#"
        error[F0201]: there is no widget `cal`
         --> bot.json:1:1500002
          |
        1 | ...,"né","né","né","né","né","né","é cal","d","d","d","d","d","d","d","d"...
          |                                   ^^^^^^^
          |
          = help: did you mean `call`?

    "#]],
    );
}

#[test]
fn what_could_command_a_terminal_is_shown_and_not_sent() {
    let text = "\"\u{1b}[31mred\u{7}\"";
    let finding = Finding {
        message: "`\u{1b}[31mred` is no widget".to_owned(),
        ..finding(0..text.len())
    };
    let drawn = drawn(Format::Text, text, &finding);
    assert!(!drawn.contains(['\u{1b}', '\u{7}']), "{drawn}");
}

#[test]
fn colours_are_there_where_they_are_wanted_only() {
    let drawing = Drawing {
        is_coloured: true,
        width: 80,
    };
    let source = Source::new("bot.json", FLOW);
    let coloured = draw(Format::Text, drawing, &source, &finding(0..1));
    assert!(coloured.contains("\u{1b}["));
    assert!(!drawn(Format::Text, FLOW, &finding(0..1)).contains("\u{1b}["));
}

#[test]
fn json_is_one_object_a_line() {
    let text = FLOW.replace("ask", "é");
    let finding = Finding {
        message: "two\nlines".to_owned(),
        ..finding(at(&text, "\"cal\""))
    };
    expect![[r#"
        {"level":"error","code":"F0201","message":"two\nlines","help":"did you mean `call`?","path":"bot.json","line":5,"column":15,"end_line":5,"end_column":20,"start_byte":56,"end_byte":61}
    "#]].assert_eq(&drawn(Format::Json, &text, &finding));
    let nothing = Finding {
        code: None,
        help: None,
        ..finding
    };
    expect![[r#"
        {"level":"error","code":null,"message":"two\nlines","help":null,"path":"bot.json","line":5,"column":15,"end_line":5,"end_column":20,"start_byte":56,"end_byte":61}
    "#]].assert_eq(&drawn(Format::Json, &text, &nothing));
}

#[test]
fn github_is_told_in_one_line_with_its_marks_escaped() {
    let finding = Finding {
        message: "100% wrong:\r\nsee, here".to_owned(),
        ..finding(at(FLOW, "\"cal\""))
    };
    expect![[r#"
        ::error file=bot.json,line=5,col=15,title=F0201::100%25 wrong:%0D%0Asee, here%0Ahelp: did you mean `call`?
    "#]].assert_eq(&drawn(Format::Github, FLOW, &finding));
    let drawing = Drawing {
        is_coloured: false,
        width: 80,
    };
    let source = Source::new("a,b:c%.json", "{}");
    let warning = Finding {
        level: Level::Warning,
        code: None,
        help: None,
        ..finding
    };
    expect![[r#"
        ::warning file=a%2Cb%3Ac%25.json,line=1,col=3::100%25 wrong:%0D%0Asee, here
    "#]]
    .assert_eq(&draw(Format::Github, drawing, &source, &warning));
}

#[test]
fn an_error_without_a_place_has_its_help_below() {
    let drawing = Drawing {
        is_coloured: false,
        width: 80,
    };
    let said = message(
        "`src` is a directory",
        Some("name the files in it"),
        drawing,
    );
    expect![[r#"
        error: `src` is a directory
         |
         = help: name the files in it
    "#]]
    .assert_eq(&said);
    expect![[r#"
        error: there is no file `a`
    "#]]
    .assert_eq(&message("there is no file `a`", None, drawing));
}
