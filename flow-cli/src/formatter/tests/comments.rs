//! Comments, documentation and the ends of lines.

use expect_test::expect;

use super::{check, check_lines, format};

#[test]
fn comments_stay_above_or_behind_their_lines() {
    check(
        "flow! { // opens
  // above the flow
  flow F { // widgets

  // above a
  trigger { /* lines */
  // above one
  one => end // behind one
  , // behind its comma
  // above two


  /* also */ two => end /* last */
  // at the end

  // at the very end
  } // behind the trigger
  // the last of all
  } // behind the flow
  // closes
  }",
        expect![[r#"
            flow! { // opens
                // above the flow
                flow F { // widgets
                    // above a
                    trigger { /* lines */
                        // above one
                        one => end, // behind one
                        // behind its comma
                        // above two

                        /* also */
                        two => end, /* last */
                        // at the end

                        // at the very end
                    } // behind the trigger
                    // the last of all
                } // behind the flow
                // closes
            }"#]],
    );
}

#[test]
fn a_comment_within_a_line_goes_above_it() {
    check_lines(
        "/* 1 */ a /* 2 */ : // 3
        -/* 4 */1, b /* 5 */ | c // 6
        => /* 7 */ end, f: json(/* 8 */ \"{}\" // 9
        ), #[subject(/* 10 */ \"x\")] g /* 11 */ => end",
        expect![[r#"
            /* 1 */
            /* 2 */
            // 3
            /* 4 */
            a: -1,

            /* 5 */
            // 6
            /* 7 */
            b | c => end,
            /* 8 */
            // 9
            f: json("{}"),

            /* 10 */
            #[subject("x")]
            /* 11 */
            g => end,"#]],
    );
}

#[test]
fn comments_within_a_group_break_it() {
    check_lines(
        "l: [1, // one
        /* two */ 2], m: { // of m
        a: 1 }, n: [ /* nothing */ ], matches_any_of(\"a\", // a
        \"b\") | c => end",
        expect![[r#"
            l: [
                1, // one
                /* two */
                2,
            ],
            m: { // of m
                a: 1,
            },
            n: [ /* nothing */
            ],

            matches_any_of(
                "a", // a
                "b",
            )
            | c => end,"#]],
    );
}

#[test]
fn a_block_comment_keeps_its_lines() {
    check_lines(
        "/* one\n   two */ a: 1, /* three\nfour */\nb: 2",
        expect![[r#"
            /* one
               two */
            a: 1, /* three
            four */
            b: 2,"#]],
    );
}

#[test]
fn a_comment_loses_blanks_at_its_end_and_documentation_keeps_them() {
    let lines = "// comment  \n/// docs  \na: 1";
    let whole = format!("flow! {{ flow F {{ w x {{ {lines} }} }} }}");
    let once = format(&whole).unwrap();
    assert!(once.contains("// comment\n"), "{once}");
    assert!(once.contains("/// docs  \n"), "{once}");
}

#[test]
fn a_file_keeps_its_line_ends() {
    let source = "// a\r\nflow! {\r\n    /// docs\r\n    flow F { // c\r\n w x { a: \"x\\\r\n  y\", b: 1 } } }\r\n";
    let once = format(source).unwrap();
    assert_eq!(once.matches('\n').count(), once.matches("\r\n").count());
    assert!(
        once.contains("/// docs\r\n    flow F { // c\r\n"),
        "{once:?}"
    );
    assert!(once.contains("\"x\\\r\n  y\",\r\n"), "{once:?}");
    assert_eq!(format(&once).unwrap(), once);
}
