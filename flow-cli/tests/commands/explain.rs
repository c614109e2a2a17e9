//! `flow explain`

use expect_test::expect;
use flow_model::check::CODES;

use crate::folder::Folder;

#[test]
fn a_page_is_shown_by_its_code_or_its_name() {
    let folder = Folder::new(&[]);
    let page = folder.flow(&["explain", "F0103"]);
    assert_eq!((page.code, page.err.as_str()), (Some(0), ""));
    for asked in ["f0103", "[F0103]", "unknown_event", "unknown-event"] {
        assert_eq!(folder.flow(&["explain", asked]).out, page.out);
    }
    expect![[r#"
        F0206 trigger_unconnected (lint)

        The trigger leads to no widget, so no message and no call starts anything:
        whoever writes gets no answer.

            flow! {
                pub flow Desk {
                    trigger {}

                    send_message greet {
                        body: "Hello",

                        _ => end,
                    }
                }
            }

        Let at least one event lead to a widget:

            flow! {
                pub flow Desk {
                    trigger { incoming_message => greet }

                    send_message greet {
                        body: "Hello",

                        _ => end,
                    }
                }
            }

        `#[allow(trigger_unconnected)]` on the flow accepts it, while it is still being
        written.
    "#]]
    .assert_eq(&folder.flow(&["explain", "F0206"]).out);
}

#[test]
fn no_page_has_fences() {
    let folder = Folder::new(&[]);
    for code in CODES {
        let done = folder.flow(&["explain", code.id]);
        assert_eq!(done.code, Some(0));
        assert!(!done.out.contains("```"), "{}", done.out);
        assert!(!done.out.contains("compile_fail"), "{}", done.out);
        assert!(done.out.contains("\n    flow! {\n"), "{}", done.out);
    }
}

#[test]
fn every_code_is_listed_once() {
    let folder = Folder::new(&[]);
    let done = folder.flow(&["explain"]);
    assert_eq!(done.code, Some(0));
    let listed = done.out.lines().filter(|line| line.starts_with("  F"));
    let listed: Vec<_> = listed
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .collect();
    let expected: Vec<_> = CODES
        .iter()
        .map(|code| {
            [
                &[code.id, code.name][..],
                if code.lint { &["lint"] } else { &[] },
            ]
            .concat()
        })
        .collect();
    assert_eq!(listed, expected);
}

#[test]
fn of_what_has_no_page_the_nearest_are_named() {
    let folder = Folder::new(&[]);
    let said = |asked: &str| {
        let done = folder.flow(&["explain", asked]);
        assert_eq!((done.code, done.out.as_str()), (Some(2), ""));
        done.err
    };
    expect![[r#"
        error: the error index has no page `E0103`: did you mean `unknown_event` (F0103)?
         |
         = help: `flow explain` without a code lists them all
    "#]]
    .assert_eq(&said("E0103"));
    expect![[r#"
        error: the error index has no page `unreachable`: did you mean `unreachable_widget` (F0301)?
         |
         = help: `flow explain` without a code lists them all
    "#]]
    .assert_eq(&said("unreachable"));
    expect![[r#"
        error: the error index has no page `coffee`: ask for a code, such as `F0203`, or for its name, such as `dangling_event`
         |
         = help: `flow explain` without a code lists them all
    "#]].assert_eq(&said("coffee"));
}

#[test]
fn a_reader_who_goes_away_is_no_error() {
    let folder = Folder::new(&[]);
    let done = folder.unheard(&["explain"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
}
