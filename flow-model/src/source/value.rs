//! Values. Each stands on one line if it fits, has no comment in it and, in braces, at most one
//! entry; else its entries have a line each.

use super::literal::{self, columns};
use super::notes::Notes;
use super::widget::word;
use super::writer::Writer;
use crate::flow::{Location, Property, Value, ValueKind};

/// A value, or an event with its arguments, on its way to the page.
pub(super) enum Printed<'f> {
    /// What stands on one line as it is.
    Plain(String),
    /// A text, without its quotes.
    Text(&'f str),
    /// Others between delimiters.
    Group {
        /// What stands before the first delimiter, with a blank where one is wanted.
        head: String,
        open: char,
        close: char,
        entries: Vec<Entry<'f>>,
        /// Whether comments or documentation stand in it.
        commented: bool,
    },
}

/// A value in a group, or one with its key.
pub(super) struct Entry<'f> {
    at: Vec<Location>,
    docs: &'f str,
    /// With what separates it from the value.
    key: String,
    value: Printed<'f>,
}

impl<'f> Printed<'f> {
    pub(super) fn of(value: &'f Value, notes: &Notes<'_>) -> Self {
        match &value.kind {
            ValueKind::Text(text) => Printed::Text(text),
            ValueKind::Json(text) => Printed::Group {
                head: "json".to_owned(),
                open: '(',
                close: ')',
                entries: vec![Entry::item(Vec::new(), Printed::Text(text))],
                commented: false,
            },
            ValueKind::Number(number) if is_number(number) => Printed::Plain(number.clone()),
            ValueKind::Number(number) => Printed::Text(number),
            ValueKind::Flag(flag) => Printed::Plain(flag.to_string()),
            ValueKind::List(items) => Printed::Group {
                head: String::new(),
                open: '[',
                close: ']',
                entries: items
                    .iter()
                    .map(|item| Entry::of_item(item, notes))
                    .collect(),
                commented: notes.within(value),
            },
            ValueKind::Map(entries) => Self::braces(String::new(), entries, value, notes),
            ValueKind::Callee { path, fields } if fields.is_empty() => Printed::Plain(path.clone()),
            ValueKind::Callee { path, fields } => {
                Self::braces(format!("{path} "), fields, value, notes)
            }
            // What is reported already is reported again where it is read.
            ValueKind::Error => Printed::Plain("_".to_owned()),
        }
    }

    fn braces(head: String, entries: &'f [Property], value: &Value, notes: &Notes<'_>) -> Self {
        Printed::Group {
            head,
            open: '{',
            close: '}',
            entries: entries
                .iter()
                .map(|entry| Entry::of(entry, notes))
                .collect(),
            commented: notes.within(value) || entries.iter().any(|entry| !entry.docs.is_empty()),
        }
    }

    /// `operator("argument", …)`
    pub(super) fn call(head: String, arguments: &'f [Value], notes: &Notes<'_>) -> Self {
        Printed::Group {
            head,
            open: '(',
            close: ')',
            entries: arguments
                .iter()
                .map(|item| Entry::of_item(item, notes))
                .collect(),
            // What is said about one stands above the arm.
            commented: false,
        }
    }

    /// The value on one line, if it may stand on one.
    pub(super) fn flat(&self) -> Option<String> {
        match self {
            Printed::Plain(text) => Some(text.clone()),
            Printed::Text(text) => literal::flat(text),
            Printed::Group {
                commented,
                entries,
                open,
                ..
            } if *commented || (*open == '{' && entries.len() > 1) => None,
            Printed::Group {
                head,
                open,
                close,
                entries,
                ..
            } => {
                let flat: Option<Vec<_>> = entries
                    .iter()
                    .map(|entry| Some(entry.key.clone() + &entry.value.flat()?))
                    .collect();
                let blank = if *open == '{' && !entries.is_empty() {
                    " "
                } else {
                    ""
                };
                Some(format!(
                    "{head}{open}{blank}{}{blank}{close}",
                    flat?.join(", ")
                ))
            }
        }
    }
}

impl<'f> Entry<'f> {
    fn item(at: Vec<Location>, value: Printed<'f>) -> Self {
        Entry {
            at,
            docs: "",
            key: String::new(),
            value,
        }
    }

    fn of_item(value: &'f Value, notes: &Notes<'_>) -> Self {
        Entry::item(vec![value.at], Printed::of(value, notes))
    }

    fn of(entry: &'f Property, notes: &Notes<'_>) -> Self {
        Entry {
            at: vec![entry.key.at, entry.value.at],
            docs: &entry.docs,
            key: format!("{}: ", word(&entry.key)),
            value: Printed::of(&entry.value, notes),
        }
    }
}

impl Writer<'_> {
    /// A value, and what stands right behind it.
    pub(super) fn value(&mut self, value: &Printed<'_>, end: &str) {
        if let Some(flat) = value.flat()
            && (matches!(value, Printed::Plain(_)) || self.fits(columns(&flat) + columns(end)))
        {
            self.push(&flat);
        } else {
            self.broken(value);
        }
        self.push(end);
    }

    fn broken(&mut self, value: &Printed<'_>) {
        match value {
            Printed::Plain(text) => self.push(text),
            Printed::Text(text) => {
                let text = literal::broken(text, self.column());
                self.push(&text);
            }
            Printed::Group {
                head,
                open,
                close,
                entries,
                ..
            } => {
                self.push(head);
                self.push(&open.to_string());
                match &entries[..] {
                    [] => {}
                    // `json` takes no comma behind its text.
                    [only] if *open == '(' => self.value(&only.value, ""),
                    entries => self.entries(entries),
                }
                self.push(&close.to_string());
            }
        }
    }

    fn entries(&mut self, entries: &[Entry<'_>]) {
        self.end();
        self.within(|writer| {
            for entry in entries {
                writer.notes(&entry.at);
                if !entry.docs.is_empty() {
                    writer.docs(entry.docs);
                }
                writer.begin();
                writer.push(&entry.key);
                writer.value(&entry.value, ",");
                writer.end();
            }
        });
        self.begin();
    }
}

/// Whether the macro reads the number back as it is.
fn is_number(number: &str) -> bool {
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let decimal = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    decimal(whole) && decimal(fraction)
}
