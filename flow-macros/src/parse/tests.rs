//! What the parser makes of source that is right, half-written or wrong.

use flow_model::flow::{Event, Flow, Target, ValueKind, Widget};
use flow_model::{Diagnostic, check};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{Parsed, parse};

fn parsed(text: &str) -> Parsed {
    parse(text.parse().unwrap())
}

fn whole(widgets: &str) -> String {
    format!("flow Desk {{ trigger {{ incoming_message => a }} {widgets} }}")
}

/// The flow of text in which nothing is wrong.
fn flow(widgets: &str) -> Flow {
    let parsed = parsed(&whole(widgets));
    assert_eq!(describe(&parsed, &parsed.errors), [""; 0], "{widgets}");
    parsed.flow
}

fn widget(widget: &str) -> Widget {
    flow(widget).widgets.remove(1)
}

/// Each finding as `message @ token`.
fn describe(parsed: &Parsed, findings: &[Diagnostic]) -> Vec<String> {
    let describe = |finding: &Diagnostic| {
        let (first, _) = parsed.source.spans(finding.location);
        let token = first.source_text().unwrap_or_default();
        format!("{} @ {token}", finding.message)
    };
    findings.iter().map(describe).collect()
}

/// All that is found in a flow, by the parser and by the checks.
fn found(text: &str) -> Vec<String> {
    let parsed = parsed(text);
    let mut findings = parsed.errors.clone();
    findings.extend(check(&parsed.flow));
    findings.sort_by_key(|finding| finding.location);
    describe(&parsed, &findings)
}

/// The widget `a` with these lines, well connected to another.
fn lines(lines: &str) -> Vec<String> {
    found(&format!(
        r#"flow Desk {{
            trigger {{ incoming_message => a, incoming_call => b }}
            send_message a {{ {lines} }}
            send_message b {{ body: "b", _ => end }}
        }}"#
    ))
}

#[test]
fn what_stands_for_old_widgets_is_read_wherever_it_stands() {
    let flow = flow(
        r#"migrate { b => a, }
        send_and_wait_for_reply a { body: "a", _ => end }
        migrate { /** why */ "old-one" | two => a }"#,
    );
    let migrations = flow.migrations.iter();
    let old: Vec<_> = migrations
        .map(|migration| (migration.from.text.as_str(), migration.from.quoted))
        .collect();
    assert_eq!(old, [("b", false), ("old-one", true), ("two", false)]);
    assert_eq!(flow.widgets.len(), 2);
}

#[test]
fn a_half_typed_widget_before_what_stands_for_old_ones_costs_only_itself() {
    let found = found(
        r#"flow Desk {
            trigger { incoming_message => a }
            send_and_wait_for_reply a { body: "a", _ => end }
            send_mes
            migrate { old => a, }
        }"#,
    );
    assert_eq!(found, ["expected a widget: `KIND NAME { … }` @ send_mes"]);
}

#[test]
fn every_kind_of_value_is_read() {
    let widget = widget(
        r##"set_variables a {
            variables: { text: "t\n", raw: r#"r"#, cart: json("{}"), n: -1_000.5, on: true, off: false, "quoted key": "v", type: "keyword" },
            list: [1, "two", [3,],],
            empty: {},
            function: crate::functions::AddParticipant { address: "a", r#type: "b" },
            other: ::flow_runtime::HandOver,
            next => end
        }"##,
    );
    let ValueKind::Map(entries) = &widget.properties[0].value.kind else {
        panic!("{widget:?}")
    };
    let values: Vec<_> = entries
        .iter()
        .map(|entry| format!("{}={:?}", entry.key.text, entry.value.kind))
        .collect();
    assert_eq!(
        values,
        [
            r#"text=Text("t\n")"#,
            r#"raw=Text("r")"#,
            r#"cart=Json("{}")"#,
            r#"n=Number("-1000.5")"#,
            "on=Flag(true)",
            "off=Flag(false)",
            r#"quoted key=Text("v")"#,
            r#"type=Text("keyword")"#,
        ]
    );
    assert!(matches!(&widget.properties[1].value.kind, ValueKind::List(items) if items.len() == 3));
    assert!(matches!(&widget.properties[2].value.kind, ValueKind::Map(items) if items.is_empty()));
    let ValueKind::Callee { path, fields } = &widget.properties[3].value.kind else {
        panic!("{widget:?}")
    };
    assert_eq!(path, "crate::functions::AddParticipant");
    assert_eq!(fields[1].key.text, "type");
    assert!(
        matches!(&widget.properties[4].value.kind, ValueKind::Callee { path, .. } if path == "::flow_runtime::HandOver")
    );
}

#[test]
fn every_kind_of_arm_is_read() {
    let widget = widget(
        r#"split_based_on a {
            input: "x",
            /// A label
            #[subject("{{y}}")]
            contains("a") => end,
            matches_any_of("b", "c",) | is_blank => type,
            "exists"("d") => a,
            _ => end,
        }"#,
    );
    let event = |n: usize| match &widget.arms[n].event {
        Event::Named { word, arguments } => (
            word.text.as_str(),
            word.quoted,
            arguments.as_ref().map_or(0, Vec::len),
        ),
        Event::Rest(_) => ("_", false, 0),
    };
    assert_eq!(event(0), ("contains", false, 1));
    assert_eq!(event(1), ("matches_any_of", false, 2));
    assert_eq!(event(2), ("is_blank", false, 0));
    assert_eq!(event(3), ("exists", true, 1));
    assert_eq!(event(4), ("_", false, 0));
    assert_eq!(widget.arms[0].label.as_deref(), Some("A label"));
    assert!(widget.arms[0].subject.is_some());
    assert!(matches!(&widget.arms[1].target, Target::Widget(name) if name.text == "type"));
    assert_eq!(widget.arms[1].target, widget.arms[2].target);
}

