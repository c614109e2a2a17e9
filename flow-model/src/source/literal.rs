//! Texts as the string literals that a person would have written: raw where quotes are many, line by
//! line where they are long, and with everything that nobody sees as an escape.

use super::WIDTH;

/// How many quotes a short text may have that is not made raw for them.
const FEW_QUOTES: usize = 2;

/// How many line breaks a text may have within that stands on one line.
const FEW_BREAKS: usize = 2;

/// How narrow a text is made at most, however far to the right it stands.
const LEAST_WIDTH: usize = 40;

/// The text on one line; none where it reads better on several.
pub(super) fn flat(text: &str) -> Option<String> {
    let breaks = text.trim_end_matches('\n').matches('\n').count();
    if is_raw(text) {
        (!text.contains('\n')).then(|| raw(text))
    } else {
        (breaks <= FEW_BREAKS).then(|| quoted(text))
    }
}

/// The text on one line, whatever it is.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('\n', "\\n"))
}

/// The text on as many lines as it needs, where its opening quote stands in that column, counted
/// from zero.
pub(super) fn broken(text: &str, column: usize) -> String {
    let is_raw = is_raw(text);
    if is_raw && !is_long_prose(text) {
        return raw(text);
    }
    let margin = column + 1;
    let width = WIDTH.saturating_sub(margin).max(LEAST_WIDTH);
    let lines: Vec<_> = pieces(text)
        .into_iter()
        .flat_map(|piece| piece.wrapped(width))
        .collect();
    if is_raw && lines.len() == 1 {
        return raw(text);
    }
    // Rust leaves out the line break after a backslash, and the blanks that follow it.
    let continuation = format!("\\\n{}", " ".repeat(margin));
    format!("\"{}\"", lines.join(&continuation))
}

/// Whether the text reads better without escapes.
fn is_raw(text: &str) -> bool {
    let count = |wanted: char| text.chars().filter(|c| *c == wanted).count();
    let (quotes, backslashes) = (count('"'), count('\\'));
    // A raw string holds no escape, and only there a tab is left as it is: it indents JSON.
    if quotes + backslashes == 0 || text.chars().any(|c| c != '\t' && is_unseen(c)) {
        return false;
    }
    if text.contains('\n') {
        return is_json(text) || quotes + backslashes > 2 * FEW_QUOTES;
    }
    let has_liquid = text.contains("{{") || text.contains("{%");
    !text.contains('\t') && (backslashes > 0 || quotes > FEW_QUOTES || has_liquid || is_json(text))
}

/// Whether the text is rather escaped than left unbroken.
fn is_long_prose(text: &str) -> bool {
    let quotes = text.matches('"').count();
    !text.contains(['\n', '\\']) && !is_json(text) && quotes <= 2 * FEW_QUOTES
}

/// Whether the text looks like a JSON object or array.
fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[']) && !text.starts_with("{{") && !text.starts_with("{%")
}

fn raw(text: &str) -> String {
    let after_quotes = text.split('"').skip(1);
    let hashes = after_quotes.map(|rest| rest.len() - rest.trim_start_matches('#').len() + 1);
    let hashes = "#".repeat(hashes.max().unwrap_or(0));
    format!("r{hashes}\"{text}\"{hashes}")
}

/// A line of a text, as it stands in a literal: with its line breaks, and the blanks that begin the
/// next line, which would be lost behind a backslash.
struct Piece<'t> {
    line: &'t str,
    end: String,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.find('\n').unwrap_or(rest.len()));
        rest = after.trim_start_matches(['\n', ' ']);
        let end = after[..after.len() - rest.len()].replace('\n', "\\n");
        pieces.push(Piece { line, end });
    }
    pieces
}

impl Piece<'_> {
    /// The piece in lines of at most that many columns, if it has blanks enough.
    fn wrapped(&self, width: usize) -> Vec<String> {
        let words: Vec<_> = words(self.line).into_iter().map(escaped).collect();
        let mut lines = Vec::new();
        let mut line = Vec::new();
        let mut length = 0;
        for (index, word) in words.iter().enumerate() {
            // A backslash follows, or the end with a quote and a comma.
            let follows = match index + 1 == words.len() {
                true => columns(&self.end) + 2,
                false => 1,
            };
            if !line.is_empty() && length + columns(word) + follows > width {
                let rest = line.split_off(words_before_break(&line, width));
                length = rest.iter().map(|word| columns(word)).sum();
                lines.push(
                    std::mem::replace(&mut line, rest)
                        .into_iter()
                        .map(String::as_str)
                        .collect(),
                );
            }
            length += columns(word);
            line.push(word);
        }
        lines.push(
            line.into_iter()
                .map(String::as_str)
                .chain([self.end.as_str()])
                .collect(),
        );
        lines
    }
}

/// How many of the words stay on a line that is full: up to the end of a sentence or a clause, if
/// that is not far.
fn words_before_break(line: &[&String], width: usize) -> usize {
    let behind = |marks: &[char], least: usize| {
        let mut columns_before: usize = line.iter().map(|word| columns(word)).sum();
        (1..=line.len()).rev().find(|&count| {
            let is_end = line[count - 1].trim_end().ends_with(marks) && columns_before > least;
            columns_before -= columns(line[count - 1]);
            is_end
        })
    };
    behind(&['.', '!', '?'], width / 2)
        .or_else(|| behind(&[',', ';', ':'], width * 3 / 4))
        .unwrap_or(line.len())
}

