//! Values.

use flow_model::check::codes;
use flow_model::flow::{Property, Value, ValueKind, Word};
use proc_macro2::{Delimiter, Group, Ident, Literal, TokenTree};

use super::cursor::{Cursor, flatten};
use super::{Parser, unread};
use crate::literal;

/// How deep lists and maps may stand in each other: further than any of Studio's does, and not so
/// far that reading them runs out of stack.
const DEPTH: usize = 16;

impl Parser {
    /// The value after `key:`, and the comma after it.
    pub(super) fn value_line(&mut self, key: &Word, cursor: &mut Cursor<'_>) -> Value {
        if !cursor.is_line() {
            let value = self.value(cursor);
            self.end_line(cursor);
            return value;
        }
        let message = format!("`{}` has no value", key.text);
        self.error_at(&codes::SYNTAX, key.at, message);
        Value {
            kind: ValueKind::Error,
            at: key.at,
        }
    }

    /// `STRING | "-"? NUMBER | BOOL | json(STRING) | [value,*] | { … } | PATH ({ … })?`
    pub(super) fn value(&mut self, cursor: &mut Cursor<'_>) -> Value {
        match cursor.peek() {
            Some(TokenTree::Literal(literal)) => {
                cursor.next();
                self.literal(literal)
            }
            Some(TokenTree::Punct(minus)) if minus.as_char() == '-' => {
                cursor.next();
                self.negative(cursor, minus)
            }
            Some(TokenTree::Group(group)) if group.delimiter() != Delimiter::Parenthesis => {
                cursor.next();
                self.collection(group)
            }
            Some(TokenTree::Ident(ident)) if *ident != "_" => self.ident_value(cursor, ident),
            Some(TokenTree::Punct(_)) if cursor.is_colons() => self.callee(cursor),
            _ => {
                self.expected(cursor, "a value");
                let value = self.no_value(cursor);
                cursor.skip_value();
                value
            }
        }
    }

    fn no_value(&mut self, cursor: &Cursor<'_>) -> Value {
        Value {
            kind: ValueKind::Error,
            at: self.parsed.source.span(cursor.span()),
        }
    }

    fn literal(&mut self, literal: &Literal) -> Value {
        let at = self.parsed.source.literal(literal);
        let kind = match literal::read(literal) {
            literal::Kind::Text(text) => ValueKind::Text(text),
            literal::Kind::Number(number) => ValueKind::Number(number),
            literal::Kind::Refused(why) => {
                self.error_at(&codes::SYNTAX, at, why);
                ValueKind::Error
            }
        };
        Value { kind, at }
    }

    fn negative(&mut self, cursor: &mut Cursor<'_>, minus: &proc_macro2::Punct) -> Value {
        if let Some(TokenTree::Literal(literal)) = cursor.peek() {
            let at = self.parsed.source.between(minus.span(), literal.span());
            cursor.next();
            if let literal::Kind::Number(number) = literal::read(literal) {
                return Value {
                    kind: ValueKind::Number(format!("-{number}")),
                    at,
                };
            }
        }
        self.error(minus.span(), "expected a number after `-`");
        self.no_value(cursor)
    }

    fn ident_value(&mut self, cursor: &mut Cursor<'_>, ident: &Ident) -> Value {
        let flag = if *ident == "true" {
            Some(true)
        } else if *ident == "false" {
            Some(false)
        } else {
            None
        };
        if let Some(flag) = flag {
            cursor.next();
            return Value {
                kind: ValueKind::Flag(flag),
                at: self.parsed.source.ident(ident),
            };
        }
        if *ident == "json"
            && let Some(TokenTree::Group(group)) = cursor.peek_at(1)
            && group.delimiter() == Delimiter::Parenthesis
        {
            cursor.take(2);
            return self.json(ident, group);
        }
        self.callee(cursor)
    }

    /// `json("…")`
    fn json(&mut self, ident: &Ident, group: &Group) -> Value {
        let tokens = flatten(group.stream());
        if let [TokenTree::Literal(literal)] = &tokens[..] {
            return Value {
                kind: match self.text(literal) {
                    Some(text) => ValueKind::Json(text),
                    None => ValueKind::Error,
                },
                at: self.parsed.source.literal(literal),
            };
        }
        let at = self.parsed.source.between(ident.span(), group.span_close());
        self.error_at(&codes::SYNTAX, at, "`json(…)` takes one string");
        Value {
            kind: ValueKind::Error,
            at,
        }
    }