#[test]
fn attributes_are_read() {
    let parsed = parsed(
        r#"/// One
        /// two
        #[name = "The desk"] #[allow(unreachable_widget)] #[allow_concurrent_calls(false)]
        #[settings(crate::Production)]
        pub(crate) flow Desk {
            #[name = "a-b"] #[at(120, -40)] #[allow(arm_never_taken, spinning_cycle)]
            /// Docs
            send_message a { /** of the body */ body: "x", _ => end }
        }"#,
    );
    assert_eq!(describe(&parsed, &parsed.errors), [""; 0]);
    let flow = &parsed.flow;
    assert_eq!(flow.description, "One\ntwo");
    assert_eq!(flow.friendly_name(), "The desk");
    assert_eq!(flow.allow_concurrent_calls, Some(false));
    let settings = flow.settings.as_ref().map(|name| name.text.as_str());
    assert_eq!(settings, Some("crate::Production"));
    let widget = &flow.widgets[0];
    assert_eq!(widget.studio_name(), "a-b");
    assert_eq!(widget.place, Some((120, -40)));
    assert_eq!(widget.docs, "Docs");
    assert_eq!(widget.allows.len(), 2);
    assert_eq!(widget.properties[0].docs, "of the body ");
    assert_eq!(parsed.docs.len(), 4);
    assert_eq!(parsed.visibility.len(), 2);
}

#[test]
fn what_a_macro_was_given_is_read_like_any_other_token() {
    fn wrap(tokens: TokenStream) -> TokenStream {
        let wrapped = tokens.into_iter().map(|token| match token {
            TokenTree::Group(group) => {
                TokenTree::Group(Group::new(group.delimiter(), wrap(group.stream())))
            }
            token @ (TokenTree::Literal(_) | TokenTree::Ident(_)) => {
                let token = Group::new(Delimiter::None, token.into());
                TokenTree::Group(Group::new(Delimiter::None, TokenTree::Group(token).into()))
            }
            token => token,
        });
        wrapped.collect()
    }
    let text = whole(
        r#"#[name = "x"] split_based_on a { input: "x", equal_to("a", "b") => a, _ => end, }"#,
    );
    let plain = parsed(&text);
    let grouped = parse(wrap(text.parse().unwrap()));
    assert_eq!(grouped.flow, plain.flow);
    assert_eq!(grouped.errors, []);
}

#[test]
fn a_line_that_is_half_typed_costs_only_itself() {
    for (half, expected) in [
        ("bo", "bo"),
        ("bo, body: \"b\", _ => end", "bo"),
        ("bo body: \"b\", _ => end", "bo"),
        ("body: \"b\", sen", "sen"),
        ("body: \"b\", se _ => b", "se"),
        ("body: \"b\", sent", "sent"),
    ] {
        assert_eq!(lines(half).len(), 1, "{half}: {:?}", lines(half));
        assert!(
            lines(half)[0].ends_with(&format!("@ {expected}")),
            "{:?}",
            lines(half)
        );
    }
    assert_eq!(
        lines("body: , _ => end"),
        ["expected a value, found `,` @ ,"]
    );
    assert_eq!(lines("body: _ => end")[..], ["`body` has no value @ body"]);
    assert_eq!(
        lines("body: sent | failed => end"),
        ["`body` has no value @ body"]
    );
    assert_eq!(
        lines("body: \"b\", sent => , failed => end"),
        ["expected a target after `=>` @ ="]
    );
    assert_eq!(
        lines("body: \"b\", sent => failed => end"),
        ["expected a target after `=>` @ ="]
    );
    assert_eq!(
        lines("body: \"b\", sent | => end"),
        ["expected an event after `|`, found `=>` @ ="]
    );
}

