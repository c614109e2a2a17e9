//! What runs: a [`Flow`] as flat tables, constant where the `flow!` macro wrote them.
//!
//! Rows are `Copy` and hold numbers: ranges into [`Machine::text`] and into the other tables. So
//! the same type is `static` in a program that was compiled from `flow!`, and owned in one that
//! read Studio's JSON. [`Machine::flow`] gives the [`Flow`] back, without locations and lints.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::catalogue;
use crate::flow::{self, Flow};

mod lower;

pub use lower::lower;

/// A flow as tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// Every text of the flow, one after the other.
    pub text: Cow<'static, str>,
    /// The flow itself.
    pub head: Head,
    /// A row a widget, in written order.
    pub widgets: Cow<'static, [WidgetRow]>,
    /// The properties of widgets, the entries of maps and lists, the arguments of operators.
    pub entries: Cow<'static, [EntryRow]>,
    /// The arms of widgets.
    pub arms: Cow<'static, [ArmRow]>,
    /// What stands for the widgets of earlier versions.
    pub migrations: Cow<'static, [MigrationRow]>,
}

/// A range: of bytes in the text, or of rows in a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Where it begins.
    pub at: u32,
    /// How long it is.
    pub len: u32,
}

/// What a flow is besides its widgets.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The name of its type.
    pub name: Range,
    /// Studio's FriendlyName; empty: the name of its type.
    pub friendly_name: Range,
    /// The description.
    pub description: Range,
    /// Whether one caller may have several executions; Studio's default is true.
    pub allow_concurrent_calls: bool,
}

/// A word of Studio's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Word {
    /// A row of the catalogue: a kind, or a property, an event, an operator of the row's kind.
    Known(u16),
    /// In the text: a quoted word, or a name of the author's.
    Text(Range),
    /// None: an item of a list; as an event `_`.
    None,
}

/// One widget.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidgetRow {
    /// Its kind, in [`catalogue::KINDS`].
    pub kind: Word,
    /// Its name in the source.
    pub ident: Range,
    /// Its name in Studio; empty: the name in the source.
    pub name: Range,
    /// Its properties, in [`Machine::entries`].
    pub properties: Range,
    /// Its arms, in [`Machine::arms`].
    pub arms: Range,
    /// Its place on the canvas.
    pub place: Option<(i32, i32)>,
}

/// A property, an entry of a map, an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    /// The key: of a widget's property a row of the catalogue, of a map's entry a text.
    pub key: Word,
    /// The value.
    pub value: ValueRow,
}

/// A value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum ValueRow {
    /// Text that may hold Liquid.
    Text(Range),
    /// `json("…")`.
    Json(Range),
    /// A number as written.
    Number(Range),
    /// `true` or `false`.
    Flag(bool),
    /// Items, in [`Machine::entries`].
    List(Range),
    /// Entries, in [`Machine::entries`].
    Map(Range),
    /// A typed function or flow: the path as written, and the parameters in [`Machine::entries`].
    /// The number is its place in the flow's list of typed functions, or of typed flows.
    Callee(u16, Range, Range),
}

/// One arm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmRow {
    /// The event: of a split an operator, in [`catalogue::OPERATORS`].
    pub event: Word,
    /// An operator's arguments, in [`Machine::entries`].
    pub arguments: Range,
    /// The widget it leads to, or [`ArmRow::END`].
    pub target: u16,
    /// A split's label; empty: none.
    pub label: Range,
    /// What the condition tests instead of the input; empty: the input.
    pub subject: Range,
}

impl ArmRow {
    /// The target of an arm that ends the execution.
    pub const END: u16 = u16::MAX;
}

/// What stands for a widget of an earlier version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationRow {
    /// The name that the earlier one had in Studio.
    pub from: Range,
    /// The widget that stands for it.
    pub to: u16,
}

/// A widget of a machine, with its texts at hand.
#[derive(Clone, Copy, Debug)]
pub struct Widget<'m> {
    machine: &'m Machine,
    /// Its place in [`Machine::widgets`].
    pub index: usize,
    row: WidgetRow,
}

/// A property or an entry of a machine.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'m> {
    /// The key as `flow!` writes it: of a property its word, of a map's entry the author's name,
    /// of an item nothing.
    pub key: &'m str,
    /// Whether the key was quoted, or is the author's.
    pub verbatim: bool,
    /// The value.
    pub value: Value<'m>,
}

