//! `event => target`.

use flow_model::check::codes;
use flow_model::flow::{Arm, Event, Target, Value, ValueKind, Widget};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenTree};

use super::Parser;
use super::attributes::Attributes;
use super::cursor::{Cursor, flatten};

impl Parser {
    /// `attr* event ("|" event)* "=>" target`
    pub(super) fn arm_line(
        &mut self,
        cursor: &mut Cursor<'_>,
        attributes: &Attributes,
        widget: &mut Widget,
    ) {
        let subject = self.arm_attributes(attributes);
        let mut label = attributes.docs.clone();
        let events = self.events(cursor);
        if let ([first, _, ..], Some(_)) = (&events[..], &label) {
            label = None;
            self.error_at(
                &codes::SYNTAX,
                first.at(),
                "`a | b` is a branch of its own for each, and takes no label",
            )
            .help("write each with its own `///` on a line of its own");
        }
        let target = self.target_line(cursor);
        if events.is_empty() {
            self.half_read = true;
        }
        widget.arms.extend(events.into_iter().map(|event| Arm {
            event,
            target: target.clone(),
            label: label.clone(),
            subject: subject.clone(),
        }));
    }

    fn events(&mut self, cursor: &mut Cursor<'_>) -> Vec<Event> {
        let mut events = Vec::new();
        loop {
            match cursor.peek() {
                Some(word) if cursor.is_word() => {
                    cursor.next();
                    events.extend(self.event(cursor, word));
                }
                _ => {
                    self.expected(cursor, "an event after `|`");
                    self.half_read = true;
                }
            }
            if !cursor.eat_punct('|') {
                return events;
            }
        }
    }

    /// `word | OPERATOR ("(" STRING,+ ")")? | "_"`
    fn event(&mut self, cursor: &mut Cursor<'_>, word: &TokenTree) -> Option<Event> {
        let arguments = cursor.group(Delimiter::Parenthesis);
        if let TokenTree::Ident(rest) = word
            && *rest == "_"
        {
            if let Some(group) = arguments {
                self.error(group.span_open(), "`_` takes no arguments");
            }
            return Some(Event::Rest(self.parsed.source.ident(rest)));
        }
        Some(Event::Named {
            word: self.word(word)?,
            arguments: arguments.map(|group| self.arguments(&group)),
        })
    }

    fn arguments(&mut self, group: &Group) -> Vec<Value> {
        let tokens = flatten(group.stream());
        let mut cursor = Cursor::new(&tokens, group.span_close());
        let mut arguments = Vec::new();
        while !cursor.is_empty() {
            let mut value = self.value(&mut cursor);
            if !matches!(value.kind, ValueKind::Text(_) | ValueKind::Error) {
                let help = match &value.kind {
                    ValueKind::Number(number) => format!("write it in quotes: `\"{number}\"`"),
                    _ => "write a text in quotes: `\"…\"`".to_owned(),
                };
                self.error_at(&codes::SYNTAX, value.at, "an operator's argument is a text")
                    .help(help);
                value.kind = ValueKind::Error;
            }
            arguments.push(value);
            self.end_line(&mut cursor);
        }
        arguments
    }

    /// `"=>" target`, and the comma after it.
    pub(super) fn target_line(&mut self, cursor: &mut Cursor<'_>) -> Target {
        let arrow = cursor.span();
        if !cursor.eat_arrow() {
            self.expected(cursor, "`=>` and a target");
            if !cursor.is_word() {
                cursor.skip_line();
            }
            return Target::Error(self.parsed.source.span(arrow));
        }
        if cursor.is_line() {
            return self.missing_target(arrow);
        }
        let target = match cursor.peek() {
            Some(TokenTree::Ident(name)) if *name != "_" => {
                cursor.next();
                self.target(cursor, name)
            }
            Some(TokenTree::Literal(literal)) => self.no_target(cursor, literal.span()),
            _ => {
                cursor.skip_value();
                self.missing_target(arrow)
            }
        };
        self.end_line(cursor);
        target
    }

    fn missing_target(&mut self, arrow: Span) -> Target {
        let at = self.parsed.source.span(arrow);
        self.error_at(&codes::SYNTAX, at, "expected a target after `=>`")
            .help("a target is a widget's name, or `end`");
        Target::Error(at)
    }

    fn target(&mut self, cursor: &mut Cursor<'_>, name: &Ident) -> Target {
        if *name == "end" {
            return Target::End(self.parsed.source.ident(name));
        }
        if self.hyphened(cursor, &name.clone().into()).is_some() {
            return Target::Error(self.parsed.source.span(name.span()));
        }
        if cursor.is_colons() || cursor.is_punct('.') {
            return self.no_target(cursor, name.span());
        }
        Target::Widget(self.name(name))
    }

    fn no_target(&mut self, cursor: &mut Cursor<'_>, at: Span) -> Target {
        cursor.skip_value();
        let at = self.parsed.source.span(at);
        self.error_at(
            &codes::SYNTAX,
            at,
            "a target is the name of a widget of this flow, or `end`",
        );
        Target::Error(at)
    }
}