#[test]
fn a_colon_that_is_missing_costs_only_itself() {
    assert_eq!(
        lines("body \"b\", _ => end"),
        ["expected `:` after `body` @ body"]
    );
    assert_eq!(
        lines("body \"other\" => end, _ => end").len(),
        1,
        "the text is the event of a line of its own"
    );
}

#[test]
fn a_comma_that_is_missing_costs_only_itself() {
    assert_eq!(
        lines("body: \"b\" _ => end"),
        ["expected `,`, found `_` @ _"]
    );
    assert_eq!(
        lines("body: \"b\"; _ => end"),
        ["expected `,`, found `;` @ ;"]
    );
    assert_eq!(
        lines("body: \"b\", sent => end failed => b"),
        ["expected `,`, found `failed` @ failed"]
    );
}

#[test]
fn a_widget_that_is_half_typed_costs_only_itself() {
    let with = |half: &str| {
        found(&whole(&format!(
            r#"{half} send_message a {{ body: "a", _ => end }} {half}"#
        )))
    };
    assert_eq!(
        with("send_m"),
        ["expected a widget: `KIND NAME { … }` @ send_m"; 2]
    );
    assert_eq!(
        with("send_message"),
        ["expected a widget: `KIND NAME { … }` @ send_message"; 2]
    );
    assert_eq!(
        with("send_message half #[at(1, 2)]")[..1],
        ["`half` has no body @ send_message"]
    );
    assert_eq!(
        found(&whole("send_message a")),
        ["`a` has no body @ send_message"]
    );
    assert_eq!(
        found("flow Desk { trig send_message a { body: \"a\", _ => end } }"),
        ["expected a widget: `KIND NAME { … }` @ trig"]
    );
    assert_eq!(
        found(&whole(r#"send_message { body: "a", _ => end }"#)),
        ["this widget has no name @ send_message"]
    );
}

#[test]
fn a_flow_that_is_half_typed_is_told_what_is_missing() {
    assert_eq!(
        found(""),
        ["expected `flow NAME { … }`, found nothing more @ "]
    );
    assert_eq!(
        found("pub"),
        ["expected `flow NAME { … }`, found nothing more @ "]
    );
    assert_eq!(
        found("flow"),
        ["expected the flow's name, found nothing more @ "]
    );
    assert_eq!(
        found("flow Desk"),
        ["expected the flow's widgets in `{ … }`, found nothing more @ "]
    );
    assert_eq!(found("struct Desk;").len(), 1);
    let two = format!("{} flow", whole("send_message a { body: \"a\", _ => end }"));
    assert_eq!(found(&two), ["nothing may follow the flow @ flow"]);
}

#[test]
fn what_is_no_value_is_refused_in_its_words() {
    for (value, expected) in [
        (
            "5s",
            "a number in a flow is digits and at most one point, without a suffix",
        ),
        (
            "'x'",
            "a character is no value in a flow: write a string, in double quotes",
        ),
        (
            "b\"x\"",
            "a byte string is no value in a flow: write a string",
        ),
        (
            "\"x\"s",
            "a suffix after a string means nothing in a flow: leave it out",
        ),
        (
            "concat!(\"x\")",
            "a value is a literal: a macro is not expanded here",
        ),
        (
            "Function<u8>",
            "a function is named without generic arguments: give it a name with `type`",
        ),
        ("json(1)", "expected a string, found a number"),
        ("json(\"a\", \"b\")", "`json(…)` takes one string"),
        ("- \"x\"", "expected a number after `-`"),
        ("(1)", "expected a value, found `(`"),
        ("+ 1", "expected a value, found `+`"),
    ] {
        let found = lines(&format!("body: {value}, _ => end"));
        assert_eq!(found.len(), 1, "{value}: {found:?}");
        assert!(found[0].starts_with(expected), "{found:?}");
    }
    let deep = format!("body: {}{}, _ => end", "[".repeat(64), "]".repeat(64));
    assert!(
        lines(&deep)
            .iter()
            .any(|found| found.starts_with("no value of Studio's is nested"))
    );
}

#[test]
fn what_is_no_target_is_refused() {
    for target in ["\"b\"", "Desk::b", "{ b }", "_", "1"] {
        let found = lines(&format!("body: \"b\", _ => {target}"));
        assert_eq!(found.len(), 1, "{target}: {found:?}");
    }
}

#[test]
fn what_is_no_attribute_is_refused() {
    for attribute in [
        "#[frobnicate]",
        "#[name(\"x\")]",
        "#[name = 5]",
        "#[at(1)]",
        "#[at(1, 2, 3)]",
        "#[allow]",
        "#[allow(\"x\")]",
        "#[5]",
        "#[doc(hidden)]",
        "#![at(1, 2)]",
    ] {
        let found = found(&whole(&format!(
            "{attribute} send_message a {{ body: \"a\", _ => end }}"
        )));
        assert_eq!(found.len(), 1, "{attribute}: {found:?}");
    }
}
