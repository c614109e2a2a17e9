//! The pages of the error index: the first example of each earns its code and no other, and the
//! second is built without a word.
//!
//! All examples of a sort are one crate, a file each, so that they are built at once.

mod crates;
mod pages;

use std::collections::BTreeMap;

use flow_model::check::{CODES, Code};
use pages::{Found, Page};

/// Codes whose first example is not built, and why.
const ELSEWHERE: &[&str] = &[
    // Takes 65,535 widgets: the tests of flow-model have it.
    "too_many_widgets",
];

/// The source of examples by the names of their files: the codes of their pages.
type Examples = BTreeMap<&'static str, String>;

/// What is said of each example: a code, and the whole message.
type Said = BTreeMap<String, Vec<(String, String)>>;

#[test]
fn each_page_has_a_flow_that_earns_its_code_and_no_other() {
    let mut examples = firsts(Found::WhenBuilt);
    let mut said = crates::check("refused", &examples);
    // What only a type or a constant shows is not looked at while something before it is wrong.
    examples.retain(|id, _| !said.contains_key(*id));
    if !examples.is_empty() {
        said.extend(crates::check("refused_late", &examples));
    }
    assert_earned(&firsts(Found::WhenBuilt), said);
}

#[test]
fn a_limit_of_studio_is_found_when_its_example_is_exported() {
    let examples = firsts(Found::WhenExported);
    assert_earned(&examples, crates::export("exported", &examples));
}

#[test]
fn what_each_page_has_instead_is_built_without_a_word() {
    let said = crates::check("instead", &seconds(|_| true));
    assert!(said.is_empty(), "{}", messages(said));
}

#[test]
fn what_a_page_of_a_limit_has_instead_is_exported() {
    let examples = seconds(|page| page.found == Found::WhenExported);
    let said = crates::export("exported_instead", &examples);
    assert!(said.is_empty(), "{}", messages(said));
}

fn pages() -> impl Iterator<Item = (&'static Code, Page)> {
    CODES.iter().map(|&code| (code, Page::of(code)))
}

/// The flows that earn the codes of their pages.
fn firsts(found: Found) -> Examples {
    let built_here = |code: &Code| !ELSEWHERE.contains(&code.name);
    pages()
        .filter(|(code, page)| page.found == found && built_here(code))
        .map(|(code, page)| (code.id, page.first))
        .collect()
}

/// What is to be written instead.
fn seconds(of: impl Fn(&Page) -> bool) -> Examples {
    pages()
        .filter(|(_, page)| of(page))
        .map(|(code, page)| (code.id, page.second))
        .collect()
}

fn assert_earned(examples: &Examples, mut said: Said) {
    assert!(!examples.is_empty());
    let mut silent = Vec::new();
    for id in examples.keys() {
        match said.get_mut(*id) {
            Some(said) => said.retain(|(code, _)| code != id),
            None => silent.push(*id),
        }
    }
    said.retain(|_, said| !said.is_empty());
    assert!(said.is_empty(), "{}", messages(said));
    assert!(silent.is_empty(), "nothing is said of {silent:?}");
}

fn messages(said: Said) -> String {
    let of_each = said.into_iter().map(|(file, said)| {
        let messages: Vec<_> = said.into_iter().map(|(_, message)| message).collect();
        format!("{file}:\n{}", messages.join("\n"))
    });
    of_each.collect::<Vec<_>>().join("\n")
}
