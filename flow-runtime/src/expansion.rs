//! What the expansion of `flow!` is written with. Not for people.

use std::borrow::Cow;

use flow_model::machine::{ArmRow, EntryRow, Head, WidgetRow};

pub use flow_model::Machine;
pub use flow_model::packed::{arms, entries, head, widgets};

use crate::function::{Field, Function};

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
    static NOTHING: Machine = machine("", head(&[0, 0, 0, 0, 0, 0, 1]), &[], &[], &[]);
    &NOTHING
}

/// What to say of the first parameter of `F` that must be given and is not; nothing while a name
/// that is given is not known, since that may be the one that is meant.
pub const fn missing<F: Function>(given: &[&str]) -> Option<&'static str> {
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
