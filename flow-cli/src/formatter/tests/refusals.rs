//! What cannot be read.

use expect_test::expect;

use super::{check_error, format};

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
