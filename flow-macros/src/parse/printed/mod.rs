//! What `flow_model::source` prints, read back.

mod flows;
mod real;

use std::fs;

use flow_model::Flow;
use flow_model::check;
use flow_model::source::{Remark, plain, print};
use flow_model::studio::{Options, export};
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;

use super::{Parsed, parse};

/// The flow of a whole file.
fn read(file: &str) -> Parsed {
    let tokens: TokenStream = file
        .parse()
        .unwrap_or_else(|error| panic!("{error}:\n{file}"));
    let mut tokens = tokens.into_iter();
    tokens.find(|token| matches!(token, TokenTree::Ident(ident) if ident == "flow"));
    let Some(TokenTree::Group(body)) = tokens.nth(1) else {
        panic!("no `flow!` in\n{file}")
    };
    parse(body.stream())
}

/// The same file as `widgets` stands in when it is printed.
fn file(widgets: &str) -> String {
    let widgets: String = widgets
        .lines()
        .map(|line| match line {
            "" => "\n".to_owned(),
            line => format!("{line}\n"),
        })
        .collect();
    format!("use flow_runtime::prelude::*;\n\nflow! {{\n{widgets}}}\n")
}

/// Everything but where it stands.
fn shape(flow: &Flow) -> String {
    let mut shape = String::new();
    let debug = format!("{flow:#?}");
    let mut rest = debug.as_str();
    while let Some((before, after)) = rest.split_once("Location(\n") {
        shape += before;
        rest = after.split_once(')').unwrap_or_default().1;
    }
    shape + rest
}

/// Reads the flows of a file, prints it, and expects that file.
fn assert_printed(before: &str, printed: &str) {
    let parsed = read(&file(before));
    assert_eq!(parsed.errors, [], "{before}");
    assert_eq!(print(&parsed.flow, &[]), file(printed));
}

/// What the example says, without what surrounds its flow.
fn example(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/flows/");
    let text = fs::read_to_string(format!("{folder}{name}.rs")).unwrap();
    let start = text.find("use flow_runtime").unwrap();
    let end = text.find("\n}\n").unwrap();
    text[start..end + 3].replace("use serde::Serialize;\n", "")
}

#[test]
fn the_examples_are_printed_as_they_were_written() {
    assert_eq!(
        print(&read(&example("appointment")).flow, &[]),
        example("appointment")
    );
    // Where the support desk names all events, the printer does not.
    let desk = example("support_desk").replace("sent | failed =>", "_ =>");
    assert_eq!(print(&read(&desk).flow, &[]), desk);
}

#[test]
fn what_studio_writes_by_itself_is_left_out_and_the_rest_in_its_order() {
    assert_printed(
        r##"    #[name = "Desk"]
    #[allow_concurrent_calls(true)]
    pub flow Desk {
        #[name = "Trigger"]
        trigger {
            incoming_message => end,
            incoming_call => ask,
            incoming_request => end,
        }

        #[name = "ask"]
        gather_input_on_call ask {
            say: "{{contact.channel.address}}",
            finish_on_key: "#",
            timeout: 5,
            loop: 2,
            stop_gather: true,
            profanity_filter: false,

            keypress => ask,
            speech => end,
            timeout => end,
        }
    }
"##,
        r#"    pub flow Desk {
        trigger {
            incoming_call => ask,
        }

        gather_input_on_call ask {
            loop: 2,
            say: "{{contact.channel.address}}",
            profanity_filter: false,

            keypress => ask,
            speech | timeout => end,
        }
    }
"#,
    );
}

