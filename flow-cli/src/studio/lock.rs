//! A flow held to a lock: what it says may wait and could not go on, where that stands in the flow's
//! file.

use std::ops::Range;
use std::path::Path;

use flow_model::carry::Reason;
use flow_runtime::lock::{Flows, Lock};
use flow_runtime::program::Definition;

use super::{Studio, first_line};
use crate::draw::{Finding, Level, Source};
use crate::error::Error;
use crate::input::{self, Input, InputError};

/// A lock that was read.
pub(crate) struct Locked {
    input: Input,
    pub(crate) lock: Lock,
}

impl Locked {
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let input = input::read(path).map_err(|error| match error {
            InputError::Missing(_) => Error::NoLock(path.to_owned()),
            error => error.into(),
        })?;
        match input.text.parse() {
            Ok(lock) => Ok(Locked { input, lock }),
            Err(error) => Err(Error::Lock {
                name: input.name,
                error,
            }),
        }
    }

    /// The one that is to be written on, or the first.
    pub(crate) fn to_write(path: &Path) -> Result<Self, Error> {
        match Locked::read(path) {
            Err(Error::NoLock(_)) => Ok(Locked::first(path.display().to_string())),
            Err(Error::Input(InputError::Directory(_))) => Err(Error::Directory(path.to_owned())),
            read => read,
        }
    }

    /// One in which nothing waits yet.
    pub(crate) fn first(name: String) -> Self {
        let text = String::new();
        Locked {
            input: Input {
                name,
                text,
                mark: "",
            },
            lock: Lock::default(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.input.name
    }

    pub(crate) fn source(&self) -> Source<'_> {
        Source::new(&self.input.name, &self.input.text)
    }

    /// What is to be said of a flow, which comes to those that are there.
    pub(crate) fn findings(&self, studio: &Studio, flows: &mut Flows) -> Vec<Finding> {
        let one = studio.present(Flows::new());
        *flows = studio.present(std::mem::take(flows));
        let name = &studio.import.flow.name.text;
        if !self.lock.flows().any(|flow| flow == name) {
            return vec![self.unknown(studio)];
        }
        let stranded = self.lock.stranded(&one);
        let findings = stranded.iter().flat_map(|stranded| {
            let reasons = stranded.reasons.iter();
            reasons.map(|reason| self.finding(studio, &stranded.widget, reason))
        });
        findings.collect()
    }

    fn finding(&self, studio: &Studio, widget: &str, reason: &Reason) -> Finding {
        let help = match reason {
            // JSON does not say what stands for a widget.
            Reason::Gone { .. } | Reason::Kind { .. } => {
                "keep a widget of that name and kind".to_owned()
            }
            reason => reason.help(),
        };
        let about = match reason {
            Reason::Unset { reader, .. } | Reason::Changed { reader, .. } => reader,
            _ => widget,
        };
        Finding {
            level: Level::Error,
            code: None,
            message: format!(
                "executions waiting at `{widget}` could not be carried over: {}",
                reason.what()
            ),
            help: Some(format!(
                "{help}; or, once nobody waits there any more, delete its entry in `{}`",
                self.input.name
            )),
            range: studio.widget(about),
        }
    }

    fn unknown(&self, studio: &Studio) -> Finding {
        let name = &studio.import.flow.name.text;
        let known: Vec<_> = self.lock.flows().map(|flow| format!("`{flow}`")).collect();
        let holds = match known.is_empty() {
            true => "it holds none".to_owned(),
            false => format!("it holds {}", known.join(", ")),
        };
        Finding {
            level: Level::Note,
            code: None,
            message: format!(
                "`{}` holds no flow `{name}`, so nobody is taken to wait in it",
                self.input.name
            ),
            help: Some(format!("{holds}; `flow lock` adds one once it is deployed")),
            range: first_line(&studio.input.text, 0..studio.input.text.len()),
        }
    }

    /// The flows in which something may wait and that are in none of the files.
    pub(crate) fn missing(&self, flows: &Flows) -> Vec<Finding> {
        let missing = self.lock.missing(flows).map(|flow| Finding {
            level: Level::Error,
            code: None,
            message: format!("executions may wait in `{flow}`, and no file holds that flow"),
            help: Some(
                "name its file too; or, once nobody waits there any more, delete its entry here"
                    .to_owned(),
            ),
            range: self.entry(flow),
        });
        missing.collect()
    }

    /// Where a flow is named.
    fn entry(&self, flow: &str) -> Range<usize> {
        let line = format!("name = {flow:?}");
        let start = self.input.text.find(&line);
        start.map_or(0..0, |start| start..start + line.len())
    }
}

impl Studio {
    /// These flows, and this one.
    pub(crate) fn present(&self, flows: Flows) -> Flows {
        flows.definition(&Definition::from(&*self.import.called_as_in_studio()))
    }

    /// Where a widget stands, by a name of its own; where there is none, where the flow begins.
    fn widget(&self, name: &str) -> Range<usize> {
        let widgets = &self.import.flow.widgets;
        let named = widgets
            .iter()
            .find(|it| it.studio_name() == name)
            .or_else(|| widgets.iter().find(|it| it.ident.text == name));
        let named = named.map_or(self.import.flow.name.at, |widget| {
            widget.name.as_ref().unwrap_or(&widget.ident).at
        });
        self.place(named)
    }
}
