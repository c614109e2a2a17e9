//! A flow put into tables, in one fixed order.

use std::borrow::Cow;

use super::{ArmRow, EntryRow, Head, Machine, MigrationRow, Range, ValueRow, WidgetRow, Word};
use crate::catalogue;
use crate::flow::{self, Flow};

/// Makes the tables of a flow in which [`crate::check()`] found nothing. What such a flow cannot
/// hold (an unknown word, a target that is not there) becomes a quoted word or an end.
pub fn lower(flow: &Flow) -> Machine {
    Lowering::default().lower(flow)
}

/// Puts texts and rows into tables, in one fixed order.
#[derive(Default)]
struct Lowering {
    text: String,
    entries: Vec<EntryRow>,
    arms: Vec<ArmRow>,
    /// How many typed functions and typed flows there are so far.
    functions: u16,
    flows: u16,
}

impl Lowering {
    fn lower(mut self, flow: &Flow) -> Machine {
        let head = Head {
            name: self.text(&flow.name.text),
            friendly_name: self.optional(flow.friendly_name.as_ref()),
            description: self.text(&flow.description),
            allow_concurrent_calls: flow.allow_concurrent_calls.unwrap_or(true),
        };
        let names = flow.names();
        let widgets = flow
            .widgets
            .iter()
            .map(|widget| self.widget(&names, widget))
            .collect();
        let migrations = flow.migrations.iter();
        let migrations = migrations
            .filter_map(|migration| self.migration(&names, migration))
            .collect();
        Machine {
            text: Cow::Owned(self.text),
            head,
            widgets: Cow::Owned(widgets),
            entries: Cow::Owned(self.entries),
            arms: Cow::Owned(self.arms),
            migrations: Cow::Owned(migrations),
        }
    }

    fn migration(
        &mut self,
        names: &flow::Names<'_>,
        migration: &flow::Migration,
    ) -> Option<MigrationRow> {
        let to = names.of(&migration.to)?;
        Some(MigrationRow {
            to: u16::try_from(to).ok()?,
            from: self.text(&migration.from.text),
        })
    }

    fn widget(&mut self, names: &flow::Names<'_>, widget: &flow::Widget) -> WidgetRow {
        let kind = if widget.kind.quoted {
            None
        } else {
            catalogue::kind(&widget.kind.text)
        };
        WidgetRow {
            kind: self.word(
                &widget.kind,
                kind.and_then(|kind| catalogue::KINDS.iter().position(|k| k.word == kind.word)),
            ),
            ident: self.text(&widget.ident.text),
            name: self.optional(widget.name.as_ref()),
            properties: self.properties(&widget.properties, kind),
            arms: {
                let rows: Vec<_> = widget
                    .arms
                    .iter()
                    .map(|arm| self.arm(names, kind, arm))
                    .collect();
                let at = self.arms.len() as u32;
                self.arms.extend(rows);
                Range {
                    at,
                    len: widget.arms.len() as u32,
                }
            },
            place: widget.place,
        }
    }

    fn arm(
        &mut self,
        names: &flow::Names<'_>,
        kind: Option<&'static catalogue::Kind>,
        arm: &flow::Arm,
    ) -> ArmRow {
        let (event, arguments) = match &arm.event {
            flow::Event::Rest(_) => (Word::None, Range::default()),
            flow::Event::Named { word, arguments } => {
                let known = kind.filter(|_| !word.quoted).and_then(|kind| {
                    if kind.is_split() {
                        catalogue::OPERATORS
                            .iter()
                            .position(|operator| operator.word == word.text)
                    } else {
                        kind.events.iter().position(|event| event.word == word.text)
                    }
                });
                (
                    self.word(word, known),
                    self.items(arguments.as_deref().unwrap_or_default()),
                )
            }
        };
        ArmRow {
            event,
            arguments,
            target: names
                .target(arm)
                .and_then(|index| u16::try_from(index).ok())
                .unwrap_or(ArmRow::END),
            label: self.text(arm.label.as_deref().unwrap_or_default()),
            subject: match arm.subject.as_ref().map(|subject| &subject.kind) {
                Some(flow::ValueKind::Text(text)) => self.text(text),
                _ => Range::default(),
            },
        }
    }

    fn properties(
        &mut self,
        properties: &[flow::Property],
        kind: Option<&'static catalogue::Kind>,
    ) -> Range {
        let rows: Vec<_> = properties
            .iter()
            .map(|property| {
                let known = kind.filter(|_| !property.key.quoted).and_then(|kind| {
                    kind.properties
                        .iter()
                        .position(|known| known.word == property.key.text)
                });
                let value = match (&property.value.kind, known.zip(kind)) {
                    (flow::ValueKind::Callee { path, fields }, Some((row, kind)))
                        if kind.properties[row].ty == catalogue::Type::Flow =>
                    {
                        let index = next(&mut self.flows);
                        self.callee(index, path, fields)
                    }
                    _ => self.value(&property.value),
                };
                EntryRow {
                    key: self.word(&property.key, known),
                    value,
                }
            })
            .collect();
        self.rows(rows)
    }

    fn items(&mut self, items: &[flow::Value]) -> Range {
        let rows: Vec<_> = items
            .iter()
            .map(|item| EntryRow {
                key: Word::None,
                value: self.value(item),
            })
            .collect();
        self.rows(rows)
    }

    /// The rows of one range, put down after those of the ranges inside them.
    fn rows(&mut self, rows: Vec<EntryRow>) -> Range {
        if rows.is_empty() {
            return Range::default();
        }
        let range = Range {
            at: self.entries.len() as u32,
            len: rows.len() as u32,
        };
        self.entries.extend(rows);
        range
    }

    fn value(&mut self, value: &flow::Value) -> ValueRow {
        match &value.kind {
            flow::ValueKind::Text(text) => ValueRow::Text(self.text(text)),
            flow::ValueKind::Json(text) => ValueRow::Json(self.text(text)),
            flow::ValueKind::Number(text) => ValueRow::Number(self.text(text)),
            flow::ValueKind::Flag(flag) => ValueRow::Flag(*flag),
            flow::ValueKind::List(items) => ValueRow::List(self.items(items)),
            flow::ValueKind::Map(entries) => ValueRow::Map(self.properties(entries, None)),
            flow::ValueKind::Callee { path, fields } => {
                let index = next(&mut self.functions);
                self.callee(index, path, fields)
            }
            flow::ValueKind::Error => ValueRow::Text(Range::default()),
        }
    }

    fn callee(&mut self, index: u16, path: &str, fields: &[flow::Property]) -> ValueRow {
        let path = self.text(path);
        ValueRow::Callee(index, path, self.properties(fields, None))
    }

    fn word(&mut self, word: &flow::Word, known: Option<usize>) -> Word {
        match known.and_then(|index| u16::try_from(index).ok()) {
            Some(index) => Word::Known(index),
            None => Word::Text(self.text(&word.text)),
        }
    }

    fn optional(&mut self, name: Option<&flow::Name>) -> Range {
        self.text(name.map_or("", |name| &name.text))
    }

    fn text(&mut self, text: &str) -> Range {
        if text.is_empty() {
            return Range::default();
        }
        let range = Range {
            at: self.text.len() as u32,
            len: text.len() as u32,
        };
        self.text.push_str(text);
        range
    }
}

fn next(count: &mut u16) -> u16 {
    let index = *count;
    *count += 1;
    index
}