/// A value of a machine.
#[derive(Clone, Copy, Debug)]
pub enum Value<'m> {
    /// Text that may hold Liquid.
    Text(&'m str),
    /// `json("…")`.
    Json(&'m str),
    /// A number as written.
    Number(&'m str),
    /// `true` or `false`.
    Flag(bool),
    /// Items without keys.
    List(Entries<'m>),
    /// Entries.
    Map(Entries<'m>),
    /// A typed function or flow.
    Callee {
        /// Its place in the flow's list of typed functions, or of typed flows.
        index: usize,
        /// The path as written.
        path: &'m str,
        /// The parameters.
        fields: Entries<'m>,
    },
}

/// Some entries of a machine.
#[derive(Clone, Copy, Debug)]
pub struct Entries<'m> {
    machine: &'m Machine,
    kind: Option<&'static catalogue::Kind>,
    range: Range,
}

/// An arm of a machine.
#[derive(Clone, Copy, Debug)]
pub struct Arm<'m> {
    /// What it answers to.
    pub event: Event<'m>,
    /// The widget it leads to, or none where the execution ends.
    pub target: Option<usize>,
    /// A split's label.
    pub label: Option<&'m str>,
    /// What the condition tests instead of the input.
    pub subject: Option<&'m str>,
}

/// What an arm answers to.
#[derive(Clone, Copy, Debug)]
pub enum Event<'m> {
    /// An event of the catalogue.
    Known(&'static catalogue::Event),
    /// A quoted event in Studio's spelling, or in a split a quoted operator with its arguments.
    Quoted(&'m str, Entries<'m>),
    /// An operator, with its arguments.
    Operator(&'static catalogue::Operator, Entries<'m>),
    /// `_`.
    Rest,
}

impl Machine {
    /// The text of a range.
    pub fn text(&self, range: Range) -> &str {
        let at = range.at as usize;
        self.text
            .get(at..at + range.len as usize)
            .unwrap_or_default()
    }

    /// The name of the flow's type.
    pub fn name(&self) -> &str {
        self.text(self.head.name)
    }

    /// Studio's FriendlyName.
    pub fn friendly_name(&self) -> &str {
        match self.text(self.head.friendly_name) {
            "" => self.name(),
            name => name,
        }
    }

    /// Every widget in written order.
    pub fn widgets(&self) -> impl ExactSizeIterator<Item = Widget<'_>> {
        self.widgets.iter().enumerate().map(|(index, row)| Widget {
            machine: self,
            index,
            row: *row,
        })
    }

    /// The widget of that number.
    pub fn widget(&self, index: usize) -> Option<Widget<'_>> {
        self.widgets.get(index).map(|row| Widget {
            machine: self,
            index,
            row: *row,
        })
    }

    fn word(&self, word: Word) -> &str {
        match word {
            Word::Text(range) => self.text(range),
            Word::Known(_) | Word::None => "",
        }
    }
}

