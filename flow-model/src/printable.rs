//! Texts of others as they can be printed: a terminal obeys some characters, and others turn the line
//! round in which they stand.

use std::borrow::Cow;
use std::fmt::{Display, Write};

/// A text on one line: what is not to look at, a newline as well, is escaped as Rust does it.
pub fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

/// A text of several lines, which stay lines; all else that is not to look at is escaped.
pub fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |char| char == '\n')
}

/// What somebody wrote, to stand behind their name: lines after the first are indented.
pub fn message(text: &str) -> String {
    let text = text.trim_end().replace("\r\n", "\n");
    lines(&text).replace('\n', "\n    ")
}

/// `1 turn`, `2 turns`, `2 tries`.
pub fn counted(count: impl Display, of: &str) -> String {
    let count = count.to_string();
    match of.strip_suffix("ry") {
        _ if count == "1" => format!("1 {of}"),
        Some(stem) => format!("{count} {stem}ries"),
        None => format!("{count} {of}s"),
    }
}

/// Whether a character is none to look at: one that steers, ends or turns the line, or is none at all.
pub(crate) fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}'
        )
}

fn escaped(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_plain = |char| char == '\t' || stays(char) || !is_hidden(char);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        if is_plain(char) {
            escaped.push(char);
        } else {
            let _ = write!(escaped, "{}", char.escape_default()); // a string takes everything
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_or_a_line_is_turned_by_is_escaped() {
        let hostile = "a\x1b[2Jb\rc\u{9b}d\u{7f}e\u{202e}f\u{2028}g\0";
        let shown = r"a\u{1b}[2Jb\rc\u{9b}d\u{7f}e\u{202e}f\u{2028}g\u{0}";
        assert_eq!(line(hostile), shown);
        assert_eq!(lines(hostile), shown);
        assert_eq!(message(hostile), shown);
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        for text in [
            "",
            "Grüße,\t\"日本語\" \\n",
            "👩\u{200d}👧 שלום",
            "a\u{a0}b",
        ] {
            assert!(matches!(line(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn a_message_goes_on_under_its_first_line() {
        assert_eq!(message("a\r\nb\n\nc\n\n"), "a\n    b\n    \n    c");
        assert_eq!(lines("a\nb"), "a\nb");
        assert_eq!(line("a\nb"), r"a\nb");
    }

    #[test]
    fn one_is_one_and_others_are_several() {
        let words = [
            counted(1, "turn"),
            counted(0_u64, "turn"),
            counted(2, "try"),
        ];
        assert_eq!(words, ["1 turn", "0 turns", "2 tries"]);
    }
}