    /// `PATH ("{" (NAME ":" value),* "}")?`
    fn callee(&mut self, cursor: &mut Cursor<'_>) -> Value {
        let path = cursor.path();
        let text = path.iter().map(ToString::to_string).collect();
        let at = self.parsed.source.path(path);
        if let Some(why) = no_callee(cursor) {
            self.error(cursor.span(), why);
            cursor.skip_value();
            return Value {
                kind: ValueKind::Error,
                at,
            };
        }
        let fields = cursor.group(Delimiter::Brace);
        let fields = fields.map_or_else(Vec::new, |group| self.entries(&group));
        Value {
            kind: ValueKind::Callee { path: text, fields },
            at,
        }
    }

    fn collection(&mut self, group: &Group) -> Value {
        let at = self
            .parsed
            .source
            .between(group.span_open(), group.span_close());
        if self.depth == DEPTH {
            self.error_at(&codes::SYNTAX, at, "no value of Studio's is nested as deep");
            return Value {
                kind: ValueKind::Error,
                at,
            };
        }
        self.depth += 1;
        let kind = if group.delimiter() == Delimiter::Bracket {
            ValueKind::List(self.items(group))
        } else {
            ValueKind::Map(self.entries(group))
        };
        self.depth -= 1;
        Value { kind, at }
    }

    fn items(&mut self, group: &Group) -> Vec<Value> {
        let tokens = flatten(group.stream());
        let mut cursor = Cursor::new(&tokens, group.span_close());
        let mut items = Vec::new();
        while !cursor.is_empty() {
            items.push(self.value(&mut cursor));
            self.end_line(&mut cursor);
        }
        items
    }

    /// `(attr* word ":" value),*`
    fn entries(&mut self, group: &Group) -> Vec<Property> {
        let tokens = flatten(group.stream());
        let mut cursor = Cursor::new(&tokens, group.span_close());
        let mut entries = Vec::new();
        while !cursor.is_empty() {
            entries.push(self.entry(&mut cursor));
        }
        entries
    }

    fn entry(&mut self, cursor: &mut Cursor<'_>) -> Property {
        let attributes = self.attributes(cursor);
        let docs = self.only_docs(attributes);
        let word = cursor.peek().and_then(|token| self.word(token));
        let Some(key) = word else {
            let value = self.no_value(cursor);
            if !matches!(cursor.peek(), Some(TokenTree::Literal(_))) {
                self.expected(cursor, "`NAME: VALUE`");
            }
            cursor.skip_line();
            let key = unread(value.at);
            return Property { key, value, docs };
        };
        cursor.next();
        let value = if !cursor.is_colons() && cursor.eat_punct(':') {
            self.value_line(&key, cursor)
        } else {
            self.half_entry(&key, cursor)
        };
        Property { key, value, docs }
    }

    /// An entry that is being typed: its key, which the editor completes.
    fn half_entry(&mut self, key: &Word, cursor: &mut Cursor<'_>) -> Value {
        let found = cursor.found();
        let message = format!(
            "expected `:` and a value after `{}`, found {found}",
            key.text
        );
        self.error_at(&codes::SYNTAX, key.at, message);
        if !cursor.is_word() {
            cursor.skip_line();
        }
        Value {
            kind: ValueKind::Error,
            at: key.at,
        }
    }
}

/// Why what follows a path makes it no value.
fn no_callee(cursor: &Cursor<'_>) -> Option<&'static str> {
    match cursor.peek() {
        Some(TokenTree::Punct(next)) if next.as_char() == '!' => {
            Some("a value is a literal: a macro is not expanded here")
        }
        Some(TokenTree::Punct(next)) if next.as_char() == '<' => {
            Some("a function is named without generic arguments: give it a name with `type`")
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            Some("a function is given its parameters by name: `Name { parameter: \"…\" }`")
        }
        _ => None,
    }
}
