//! String literals: the text that one means, and where each byte of it was written.

use std::ops::Range;

use proc_macro2::Literal;

/// What a literal is.
#[derive(Debug, PartialEq)]
pub(crate) enum Kind {
    /// A string, with the text that it means.
    Text(String),
    /// A decimal number without underscores.
    Number(String),
    /// Something that no flow holds, in words.
    Refused(&'static str),
}

/// What a literal is, as `flow!` sees it.
pub(crate) fn read(literal: &Literal) -> Kind {
    read_written(&literal.to_string())
}

fn read_written(written: &str) -> Kind {
    match written.as_bytes() {
        [b'0'..=b'9', ..] => number(written),
        [b'"', ..] | [b'r', b'"' | b'#', ..] => match inside(written) {
            Some(inside) if inside.end + closing(written) < written.len() => {
                Kind::Refused("a suffix after a string means nothing in a flow: leave it out")
            }
            Some(inside) => Kind::Text(text(written, inside)),
            None => Kind::Refused("this string cannot be read"),
        },
        [b'b', b'\'', ..] => Kind::Refused("a byte is no value in a flow: write a number"),
        [b'b', ..] => Kind::Refused("a byte string is no value in a flow: write a string"),
        [b'c', ..] => Kind::Refused("a C string is no value in a flow: write a string"),
        [b'\'', ..] => {
            Kind::Refused("a character is no value in a flow: write a string, in double quotes")
        }
        _ => Kind::Refused("this literal is no value in a flow"),
    }
}

fn number(written: &str) -> Kind {
    let digits: String = written.chars().filter(|c| *c != '_').collect();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, "0"));
    let decimal = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if decimal(whole) && decimal(fraction) {
        Kind::Number(digits)
    } else if whole.starts_with("0x") || whole.starts_with("0b") || whole.starts_with("0o") {
        Kind::Refused("numbers in a flow are decimal")
    } else {
        Kind::Refused("a number in a flow is digits and at most one point, without a suffix")
    }
}

/// Which bytes of a written string stand between its quotes.
fn inside(written: &str) -> Option<Range<usize>> {
    let hashes = hashes(written);
    let open = written.find('"')? + 1;
    let close = match hashes {
        Some(hashes) => open + written[open..].find(&format!("\"{}", "#".repeat(hashes)))?,
        None => written.rfind('"')?,
    };
    (close >= open).then_some(open..close)
}

/// How many `#` a raw string has; none for one that is not raw.
fn hashes(written: &str) -> Option<usize> {
    let raw = written.strip_prefix('r')?;
    Some(raw.len() - raw.trim_start_matches('#').len())
}

/// How long the closing quote is, its `#` included.
fn closing(written: &str) -> usize {
    1 + hashes(written).unwrap_or(0)
}

fn text(written: &str, inside: Range<usize>) -> String {
    let body = &written[inside];
    if hashes(written).is_some() || !body.contains('\\') {
        return body.to_owned();
    }
    let mut text = String::with_capacity(body.len());
    each(body, |_, c| text.push(c));
    text
}

/// Where the bytes of the text stand in the written literal. A range that ends in the middle of an
/// escape takes all of it.
pub(crate) fn written_range(written: &str, range: Range<usize>) -> Option<Range<usize>> {
    let inside = inside(written)?;
    let body = &written[inside.clone()];
    if hashes(written).is_some() {
        return (range.end <= body.len())
            .then(|| inside.start + range.start..inside.start + range.end);
    }
    let (mut at, mut first, mut last) = (0, None, None);
    each(body, |piece, c| {
        let bytes = at..at + c.len_utf8();
        at = bytes.end;
        if bytes.end > range.start && first.is_none() {
            first = Some(piece.start);
        }
        if bytes.start < range.end.max(range.start + 1) && bytes.end > range.start {
            last = Some(piece.end);
        }
    });
    let end = body.len();
    let first = first.unwrap_or(end);
    let last = if range.is_empty() {
        first
    } else {
        last.unwrap_or(end)
    };
    Some(inside.start + first..inside.start + last)
}

