//! Where every node of an imported flow stands in its JSON.

use std::ops::Range;

use crate::flow::Location;

/// The places of an import: one a [`Location`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// The definition as it was parsed; the keys of pointers are cut out of it.
    text: String,
    /// The pointer to the definition, where the file wraps it.
    prefix: &'static str,
    rows: Vec<Row>,
}

/// Where a node stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its bytes in the input.
    pub range: Range<usize>,
    /// Its JSON pointer, e.g. `/states/3/properties/timeout`; of a key that of its value.
    pub pointer: String,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    start: u32,
    end: u32,
    parent: u32,
    step: Step,
}

/// The last part of a pointer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// The whole.
    Root,
    /// A key, by its bytes in the definition's text, quotes included.
    Key(Range<u32>),
    /// An item.
    Item(u32),
}

impl Places {
    pub(super) fn new(text: &str, prefix: &'static str) -> Self {
        Places {
            text: text.to_owned(),
            prefix,
            rows: Vec::new(),
        }
    }

    /// Notes the next place down.
    pub(super) fn add(&mut self, range: Range<u32>, parent: Location, step: Step) -> Location {
        let location = Location(self.rows.len() as u32);
        self.rows.push(Row {
            start: range.start,
            end: range.end,
            parent: parent.0,
            step,
        });
        location
    }

    /// The location that was noted down last.
    pub(super) fn last(&self) -> Location {
        Location((self.rows.len() as u32).saturating_sub(1))
    }

    /// The place of a location; `Location(0)` is the whole definition.
    pub fn get(&self, location: Location) -> Option<Place> {
        let row = self.row(location)?;
        Some(Place {
            range: row.start as usize..row.end as usize,
            pointer: self.pointer(location),
        })
    }

    fn row(&self, location: Location) -> Option<&Row> {
        self.rows.get(location.0 as usize)
    }

    fn pointer(&self, location: Location) -> String {
        let mut steps = Vec::new();
        let mut location = location;
        while let Some(row) = self.row(location) {
            match &row.step {
                Step::Root => break,
                Step::Key(key) => {
                    let key = self.text.get(key.start as usize..key.end as usize);
                    let key: String = key
                        .and_then(|key| serde_json::from_str(key).ok())
                        .unwrap_or_default();
                    steps.push(key.replace('~', "~0").replace('/', "~1"));
                }
                Step::Item(index) => steps.push(index.to_string()),
            }
            location = Location(row.parent);
        }
        let mut pointer = self.prefix.to_owned();
        for step in steps.iter().rev() {
            pointer.push('/');
            pointer.push_str(step);
        }
        pointer
    }
}

impl Place {
    /// The line and the column at which it begins, both from 1, the column in characters.
    pub fn line_column(&self, text: &str) -> (usize, usize) {
        line_column(text, self.range.start)
    }
}

/// The line and the column of a byte, both from 1, the column in characters.
pub(super) fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before[start..].trim_start_matches('\u{feff}');
    (line, column.chars().count() + 1)
}
