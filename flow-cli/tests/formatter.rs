//! What holds of every flow that is laid out, and of the flows of this project.

#![allow(clippy::unwrap_used)] // clippy knows only the functions marked #[test]

use std::fs;
use std::path::Path;

use flow_cli::formatter::format;
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::*;

/// The tokens of a piece of source, each as a text; what may stand between them is up to the test.
type Tokens = Vec<String>;

fn join(parts: impl IntoIterator<Item = Tokens>) -> Tokens {
    parts.into_iter().flatten().collect()
}

fn token(text: impl Into<String>) -> Tokens {
    vec![text.into()]
}

fn name() -> BoxedStrategy<Tokens> {
    let written = [
        "a",
        "é_1",
        "r#type",
        "loop",
        "a_name_that_is_long_enough_to_fill_lines",
    ];
    prop::sample::select(written.to_vec())
        .prop_map(token)
        .boxed()
}

fn literal() -> BoxedStrategy<Tokens> {
    let written = [
        "\"\"",
        "\"{{a | b}} // no comment /* none */\"",
        "\"one\\n\\\n    two\"",
        "r#\"{ \"a\":\n  1 }\"#",
        "\"a text that is long enough to break most of the lines it stands on, ünd more\"",
        "1_000",
        "0.5",
    ];
    prop::sample::select(written.to_vec())
        .prop_map(token)
        .boxed()
}

/// Parts between delimiters, separated by commas; the last comma may be left out.
fn list(
    open: &'static str,
    part: BoxedStrategy<Tokens>,
    count: impl Into<prop::collection::SizeRange>,
    close: &'static str,
) -> BoxedStrategy<Tokens> {
    (prop::collection::vec(part, count), any::<bool>())
        .prop_map(move |(parts, last)| {
            let mut tokens = token(open);
            for (index, part) in parts.iter().enumerate() {
                tokens.extend(part.iter().cloned());
                if last || index + 1 < parts.len() {
                    tokens.push(",".to_owned());
                }
            }
            tokens.push(close.to_owned());
            tokens
        })
        .boxed()
}

fn path() -> BoxedStrategy<Tokens> {
    (any::<bool>(), prop::collection::vec(name(), 1..3))
        .prop_map(|(absolute, names)| {
            let mut tokens = names.join(&"::".to_owned());
            if absolute {
                tokens.insert(0, "::".to_owned());
            }
            tokens
        })
        .boxed()
}

fn entry(value: BoxedStrategy<Tokens>) -> BoxedStrategy<Tokens> {
    let key = prop_oneof![name(), Just(token("\"a-key\""))];
    (docs(), key, value)
        .prop_map(|(docs, key, value)| join([docs, key, token(":"), value]))
        .boxed()
}

fn value() -> BoxedStrategy<Tokens> {
    let leaf = prop_oneof![
        literal(),
        literal().prop_map(|text| join([token("json"), token("("), text, token(")")])),
        Just(vec!["-".to_owned(), "1".to_owned()]),
        Just(token("true")),
        path(),
    ];
    leaf.prop_recursive(3, 16, 4, |value| {
        let fields = list("{", entry(value.clone().boxed()), 0..4, "}");
        prop_oneof![
            list("[", value.boxed(), 0..4, "]"),
            fields.clone(),
            (path(), fields).prop_map(|(path, fields)| join([path, fields])),
        ]
    })
    .boxed()
}

fn docs() -> BoxedStrategy<Tokens> {
    let written = ["/// documentation  ", "/** a block\n of it */"];
    prop::collection::vec(
        prop::sample::select(written.to_vec()).prop_map(str::to_owned),
        0..2,
    )
    .boxed()
}

fn attribute() -> BoxedStrategy<Tokens> {
    let inside = prop_oneof![
        (name(), literal()).prop_map(|(name, text)| join([name, token("="), text])),
        (name(), list("(", name(), 1..7, ")")).prop_map(|(name, names)| join([name, names])),
        (name(), list("(", literal(), 1..3, ")")).prop_map(|(name, texts)| join([name, texts])),
    ];
    inside
        .prop_map(|inside| join([vec!["#".to_owned(), "[".to_owned()], inside, token("]")]))
        .boxed()
}

fn attributes() -> BoxedStrategy<Tokens> {
    (docs(), prop::collection::vec(attribute(), 0..3))
        .prop_map(|(docs, attributes)| join([docs, attributes.concat()]))
        .boxed()
}

fn event() -> BoxedStrategy<Tokens> {
    prop_oneof![
        name(),
        Just(token("_")),
        (name(), list("(", literal(), 1..4, ")")).prop_map(|(name, texts)| join([name, texts])),
    ]
    .boxed()
}

fn arm() -> BoxedStrategy<Tokens> {
    (attributes(), prop::collection::vec(event(), 1..4), name())
        .prop_map(|(attributes, events, target)| {
            join([
                attributes,
                events.join(&"|".to_owned()),
                token("=>"),
                target,
            ])
        })
        .boxed()
}

fn widget() -> BoxedStrategy<Tokens> {
    let line = prop_oneof![entry(value()), arm()].boxed();
    (
        attributes(),
        name(),
        prop::option::of(name()),
        list("{", line, 0..5, "}"),
    )
        .prop_map(|(attributes, kind, name, lines)| {
            join([attributes, kind, name.unwrap_or_default(), lines])
        })
        .boxed()
}

