//! The words of a template: blanks, names, literals, paths.

use super::syntax::{Operand, Path, Span, Step};
use crate::{Text, Value};

/// How deep brackets may stand in brackets: `a[b[c]]` is two.
const DEEPEST_INDEX: usize = 16;

/// A place in a source, and how to read on from it.
#[derive(Clone)]
pub(super) struct Cursor<'s> {
    pub(super) source: &'s str,
    /// Always at a boundary of two characters.
    pub(super) at: usize,
}

/// What did not fit, and where.
#[derive(Debug)]
pub(super) struct Mismatch {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

pub(super) type Fit<T> = Result<T, Mismatch>;

pub(crate) fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0x0b
}

impl<'s> Cursor<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Cursor { source, at: 0 }
    }

    fn bytes(&self) -> &'s [u8] {
        &self.source.as_bytes()[self.at..]
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.bytes().starts_with(text.as_bytes())
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let fits = self.starts_with(text);
        if fits {
            self.at += text.len();
        }
        fits
    }

    pub(super) fn skip_blanks(&mut self) {
        let bytes = self.bytes();
        self.at += bytes
            .iter()
            .position(|byte| !is_blank(*byte))
            .unwrap_or(bytes.len());
    }

    /// Whether a tag or an output ends here, or the source does.
    pub(super) fn at_close(&self) -> bool {
        self.at == self.source.len()
            || ["}}", "%}", "-}}", "-%}"]
                .iter()
                .any(|close| self.starts_with(close))
    }

    /// A name: letters, digits, `_` and `-`, beginning with a letter or `_`.
    pub(super) fn name(&mut self) -> Option<Span> {
        let bytes = self.bytes();
        let first = bytes.first()?;
        if !(first.is_ascii_alphabetic() || *first == b'_') {
            return None;
        }
        let goes_on = |index: usize| match bytes[index] {
            b'-' => !matches!(bytes.get(index + 1..index + 3), Some(b"}}" | b"%}")),
            byte => byte.is_ascii_alphanumeric() || byte == b'_',
        };
        let mut length = 1;
        while length < bytes.len() && goes_on(length) {
            length += 1;
        }
        let start = self.at;
        self.at += length;
        Some(Span {
            start,
            end: self.at,
        })
    }

    /// Reads a name if it is that word.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let mut ahead = self.clone();
        let fits = ahead
            .name()
            .is_some_and(|span| span.of(self.source) == word);
        if fits {
            self.at = ahead.at;
        }
        fits
    }

    /// A literal or a path.
    pub(super) fn operand(&mut self) -> Fit<Operand> {
        self.operand_within(0)
    }

    fn operand_within(&mut self, depth: usize) -> Fit<Operand> {
        match self.bytes().first() {
            Some(b'"' | b'\'') => self.quoted(),
            Some(b'0'..=b'9' | b'+' | b'-') if !self.at_close() => self.number(),
            _ => match self.name() {
                Some(root) => self.named(root, depth),
                None => {
                    Err(self.mismatch("expected a value: a path, a number or a text in quotes"))
                }
            },
        }
    }

    fn quoted(&mut self) -> Fit<Operand> {
        let quote = self.bytes()[0];
        let Some(length) = self.bytes()[1..].iter().position(|byte| *byte == quote) else {
            let mut mismatch = self.mismatch("this text is never closed");
            mismatch.help = Some(format!("close it with `{}`", char::from(quote)));
            return Err(mismatch);
        };
        let start = self.at + 1;
        self.at = start + length + 1;
        let text = self.source[start..start + length].to_owned();
        Ok(Operand::Literal(Value::Text(Text::from(text))))
    }

    fn number(&mut self) -> Fit<Operand> {
        let bytes = self.bytes();
        let digits = |from: usize| {
            bytes[from..]
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count()
        };
        let sign = usize::from(!bytes[0].is_ascii_digit());
        let whole = digits(sign);
        if whole == 0 {
            return Err(self.mismatch("expected a number after the sign"));
        }
        let mut length = sign + whole;
        if bytes.get(length) == Some(&b'.') {
            let fraction = digits(length + 1);
            length += if fraction > 0 { 1 + fraction } else { 0 };
        }
        let text = &self.source[self.at..self.at + length];
        self.at += length;
        // Beyond 64 bits a whole number goes on as a decimal one.
        let value = match text.parse::<i64>() {
            Ok(integer) => Value::Integer(integer),
            Err(_) => Value::Float(text.parse().unwrap_or(f64::MAX)),
        };
        Ok(Operand::Literal(value))
    }

    fn named(&mut self, root: Span, depth: usize) -> Fit<Operand> {
        let path = self.path(root, depth)?;
        if !path.steps.is_empty() {
            return Ok(Operand::Path(path));
        }
        Ok(match root.of(self.source) {
            "nil" | "null" => Operand::Literal(Value::Nil),
            "true" => Operand::Literal(Value::Flag(true)),
            "false" => Operand::Literal(Value::Flag(false)),
            "empty" => Operand::Empty,
            "blank" => Operand::Blank,
            _ => Operand::Path(path),
        })
    }

    fn path(&mut self, root: Span, depth: usize) -> Fit<Path> {
        let mut steps = Vec::new();
        let mut end = root.end;
        while let Some(step) = self.step(depth)? {
            steps.push(step);
            end = self.at;
        }
        let span = Span {
            start: root.start,
            end,
        };
        Ok(Path { span, root, steps })
    }

    /// `.name`, also with blanks around the dot, as production flows have it; or `[index]`.
    fn step(&mut self, depth: usize) -> Fit<Option<Step>> {
        let mut ahead = self.clone();
        ahead.skip_blanks();
        if ahead.starts_with(".") && !ahead.starts_with("..") {
            ahead.at += 1;
            ahead.skip_blanks();
            let Some(name) = ahead.name() else {
                let mut mismatch = ahead.mismatch("expected a name after the dot");
                if ahead.bytes().first().is_some_and(u8::is_ascii_digit) {
                    mismatch.help = Some("write an index in brackets: `[0]`".to_owned());
                }
                return Err(mismatch);
            };
            self.at = ahead.at;
            return Ok(Some(Step::Name(name)));
        }
        if !self.starts_with("[") {
            return Ok(None);
        }
        if depth == DEEPEST_INDEX {
            return Err(self.mismatch(&format!(
                "brackets stand more than {DEEPEST_INDEX} deep in brackets"
            )));
        }
        self.at += 1;
        self.skip_blanks();
        let index = self.operand_within(depth + 1)?;
        self.skip_blanks();
        if !self.eat("]") {
            return Err(self.mismatch("expected `]`"));
        }
        Ok(Some(Step::Index(index)))
    }

    /// That message about what stands here: a name, else one character.
    pub(super) fn mismatch(&self, message: &str) -> Mismatch {
        let start = self.at;
        let rest = &self.source[start..];
        let end = match self.clone().name() {
            Some(name) => name.end,
            None => start + rest.chars().next().map_or(0, char::len_utf8),
        };
        Mismatch {
            span: Span { start, end },
            message: message.to_owned(),
            help: None,
        }
    }
}