impl<'m> Widget<'m> {
    /// Its row of the catalogue; none for a quoted kind.
    pub fn kind(&self) -> Option<&'static catalogue::Kind> {
        match self.row.kind {
            Word::Known(index) => catalogue::KINDS.get(usize::from(index)),
            _ => None,
        }
    }

    /// Its type in Studio's spelling.
    pub fn studio_type(&self) -> &'m str {
        self.kind()
            .map_or(self.machine.word(self.row.kind), |kind| kind.studio)
    }

    /// Its name in the source.
    pub fn ident(&self) -> &'m str {
        self.machine.text(self.row.ident)
    }

    /// Its name in Studio and in templates.
    pub fn name(&self) -> &'m str {
        match self.machine.text(self.row.name) {
            "" if self.is_trigger() => "Trigger",
            "" => self.ident(),
            name => name,
        }
    }

    /// Whether executions start here.
    pub fn is_trigger(&self) -> bool {
        self.kind()
            .is_some_and(|kind| kind.nature == catalogue::Nature::Trigger)
    }

    /// Its place on the canvas.
    pub fn place(&self) -> Option<(i32, i32)> {
        self.row.place
    }

    /// Its properties.
    pub fn properties(&self) -> Entries<'m> {
        Entries {
            machine: self.machine,
            kind: self.kind(),
            range: self.row.properties,
        }
    }

    /// The value of a property as `flow!` calls it.
    pub fn property(&self, word: &str) -> Option<Value<'m>> {
        self.properties()
            .iter()
            .find(|entry| entry.key == word)
            .map(|entry| entry.value)
    }

    /// Its arms in written order.
    pub fn arms(&self) -> impl Iterator<Item = Arm<'m>> + use<'m> {
        let (machine, kind) = (self.machine, self.kind());
        rows(&machine.arms, self.row.arms)
            .iter()
            .map(move |row| Arm {
                event: match row.event {
                    Word::None => Event::Rest,
                    Word::Text(range) => {
                        Event::Quoted(machine.text(range), arguments(machine, row.arguments))
                    }
                    Word::Known(index) => {
                        known_event(kind, index, arguments(machine, row.arguments))
                    }
                },
                target: (row.target != ArmRow::END).then_some(usize::from(row.target)),
                label: Some(machine.text(row.label)).filter(|label| !label.is_empty()),
                subject: Some(machine.text(row.subject)).filter(|subject| !subject.is_empty()),
            })
    }

    /// Where it goes by an event: the arm that names it, else the one of `_`. The outer `None`: no
    /// arm answers to it; the inner one: the execution ends.
    pub fn target(&self, event: &catalogue::Event) -> Option<Option<usize>> {
        let named = |arm: &Arm<'_>| match arm.event {
            Event::Known(known) => known.word == event.word,
            Event::Quoted(quoted, _) => quoted == event.studio,
            Event::Operator(..) | Event::Rest => false,
        };
        let rest = |arm: &Arm<'_>| matches!(arm.event, Event::Rest);
        self.arms()
            .find(named)
            .or_else(|| self.arms().find(rest))
            .map(|arm| arm.target)
    }
}

fn arguments(machine: &Machine, range: Range) -> Entries<'_> {
    Entries {
        machine,
        kind: None,
        range,
    }
}

fn known_event<'m>(
    kind: Option<&'static catalogue::Kind>,
    index: u16,
    arguments: Entries<'m>,
) -> Event<'m> {
    let index = usize::from(index);
    let known = match kind {
        Some(kind) if kind.is_split() => catalogue::OPERATORS
            .get(index)
            .map(|operator| Event::Operator(operator, arguments)),
        Some(kind) => kind.events.get(index).map(Event::Known),
        None => None,
    };
    known.unwrap_or(Event::Quoted("", arguments))
}

fn rows<T>(table: &[T], range: Range) -> &[T] {
    let at = range.at as usize;
    table.get(at..at + range.len as usize).unwrap_or_default()
}

impl<'m> Entries<'m> {
    /// Every entry in written order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Entry<'m>> + use<'m> {
        let (machine, kind) = (self.machine, self.kind);
        rows(&machine.entries, self.range).iter().map(move |row| {
            let known = match (row.key, kind) {
                (Word::Known(index), Some(kind)) => kind.properties.get(usize::from(index)),
                _ => None,
            };
            Entry {
                key: known.map_or(machine.word(row.key), |property| property.word),
                verbatim: known.is_none(),
                value: value(machine, row.value),
            }
        })
    }
}

fn value(machine: &Machine, row: ValueRow) -> Value<'_> {
    let entries = |range| Entries {
        machine,
        kind: None,
        range,
    };
    match row {
        ValueRow::Text(range) => Value::Text(machine.text(range)),
        ValueRow::Json(range) => Value::Json(machine.text(range)),
        ValueRow::Number(range) => Value::Number(machine.text(range)),
        ValueRow::Flag(flag) => Value::Flag(flag),
        ValueRow::List(range) => Value::List(entries(range)),
        ValueRow::Map(range) => Value::Map(entries(range)),
        ValueRow::Callee(index, path, fields) => Value::Callee {
            index: usize::from(index),
            path: machine.text(path),
            fields: entries(fields),
        },
    }
}

impl Machine {
    /// The flow that these tables were made from: every text, name, place and label; no location
    /// and no accepted lint.
    pub fn flow(&self) -> Flow {
        let name = |text: &str| flow::Name {
            text: text.to_owned(),
            at: flow::Location(0),
        };
        let optional = |range| {
            Some(self.text(range))
                .filter(|text| !text.is_empty())
                .map(name)
        };
        Flow {
            name: name(self.name()),
            friendly_name: optional(self.head.friendly_name),
            description: self.text(self.head.description).to_owned(),
            allows: Vec::new(),
            allow_concurrent_calls: Some(self.head.allow_concurrent_calls),
            settings: None,
            widgets: self
                .widgets()
                .map(|widget| self.flow_widget(&widget))
                .collect(),
            migrations: self.flow_migrations(),
        }
    }

