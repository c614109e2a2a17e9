use expect_test::{Expect, expect};

use super::*;

#[track_caller]
fn check(source: &str, expected: Expect) {
    let once = format(source).unwrap();
    expected.assert_eq(&once);
    assert_eq!(format(&once).unwrap(), once, "laid out twice");
}

/// Checks the lines of one widget.
#[track_caller]
fn check_lines(lines: &str, expected: Expect) {
    let whole = format!("flow! {{ flow F {{ split_based_on w {{ {lines}\n}} }} }}");
    let (before, after) = (
        "flow! {\n    flow F {\n        split_based_on w {\n",
        "\n        }\n    }\n}",
    );
    let once = format(&whole).unwrap();
    let inside = once
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after));
    let lines: Vec<_> = inside.unwrap_or(&once).lines().collect();
    let lines = lines
        .iter()
        .map(|line| line.strip_prefix("            ").unwrap_or(line))
        .collect::<Vec<_>>();
    expected.assert_eq(&lines.join("\n"));
    assert_eq!(format(&once).unwrap(), once, "laid out twice");
}

#[track_caller]
fn check_error(source: &str, expected: Expect) {
    let errors = format(source).unwrap_err();
    let said = errors.iter().map(|error| {
        let help = error
            .help
            .as_ref()
            .map_or_else(String::new, |help| format!("; {help}"));
        let meant = &source[error.range.clone()];
        format!("{meant:?} at {}: {error}{help}", error.range.start)
    });
    expected.assert_eq(&said.collect::<Vec<_>>().join("\n"));
}

