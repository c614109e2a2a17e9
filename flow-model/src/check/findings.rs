//! The findings of all families while they are being collected.

use std::ops::Range;

use super::{Code, Diagnostic};
use crate::flow::Location;

/// A finding, with the widgets that it is about: an `#[allow]` on one of them may accept it.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) diagnostic: Diagnostic,
    pub(super) widgets: Vec<usize>,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) list: Vec<Finding>,
    /// Whether some widget may be reached, or a cycle closed, by a way that a finding hides: then
    /// nobody can say that an `#[allow]` of such a lint is of no use.
    pub(super) paths_unclear: bool,
}

impl Findings {
    /// Reports that the code's rule is broken at a location; more is said about it by what this
    /// gives back.
    pub(super) fn report(
        &mut self,
        code: &'static Code,
        location: Location,
        message: impl Into<String>,
    ) -> Report<'_> {
        self.list.push(Finding {
            diagnostic: Diagnostic {
                code,
                message: message.into(),
                location,
                range: None,
                help: None,
            },
            widgets: Vec::new(),
        });
        let last = self.list.len() - 1;
        Report(&mut self.list[last])
    }
}

/// A finding to which more is said.
pub(super) struct Report<'a>(&'a mut Finding);

impl Report<'_> {
    /// What to do about it; of a lint it is said here that it can be accepted.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        let mut help = help.into();
        let Code { lint, name, .. } = self.0.diagnostic.code;
        if *lint {
            let or = if help.ends_with('?') { " Or" } else { "; or" };
            help += &format!("{or} accept it with `#[allow({name})]`");
        }
        self.0.diagnostic.help = Some(help);
        self
    }

    /// Which bytes of the text it is about.
    pub(super) fn range(self, range: Range<usize>) -> Self {
        self.0.diagnostic.range = Some(range);
        self
    }

    /// The widget it is about.
    pub(super) fn of(self, widget: usize) -> Self {
        self.0.widgets.push(widget);
        self
    }
}
