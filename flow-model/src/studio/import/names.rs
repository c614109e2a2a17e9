//! Names of Studio's made into names of `flow!`.

use std::collections::{HashMap, HashSet};

use crate::check::is_reserved;
use crate::flow::Word;

/// The names that are given so far, each once.
#[derive(Debug, Default)]
pub(super) struct Idents {
    taken: HashSet<String>,
    /// The number that is tried next for a name that is taken.
    next: HashMap<String, u32>,
}

impl Idents {
    /// Keeps a name of Studio's that is an identifier for the widget that bears it.
    pub(super) fn keep(&mut self, name: &str) -> bool {
        is_ident(name) && self.taken.insert(name.to_owned())
    }

    /// A name that is free, made from a name of Studio's, or from `other` where that has no letter.
    pub(super) fn make(&mut self, name: &str, other: &str) -> String {
        let mut made = ident(name);
        if made.is_empty() {
            made = ident(other);
        }
        if is_ident(&made) && self.taken.insert(made.clone()) {
            return made;
        }
        let next = self.next.entry(made.clone()).or_insert(2);
        loop {
            let numbered = format!("{made}_{next}");
            *next += 1;
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// Whether a name can be written as it is.
fn is_ident(name: &str) -> bool {
    !Word::needs_quotes(name) && !is_reserved(name)
}

/// The letters and digits of a name, what stands between them as `_`.
fn ident(name: &str) -> String {
    let mut made = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            made.push(letter);
        } else if !made.is_empty() && !made.ends_with('_') {
            made.push('_');
        }
    }
    let made = made.trim_end_matches('_');
    match made.bytes().next() {
        Some(digit) if digit.is_ascii_digit() => format!("_{made}"),
        _ => made.to_owned(),
    }
}

/// The name of a flow's type, made from that of a file: `support-desk` is `SupportDesk`.
pub fn type_name(name: &str) -> String {
    let words = name
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut made: String = words
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + rest
        })
        .collect();
    if made.is_empty() || made.as_bytes()[0].is_ascii_digit() || is_reserved(&made) {
        made.insert_str(0, "Flow");
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_becomes_the_name_of_a_type() {
        for (name, made) in [
            ("support-desk", "SupportDesk"),
            ("support_desk", "SupportDesk"),
            ("SupportDesk", "SupportDesk"),
            ("flows-daily sit.down", "FlowsDailySitDown"),
            ("24h", "Flow24h"),
            ("self", "FlowSelf"),
            ("客服", "Flow"),
            ("", "Flow"),
        ] {
            assert_eq!(type_name(name), made);
        }
    }

    #[test]
    fn a_name_becomes_an_identifier_that_nobody_else_has() {
        let mut idents = Idents::default();
        assert!(idents.keep("check_support"));
        assert!(!idents.keep("end"));
        for (name, made) in [
            ("check-support", "check_support_2"),
            ("check support", "check_support_3"),
            ("end", "end_2"),
            ("trigger", "trigger_2"),
            ("1st", "_1st"),
            ("Olá!", "Ol"),
            ("客服", "say_play"),
            ("客服2", "_2"),
            ("_", "say_play_2"),
        ] {
            assert_eq!(idents.make(name, "say_play"), made, "{name}");
        }
    }
}