#[test]
fn an_author_names_few_events_and_counts_without_quotes() {
    assert_printed(
        r#"    pub flow Desk {
        trigger {
            incoming_call | incoming_message => set,
        }

        set_variables set {
            variables: {
                zero: "0",
                below: "-12",
                yes: "true",
                code: "007",
                phone: "15557770199",
                minus: "-0",
                half: "0.5",
                item: json("1"),
            },

            _ => ask,
        }

        send_and_wait_for_reply ask {
            body: "12",

            incoming_message => set,
            _ => end,
        }

        connect_virtual_agent_v2 talk {
            connector_name: "a",
            "timeout_of_ours": "12",

            timeout => ask,
            hangup => end,
            _ => end,
        }
    }
"#,
        r#"    pub flow Desk {
        trigger {
            incoming_message | incoming_call => set,
        }

        set_variables set {
            variables: {
                zero: 0,
                below: -12,
                yes: true,
                code: "007",
                phone: "15557770199",
                minus: "-0",
                half: "0.5",
                item: json("1"),
            },

            next => ask,
        }

        send_and_wait_for_reply ask {
            body: "12",

            incoming_message => set,
            timeout | delivery_failure => end,
        }

        // no path reaches `talk`
        #[allow(unreachable_widget)]
        connect_virtual_agent_v2 talk {
            connector_name: "a",
            "timeout_of_ours": "12",

            completed | live_agent_handoff | hangup | failed | paused => end,
            timeout => ask,
        }
    }
"#,
    );
}

#[test]
fn a_flow_keeps_what_its_author_said() {
    let text = r#"    /// Answers.
    ///
    ///  And asks.
    #[name = "The \"Desk\""]
    #[allow_concurrent_calls(false)]
    #[settings(crate::Production)]
    pub flow Desk {
        #[name = "Start"]
        #[at(0, -20)]
        trigger {
            incoming_message | incoming_request => greet-me,
        }

        /// Greets.
        #[name = "greet-me"]
        #[at(-10, 150)]
        send_message greet_me {
            /// In two words.
            body: "Hello there",

            sent => match,
            failed => end,
        }

        // this condition tests "{{flow.variables.old}}", and the input of its split is …
        #[allow(stale_subject)]
        // no `set_variables` of this flow sets `old`, so this tests a blank
        #[allow(unknown_variable)]
        split_based_on match {
            input: "{{trigger.message.Body}}",

            matches_any_of("yes", "y") | equal_to("ok") => end,
            /// No
            contains("no") => end,
            ///
            is_blank => end,
            #[subject("{{flow.variables.old}}")]
            starts_with("x") => end,
            regex(r"\d+") => end,
            _ => end,
        }
    }
"#
    .replace("=> greet-me", "=> greet_me");
    let parsed = read(&file(&text));
    assert_eq!(print(&parsed.flow, &[]), file(&text));
}

#[test]
fn what_fits_on_no_line_is_broken() {
    let text = r##"    pub flow Desk {
        trigger {
            incoming_message
            | incoming_call
            | incoming_conversation_message
            | incoming_request => a_widget_with_a_long_name,
        }

        set_variables a_widget_with_a_long_name {
            variables: {
                count: 0,
                "two words": "x",
                cart: json(r#"{
  "a": [1, 2]
}"#),
            },

            next => check,
        }

        split_based_on check {
            input: "{{contact.channel.address}}",

            matches_any_of(
                "a first answer that is long",
                "a second answer that is long",
                "a third answer that is long",
            ) => say,
            _ => end,
        }

        send_message say {
            body: "Choose one of these, please:\n\
                   1. The first thing\n\
                   2. The second thing\n\n  \
                   and nothing else",

            sent => post,
            failed => end,
        }

        make_http_request post {
            method: "POST",
            content_type: "application/json;charset=utf-8",
            body: r#"{
    "text": "{{widgets.say.outbound.Body}}"
}"#,
            url: "https://example.com/a/path/that/is/too/long/for/a/line/and/has/nowhere/any/blank/to/break/at",

            _ => end,
        }
    }
"##;
    assert_printed(text, text);
}