/// Calls `found` with every character of the text and the bytes of `body` that mean it. rustc has
/// read the literal before, so an escape that is none is taken as it stands.
fn each(body: &str, mut found: impl FnMut(Range<usize>, char)) {
    let mut at = 0;
    while let Some(c) = body[at..].chars().next() {
        let after = at + c.len_utf8();
        if c != '\\' {
            found(at..after, c);
            at = after;
            continue;
        }
        let rest = &body[after..];
        if rest.starts_with(['\n', '\r']) {
            // No other blanks are Rust's to leave out.
            at = body.len() - rest.trim_start_matches([' ', '\n', '\r', '\t']).len();
            continue;
        }
        let (c, length) = escape(rest);
        found(at..after + length, c);
        at = after + length;
    }
}

/// The character that an escape means, and how long it is after its backslash.
fn escape(rest: &str) -> (char, usize) {
    let hexadecimal = |digits: &str| u32::from_str_radix(&digits.replace('_', ""), 16).ok();
    match rest.as_bytes().first() {
        Some(b'n') => ('\n', 1),
        Some(b'r') => ('\r', 1),
        Some(b't') => ('\t', 1),
        Some(b'0') => ('\0', 1),
        Some(b'x') => {
            let code = rest
                .get(1..3)
                .and_then(hexadecimal)
                .and_then(char::from_u32);
            code.map_or(('x', 1), |c| (c, 3))
        }
        Some(b'u') => {
            let braced = rest
                .find('}')
                .and_then(|end| Some((rest.get(2..end)?, end + 1)));
            let code = braced
                .and_then(|(digits, length)| Some((char::from_u32(hexadecimal(digits)?)?, length)));
            code.unwrap_or(('u', 1))
        }
        // `\\`, `\"` and `\'`.
        _ => rest.chars().next().map_or(('\\', 0), |c| (c, c.len_utf8())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(written: &str) -> String {
        match read_written(written) {
            Kind::Text(text) => text,
            other => panic!("{written}: {other:?}"),
        }
    }

    #[test]
    fn a_string_means_what_rust_means_by_it() {
        assert_eq!(
            text_of(r#""a\tb\n\\\"\'\x41\u{1F600}\0""#),
            "a\tb\n\\\"'A\u{1F600}\0"
        );
        assert_eq!(text_of("\"one\\n\\\n      two\""), "one\ntwo");
        assert_eq!(text_of("\"one\\\n \t\u{a0}two\""), "one\u{a0}two");
        assert_eq!(text_of(r###"r#"a "quoted" \n"#"###), r#"a "quoted" \n"#);
        assert_eq!(text_of(r#""""#), "");
    }

    #[test]
    fn a_range_of_the_text_is_found_in_what_was_written() {
        let written = "\"é\\n\\\n   {{ x }}\\u{41}b\"";
        let text = text_of(written);
        for needle in ["é", "\n", "{{ x }}", "A", "Ab", "b"] {
            let at = text.find(needle).unwrap();
            let range = written_range(written, at..at + needle.len()).unwrap();
            let piece = &written[range];
            assert_eq!(text_of(&format!("\"{piece}\"")), needle, "{piece}");
        }
    }

    #[test]
    fn a_range_of_a_raw_string_is_moved_by_its_opening() {
        let written = r###"r##"a{{b}}"##"###;
        assert_eq!(&written[written_range(written, 1..6).unwrap()], "{{b}}");
    }

    #[test]
    fn an_empty_range_at_the_end_stands_before_the_closing_quote() {
        assert_eq!(written_range("\"ab\"", 2..2), Some(3..3));
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for written in [
            "b\"x\"",
            "b'x'",
            "c\"x\"",
            "'x'",
            "5s",
            "1e5",
            "0x1F",
            "1.",
            "\"x\"s",
            "r#\"x\"#s",
        ] {
            assert!(
                matches!(read_written(written), Kind::Refused(_)),
                "{written}"
            );
        }
        assert_eq!(read_written("1_000.5"), Kind::Number("1000.5".to_owned()));
    }
}
