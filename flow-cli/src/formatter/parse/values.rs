//! Values, events and attributes.

use super::{Parser, Result};
use crate::formatter::SyntaxError;
use crate::formatter::lex::Kind;
use crate::formatter::tree::{Above, Block, Entry, Group, Value};

/// How deep lists and maps may stand in each other: as deep as the macro reads them.
const DEPTH: usize = 16;

impl<'s> Parser<'s> {
    /// `word ":" value`, and its comma.
    pub(super) fn entry(&mut self) -> Result<Entry<'s>> {
        let word = self.word_or_literal("`NAME: VALUE`")?;
        if !self.is(Kind::Punct(':')) {
            return Err(self.expected(&format!("`:` and a value after `{word}`")));
        }
        self.take();
        let value = self.value()?;
        self.comma()?;
        Ok(Entry {
            key: format!("{word}: "),
            value,
        })
    }

    /// A value of a list, and its comma.
    fn element(&mut self) -> Result<Entry<'s>> {
        self.no_attribute()?;
        let value = self.value()?;
        self.comma()?;
        Ok(Entry {
            key: String::new(),
            value,
        })
    }

    /// `word | OPERATOR "(" … ")" | "_"`
    pub(super) fn event(&mut self) -> Result<Value<'s>> {
        let word = self.word_or_literal("an event")?.to_owned();
        self.called(word, Self::element)
    }

    /// `STRING | "-"? NUMBER | BOOL | json(STRING) | [value,*] | { … } | PATH ({ … })?`
    fn value(&mut self) -> Result<Value<'s>> {
        match self.token().kind {
            Kind::Literal => Ok(Value::Text(self.take().to_owned())),
            Kind::Punct('-') if self.kind_at(1) == Kind::Literal => {
                self.take();
                Ok(Value::Text(format!("-{}", self.take())))
            }
            Kind::Open('[') => self.group(String::new(), Self::element),
            Kind::Open('{') => self.group(String::new(), Self::entry),
            Kind::Word | Kind::Colons if !self.is_word("_") => {
                let path = self.path("a value")?;
                if self.is(Kind::Open('{')) {
                    return self.group(path, Self::entry);
                }
                self.called(path, Self::element)
            }
            _ => Err(self.expected("a value")),
        }
    }

    /// What was read, or a call of it where parentheses follow.
    fn called(
        &mut self,
        head: String,
        read: fn(&mut Self) -> Result<Entry<'s>>,
    ) -> Result<Value<'s>> {
        if self.is(Kind::Open('(')) {
            return self.group(head, read);
        }
        Ok(Value::Text(head))
    }

    /// `::a::b`
    pub(super) fn path(&mut self, what: &str) -> Result<String> {
        let mut path = String::new();
        if self.is(Kind::Colons) {
            path += self.take();
        }
        path += self.word(what)?;
        while self.is(Kind::Colons) {
            path += self.take();
            path += self.word("the path to go on")?;
        }
        Ok(path)
    }

    fn group(
        &mut self,
        head: String,
        read: fn(&mut Self) -> Result<Entry<'s>>,
    ) -> Result<Value<'s>> {
        if self.depth == DEPTH {
            return Err(self.error("no value of Studio's is nested as deep"));
        }
        let Kind::Open(open) = self.token().kind else {
            return Err(self.expected("a value"));
        };
        self.take();
        self.depth += 1;
        let mut entries = self.block(read)?;
        self.depth -= 1;
        if open == '(' && entries.items.len() == 1 {
            self.empty_of_comments(&mut entries);
        }
        let close = self.take().chars().next().unwrap_or_default();
        Ok(Value::Group(Group {
            head,
            open,
            close,
            entries,
        }))
    }

    /// One argument stays on the line of its parentheses, since `json` takes no comma behind it. So
    /// its comments go above that line.
    fn empty_of_comments(&mut self, entries: &mut Block<'s, Entry<'s>>) {
        self.within.append(&mut entries.after_open);
        let own = |above| match above {
            Above::Comment(own) => Some(own.comment),
            Above::Attribute { .. } => None,
        };
        for item in &mut entries.items {
            let above = std::mem::take(&mut item.above);
            self.within.extend(above.into_iter().filter_map(own));
            self.within.append(&mut item.behind);
        }
        let before_close = std::mem::take(&mut entries.before_close);
        self.within
            .extend(before_close.into_iter().map(|own| own.comment));
    }

    /// Refuses what stands above a value that has no key.
    fn no_attribute(&self) -> Result<()> {
        match self.tokens.get(self.at.wrapping_sub(1)) {
            Some(token) if matches!(token.kind, Kind::Doc | Kind::Close(']')) => {
                let message = "this attribute has no place before a value";
                Err(SyntaxError::new(token.range(), message).help("write `//` for a comment"))
            }
            _ => Ok(()),
        }
    }

    /// `#[path]`, `#[path = value]` or `#[path(meta, …)]`, without the `#`.
    pub(super) fn attribute(&mut self) -> Result<Entry<'s>> {
        self.take();
        if self.is(Kind::Punct('!')) {
            return Err(self.error("an attribute stands before what it is about: `#[…]`"));
        }
        self.open('[', "an attribute: `#[…]`")?;
        let meta = self.meta()?;
        if !self.is(Kind::Close(']')) {
            return Err(self.expected("`]`"));
        }
        self.take();
        Ok(meta)
    }

    fn meta(&mut self) -> Result<Entry<'s>> {
        let path = self.path("an attribute's name")?;
        if self.is(Kind::Punct('=')) {
            self.take();
            return Ok(Entry {
                key: format!("{path} = "),
                value: self.value()?,
            });
        }
        Ok(Entry {
            key: String::new(),
            value: self.called(path, Self::argument)?,
        })
    }

    /// A literal or another attribute, and its comma.
    fn argument(&mut self) -> Result<Entry<'s>> {
        self.no_attribute()?;
        let entry = match self.token().kind {
            Kind::Word | Kind::Colons => self.meta()?,
            _ => Entry {
                key: String::new(),
                value: self.value()?,
            },
        };
        self.comma()?;
        Ok(entry)
    }
}