#[test]
fn a_word_of_studios_stays_quoted() {
    let text = r#"    pub flow Desk {
        trigger {
            incoming_message => type,
        }

        "create-task" type {
            "someProp": [{ "a": -1.50 }, {}, []],

            "done" => loop,
        }

        send_message loop {
            body: "x",
            "newProp": "y",

            sent | failed => end,
            "newEvent" => end,
        }
    }
"#
    .replace(
        "sent | failed => end,\n            \"newEvent\"",
        "sent | failed | \"newEvent\"",
    );
    assert_printed(&text, &text);
}

#[test]
fn lints_are_accepted_with_a_reason() {
    let before = r#"    #[allow(spinning_cycle)]
    pub flow Desk {
        trigger {
            incoming_message => a,
        }

        send_message a {
            body: "a",

            _ => a,
        }

        send_message b {
            body: "b",

            _ => end,
        }
    }
"#;
    let parsed = read(&file(before));
    let printed = print(&parsed.flow, &[]);
    assert!(
        printed.contains(
            "        // no path reaches `b`\n        \
             #[allow(unreachable_widget)]\n        send_message b {"
        ),
        "{printed}"
    );
    let again = read(&printed);
    assert_eq!(check(&again.flow), []);
    assert_eq!(print(&again.flow, &[]), printed);
}

#[test]
fn remarks_stand_above_what_they_are_about() {
    let text = r#"    pub flow Desk {
        trigger {
            incoming_message | incoming_request => a,
        }

        set_variables a {
            variables: { count: 0 },

            next => end,
        }
    }
"#;
    let Parsed { flow, .. } = read(&file(text));
    let [trigger, a] = &flow.widgets[..] else {
        panic!("{flow:?}")
    };
    let flow_model::flow::ValueKind::Map(entries) = &a.properties[0].value.kind else {
        panic!("{a:?}")
    };
    let remark = |at, text: &str| Remark {
        at,
        text: text.to_owned(),
    };
    let remarks = [
        remark(flow.name.at, "the flow"),
        remark(flow_model::Location(9999), "what is not there"),
        remark(trigger.arms[1].event.at(), "a request\nand more"),
        remark(a.ident.at, "a widget"),
        remark(entries[0].value.at, "a number"),
        remark(a.arms[0].target.at(), "an end"),
    ];
    let printed = r#"    // the flow
    // what is not there
    pub flow Desk {
        trigger {
            incoming_message => a,
            // a request
            // and more
            incoming_request => a,
        }

        // a widget
        set_variables a {
            variables: {
                // a number
                count: 0,
            },

            // an end
            next => end,
        }
    }
"#;
    assert_eq!(print(&flow, &remarks), file(printed));
}

fn options() -> Options {
    Options {
        function_base: Some("https://example.com".to_owned()),
        ..Options::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_flow_is_read_back_as_it_was_printed(flows::Shown(flow) in flows::flow()) {
        let read_again = |flow: &Flow| {
            let printed = print(flow, &[]);
            let parsed = read(&printed);
            prop_assert_eq!(&parsed.errors, &[]);
            prop_assert_eq!(shape(&accepting(&plain(flow), &parsed.flow)), shape(&parsed.flow));
            prop_assert_eq!(export(&parsed.flow, &options()).ok(), export(flow, &options()).ok());
            Ok((printed, parsed.flow))
        };
        let (_, located) = read_again(&flow)?;
        let (printed, again) = read_again(&located)?;
        prop_assert_eq!(print(&again, &[]), printed);
        let mut lints = check(&again);
        lints.retain(|found| found.code.lint);
        prop_assert_eq!(lints, []);
    }
}

/// The flow, accepting what another does: lints are accepted when it is printed.
fn accepting(flow: &Flow, other: &Flow) -> Flow {
    let mut flow = flow.clone();
    flow.allows.clone_from(&other.allows);
    for (widget, other) in flow.widgets.iter_mut().zip(&other.widgets) {
        widget.allows.clone_from(&other.allows);
    }
    flow
}
