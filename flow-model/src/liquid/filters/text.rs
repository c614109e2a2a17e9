//! Filters of text. A value that is no text goes in as it renders.

use super::{Arguments, LARGEST, text};
use crate::liquid::display::text_of;
use crate::{Text, Value};

pub(super) fn append(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    text(text_of(input).into_owned() + &arguments.text(0))
}

pub(super) fn prepend(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    text(arguments.text(0).into_owned() + &text_of(input))
}

pub(super) fn downcase(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    text(text_of(input).to_lowercase())
}

pub(super) fn upcase(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    text(text_of(input).to_uppercase())
}

pub(super) fn capitalize(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    let input = text_of(input);
    let mut letters = input.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    text(
        first
            .chain(letters.as_str().to_lowercase().chars())
            .collect(),
    )
}

pub(super) fn strip(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    part(input, str::trim)
}

pub(super) fn lstrip(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    part(input, str::trim_start)
}

pub(super) fn rstrip(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    part(input, str::trim_end)
}

/// A part of a text; the text itself, uncopied, where that is all of it.
fn part(input: &Value, cut: fn(&str) -> &str) -> Option<Value> {
    let whole = text_of(input);
    let part = cut(&whole);
    match input {
        Value::Text(shared) if part.len() == shared.len() => Some(input.clone()),
        _ => text(part.to_owned()),
    }
}

pub(super) fn strip_newlines(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    text(text_of(input).replace(['\n', '\r'], ""))
}

pub(super) fn newline_to_br(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    text(
        text_of(input)
            .replace("\r\n", "\n")
            .replace('\n', "<br />\n"),
    )
}

pub(super) fn replace(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    replaced(input, &arguments.text(0), &arguments.text(1))
}

pub(super) fn remove(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    replaced(input, &arguments.text(0), "")
}

fn replaced(input: &Value, search: &str, replacement: &str) -> Option<Value> {
    let input = text_of(input);
    // Measured before it is made: a long text for each of many matches is the square of both.
    let added = input
        .matches(search)
        .count()
        .checked_mul(replacement.len())?;
    (added <= LARGEST).then_some(())?;
    text(input.replace(search, replacement))
}

pub(super) fn replace_first(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    text(text_of(input).replacen(&*arguments.text(0), &arguments.text(1), 1))
}

pub(super) fn remove_first(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    text(text_of(input).replacen(&*arguments.text(0), "", 1))
}

/// Into a list. As in Ruby, one space splits at any white space, no text at every character, and
/// empty parts at the end go.
pub(super) fn split(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let (input, separator) = (text_of(input), arguments.text(0));
    let mut parts: Vec<&str> = match &*separator {
        " " => input.split_whitespace().collect(),
        "" => input.split("").filter(|part| !part.is_empty()).collect(),
        separator => input.split(separator).collect(),
    };
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    let parts = parts
        .into_iter()
        .map(|part| Value::Text(Text::from(part.to_owned())));
    Some(Value::List(parts.collect()))
}

pub(super) fn escape(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    text(escaped(&text_of(input), |_| false))
}

/// As `escape`, but leaves what is escaped already.
pub(super) fn escape_once(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    text(escaped(&text_of(input), |rest| {
        let entity = rest.split_once(';').map_or("", |(entity, _)| entity);
        let (body, allowed): (&str, fn(char) -> bool) = match entity.strip_prefix('#') {
            Some(number) => (number, |c| c.is_ascii_hexdigit() || c == 'x'),
            None => (entity, |c| c.is_ascii_alphanumeric()),
        };
        !body.is_empty() && body.len() <= 10 && body.chars().all(allowed)
    }))
}

/// Escapes for HTML; an `&` stays where `is_entity` holds of the text after it.
fn escaped(input: &str, is_entity: fn(&str) -> bool) -> String {
    let mut output = String::with_capacity(input.len());
    for (index, letter) in input.char_indices() {
        match letter {
            '<' => output.push_str("&lt;"),
            '>' => output.push_str("&gt;"),
            '"' => output.push_str("&quot;"),
            '\'' => output.push_str("&#39;"),
            '&' if !is_entity(&input[index + 1..]) => output.push_str("&amp;"),
            other => output.push(other),
        }
    }
    output
}

/// Takes away tags, comments, scripts and styles.
pub(super) fn strip_html(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    let input = text_of(input);
    let lower = input.to_ascii_lowercase();
    let mut output = String::with_capacity(input.len());
    let mut at = 0;
    while let Some(start) = lower[at..].find('<') {
        output.push_str(&input[at..at + start]);
        at += start;
        match tag_length(&lower[at..]) {
            Some(length) => at += length,
            None => break,
        }
    }
    text(output + &input[at..])
}

fn tag_length(tag: &str) -> Option<usize> {
    let close = [
        ("<script", "</script>"),
        ("<style", "</style>"),
        ("<!--", "-->"),
    ]
    .into_iter()
    .find(|(open, _)| tag.starts_with(open))
    .map_or(">", |(_, close)| close);
    tag.find(close).map(|at| at + close.len())
}

/// To so many characters, the ellipsis among them.
pub(super) fn truncate(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let whole = text_of(input);
    let length = count(arguments, 50);
    if whole.chars().count() <= length {
        return text(whole.into_owned());
    }
    let ellipsis = ellipsis(arguments);
    let kept = length.saturating_sub(ellipsis.chars().count());
    text(whole.chars().take(kept).chain(ellipsis.chars()).collect())
}

pub(super) fn truncatewords(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let whole = text_of(input);
    let length = count(arguments, 15).max(1);
    let words: Vec<&str> = whole
        .split_whitespace()
        .take(length.saturating_add(1))
        .collect();
    if words.len() <= length {
        return text(whole.into_owned());
    }
    text(words[..length].join(" ") + &ellipsis(arguments))
}

fn count(arguments: &Arguments<'_>, default: usize) -> usize {
    arguments
        .integer(0)
        .map_or(default, |length| usize::try_from(length).unwrap_or(0))
}

fn ellipsis(arguments: &Arguments<'_>) -> String {
    if arguments.values.len() > 1 {
        arguments.text(1).into_owned()
    } else {
        "...".to_owned()
    }
}

/// As a form is encoded: a space is `+`.
pub(super) fn url_encode(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let input = text_of(input);
    let mut output = String::with_capacity(input.len());
    for byte in input.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                output.push(char::from(byte));
            }
            b' ' => output.push('+'),
            byte => {
                output.push('%');
                output.push(char::from(DIGITS[usize::from(byte >> 4)]));
                output.push(char::from(DIGITS[usize::from(byte & 15)]));
            }
        }
    }
    text(output)
}

pub(super) fn url_decode(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    let input = text_of(input);
    let mut decoded = Vec::with_capacity(input.len());
    let mut rest = input.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (b'+', after) => (b' ', after),
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, after),
                _ => (b'%', &rest[1..]),
            },
            (byte, after) => (*byte, after),
        };
        decoded.push(byte);
        rest = after;
    }
    text(String::from_utf8_lossy(&decoded).into_owned())
}

fn hex(digit: u8) -> Option<u8> {
    let digit = char::from(digit).to_digit(16)?;
    u8::try_from(digit).ok()
}
