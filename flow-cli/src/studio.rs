//! Flows in Studio's JSON: read whole, and what is to be said about them.

mod lints;
mod lock;
mod refused;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use flow_model::flow::{Event, Flow, Property, Value, ValueKind, Widget};
use flow_model::studio::import::{self, Import};
use flow_model::{Diagnostic, Location, check};
use flow_runtime::flow;

use crate::draw::{Finding, Level, Source};
use crate::error::Error;
use crate::input::{self, Input};

pub(crate) use lints::Lints;
pub(crate) use lock::Locked;
pub use refused::Refused;

/// What a flow from standard input is called.
const NAMELESS: &str = "StudioFlow";

/// A flow that was read from a file.
pub(crate) struct Studio {
    pub(crate) input: Input,
    pub(crate) import: Import,
}

/// Where findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    /// To who calls the command, and could call it otherwise.
    Text,
    /// In a picture.
    Picture,
}

/// Reads a flow; `name` is what its type's name is made from.
pub(crate) fn read(path: &Path, name: &str) -> Result<Studio, Error> {
    let input = input::read(path)?;
    match import::import(&input.text, name) {
        Ok(import) => Ok(Studio { input, import }),
        Err(error) => Err(Error::Refused(Box::new(Refused::new(input, error)))),
    }
}

/// The name of a file without its ending: what a flow is called that says nothing else.
pub(crate) fn stem(path: &Path) -> String {
    match path.file_stem() {
        Some(stem) if !input::is_stdin(path) => stem.to_string_lossy().into_owned(),
        _ => NAMELESS.to_owned(),
    }
}

impl Studio {
    pub(crate) fn source(&self) -> Source<'_> {
        Source::new(&self.input.name, &self.input.text)
    }

    /// What is wrong with the file and the caller does not allow, as a reader of the JSON is told.
    pub(crate) fn diagnostics(&self, lints: &Lints, medium: Medium) -> Vec<Diagnostic> {
        let mut found = self.import.findings();
        found.retain(|found| !lints.allows(found.code));
        accepted_by(&mut found, |lint| match medium {
            Medium::Text => Some(format!("accept it with `--allow {lint}`")),
            Medium::Picture => None,
        });
        found
    }

    /// What is wrong with the flow that was read: of what it carries in quotes, notes speak.
    pub(crate) fn of_flow(&self) -> Vec<Finding> {
        let mut found = check::check(&self.import.flow);
        found.extend(check::budget(&self.import.flow));
        accepted_by(&mut found, |lint| {
            Some(format!("keep the `#[allow({lint})]` that its source has"))
        });
        self.findings(&found, &Lints::default())
    }

    /// Findings where they stand in the file.
    pub(crate) fn findings(&self, found: &[Diagnostic], lints: &Lints) -> Vec<Finding> {
        let texts = Texts::of(&self.import.flow, found);
        let findings = found.iter().map(|found| Finding {
            level: lints.level(found.code),
            code: Some(found.code.id),
            message: found.message.clone(),
            help: found.help.clone(),
            range: self.range(found, &texts),
        });
        findings.collect()
    }

    /// How the file was read, where that needs saying; not of what is a finding too, unless it is
    /// asked for.
    pub(crate) fn notes(&self, of_findings: bool) -> Vec<Finding> {
        let notes = self.import.notes.iter();
        let said = notes.filter(|note| of_findings || !note.refused);
        let notes = said.map(|note| Finding {
            level: match note.slip {
                true => Level::Warning,
                false => Level::Note,
            },
            code: None,
            message: note.message.clone(),
            help: note.help.clone(),
            range: self.place(note.location),
        });
        notes.collect()
    }

    /// Where a flow is written that was read here: the file, and the lines of widgets and arms.
    pub(crate) fn source_of(&self, flow: &Flow) -> flow::Source {
        let line = |at| {
            let place = self.import.places.get(at);
            let line = place.map_or(0, |place| place.line_column(&self.input.text).0);
            u32::try_from(line).unwrap_or(0)
        };
        let of_widget = |widget: &Widget| {
            let arms = widget.arms.iter().map(|arm| line(arm.event.at()));
            [line(widget.ident.at)]
                .into_iter()
                .chain(arms)
                .collect::<Vec<_>>()
        };
        flow::Source {
            file: Cow::Owned(self.input.name.clone()),
            lines: flow.widgets.iter().flat_map(of_widget).collect(),
        }
    }

    fn range(&self, found: &Diagnostic, texts: &Texts<'_>) -> Range<usize> {
        let part = found.range.as_ref().and_then(|part| {
            let text = texts.at(found.location, part)?;
            let places = &self.import.places;
            places.part(&self.input.text, found.location, text, part)
        });
        part.unwrap_or_else(|| self.place(found.location))
    }

    fn place(&self, location: Location) -> Range<usize> {
        let place = self.import.places.get(location);
        first_line(&self.input.text, place.map_or(0..0, |place| place.range))
    }
}

