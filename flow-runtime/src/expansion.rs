//! What the expansion of `flow!` is written with: rows of its tables as short calls. Not for people.

use std::borrow::Cow;

use flow_model::machine::{Range, ValueRow, Word};

pub use flow_model::Machine;
pub use flow_model::machine::{ArmRow, EntryRow, Head, WidgetRow};

pub use crate::catalogue::{event, kind, property};
use crate::function::{Field, FunctionParameters};

/// The target of an arm that ends the execution.
pub const END: u16 = ArmRow::END;

/// The key of an item, and the event `_`.
pub const NONE: Word = Word::None;

const fn range(at: u32, len: u32) -> Range {
    Range { at, len }
}

/// A word that stands in the text.
pub const fn verbatim(at: u32, len: u32) -> Word {
    Word::Text(range(at, len))
}

/// The tables of a flow.
pub const fn machine(
    text: &'static str,
    head: Head,
    widgets: &'static [WidgetRow],
    entries: &'static [EntryRow],
    arms: &'static [ArmRow],
) -> Machine {
    Machine {
        text: Cow::Borrowed(text),
        head,
        widgets: Cow::Borrowed(widgets),
        entries: Cow::Borrowed(entries),
        arms: Cow::Borrowed(arms),
    }
}

/// The tables of a flow in which something was found: none.
pub fn nothing() -> &'static Machine {
    static NOTHING: Machine = machine("", head(0, 0, 0, 0, 0, 0, true), &[], &[], &[]);
    &NOTHING
}

/// What a flow is besides its widgets: the ranges of its name, its FriendlyName and its description.
pub const fn head(
    name: u32,
    name_len: u32,
    friendly_name: u32,
    friendly_name_len: u32,
    description: u32,
    description_len: u32,
    allow_concurrent_calls: bool,
) -> Head {
    Head {
        name: range(name, name_len),
        friendly_name: range(friendly_name, friendly_name_len),
        description: range(description, description_len),
        allow_concurrent_calls,
    }
}

/// A widget: the ranges of its name in the source, its name in Studio, its properties and its arms.
#[allow(clippy::too_many_arguments)] // A row of numbers: shorter to write and quicker to compile than pairs.
pub const fn widget(
    kind: Word,
    ident: u32,
    ident_len: u32,
    name: u32,
    name_len: u32,
    properties: u32,
    properties_len: u32,
    arms: u32,
    arms_len: u32,
) -> WidgetRow {
    WidgetRow {
        kind,
        ident: range(ident, ident_len),
        name: range(name, name_len),
        properties: range(properties, properties_len),
        arms: range(arms, arms_len),
        place: None,
    }
}

/// A widget that has its place on the canvas.
pub const fn at(widget: WidgetRow, x: i32, y: i32) -> WidgetRow {
    WidgetRow {
        place: Some((x, y)),
        ..widget
    }
}

const fn entry(key: Word, value: ValueRow) -> EntryRow {
    EntryRow { key, value }
}

/// `"…"`
pub const fn text(key: Word, at: u32, len: u32) -> EntryRow {
    entry(key, ValueRow::Text(range(at, len)))
}

/// `json("…")`
pub const fn json(key: Word, at: u32, len: u32) -> EntryRow {
    entry(key, ValueRow::Json(range(at, len)))
}

/// A number.
pub const fn number(key: Word, at: u32, len: u32) -> EntryRow {
    entry(key, ValueRow::Number(range(at, len)))
}

/// `true` or `false`.
pub const fn flag(key: Word, flag: bool) -> EntryRow {
    entry(key, ValueRow::Flag(flag))
}

/// `[…]`
pub const fn list(key: Word, at: u32, len: u32) -> EntryRow {
    entry(key, ValueRow::List(range(at, len)))
}

/// `{ … }`
pub const fn map(key: Word, at: u32, len: u32) -> EntryRow {
    entry(key, ValueRow::Map(range(at, len)))
}

/// `Path { … }`: the function's number, its path and its parameters.
pub const fn callee(
    key: Word,
    index: u16,
    path: u32,
    path_len: u32,
    fields: u32,
    fields_len: u32,
) -> EntryRow {
    entry(
        key,
        ValueRow::Callee(index, range(path, path_len), range(fields, fields_len)),
    )
}

/// `event => target`
pub const fn arm(event: Word, target: u16) -> ArmRow {
    branch(event, target, 0, 0, 0, 0, 0, 0)
}

/// `operator(arguments) => target`, with its label and its subject.
#[allow(clippy::too_many_arguments)] // As in `widget`.
pub const fn branch(
    event: Word,
    target: u16,
    arguments: u32,
    arguments_len: u32,
    label: u32,
    label_len: u32,
    subject: u32,
    subject_len: u32,
) -> ArmRow {
    ArmRow {
        event,
        arguments: range(arguments, arguments_len),
        target,
        label: range(label, label_len),
        subject: range(subject, subject_len),
    }
}

/// What to say of the first parameter of `F` that must be given and is not; nothing while a name
/// that is given is not known, since that may be the one that is meant.
pub const fn missing<F: FunctionParameters>(given: &[&str]) -> Option<&'static str> {
    let mut n = 0;
    while n < given.len() {
        if position(F::FIELDS, given[n]).is_none() {
            return None;
        }
        n += 1;
    }
    let mut n = 0;
    while n < F::FIELDS.len() {
        let field = &F::FIELDS[n];
        if field.required && !is_given(field, given) {
            return Some(field.missing);
        }
        n += 1;
    }
    None
}

const fn position(fields: &[Field], name: &str) -> Option<usize> {
    let mut n = 0;
    while n < fields.len() {
        if same(fields[n].name, name) {
            return Some(n);
        }
        n += 1;
    }
    None
}

const fn is_given(field: &Field, given: &[&str]) -> bool {
    let mut n = 0;
    while n < given.len() {
        if same(field.name, given[n]) {
            return true;
        }
        n += 1;
    }
    false
}

/// `==`, which is not constant for texts.
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut n = 0;
    while n < a.len() {
        if a[n] != b[n] {
            return false;
        }
        n += 1;
    }
    true
}
