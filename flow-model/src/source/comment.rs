//! What is said about a flow: `//` and `///`.

use super::WIDTH;
use super::literal::{columns, escaped, is_unseen};

/// How narrow a comment is made at most, however far to the right it stands.
const LEAST_WIDTH: usize = 40;

/// The lines of a comment that begins in that column, counted from zero.
pub(super) fn comment(text: &str, column: usize) -> Vec<String> {
    let width = WIDTH.saturating_sub(column).max(LEAST_WIDTH);
    let mut lines = Vec::new();
    for text in text.lines() {
        let mut line = String::from("//");
        for word in visible(text).split_whitespace() {
            if line.len() > 2 && columns(&line) + 1 + columns(word) > width {
                lines.push(std::mem::replace(&mut line, "//".to_owned()));
            }
            line.push(' ');
            line += word;
        }
        lines.push(line);
    }
    lines
}

/// A comment of one line, cut where it is too long, with what stands at its end in any case.
pub(super) fn one_line(text: &str, end: &str, column: usize) -> String {
    let width = WIDTH.saturating_sub(column).max(LEAST_WIDTH);
    let first = visible(text.lines().next().unwrap_or_default());
    let text = format!("// {}", first.trim_end());
    if columns(&text) + columns(end) <= width {
        return text + end;
    }
    let cut: String = text.chars().take(width - 2 - columns(end)).collect();
    let whole_words = cut.rfind(' ').filter(|at| *at > width / 2);
    let cut = &cut[..whole_words.unwrap_or(cut.len())];
    format!("{} …{end}", cut.trim_end())
}

/// The text without what rustc refuses in a comment, or nobody sees in it.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => visible.push(' '),
            c if is_unseen(c) => visible.extend(c.escape_unicode()),
            c => visible.push(c),
        }
    }
    visible
}

/// A text as documentation, a line for each of its own. What `///` cannot hold exactly is
/// `#[doc = "…"]`.
pub(super) fn docs(text: &str) -> impl Iterator<Item = String> {
    text.split('\n').map(|line| {
        let unescaped = line.replace(['"', '\\'], "");
        if line.is_empty() {
            "///".to_owned()
        } else if line.ends_with(' ') || escaped(&unescaped) != unescaped {
            // One blank at the beginning is taken off when it is read.
            let blank = if line.starts_with(' ') { " " } else { "" };
            format!("#[doc = \"{blank}{}\"]", escaped(line))
        } else {
            format!("/// {line}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_wrapped_and_shows_what_hides() {
        let text = "a\u{202e}b\n\n".to_owned() + &"word ".repeat(12);
        let line = "// word word word word word word word";
        assert_eq!(
            comment(&text, 62),
            ["// a\\u{202e}b", "//", line, "// word word word word word"]
        );
    }

    #[test]
    fn a_reason_is_cut_at_a_word() {
        let text = "word ".repeat(12) + "\nmore";
        assert_eq!(
            one_line(&text, "", 62),
            "// word word word word word word word …"
        );
        assert_eq!(
            one_line(&text, " (and 2 more)", 62),
            "// word word word word … (and 2 more)"
        );
        assert_eq!(one_line("so it is\nmore", "", 62), "// so it is");
    }

    #[test]
    fn documentation_is_exact() {
        let text = " \"a\"\\\n\n/ b\nc \n d\r\ne\u{202e}";
        let lines = [
            r#"///  "a"\"#,
            "///",
            "/// / b",
            r#"#[doc = "c "]"#,
            r#"#[doc = "  d\r"]"#,
            r#"#[doc = "e\u{202e}"]"#,
        ];
        assert_eq!(docs(text).collect::<Vec<_>>(), lines);
    }
}