    fn flow_migrations(&self) -> Vec<flow::Migration> {
        let migration = |row: &MigrationRow| {
            let from = self.text(row.from);
            Some(flow::Migration {
                from: plain_word(from, flow::Word::needs_quotes(from)),
                to: flow::Target::Widget(flow::Name {
                    text: self.widget(usize::from(row.to))?.ident().to_owned(),
                    at: flow::Location(0),
                }),
            })
        };
        self.migrations.iter().filter_map(migration).collect()
    }

    fn flow_widget(&self, widget: &Widget<'_>) -> flow::Widget {
        let name = |text: &str| flow::Name {
            text: text.to_owned(),
            at: flow::Location(0),
        };
        let kind = widget.kind();
        flow::Widget {
            kind: plain_word(
                kind.map_or(widget.studio_type(), |kind| kind.word),
                kind.is_none(),
            ),
            ident: name(widget.ident()),
            name: Some(self.text(widget.row.name))
                .filter(|text| !text.is_empty())
                .map(name),
            docs: String::new(),
            place: widget.place(),
            allows: Vec::new(),
            properties: properties(widget.properties()),
            arms: widget
                .arms()
                .map(|arm| flow::Arm {
                    event: event(&arm),
                    target: match arm.target.and_then(|target| self.widget(target)) {
                        Some(target) => flow::Target::Widget(name(target.ident())),
                        None => flow::Target::End(flow::Location(0)),
                    },
                    label: arm.label.map(str::to_owned),
                    subject: arm.subject.map(|text| flow::Value {
                        kind: flow::ValueKind::Text(text.to_owned()),
                        at: flow::Location(0),
                    }),
                })
                .collect(),
        }
    }
}

fn plain_word(text: &str, quoted: bool) -> flow::Word {
    flow::Word {
        text: text.to_owned(),
        quoted,
        at: flow::Location(0),
    }
}

fn properties(entries: Entries<'_>) -> Vec<flow::Property> {
    entries
        .iter()
        .map(|entry| flow::Property {
            // A map's keys are the author's and never need quotes: only a widget's properties do.
            key: plain_word(entry.key, entry.verbatim && entries.kind.is_some()),
            value: flow_value(entry.value),
            docs: String::new(),
        })
        .collect()
}

fn flow_value(value: Value<'_>) -> flow::Value {
    let kind = match value {
        Value::Text(text) => flow::ValueKind::Text(text.to_owned()),
        Value::Json(text) => flow::ValueKind::Json(text.to_owned()),
        Value::Number(text) => flow::ValueKind::Number(text.to_owned()),
        Value::Flag(flag) => flow::ValueKind::Flag(flag),
        Value::List(items) => {
            flow::ValueKind::List(items.iter().map(|item| flow_value(item.value)).collect())
        }
        Value::Map(entries) => flow::ValueKind::Map(properties(entries)),
        Value::Callee { path, fields, .. } => flow::ValueKind::Callee {
            path: path.to_owned(),
            fields: properties(fields),
        },
    };
    flow::Value {
        kind,
        at: flow::Location(0),
    }
}

fn event(arm: &Arm<'_>) -> flow::Event {
    match arm.event {
        Event::Known(event) => flow::Event::Named {
            word: plain_word(event.word, false),
            arguments: None,
        },
        Event::Quoted(text, arguments) => flow::Event::Named {
            word: plain_word(text, true),
            arguments: flow_arguments(arguments),
        },
        Event::Operator(operator, arguments) => flow::Event::Named {
            word: plain_word(operator.word, false),
            arguments: flow_arguments(arguments),
        },
        Event::Rest => flow::Event::Rest(flow::Location(0)),
    }
}

fn flow_arguments(arguments: Entries<'_>) -> Option<Vec<flow::Value>> {
    let arguments: Vec<_> = arguments
        .iter()
        .map(|entry| flow_value(entry.value))
        .collect();
    (!arguments.is_empty()).then_some(arguments)
}
