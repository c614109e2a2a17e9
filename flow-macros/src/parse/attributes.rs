//! `///` and `#[…]`.

use flow_model::check::codes;
use flow_model::flow::{Allow, Name, Value, ValueKind, Widget};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenTree};

use super::Parser;
use super::cursor::{Cursor, flatten};
use crate::literal;

/// The attributes before a flow, a widget or a line.
#[derive(Default)]
pub(super) struct Attributes {
    /// The text of `///`, lines joined by `\n`.
    pub(super) docs: Option<String>,
    /// The same as tokens.
    pub(super) doc_tokens: Vec<TokenTree>,
    others: Vec<Attribute>,
    /// Where the last one stands.
    pub(super) span: Option<Span>,
}

/// `#[name = value]` or `#[name(value)]`.
struct Attribute {
    name: Ident,
    tokens: Vec<TokenTree>,
    end: Span,
}

impl Parser {
    pub(super) fn attributes(&mut self, cursor: &mut Cursor<'_>) -> Attributes {
        let mut attributes = Attributes::default();
        while cursor.is_punct('#') {
            let Some(hash) = cursor.next() else { break };
            if cursor.eat_punct('!') {
                self.error(
                    hash.span(),
                    "an attribute stands before what it is about: `#[…]`",
                );
            }
            match cursor.group(Delimiter::Bracket) {
                Some(group) => self.attribute(hash, &group, &mut attributes),
                None => {
                    self.error(hash.span(), "expected an attribute: `#[…]`");
                }
            }
        }
        attributes
    }

    fn attribute(&mut self, hash: &TokenTree, group: &Group, attributes: &mut Attributes) {
        let tokens = flatten(group.stream());
        attributes.span = Some(group.span_close());
        let mut cursor = Cursor::new(&tokens, group.span_close());
        let Some(name) = cursor.ident() else {
            self.expected(&cursor, "an attribute's name");
            return;
        };
        if name == "doc"
            && let [TokenTree::Punct(equals), TokenTree::Literal(text)] = &tokens[1..]
            && equals.as_char() == '='
            && let literal::Kind::Text(text) = literal::read(text)
        {
            attributes.push_docs(&text);
            attributes.doc_tokens.push(hash.clone());
            attributes.doc_tokens.push(group.clone().into());
        } else {
            attributes.others.push(Attribute {
                name,
                tokens: tokens[1..].to_vec(),
                end: group.span_close(),
            });
        }
    }

    /// Takes what a flow's attributes say.
    pub(super) fn flow_attributes(&mut self, attributes: Attributes) {
        self.parsed.flow.description = attributes.docs.unwrap_or_default();
        for attribute in attributes.others {
            match attribute.name.to_string().as_str() {
                "name" => self.parsed.flow.friendly_name = self.attribute_name(&attribute),
                "allow" => {
                    let allows = self.attribute_allows(&attribute);
                    self.parsed.flow.allows.extend(allows);
                }
                "allow_concurrent_calls" => {
                    self.parsed.flow.allow_concurrent_calls = self.attribute_flag(&attribute);
                }
                "settings" => self.parsed.flow.settings = self.attribute_path(&attribute),
                _ => self.unknown_attribute(
                    &attribute,
                    "a flow takes `///`, `#[name = \"…\"]`, `#[allow(…)]`, `#[allow_concurrent_calls(…)]` and `#[settings(…)]`",
                ),
            }
        }
    }

    /// Takes what a widget's attributes say; its `///` are taken by the caller.
    pub(super) fn widget_attributes(&mut self, attributes: Attributes, widget: &mut Widget) {
        widget.docs = attributes.docs.unwrap_or_default();
        for attribute in attributes.others {
            match attribute.name.to_string().as_str() {
                "name" => widget.name = self.attribute_name(&attribute),
                "at" => widget.place = self.attribute_place(&attribute),
                "allow" => widget.allows.extend(self.attribute_allows(&attribute)),
                _ => self.unknown_attribute(
                    &attribute,
                    "a widget takes `///`, `#[name = \"…\"]`, `#[at(x, y)]` and `#[allow(…)]`",
                ),
            }
        }
    }

    /// The subject among an arm's attributes.
    pub(super) fn arm_attributes(&mut self, attributes: &Attributes) -> Option<Value> {
        let mut subject = None;
        for attribute in &attributes.others {
            if attribute.name == "subject" {
                subject = self.attribute_subject(attribute);
            } else {
                self.unknown_attribute(attribute, "an arm takes `///` and `#[subject(\"…\")]`");
            }
        }
        subject
    }