/// The words of a line, each with the blanks behind it. What stands in `{{ }}` or `{% %}` is one
/// with what surrounds it, but for another such.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < line.len() {
        let rest = &line[at..];
        let tag = [("{{", "}}"), ("{%", "%}")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))
            .and_then(|(_, close)| Some(rest.find(close)? + close.len()));
        if let Some(length) = tag {
            at += length;
            if line[at..].starts_with("{{") || line[at..].starts_with("{%") {
                words.push(&line[start..at]);
                start = at;
            }
        } else if rest.starts_with(' ') {
            at = line.len() - rest.trim_start_matches(' ').len();
            if at < line.len() {
                words.push(&line[start..at]);
                start = at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    words.push(&line[start..]);
    words
}

pub(super) fn columns(text: &str) -> usize {
    text.chars().count()
}

/// The text between the quotes of a literal; line breaks stay.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            '\t' => escaped += "\\t",
            '\r' => escaped += "\\r",
            '\0' => escaped += "\\0",
            // Within a script or an emoji a joiner is seen by what it does.
            '\u{200c}' | '\u{200d}' if joins(before) && joins(characters.peek().copied()) => {
                escaped.push(c);
            }
            c if is_unseen(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
        before = Some(c);
    }
    escaped
}

fn joins(neighbour: Option<char>) -> bool {
    neighbour.is_some_and(|c| !c.is_ascii() && !is_unseen(c))
}

/// Whether a reader would not see the character, or take it for another; the line break and the
/// blank excepted.
pub(super) fn is_unseen(c: char) -> bool {
    match c {
        ' ' | '\n' => false,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => true,
        '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_control() || c.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_stands_on_one_line() {
        for (text, literal) in [
            ("", r#""""#),
            ("Hello", r#""Hello""#),
            ("Write \"support\".", r#""Write \"support\".""#),
            ("one\ntwo\n", r#""one\ntwo\n""#),
            (r"\d+", r##"r"\d+""##),
            (r#"{{a | default: "b"}}"#, r##"r#"{{a | default: "b"}}"#"##),
            (r#"{"a": "b"}"#, r##"r#"{"a": "b"}"#"##),
            (r##"["#"]"##, r###"r##"["#"]"##"###),
            ("a\r\tb\0", r#""a\r\tb\0""#),
            ("\u{202e}a\u{a0}b\u{feff}", r#""\u{202e}a\u{a0}b\u{feff}""#),
            ("\\\u{200b}", r#""\\\u{200b}""#),
        ] {
            assert_eq!(flat(text).as_deref(), Some(literal));
        }
    }

    #[test]
    fn a_joiner_stays_where_it_joins() {
        assert_eq!(quoted("👩\u{200d}💻"), "\"👩\u{200d}💻\"");
        assert_eq!(quoted("a\u{200d}b"), r#""a\u{200d}b""#);
    }

    #[test]
    fn a_list_is_written_line_by_line() {
        let text = "Choose:\n1. Yes\n\n  2. No\n \n3. Perhaps\r\n";
        assert_eq!(flat(text), None);
        let literal = [
            r#""Choose:\n\"#,
            r"     1. Yes\n\n  \",
            r"     2. No\n \n\",
            r#"     3. Perhaps\r\n""#,
        ];
        assert_eq!(broken(text, 4), literal.join("\n"));
    }

    #[test]
    fn json_keeps_its_lines() {
        let text = "{\n\t\"a\": \"{{b}}\"\n}";
        assert_eq!(flat(text), None);
        assert_eq!(broken(text, 4), format!("r#\"{text}\"#"));
    }

    #[test]
    fn a_long_line_is_broken_behind_blanks_and_not_in_liquid() {
        let text = "We have a time on {{ widgets.book.parsed.day }}. \
                    Shall we   book it, {{ contact.name | upcase }}, for you? Please answer soon.";
        let literal = [
            "\"We have a time on {{ widgets.book.parsed.day }}. \\",
            " Shall we   book it, {{ contact.name | upcase }}, for you? \\",
            " Please answer soon.\"",
        ];
        let broken = broken(text, 40);
        let lines = broken.lines().map(|line| line.replace(&" ".repeat(40), ""));
        assert_eq!(lines.collect::<Vec<_>>(), literal);
    }

    #[test]
    fn a_long_line_is_broken_between_tags() {
        let tag = "{% assign a = flow.variables.a_longer_name %}";
        let text = format!("{tag}{tag}");
        let literal = format!("\"{tag}\\\n{}{tag}\"", " ".repeat(51));
        assert_eq!(broken(&text, 50), literal);
    }

    #[test]
    fn what_has_no_blank_is_not_broken() {
        let text = "https://example.com/".repeat(9);
        assert_eq!(broken(&text, 20), format!("\"{text}\""));
        let text = format!("{{{{{text} | join: \",\"}}}}");
        assert_eq!(broken(&text, 20), format!("r#\"{text}\"#"));
    }
}
