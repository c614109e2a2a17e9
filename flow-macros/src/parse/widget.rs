//! Widgets and their lines.

use flow_model::Location;
use flow_model::catalogue;
use flow_model::check::codes;
use flow_model::flow::{Arm, Event, Name, Property, Target, Value, ValueKind, Widget};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenTree};

use super::attributes::Attributes;
use super::cursor::{Cursor, flatten};
use super::{Parser, Stray, unread};

impl Parser {
    /// `(widget | migrate)*`
    pub(super) fn widgets(&mut self, cursor: &mut Cursor<'_>) {
        while !cursor.is_empty() {
            let attributes = self.attributes(cursor);
            let words = self.words(cursor);
            if words.is_empty() {
                self.no_widget(cursor, &attributes);
            } else if let Some(body) = cursor.group(Delimiter::Brace) {
                let (strays, own) = words.split_at(words.len() - own_words(&words));
                self.half_widget(strays);
                match own {
                    [TokenTree::Ident(only)] if only == "migrate" => {
                        self.migrate(&body, attributes);
                    }
                    _ => self.widget(own, &body, attributes),
                }
            } else {
                self.half_widget(&words);
            }
        }
    }

    /// The names, quoted words and `_` that stand there.
    fn words(&mut self, cursor: &mut Cursor<'_>) -> Vec<TokenTree> {
        let mut words = Vec::new();
        while let Some(word) = cursor.peek().filter(|_| cursor.is_word()) {
            cursor.next();
            let hyphened = self.hyphened(cursor, word);
            words.push(hyphened.map_or_else(|| word.clone(), TokenTree::from));
        }
        words
    }

    /// What stands where a widget should begin, and is none.
    fn no_widget(&mut self, cursor: &mut Cursor<'_>, attributes: &Attributes) {
        if cursor.is_empty() {
            if let Some(span) = attributes.span {
                self.error(span, "nothing follows that this attribute could be about");
            }
            return;
        }
        if cursor.is_punct(',') || cursor.is_punct(';') {
            self.error(cursor.span(), "widgets are not separated: leave this out");
        } else {
            self.expected(cursor, "a widget: `KIND NAME { … }`");
        }
        while !cursor.is_empty() && !cursor.is_word() && !cursor.is_punct('#') {
            cursor.next();
        }
    }

    /// Words without a body: a widget that is being typed.
    fn half_widget(&mut self, words: &[TokenTree]) {
        let mut widget = match words {
            [] => return,
            [TokenTree::Ident(kind), TokenTree::Ident(name)] if is_kind(kind) => {
                let at = self.parsed.source.between(kind.span(), name.span());
                self.error_at(&codes::SYNTAX, at, format!("`{name}` has no body"))
                    .help(format!("write `{kind} {name} {{ … }}`"));
                self.named(&words[0], Some(name))
            }
            [first, ..] => {
                self.error(first.span(), "expected a widget: `KIND NAME { … }`");
                if let TokenTree::Ident(kind) = first {
                    self.parsed.strays.push(Stray::Kind(kind.clone()));
                }
                self.named(first, None)
            }
        };
        leave_trace(&mut widget);
        self.push(widget, Vec::new());
    }

    /// Tells the checks that the widgets could not be read.
    pub(super) fn no_widgets(&mut self) {
        let mut widget = self.named(&Ident::new("unread", Span::call_site()).into(), None);
        leave_trace(&mut widget);
        self.push(widget, Vec::new());
    }

    /// The widget of a kind and a name; without a name its kind is unread too.
    fn named(&mut self, kind: &TokenTree, name: Option<&Ident>) -> Widget {
        let at = self.parsed.source.span(kind.span());
        let (kind, ident) = match name {
            Some(name) => (
                self.word(kind).unwrap_or_else(|| unread(at)),
                self.name(name),
            ),
            None => (unread(at), no_name(at)),
        };
        Widget {
            kind,
            ident,
            name: None,
            docs: String::new(),
            place: None,
            allows: Vec::new(),
            properties: Vec::new(),
            arms: Vec::new(),
        }
    }

    /// `attr* word NAME? "{" … "}"`
    fn widget(&mut self, words: &[TokenTree], body: &Group, mut attributes: Attributes) {
        let mut widget = match words {
            [TokenTree::Ident(kind), name] if kind == "trigger" => {
                self.error(name.span(), "the trigger has no name here")
                    .help("give it one in Studio with `#[name = \"…\"]`");
                self.named(&words[0], Some(kind))
            }
            [kind, TokenTree::Ident(name)] if *name != "_" => self.named(kind, Some(name)),
            [TokenTree::Ident(kind)] if is_kind(kind) && kind != "trigger" => {
                self.error(kind.span(), "this widget has no name")
                    .help(format!("write `{kind} NAME {{ … }}`"));
                let mut widget = self.named(&words[0], Some(kind));
                widget.ident = no_name(widget.kind.at);
                widget
            }
            [TokenTree::Ident(kind)] => {
                let mut widget = self.named(&words[0], Some(kind));
                // Any other word alone is a misspelt `trigger`, or a name without a kind.
                widget.ident.at = widget.kind.at;
                widget
            }
            _ => {
                let found = words.last().unwrap_or(&words[0]);
                self.error(found.span(), "a widget's name is an identifier")
                    .help("give a name that is none with `#[name = \"…\"]`");
                self.half_read = true;
                self.named(&words[0], None)
            }
        };
        let docs = std::mem::take(&mut attributes.doc_tokens);
        self.widget_attributes(attributes, &mut widget);
        let tokens = flatten(body.stream());
        let mut cursor = Cursor::new(&tokens, body.span_close());
        while !cursor.is_empty() {
            self.line(&mut cursor, &mut widget);
        }
        if std::mem::take(&mut self.half_read) {
            leave_trace(&mut widget);
        }
        self.push(widget, docs);
    }