    /// The text of `///` where no other attribute may stand.
    pub(super) fn only_docs(&mut self, attributes: Attributes) -> String {
        for attribute in &attributes.others {
            self.unknown_attribute(attribute, "only `///` may stand here");
        }
        attributes.docs.unwrap_or_default()
    }

    fn unknown_attribute(&mut self, attribute: &Attribute, help: &str) {
        let message = format!("`#[{}]` means nothing here", attribute.name);
        let at = self.parsed.source.ident(&attribute.name);
        self.error_at(&codes::UNKNOWN_ATTRIBUTE, at, message)
            .help(help);
    }

    fn malformed_attribute(&mut self, attribute: &Attribute, form: &str) {
        let at = self
            .parsed
            .source
            .between(attribute.name.span(), attribute.end);
        let message = format!("this attribute is written `{form}`");
        self.error_at(&codes::SYNTAX, at, message);
    }

    fn attribute_name(&mut self, attribute: &Attribute) -> Option<Name> {
        if let [TokenTree::Punct(equals), TokenTree::Literal(literal)] = &attribute.tokens[..]
            && equals.as_char() == '='
        {
            return Some(Name {
                text: self.text(literal)?,
                at: self.parsed.source.literal(literal),
            });
        }
        self.malformed_attribute(attribute, "#[name = \"…\"]");
        None
    }

    fn attribute_allows(&mut self, attribute: &Attribute) -> Vec<Allow> {
        let inside = attribute.inside();
        let names = inside.chunks(2).map(|pair| match pair {
            [TokenTree::Ident(name)] => Some(name),
            [TokenTree::Ident(name), TokenTree::Punct(comma)] if comma.as_char() == ',' => {
                Some(name)
            }
            _ => None,
        });
        let names: Option<Vec<_>> = names.collect();
        match names {
            Some(names) if !names.is_empty() => names
                .into_iter()
                .map(|name| Allow {
                    code: self.name(name),
                })
                .collect(),
            _ => {
                self.malformed_attribute(attribute, "#[allow(a_lint, another)]");
                Vec::new()
            }
        }
    }

    fn attribute_flag(&mut self, attribute: &Attribute) -> Option<bool> {
        match &attribute.inside()[..] {
            [TokenTree::Ident(flag)] if *flag == "true" => Some(true),
            [TokenTree::Ident(flag)] if *flag == "false" => Some(false),
            _ => {
                self.malformed_attribute(attribute, "#[allow_concurrent_calls(false)]");
                None
            }
        }
    }

    fn attribute_path(&mut self, attribute: &Attribute) -> Option<Name> {
        let tokens = attribute.inside();
        let mut cursor = Cursor::new(&tokens, attribute.end);
        let path = cursor.path();
        if !cursor.is_empty() || !matches!(path.last(), Some(TokenTree::Ident(_))) {
            self.malformed_attribute(attribute, "#[settings(Production)]");
            return None;
        }
        Some(Name {
            text: path.iter().map(ToString::to_string).collect(),
            at: self.parsed.source.path(path),
        })
    }

    fn attribute_place(&mut self, attribute: &Attribute) -> Option<(i32, i32)> {
        let text: String = attribute.inside().iter().map(ToString::to_string).collect();
        let place = text
            .trim_end_matches(',')
            .split_once(',')
            .and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)));
        if place.is_none() {
            self.malformed_attribute(attribute, "#[at(120, -40)]");
        }
        place
    }

    fn attribute_subject(&mut self, attribute: &Attribute) -> Option<Value> {
        if let [TokenTree::Literal(literal)] = &attribute.inside()[..] {
            return Some(Value {
                kind: ValueKind::Text(self.text(literal)?),
                at: self.parsed.source.literal(literal),
            });
        }
        self.malformed_attribute(attribute, "#[subject(\"{{…}}\")]");
        None
    }
}

impl Attributes {
    fn push_docs(&mut self, line: &str) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match &mut self.docs {
            Some(docs) => {
                docs.push('\n');
                docs.push_str(line);
            }
            None => self.docs = Some(line.to_owned()),
        }
    }
}

impl Attribute {
    /// What stands in its parentheses; nothing where it has none.
    fn inside(&self) -> Vec<TokenTree> {
        match &self.tokens[..] {
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
                flatten(group.stream())
            }
            _ => Vec::new(),
        }
    }
}
