//! What `flow!` and the derives refuse, and what the compiler says of it: each file of `ui/` has
//! beside it what is printed for it. One file a rule, named as its code is. What they take is in
//! `ui/pass/`.
//!
//! After a change of what is said: `TRYBUILD=overwrite cargo test -p flow-tests --test ui`, and then
//! read the difference.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use flow_model::check::CODES;
use flow_runtime::lock::{Flows, Lock};

#[path = "../ui/pass/allowed.rs"]
mod allowed;
#[path = "../ui/pass/reuse.rs"]
mod reuse;
#[path = "../ui/pass/subflow.rs"]
mod subflow;
#[path = "../ui/pass/syntax.rs"]
mod syntax;

/// Codes without a file, and why.
const ELSEWHERE: &[&str] = &[
    // Takes 65,536 widgets: the tests of flow-model have it.
    "too_many_widgets",
    // Found on export, and in flows of hundreds of widgets: the tests of flow-model have them.
    "too_many_states",
    "too_many_steps",
    "too_many_subflows",
];

#[test]
fn what_is_refused_and_what_is_said_of_it() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}

#[test]
fn every_code_has_a_file_that_is_named_after_it() {
    for code in CODES.iter().filter(|code| !ELSEWHERE.contains(&code.name)) {
        let path = Path::new("ui").join(code.name).with_extension("stderr");
        let said = fs::read_to_string(&path).unwrap_or_default();
        let id = format!("[{}]", code.id);
        assert!(said.contains(&id), "{id} is not in {}", path.display());
    }
}

/// The snapshots are written by a command, and the marks by hand: one mistake is one error, where
/// it was made.
#[test]
fn each_error_is_where_the_source_expects_it() {
    for source in sources() {
        let said = fs::read_to_string(source.with_extension("stderr")).unwrap();
        assert_eq!(
            errors(&said),
            marks(&fs::read_to_string(&source).unwrap()),
            "{}",
            source.display()
        );
    }
}

#[test]
fn eight_mistakes_are_eight_errors() {
    let said = fs::read_to_string("ui/eight_mistakes.stderr").unwrap();
    assert_eq!(errors(&said).values().map(Vec::len).sum::<usize>(), 8);
}

#[test]
fn what_is_taken_carries_whoever_waits_in_it_as_its_lock_says() {
    let flows = Flows::new()
        .flow::<allowed::Accepted>()
        .flow::<allowed::AcceptedOnTheFlow>()
        .flow::<allowed::AcceptedReads>()
        .flow::<subflow::Caller>()
        .flow::<syntax::Forms>();
    let mut lock = Lock::default();
    lock.record(&flows).unwrap();
    assert!(lock.waiting("Forms").count() > 0, "{lock}");
    let mut read: Lock = lock.to_string().parse().unwrap();
    assert_eq!(read, lock);
    read.record(&flows).unwrap();
    assert_eq!(read, lock);
}

fn sources() -> Vec<PathBuf> {
    let files = fs::read_dir("ui").unwrap().map(|file| file.unwrap().path());
    let sources: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    assert!(!sources.is_empty());
    sources
}

/// The codes of the errors of each line; `error` for one without a code.
type Lines = BTreeMap<usize, Vec<String>>;

/// What rustc printed.
fn errors(said: &str) -> Lines {
    let mut lines = Lines::new();
    let mut codes = Vec::new();
    for line in said.lines() {
        if line.starts_with("error") || line.starts_with("warning") {
            codes.push(code(line));
        } else if let Some((indent, place)) = line.split_once("--> ui/")
            // Further to the right stands the place of a drawing within the message.
            && indent.len() < "error: ".len()
            && let Some(code) = codes.pop()
        {
            let line = place.split(':').nth(1).unwrap().parse().unwrap();
            lines.entry(line).or_default().push(code);
        }
    }
    assert!(codes.is_empty(), "an error without a place:\n{said}");
    lines.values_mut().for_each(|codes| codes.sort());
    lines
}

/// Of `error: … [F0201]` or `error[E0277]: …`; of any other the word that it begins with.
fn code(heading: &str) -> String {
    let (word, message) = heading.split_once(": ").unwrap_or((heading, ""));
    let ours = message
        .strip_suffix(']')
        .and_then(|message| message.rsplit_once('['));
    let theirs = word.strip_suffix(']').and_then(|word| word.split_once('['));
    ours.or(theirs).map_or(word, |(_, code)| code).to_owned()
}

/// What the source expects: `//~ CODE…` of its own line, `//~v CODE…` of the next.
fn marks(source: &str) -> Lines {
    let mut lines = Lines::new();
    for (number, line) in (1..).zip(source.lines()) {
        let Some((_, mark)) = line.split_once("//~") else {
            continue;
        };
        let (line, codes) = match mark.strip_prefix('v') {
            Some(codes) => (number + 1, codes),
            None => (number, mark),
        };
        let codes = codes.split_whitespace().map(str::to_owned);
        lines.entry(line).or_default().extend(codes);
    }
    lines.values_mut().for_each(|codes| codes.sort());
    lines
}
