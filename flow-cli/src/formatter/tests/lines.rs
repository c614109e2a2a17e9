//! What stands on which line.

use expect_test::expect;

use super::{check, check_lines, format};

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
