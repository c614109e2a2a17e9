//! Texts that a regular expression matches.

use fancy_regex::{Expr, LookAround};
use flow_model::condition::{Condition, Subject};
use regex_syntax::hir::{Class, HirKind};

/// How many texts each part of a pattern gives at most.
const MOST: usize = 6;

/// The longest text that is made.
const LONGEST: usize = 300;

/// What many patterns ask for: tried where a pattern looks around itself or back.
const USUAL: &[&str] = &[
    "1",
    "12345",
    "1234567890",
    "+15557770100",
    "ann@example.com",
    "Ann",
    "Ann Lee",
    "2026-01-05",
    "01/05/2026",
    "12:30",
    "A1B2C3",
    "Abc123!x",
    "yes",
    "no",
];

/// Some texts that the operator `regex` takes for that pattern; none where no way was found to make
/// one.
pub(super) fn samples(pattern: &str) -> Vec<String> {
    let Some(condition) = Condition::new("regex", &[pattern]) else {
        return Vec::new();
    };
    let made = match Expr::parse_tree(pattern) {
        // What stands ahead is often what is asked for, and the rest anything.
        Ok(tree) => [texts(&tree.expr, false), texts(&tree.expr, true)].concat(),
        Err(_) => Vec::new(),
    };
    let usual = USUAL.iter().map(|text| (*text).to_owned());
    let mut samples: Vec<String> = Vec::new();
    for text in made.into_iter().chain(usual) {
        let is_new = !samples.contains(&text);
        if is_new && samples.len() < MOST && condition.holds(&Subject::new(&text)) {
            samples.push(text);
        }
    }
    samples
}

/// Texts of a part of a pattern; `ahead`: of what it only looks ahead to, too.
fn texts(expr: &Expr, ahead: bool) -> Vec<String> {
    let texts = |expr| texts(expr, ahead);
    match expr {
        Expr::Literal { val, .. } => vec![val.clone()],
        Expr::Any { .. } => vec!["x".to_owned()],
        Expr::Delegate { inner, .. } => characters(inner),
        Expr::Concat(parts) => joined(&parts.iter().map(texts).collect::<Vec<_>>()),
        Expr::Alt(ways) => {
            let mut all: Vec<_> = ways.iter().flat_map(texts).collect();
            all.truncate(4 * MOST);
            all
        }
        Expr::Group(inner) => texts(inner),
        Expr::AtomicGroup(inner) => texts(inner),
        Expr::Repeat { child, lo, hi, .. } => repeated(&texts(child), *lo, *hi),
        Expr::LookAround(inner, LookAround::LookAhead) if ahead => texts(inner),
        // Of the rest each stands for no text, or for one that is tried by itself.
        _ => vec![String::new()],
    }
}

/// A text of each part, so that every text of every part is in some: not each with each.
fn joined(parts: &[Vec<String>]) -> Vec<String> {
    let most = parts.iter().map(Vec::len).max().unwrap_or(0).min(4 * MOST);
    let one = |n: usize| -> Option<String> {
        let pick = |part: &Vec<String>| part.get(n % part.len().max(1)).cloned();
        let text: String = parts.iter().map(pick).collect::<Option<_>>()?;
        (text.len() <= LONGEST).then_some(text)
    };
    (0..most).filter_map(one).collect()
}

/// Each text as often as it may be at least, once, and a little more often.
fn repeated(texts: &[String], least: usize, most: usize) -> Vec<String> {
    let mut all = Vec::new();
    for times in [least.max(1), least, least.saturating_add(2)] {
        let times = times.min(most);
        if times > LONGEST {
            continue;
        }
        // Of one or two characters in turn, so that a code looks like one: 1234, not 1111.
        if times > 1 && texts.len() > 1 {
            all.push((0..times).map(|n| &*texts[n % texts.len()]).collect());
            continue;
        }
        all.extend(texts.iter().take(MOST).map(|text| text.repeat(times)));
    }
    all.retain(|text: &String| text.len() <= LONGEST);
    all
}

/// Some characters of a class: digits and letters first.
fn characters(class: &str) -> Vec<String> {
    let Ok(hir) = regex_syntax::parse(class) else {
        return Vec::new();
    };
    let ranges: Vec<(char, char)> = match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => class
            .ranges()
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect(),
        HirKind::Class(Class::Bytes(class)) => class
            .ranges()
            .iter()
            .map(|range| (char::from(range.start()), char::from(range.end())))
            .collect(),
        HirKind::Literal(literal) => {
            return vec![String::from_utf8_lossy(&literal.0).into_owned()];
        }
        _ => return Vec::new(),
    };
    let holds = |c: &char| ranges.iter().any(|(from, to)| (*from..=*to).contains(c));
    let mut found: Vec<char> = "1234abcdABCD056789 -_.@+".chars().filter(holds).collect();
    found.extend(ranges.iter().map(|(from, _)| *from));
    found.dedup();
    found.truncate(4);
    found.into_iter().map(String::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever is made is matched, so the test is that something is made.
    #[test]
    fn common_patterns_have_texts_that_they_match() {
        for pattern in [
            "[1-5]",
            "yes|no",
            r"\d{5}",
            r"^\d{3}-\d{4}$",
            r"[A-Z]{2}\d{4}",
            r"ORD-(\d+)-[XYZ]",
            r"\w+@\w+\.[a-z]{2,}",
            r"(?:19|20)\d\d-(0[1-9]|1[0-2])-\d\d",
            r"(?=.*\d)(?=.*[a-z]).{8,}",
            r"\+?1?\s*\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}",
            r"(?i)stop\s+all",
            r"[^\d\s]+",
            ".*help.*",
            "^(?=.*blocked)(?=.*Access Policy).*",
            r"\p{L}+",
            r"a{3}b?",
            r"\bcancel\b",
        ] {
            let samples = samples(pattern);
            assert!(!samples.is_empty(), "{pattern}");
        }
    }

    #[test]
    fn every_alternative_has_a_text() {
        assert_eq!(samples("one|two|three"), ["one", "two", "three"]);
        assert_eq!(samples("[1-3]"), ["1", "2", "3"]);
        assert_eq!(samples(r"\d{4}")[0], "1234");
    }

    #[test]
    fn what_matches_nothing_has_none() {
        assert!(samples("(").is_empty());
        assert!(samples(r"a\bb").is_empty());
        assert!(samples("x{100000}").is_empty());
    }
}
