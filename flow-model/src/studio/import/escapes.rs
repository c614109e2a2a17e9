//! The characters of a JSON text, each with where it is written.

/// Reads the inside of a JSON text, escapes and all, up to its closing quote: each character with
/// the place of its first byte. What it reads may itself be the characters of such a text.
///
/// The text is JSON: a parser has read it.
pub(super) struct Unescaped<I> {
    letters: I,
    /// Where the closing quote stands, once it was met.
    pub(super) end: Option<usize>,
}

impl<I: Iterator<Item = (usize, char)>> Unescaped<I> {
    /// The first of these characters is the first within the quotes.
    pub(super) fn new(letters: I) -> Self {
        Unescaped { letters, end: None }
    }

    /// The four digits of a `\\u`.
    fn unit(&mut self) -> u32 {
        let digits = self.letters.by_ref().take(4);
        digits.fold(0, |unit, (_, digit)| {
            unit * 16 + digit.to_digit(16).unwrap_or_default()
        })
    }

    fn unicode(&mut self) -> char {
        let unit = self.unit();
        let code = if (0xD800..0xDC00).contains(&unit) {
            self.letters.by_ref().take(2).for_each(drop);
            let low = self.unit();
            0x10000 + ((unit - 0xD800) << 10) + (low & 0x3FF)
        } else {
            unit
        };
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

impl<I: Iterator<Item = (usize, char)>> Iterator for Unescaped<I> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        let letter = match self.letters.next()? {
            (at, '"') => {
                self.end = Some(at);
                return None;
            }
            (at, '\\') => {
                let escaped = match self.letters.next()?.1 {
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => self.unicode(),
                    itself => itself,
                };
                (at, escaped)
            }
            plain => plain,
        };
        Some(letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inside: &str) -> (String, Vec<usize>) {
        let letters = Unescaped::new(inside.char_indices());
        let (places, text): (Vec<_>, String) = letters.unzip();
        (text, places)
    }

    #[test]
    fn every_escape_is_one_character_at_its_backslash() {
        let inside = r#"a\n\"\/\\é\u00e9\ud83d\ude00z\b\f\r\t""#;
        let text: String = serde_json::from_str(&format!("\"{inside}")).unwrap();
        let (read, places) = read(inside);
        assert_eq!(read, text);
        assert_eq!(
            places,
            [0, 1, 3, 5, 7, 9, 11, 17, 29, 30, 32, 34, 36],
            "{text}"
        );
    }

    #[test]
    fn what_is_escaped_twice_is_read_twice() {
        let inside = r#"\"say \\\"hi\\n\\\"\" and more"#;
        let outer = Unescaped::new(inside.char_indices());
        let text: Vec<_> = Unescaped::new(outer.skip(1)).collect();
        let read: String = text.iter().map(|(_, letter)| letter).collect();
        assert_eq!(read, "say \"hi\n\"");
        assert_eq!(text[4], (6, '"'));
        assert_eq!(text[7], (12, '\n'));
    }

    #[test]
    fn a_text_ends_at_its_quote_or_where_nothing_follows() {
        assert_eq!(read(r#"a"b"#).0, "a");
        assert_eq!(read(r"a\").0, "a");
        assert_eq!(read("").0, "");
    }
}