    fn push(&mut self, widget: Widget, docs: Vec<TokenTree>) {
        self.parsed.flow.widgets.push(widget);
        self.parsed.widget_docs.push(docs);
    }

    /// A property or an arm, with its comma.
    fn line(&mut self, cursor: &mut Cursor<'_>, widget: &mut Widget) {
        let attributes = self.attributes(cursor);
        let Some(word) = cursor.peek().filter(|_| cursor.is_word()) else {
            if !cursor.is_empty() {
                self.expected(cursor, "a property or an event");
                cursor.skip_line();
            } else if let Some(span) = attributes.span {
                self.error(span, "nothing follows that this attribute could be about");
            }
            self.half_read = true;
            return;
        };
        let is_rest = matches!(word, TokenTree::Ident(ident) if *ident == "_");
        match cursor.peek_at(1) {
            Some(TokenTree::Punct(next)) if next.as_char() == ':' && !is_rest => {
                self.property_line(cursor, word, attributes, widget);
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                self.arm_line(cursor, &attributes, widget);
            }
            Some(TokenTree::Punct(next)) if next.as_char() == '|' || cursor.is_arrow_at(1) => {
                self.arm_line(cursor, &attributes, widget);
            }
            Some(TokenTree::Literal(_)) if !is_rest && !cursor.is_line_at(1) => {
                self.error(word.span(), format!("expected `:` after `{word}`"));
                self.property_line(cursor, word, attributes, widget);
            }
            _ => self.half_line(cursor, word),
        }
    }

    /// A word alone: a line that is being typed.
    fn half_line(&mut self, cursor: &mut Cursor<'_>, word: &TokenTree) {
        cursor.next();
        let found = cursor.found();
        self.error(
            word.span(),
            format!(
                "expected `:` and a value, or `=>` and a target, after `{word}`; found {found}"
            ),
        );
        if let TokenTree::Ident(word) = word {
            let index = self.parsed.flow.widgets.len();
            self.parsed.strays.push(Stray::Line(index, word.clone()));
        }
        self.half_read = true;
        if !cursor.is_word() && !cursor.is_punct('#') {
            cursor.skip_line();
        }
    }

    /// `attr* word ":" value`
    fn property_line(
        &mut self,
        cursor: &mut Cursor<'_>,
        word: &TokenTree,
        attributes: Attributes,
        widget: &mut Widget,
    ) {
        let docs = self.only_docs(attributes);
        cursor.next();
        cursor.eat_punct(':');
        let Some(key) = self.word(word) else {
            cursor.skip_line();
            self.half_read = true;
            return;
        };
        if !widget.arms.is_empty() {
            self.error_at(
                &codes::SYNTAX,
                key.at,
                format!("properties come before arms: move `{word}` up"),
            );
        }
        let value = self.value_line(&key, cursor);
        widget.properties.push(Property { key, value, docs });
    }

    /// The comma after a line, which may be left out after the last one.
    pub(super) fn end_line(&mut self, cursor: &mut Cursor<'_>) {
        if cursor.eat_punct(',') || cursor.is_empty() {
            return;
        }
        self.expected(cursor, "`,`");
        if !cursor.eat_punct(';') && !cursor.is_word() && !cursor.is_punct('#') {
            cursor.skip_line();
        }
    }
}

/// Tells the checks that part of the widget could not be read, so that none misses it.
fn leave_trace(widget: &mut Widget) {
    let at = widget.kind.at;
    widget.properties.push(Property {
        key: unread(at),
        value: Value {
            kind: ValueKind::Error,
            at,
        },
        docs: String::new(),
    });
    widget.arms.push(Arm {
        event: Event::Rest(at),
        target: Target::Error(at),
        label: None,
        subject: None,
    });
}

/// How many of the words before a body are the widget's own; those before it stand alone.
fn own_words(words: &[TokenTree]) -> usize {
    let is = |word: &TokenTree, what: fn(&Ident) -> bool| matches!(word, TokenTree::Ident(word) if what(word));
    match words {
        // A name that is reserved, and not a half-typed line before the trigger.
        [.., kind, _] if is(kind, is_kind) => 2,
        [.., last] if is(last, |word| word == "trigger" || word == "migrate") => 1,
        _ => words.len().min(2),
    }
}

fn is_kind(word: &Ident) -> bool {
    catalogue::kind(&super::plain(word)).is_some()
}

fn no_name(at: Location) -> Name {
    Name {
        text: String::new(),
        at,
    }
}
