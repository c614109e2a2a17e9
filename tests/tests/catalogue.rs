//! `flow_runtime::catalogue` is a committed file that flow-model's catalogue writes: it is what
//! rustc and the editor know of Studio's words.

use std::fmt::Write;
use std::path::Path;

#[path = "catalogue/pages.rs"]
mod pages;

use flow_model::catalogue::{KINDS, Kind, OPERATORS, Property};

const HEAD: &str = "\
//! Studio's words as Rust items, so that the editor completes them inside `flow!`, shows what they
//! mean and goes to where they are described: kinds, and for each kind its properties and its
//! events (of a split, its operators).
//!
//! Written from `flow_model::catalogue` by `tests/tests/catalogue.rs`: run that test with `UPDATE=1`
//! instead of changing anything here.

#![allow(non_upper_case_globals)]
";

const WORD: &str = "        use flow_model::machine::Word;\n";

const LINES: &str = "
/// What a line of a widget can begin with, by kind: a half-typed one may become any of these.
#[doc(hidden)]
#[allow(ambiguous_glob_reexports)] // A word that is both is offered once.
pub mod line {
";

#[test]
fn the_catalogue_of_the_runtime_is_that_of_the_model() {
    check("catalogue.rs", &catalogue());
}

#[test]
fn the_pages_of_widgets_are_made_from_the_catalogue() {
    check("widgets.rs", &pages::pages());
}

fn check(file: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../flow-runtime/src")
        .join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "flow-runtime/src/{file} is not what flow_model::catalogue says; \
         write it anew with: UPDATE=1 cargo test -p flow-tests --test catalogue"
    );
}

fn catalogue() -> String {
    let mut out = String::from(HEAD);
    module(&mut out, "kind", "The kinds of widgets.", |out| {
        for (index, kind) in KINDS.iter().enumerate() {
            constant(out, 1, kind.word, kind.docs, index);
        }
    });
    module(
        &mut out,
        "property",
        "What widgets can be set to, by kind.",
        |out| {
            for_each_kind(out, WORD, |out, kind| {
                for (index, property) in kind.properties.iter().enumerate() {
                    constant(out, 2, property.word, &property_docs(property), index);
                }
            });
        },
    );
    module(
        &mut out,
        "event",
        "What widgets can leave by, by kind.",
        |out| {
            for_each_kind(out, WORD, |out, kind| {
                for (index, event) in kind.events.iter().enumerate() {
                    constant(out, 2, event.word, event.docs, index);
                }
                let operators = if kind.is_split() { OPERATORS } else { &[] };
                for (index, operator) in operators.iter().enumerate() {
                    constant(out, 2, operator.word, operator.docs, index);
                }
            });
        },
    );
    out.push_str(LINES);
    for_each_kind(&mut out, "", |out, kind| {
        let modules = [
            ("event", kind.events.is_empty() && !kind.is_split()),
            ("property", kind.properties.is_empty()),
        ];
        for (words, _) in modules.iter().filter(|(_, is_empty)| !is_empty) {
            let path = format!("crate::catalogue::{words}::{}", kind.word);
            writeln!(out, "        pub use {path}::*;").unwrap();
        }
    });
    out.push_str("}\n");
    out
}

fn module(out: &mut String, name: &str, docs: &str, inside: impl Fn(&mut String)) {
    write!(out, "\n/// {docs}\npub mod {name} {{\n").unwrap();
    if name == "kind" {
        out.push_str("    use flow_model::machine::Word;\n");
    }
    inside(out);
    out.push_str("}\n");
}

fn for_each_kind(out: &mut String, head: &str, inside: impl Fn(&mut String, &Kind)) {
    for (index, kind) in KINDS.iter().enumerate() {
        let mut items = String::new();
        inside(&mut items, kind);
        if index > 0 {
            out.push('\n');
        }
        write!(
            out,
            "    /// Of `{}`.\n    pub mod {} {{",
            kind.word, kind.word
        )
        .unwrap();
        if items.is_empty() {
            out.push_str("}\n");
        } else {
            write!(out, "\n{head}{items}    }}\n").unwrap();
        }
    }
}

/// What a property sets, whether it must be given and what it is where it is left out.
fn property_docs(property: &Property) -> String {
    let more = match (property.required, property.default) {
        (true, _) => "\n\nRequired.".to_owned(),
        (false, Some(default)) => format!("\n\nLeft out: `{default}`"),
        (false, None) => String::new(),
    };
    format!("{}{more}", property.docs)
}

fn constant(out: &mut String, depth: usize, word: &str, docs: &str, index: usize) {
    let indent = "    ".repeat(depth);
    out.push('\n');
    for line in docs.lines() {
        let line = format!("{indent}/// {line}");
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    let word = match syn::parse_str::<syn::Ident>(word) {
        Ok(_) => word.to_owned(),
        Err(_) => format!("r#{word}"),
    };
    writeln!(
        out,
        "{indent}pub const {word}: Word = Word::Known({index});"
    )
    .unwrap();
}
