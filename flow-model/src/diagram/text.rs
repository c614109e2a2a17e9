//! Texts made short enough for a picture, and how wide they will be.

use crate::printable::is_hidden;

/// A text on one line, cut to so many characters; what is cut off is shown by `…`.
pub(crate) fn shortened(text: &str, longest: usize) -> String {
    let mut line = String::new();
    let mut count = 0;
    // Looks no further than it must: a text may be very long.
    for word in text.split_whitespace() {
        let blank = usize::from(!line.is_empty());
        let mut room = longest.saturating_sub(count + blank);
        if room == 0 {
            return cut(line, longest);
        }
        line.extend(std::iter::repeat_n(' ', blank));
        count += blank;
        for char in word.chars() {
            if room == 0 {
                return cut(line, longest);
            }
            room -= 1;
            count += 1;
            line.push(if is_hidden(char) { '\u{fffd}' } else { char });
        }
    }
    line
}

fn cut(line: String, longest: usize) -> String {
    let mut kept: String = line.chars().take(longest.saturating_sub(1)).collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// How wide a text is, about, in the sans-serif fonts that browsers have, in units of its size.
///
/// No font is read: the reader's is not known. The figures are a little above Helvetica's.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

fn advance(char: char) -> f64 {
    match char {
        'i' | 'j' | 'l' | '\'' | '|' => 0.27,
        ' ' | '.' | ',' | ':' | ';' | '!' | 'I' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' => {
            0.35
        }
        '"' | '“' | '”' | 's' | 'c' | 'k' | 'v' | 'x' | 'y' | 'z' | 'J' | '*' | '-' => 0.54,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' | '→' => 0.98,
        'A'..='Z' | '#' | '&' | '+' | '<' | '=' | '>' | '~' | '^' => 0.74,
        ' '..='~' => 0.6,
        '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{52f}' => 0.68,
        _ => 1.1,
    }
}

/// A text cut to a width.
pub(super) fn fitted(text: &str, size: f64, room: f64) -> String {
    if width(text) * size <= room {
        return text.to_owned();
    }
    let mut used = width("…") * size;
    let mut kept = String::new();
    for char in text.chars() {
        used += advance(char) * size;
        if used > room {
            break;
        }
        kept.push(char);
    }
    kept.truncate(kept.trim_end().len());
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_kept_on_one_line() {
        assert_eq!(shortened("  Hello\n\n  there ", 40), "Hello there");
    }

    #[test]
    fn a_long_text_is_cut_to_exactly_the_room() {
        assert_eq!(shortened("Hello there", 11), "Hello there");
        assert_eq!(shortened("Hello there", 10), "Hello the…");
        assert_eq!(shortened("Hello there", 7), "Hello…");
        assert_eq!(shortened("Hello there", 6), "Hello…");
        assert_eq!(shortened("Hello", 1), "…");
        assert_eq!(shortened("", 0), "");
    }

    #[test]
    fn a_fitted_text_is_no_wider_than_its_room() {
        for text in ["", "wwwwww", "Hello there", "日本語日本語", "iiiiiiiiiiii"] {
            for room in [20.0, 40.0, 60.0] {
                assert!(width(&fitted(text, 10.0, room)) * 10.0 <= room, "{text}");
            }
        }
    }
}
