//! The table of windows, races and faults names tests that are there: see `tests/cases.md`.

use std::fs;
use std::path::{Path, PathBuf};

const TABLE: &str = include_str!("../cases.md");

/// The name of a case, and its last column.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = TABLE.lines().filter_map(|line| line.strip_prefix("| "));
    lines.filter_map(|line| {
        let mut cells = line.strip_suffix(" |")?.split(" | ");
        let name = cells.next()?;
        name.starts_with(['W', 'R', 'F'])
            .then(|| (name, cells.last().unwrap_or_default()))
    })
}

/// The tests that a text names: `folder/file::function`.
fn named(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.map(|name| name.split_once("::").unwrap())
}

#[test]
fn the_table_has_every_case() {
    let expected: Vec<_> = [('W', 10), ('R', 11), ('F', 22)]
        .into_iter()
        .flat_map(|(letter, last)| (1..=last).map(move |number| format!("{letter}{number}")))
        .collect();
    let names: Vec<_> = rows().map(|(name, _)| name).collect();
    assert_eq!(names, expected);
}

#[test]
fn every_case_has_a_test_or_says_why_it_has_none() {
    for (name, tests) in rows() {
        let explained = tests.starts_with("not the local host: ");
        assert!(explained || named(tests).count() > 0, "{name}: {tests}");
    }
}

#[test]
fn every_test_that_is_named_is_there() {
    let mut files = Vec::new();
    for folder in ["../flow-runtime/src", "../flow-runtime/tests", "tests"] {
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut files,
        );
    }
    for (name, tests) in rows() {
        for (file, function) in named(tests) {
            let there = files.iter().any(|(path, source)| {
                path.with_extension("").ends_with(file) && is_a_test(source, file, function)
            });
            assert!(there, "{name}: there is no test `{file}::{function}`");
        }
    }
}

/// Whether a function is one that the harness runs.
fn is_a_test(source: &str, file: &str, function: &str) -> bool {
    let declared = [format!("fn {function}("), format!("fn {function}<")];
    let Some(at) = declared.iter().find_map(|declared| source.find(declared)) else {
        return false;
    };
    let attributes = source[..at].rsplit("\n\n").next().unwrap_or_default();
    let listed = || {
        let list = include_str!("conformance/main.rs");
        list.lines().any(|line| line.trim() == function)
    };
    attributes.contains("test") || file.starts_with("conformance/") && listed()
}

fn sources(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            into.push((path, source));
        }
    }
}
