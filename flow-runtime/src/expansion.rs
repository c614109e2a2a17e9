//! What the expansion of `flow!` is written with. Not for people.

use std::borrow::Cow;

use flow_model::check::Code;
use flow_model::check::codes::MISSING_PARAMETER;
use flow_model::machine::{ArmRow, EntryRow, Head, MigrationRow, WidgetRow};

pub use crate::flow::{FlowEntry, FlowShape, Source};
pub use flow_model::Machine;
pub use flow_model::packed::{arms, entries, head, migrations, widgets};
pub use output::fields;
pub use settings::{Settings, read, settings};
pub use subflow::{outputs, parameter, shape, subflow};

mod names;
mod output;
mod settings;
mod subflow;

use crate::function::{Field, Function, FunctionEntry};

/// The tables of a flow.
pub const fn machine(
    text: &'static str,
    head: Head,
    widgets: &'static [WidgetRow],
    entries: &'static [EntryRow],
    arms: &'static [ArmRow],
) -> Machine {
    migrating(text, head, widgets, entries, arms, &[])
}

/// The tables of a flow that says what stands for the widgets of earlier versions.
pub const fn migrating(
    text: &'static str,
    head: Head,
    widgets: &'static [WidgetRow],
    entries: &'static [EntryRow],
    arms: &'static [ArmRow],
    migrations: &'static [MigrationRow],
) -> Machine {
    Machine {
        text: Cow::Borrowed(text),
        head,
        widgets: Cow::Borrowed(widgets),
        entries: Cow::Borrowed(entries),
        arms: Cow::Borrowed(arms),
        migrations: Cow::Borrowed(migrations),
    }
}

/// Where a flow is written.
pub const fn source(file: &'static str, lines: &'static [u32]) -> Source {
    Source {
        file: Cow::Borrowed(file),
        lines: Cow::Borrowed(lines),
    }
}

/// The tables of a flow in which something was found: none.
pub fn nothing() -> &'static Machine {
    static NOTHING: Machine = machine("", head(&[0, 0, 0, 0, 0, 0, 1]), &[], &[], &[]);
    &NOTHING
}

/// The function `F` for the tables. As a constant it fails where parameters are missing, and says
/// which.
#[track_caller]
pub const fn function<F: Function>(given: &[&str]) -> FunctionEntry {
    missing(F::FIELDS, given).refuse(&MISSING_PARAMETER);
    FunctionEntry::of::<F>()
}

/// What to say of each parameter that must be given and is not; nothing while a name that is given
/// is not known, since that may be the one that is meant.
const fn missing(fields: &[Field], given: &[&str]) -> Lines {
    let mut lines = Lines::new();
    let mut n = 0;
    while n < given.len() {
        if position(fields, given[n]).is_none() {
            return lines;
        }
        n += 1;
    }
    let mut n = 0;
    while n < fields.len() {
        let field = &fields[n];
        if field.required && !is_given(field, given) {
            lines = lines.with(field.missing);
        }
        n += 1;
    }
    lines
}

/// Lines of text, which a constant cannot allocate: as many as there is room for.
struct Lines {
    bytes: [u8; 4096],
    length: usize,
}

impl Lines {
    const fn new() -> Self {
        Lines {
            bytes: [0; 4096],
            length: 0,
        }
    }

    const fn with(self, line: &str) -> Self {
        self.line().push(line)
    }

    /// Begins another line.
    const fn line(self) -> Self {
        if self.length > 0 {
            return self.push("\n");
        }
        self
    }

    const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if self.length + text.len() > self.bytes.len() {
            return self;
        }
        let (_, room) = self.bytes.split_at_mut(self.length);
        room.split_at_mut(text.len()).0.copy_from_slice(text);
        self.length += text.len();
        self
    }

    /// Fails the constant that is evaluated, if there is anything to say: a finding a line.
    #[track_caller]
    #[allow(clippy::panic)] // How a constant says something to whoever compiles it.
    const fn refuse(&self, code: &Code) {
        if self.length > 0 {
            panic!("{}", self.coded(code).text())
        }
    }

    /// The same, each line with the code at its end.
    const fn coded(&self, code: &Code) -> Self {
        let mut coded = Lines::new();
        let (mut start, mut n) = (0, 0);
        while n <= self.length {
            if n == self.length || self.bytes[n] == b'\n' {
                let (before, _) = self.text().split_at(n);
                coded = coded.with(before.split_at(start).1);
                coded = coded.push(" [").push(code.id).push("]");
                start = n + 1;
            }
            n += 1;
        }
        coded
    }

    const fn text(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
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