/// Puts in a lint's help how it is accepted, or leaves that out: its author would do it in source.
fn accepted_by(found: &mut [Diagnostic], how: impl Fn(&str) -> Option<String>) {
    for Diagnostic { code, help, .. } in found {
        let in_source = format!("accept it with `#[allow({})]`", code.name);
        let Some((before, after)) = help.as_deref().and_then(|it| it.split_once(&in_source)) else {
            continue;
        };
        *help = Some(match how(code.name) {
            Some(how) => format!("{before}{how}{after}"),
            None => {
                let other = before.trim_end_matches("; or ").trim_end_matches(" Or ");
                format!("{other}{after}")
            }
        });
    }
}

/// Of a range of many lines the first: a drawing of a whole state shows nothing.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let within = text.get(range.clone()).unwrap_or_default();
    let line = within.lines().next().map_or(0, str::len);
    range.start..range.start + line
}

/// The texts of a flow that findings are about a part of, by where they stand.
struct Texts<'f>(HashMap<Location, Vec<&'f str>>);

impl<'f> Texts<'f> {
    fn of(flow: &'f Flow, found: &[Diagnostic]) -> Self {
        let parts = found.iter().filter(|found| found.range.is_some());
        let wanted = parts.map(|found| (found.location, Vec::new())).collect();
        let mut texts = Texts(wanted);
        if texts.0.is_empty() {
            return texts;
        }
        for widget in &flow.widgets {
            texts.properties(&widget.properties);
            for arm in &widget.arms {
                if let Event::Named { arguments, .. } = &arm.event {
                    arguments.iter().flatten().for_each(|it| texts.value(it));
                }
                arm.subject.iter().for_each(|it| texts.value(it));
            }
        }
        texts
    }

    fn properties(&mut self, properties: &'f [Property]) {
        for Property { key, value, .. } in properties {
            self.add(key.at, &key.text);
            self.value(value);
        }
    }

    fn value(&mut self, value: &'f Value) {
        match &value.kind {
            ValueKind::Text(text) | ValueKind::Json(text) => self.add(value.at, text),
            ValueKind::List(items) => items.iter().for_each(|item| self.value(item)),
            ValueKind::Map(entries)
            | ValueKind::Callee {
                fields: entries, ..
            } => self.properties(entries),
            ValueKind::Number(_) | ValueKind::Flag(_) | ValueKind::Error => {}
        }
    }

    fn add(&mut self, at: Location, text: &'f str) {
        if let Some(texts) = self.0.get_mut(&at)
            && !texts.contains(&text)
        {
            texts.push(text);
        }
    }

    /// The one text that stands there and has such a part.
    fn at(&self, location: Location, part: &Range<usize>) -> Option<&'f str> {
        match self.0.get(&location)?.as_slice() {
            [only] => only.get(part.clone()).map(|_| *only),
            _ => None,
        }
    }
}