#[test]
fn everything_has_a_line_of_its_own() {
    check(
        "flow!{pub(in a::b)flow F{trigger{incoming_call=>a}say a{say:\"Hi\",loop:2,_=>end}\"x-y\" b{}}}",
        expect![[r#"
            flow! {
                pub(in a::b) flow F {
                    trigger {
                        incoming_call => a,
                    }

                    say a {
                        say: "Hi",
                        loop: 2,

                        _ => end,
                    }

                    "x-y" b {}
                }
            }"#]],
    );
}

#[test]
fn what_stands_for_old_widgets_is_laid_out_as_arms_are() {
    check(
        "flow! { flow F { trigger { _ => a } migrate{/*why*/ old|\"old-one\"=>a,other=>a // so\n} } }",
        expect![[r#"
            flow! {
                flow F {
                    trigger {
                        _ => a,
                    }

                    migrate {
                        /*why*/
                        old | "old-one" => a,
                        other => a, // so
                    }
                }
            }"#]],
    );
}

#[test]
fn a_flow_is_indented_as_its_line_is() {
    check(
        "mod a {\n    flow_runtime::flow! { flow F { trigger { _ => end } } }\n}\n",
        expect![[r#"
            mod a {
                flow_runtime::flow! {
                    flow F {
                        trigger {
                            _ => end,
                        }
                    }
                }
            }
        "#]],
    );
    check(
        "fn f() {\n\tlet x = flow!( flow F {} );\n}\n",
        expect![[r#"
            fn f() {
            	let x = flow!(
            	    flow F {}
            	);
            }
        "#]],
    );
}

#[test]
fn what_is_no_flow_stays_as_it_is() {
    let source = "fn  main( ) { x!{ a  b } /* flow! { */ }\n// flow! { }\nstatic S: &str = \"flow! { flow F{} }\";\n";
    assert_eq!(format(source).unwrap(), source);
    assert_eq!(format("} not even Rust").unwrap(), "} not even Rust");
}

#[test]
fn within_another_macro_a_flow_is_laid_out_only_if_it_can_be_read() {
    let source = "macro_rules! helpline {\n    ($name:ident) => { flow! { flow $name { } } };\n}\n";
    assert_eq!(format(source).unwrap(), source);
    check(
        "macro_rules! fixed {\n    () => {\n        flow!{flow F{trigger{_=>end}}}\n    };\n}\n",
        expect![[r#"
            macro_rules! fixed {
                () => {
                    flow! {
                        flow F {
                            trigger {
                                _ => end,
                            }
                        }
                    }
                };
            }
        "#]],
    );
}

#[test]
fn properties_and_arms_are_parted_by_a_blank_line() {
    check_lines(
        "a: 1, b: 2, c => x, d => y",
        expect![[r#"
        a: 1,
        b: 2,

        c => x,
        d => y,"#]],
    );
    check_lines(
        "\n\n\na: 1,\n\n\nb: 2,\n// about c\nc => x,\n\n\n\nd => y,\n\n",
        expect![[r#"
            a: 1,

            b: 2,

            // about c
            c => x,

            d => y,"#]],
    );
    check_lines(
        "a: 1,\n// about a\n\n// about c\nc => x",
        expect![[r#"
        a: 1,
        // about a

        // about c
        c => x,"#]],
    );
}

#[test]
fn attributes_and_documentation_stand_above() {
    check(
        "flow! { /// One\n\n/// two\n#[name=\"F f\"] #[allow(a,b,)] pub flow F {
            #[at( 120 , -40 )] #[cfg(any(feature=\"a\",not(b)))]

            trigger { /// Yes
            #[subject(\"{{x}}\",)] equal_to(\"y\") => end,
            /** block */ _ => end } } }",
        expect![[r#"
            flow! {
                /// One
                /// two
                #[name = "F f"]
                #[allow(a, b)]
                pub flow F {
                    #[at(120, -40)]
                    #[cfg(any(feature = "a", not(b)))]
                    trigger {
                        /// Yes
                        #[subject("{{x}}")]
                        equal_to("y") => end,
                        /** block */
                        _ => end,
                    }
                }
            }"#]],
    );
}

#[test]
fn an_attribute_that_is_too_long_has_its_arguments_a_line() {
    check(
        "flow! { #[allow(unknown_root, unknown_path, unknown_widget, unknown_output, unknown_variable, never_set_here)] flow F {} }",
        expect![[r#"
            flow! {
                #[allow(
                    unknown_root,
                    unknown_path,
                    unknown_widget,
                    unknown_output,
                    unknown_variable,
                    never_set_here,
                )]
                flow F {}
            }"#]],
    );
}

#[test]
fn a_map_with_one_entry_stands_on_one_line_if_it_fits() {
    check_lines(
        "v: {a:0,}, w: {}, x: { a: { b: [1] } }, y: { a: { b: 1, c: 2 } }, z: { \"a\": 1, b: 2 }",
        expect![[r#"
            v: { a: 0 },
            w: {},
            x: { a: { b: [1] } },
            y: {
                a: {
                    b: 1,
                    c: 2,
                },
            },
            z: {
                "a": 1,
                b: 2,
            },"#]],
    );
    let long = "x".repeat(80);
    check_lines(
        &format!("v: {{ a: \"{long}\" }}"),
        expect![[r#"
        v: {
            a: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        },"#]],
    );
}

#[test]
fn a_function_is_laid_out_like_a_map() {
    check_lines(
        "function: ::a::Book{day:\"x\"}, function: Unit, function: Unit{}, function: Two{a:\"x\",b:json( \"{}\" )}",
        expect![[r#"
            function: ::a::Book { day: "x" },
            function: Unit,
            function: Unit {},
            function: Two {
                a: "x",
                b: json("{}"),
            },"#]],
    );
}

#[test]
fn a_list_stands_on_one_line_if_it_fits() {
    check_lines(
        "l: [1,-2 , \"three\",[true],{four:4},]",
        expect![[r#"l: [1, -2, "three", [true], { four: 4 }],"#]],
    );
    let long = "x".repeat(30);
    check_lines(
        &format!("l: [\"{long}\", \"{long}\", \"{long}\"], m: [{{a: 1, b: 2}}, 3]"),
        expect![[r#"
            l: [
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            ],
            m: [
                {
                    a: 1,
                    b: 2,
                },
                3,
            ],"#]],
    );
}

#[test]
fn a_hundred_columns_fit_and_one_more_does_not() {
    // Twelve columns of indentation, `l: ["", 1],`
    let fits = format!("l: [\"{}\", 1]", "é".repeat(100 - 12 - 11));
    check_lines(
        &fits,
        expect![[
            r#"l: ["ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé", 1],"#
        ]],
    );
    let is_long = format!("l: [\"{}\", 1]", "é".repeat(100 - 12 - 10));
    check_lines(
        &is_long,
        expect![[r#"
        l: [
            "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé",
            1,
        ],"#]],
    );
}

#[test]
fn events_that_do_not_fit_are_broken_before_each_bar() {
    let long = "x".repeat(40);
    check_lines(
        &format!("sent|failed=>a, contains(\"{long}\")|contains(\"{long}\")|is_blank=>b"),
        expect![[r#"
            sent | failed => a,
            contains("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
            | contains("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
            | is_blank => b,"#]],
    );
    check_lines(
        &format!(
            "matches_any_of(\"{long}\",\"{long}\",\"c\")=>b, x|matches_any_of(\"{long}\",\"{long}\",\"c\")|y=>b"
        ),
        expect![[r#"
            matches_any_of(
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "c",
            ) => b,
            x
            | matches_any_of(
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "c",
            )
            | y => b,"#]],
    );
    check_lines(
        &format!("contains(\"{long}{long}{long}\",)=>b"),
        expect![[
            r#"contains("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx") => b,"#
        ]],
    );
}

#[test]
fn strings_stay_as_they_are() {
    check_lines(
        "a: \"one\\n\\\n  two\",\nb: r#\"{\n \"x\": \"//\" }\n\"#, c: json(r#\"{\n}\"#), d: { e: \"f\n g\" }, regex(\"h\ni\") => end",
        expect![[r##"
            a: "one\n\
              two",
            b: r#"{
             "x": "//" }
            "#,
            c: json(r#"{
            }"#),
            d: {
                e: "f
             g",
            },

            regex("h
            i") => end,"##]],
    );
}

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

#[test]
fn what_cannot_be_read_is_said_where_it_stands() {
    check_error(
        "flow! {}",
        expect![[r#""}" at 7: expected `flow NAME { … }`, found nothing more"#]],
    );
    check_error(
        "flow! { flwo F {} }",
        expect![[r#""flwo" at 8: expected `flow NAME { … }`, found `flwo`"#]],
    );
    check_error(
        "flow! { flow {} }",
        expect![[r#""{" at 13: expected the flow's name, found `{`"#]],
    );
    check_error(
        "flow! { flow F {}; }",
        expect![[r#"";" at 17: nothing may follow the flow; write one `flow!` for each flow"#]],
    );
    check_error(
        "flow! { flow F {} flow G {} }",
        expect![[r#""flow" at 18: nothing may follow the flow; write one `flow!` for each flow"#]],
    );
    check_error(
        "flow! { flow F { trigger { a => } } }",
        expect![[r#""}" at 32: expected a target: a widget's name, or `end`, found nothing more"#]],
    );
    check_error(
        "flow! { flow F { trigger { a => b c => d } } }",
        expect![[r#""c" at 34: expected `,`, found `c`"#]],
    );
    check_error(
        "flow! { flow F { trigger { a } } }",
        expect![[
            r#""}" at 29: expected `:` and a value, or `=>` and a target, found nothing more"#
        ]],
    );
    check_error(
        "flow! { flow F { trigger { a(\"x\") } } }",
        expect![[r#""}" at 34: expected `=>` and a target, found nothing more"#]],
    );
    check_error(
        "flow! { flow F { trigger { a::b => c } } }",
        expect![[r#""::" at 28: expected `:` and a value, or `=>` and a target, found `::`"#]],
    );
    check_error(
        "flow! { flow F { trigger { a: }, } }",
        expect![[r#""}" at 30: expected a value, found nothing more"#]],
    );
    check_error(
        "flow! { flow F { trigger { a: b!() } } }",
        expect![[r#""!" at 31: expected `,`, found `!`"#]],
    );
    check_error(
        "flow! { flow F { trigger { a: { b } } } }",
        expect![[r#""}" at 34: expected `:` and a value after `b`, found nothing more"#]],
    );
    check_error(
        "flow! { flow F { trigger {}, say a {} } }",
        expect![[r#""," at 27: widgets are not separated: leave this out"#]],
    );
    check_error(
        "flow! { flow F { check-support {} } }",
        expect![[r#""-" at 22: expected the widget's properties and arms in `{ … }`, found `-`"#]],
    );
    check_error(
        "flow! { flow F { trigger { #[name = \"x\"] } } }",
        expect![[r#""}" at 41: nothing follows that the attribute above could be about"#]],
    );
    check_error(
        "flow! { flow F { //! docs\n } }",
        expect![[r#""//! docs" at 17: documentation stands before what it is about; write `///`"#]],
    );
    check_error(
        "flow! { flow F { w x { a: [ /// docs\n 1] } } }",
        expect![[
            r#""/// docs" at 28: this attribute has no place before a value; write `//` for a comment"#
        ]],
    );
    check_error(
        "flow! { flow F { w x { a: \"open } } }",
        expect![[
            r#""\"" at 26: this cannot be read as Rust; a quote or a bracket before or after this is not closed, or closes nothing"#
        ]],
    );
}

#[test]
fn every_flow_of_a_file_is_asked_and_none_is_changed_beside_one_in_error() {
    check_error(
        "flow! { flow }\nflow! { flow F { } }\nflow! { x }",
        expect![[r#"
            "}" at 13: expected the flow's name, found nothing more
            "x" at 44: expected `flow NAME { … }`, found `x`"#]],
    );
}

#[test]
fn values_are_not_nested_deeper_than_the_macro_reads_them() {
    let nested = |depth| {
        let value = "[".repeat(depth) + &"]".repeat(depth);
        format(&format!("flow! {{ flow F {{ w x {{ a: {value} }} }} }}"))
    };
    assert!(nested(16).is_ok());
    let errors = nested(17).unwrap_err();
    assert_eq!(errors[0].message, "no value of Studio's is nested as deep");
    assert_eq!(nested(100_000).unwrap_err(), errors);
}
