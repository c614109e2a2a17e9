//! Text in XML.

use std::fmt::{self, Display, Formatter, Write};

use crate::printable::is_hidden;

/// A text with what XML reads otherwise written as entities; what XML has no place for is `�`.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            match char {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\t' => f.write_char(char)?,
                char if is_hidden(char) => f.write_char('\u{fffd}')?,
                char => f.write_char(char)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_reads_otherwise_is_written_as_entities() {
        let hostile = "</title><script>\"'&\u{0}\u{202e}\u{ffff}\nπ";
        assert_eq!(
            Escaped(hostile).to_string(),
            "&lt;/title&gt;&lt;script&gt;&quot;&#39;&amp;���\nπ"
        );
    }
}