fn flow() -> BoxedStrategy<Tokens> {
    let visibility = ["", "pub", "pub ( crate )", "pub ( in a :: b )"];
    let visibility = prop::sample::select(visibility.to_vec()).prop_map(|text| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    (
        attributes(),
        visibility,
        name(),
        prop::collection::vec(widget(), 0..4),
    )
        .prop_map(|(attributes, visibility, name, widgets)| {
            let head = join([attributes, visibility, token("flow"), name, token("{")]);
            join([head, widgets.concat(), token("}")])
        })
        .boxed()
}

/// What stands between two tokens.
#[derive(Clone, Debug)]
enum Gap {
    Blank(&'static str),
    Comment(&'static str, &'static str, &'static str),
}

fn gaps() -> BoxedStrategy<Vec<Gap>> {
    let blanks = [" ", "\n", "\n\n\n", "\t ", "\n    "];
    let comments = [
        (" // ", " \n"),
        ("// ", "\n\n"),
        ("\n// ", "\n"),
        ("\n\n  //// ", "\n"),
        ("/* ", " */"),
        ("\n/* ", "\n  of lines */ "),
        (" /* ", " /* nested */ */\n"),
    ];
    let blank = prop::sample::select(blanks.to_vec()).prop_map(Gap::Blank);
    let comment = (
        prop::sample::select(comments.to_vec()),
        prop::sample::select(blanks.to_vec()),
    )
        .prop_map(|((open, close), blank)| Gap::Comment(open, close, blank));
    prop::collection::vec(prop_oneof![12 => blank, 1 => comment], 1..200).boxed()
}

/// The source, and how many comments it has.
fn write(tokens: &[String], gaps: &[Gap]) -> (String, usize) {
    let (mut source, mut count) = ("flow! {".to_owned(), 0);
    for (token, gap) in tokens.iter().zip(gaps.iter().cycle()) {
        match gap {
            Gap::Blank(blank) => source += blank,
            Gap::Comment(open, close, blank) => {
                source += &format!("{open}comment {count};{close}{blank}");
                count += 1;
            }
        }
        source += token;
        if token.starts_with("///") {
            source.push('\n');
        }
    }
    (source + " }\n", count)
}

/// The tokens, without commas before a closing delimiter.
fn tokens(source: &str) -> Vec<String> {
    fn push(stream: TokenStream, tokens: &mut Vec<String>) {
        for token in stream {
            let TokenTree::Group(group) = token else {
                tokens.push(token.to_string());
                continue;
            };
            tokens.push(format!("{:?} opens", group.delimiter()));
            push(group.stream(), tokens);
            if tokens.last().is_some_and(|last| last == ",") {
                tokens.pop();
            }
            tokens.push("closes".to_owned());
        }
    }
    let mut tokens = Vec::new();
    push(source.parse().unwrap(), &mut tokens);
    tokens
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_laid_out_keeps_its_tokens_and_comments_and_stays(flow in flow(), gaps in gaps()) {
        let (source, count) = write(&flow, &gaps);
        let once = format(&source).unwrap();
        prop_assert_eq!(tokens(&once), tokens(&source), "{}", once);
        for number in 0..count {
            let comment = format!("comment {number};");
            prop_assert_eq!(once.matches(&comment).count(), 1, "{}\n{}", comment, once);
        }
        let twice = format(&once).unwrap();
        prop_assert_eq!(&twice, &once);
        let with_carriage_returns = format(&source.replace('\n', "\r\n")).unwrap();
        prop_assert_eq!(with_carriage_returns, once.replace('\n', "\r\n"));
    }

    #[test]
    fn a_broken_flow_is_refused_or_laid_out_for_good(
        flow in flow(),
        gaps in gaps(),
        at in any::<prop::sample::Index>(),
        instead in prop::sample::select(&["", ",", "|", "=>", "::", ":", "#", "a", "\"b\"", "-", "{ }", "( )", "[ ]"][..]),
    ) {
        let mut flow = flow;
        let at = at.index(flow.len());
        flow[at] = instead.to_owned();
        let (source, _) = write(&flow, &gaps);
        if let Ok(once) = format(&source) {
            prop_assert_eq!(tokens(&once), tokens(&source), "{}", once);
            prop_assert_eq!(&format(&once).unwrap(), &once);
        }
    }

    #[test]
    fn no_text_is_too_strange(text in "(flow!|[a-z\"'#/*{}()\\[\\]:=>|,!$\\\\\r\né\u{feff}]| ){0,60}") {
        match format(&text) {
            Ok(once) => prop_assert_eq!(&format(&once).unwrap(), &once),
            Err(errors) => for error in errors {
                prop_assert!(text.get(error.range).is_some());
            },
        }
    }
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn the_flows_of_this_project_are_laid_out() {
    let mut files = 0;
    for folder in ["examples/flows", "tests/ui/pass"] {
        for file in fs::read_dir(root().join(folder)).unwrap() {
            let path = file.unwrap().path();
            // Holds every way of writing a flow.
            if path.ends_with("syntax.rs") {
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            assert_eq!(format(&source).unwrap(), source, "{}", path.display());
            files += 1;
        }
    }
    assert!(files >= 4, "{files}");
}

#[test]
fn the_flow_of_the_readme_is_laid_out() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let code = readme.split("```rust\n").nth(1).unwrap();
    let code = code.split("```").next().unwrap();
    assert!(code.contains("flow! {"));
    assert_eq!(format(code).unwrap(), code);
}
