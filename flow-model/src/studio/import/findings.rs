//! What is wrong with a file, for whoever reads the file.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Import;
use crate::check::{self, Diagnostic, is_reserved};
use crate::flow::{Flow, Location, Target};

impl Import {
    /// What is wrong with the file, in order of location: what the checks say of the flow and what
    /// they refuse in what it carries in quotes, and what is over Studio's limits. Widgets are called
    /// as they are in Studio.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let flow = self.called_as_in_studio();
        let mut findings = self.refused.clone();
        findings.extend(check::check(&flow));
        findings.extend(check::budget(&flow));
        findings.sort_by_key(|finding| {
            let (location, code, start) = identity(finding);
            (location, code.to_owned(), start)
        });
        findings.dedup_by(|a, b| identity(a) == identity(b) && a.message == b.message);
        findings
    }

    /// The flow, whose widgets have their names in Studio in the source too: not those whose names are
    /// no names there, or those of several.
    pub fn called_as_in_studio(&self) -> Cow<'_, Flow> {
        called_as_in_studio(&self.flow)
    }
}

/// What the checks refuse in a flow, widgets called as they are in Studio.
pub(super) fn refusals(flow: &Flow) -> Vec<Diagnostic> {
    check::refusals(&called_as_in_studio(flow))
}

/// What tells a finding from others, however it is put.
pub(super) fn identity(finding: &Diagnostic) -> (Location, &'static str, usize) {
    let start = finding.range.as_ref().map_or(0, |range| range.start);
    (finding.location, finding.code.id, start)
}

/// See [`Import::called_as_in_studio`].
fn called_as_in_studio(flow: &Flow) -> Cow<'_, Flow> {
    let mut bearers: HashMap<&str, usize> = HashMap::with_capacity(flow.widgets.len());
    for widget in &flow.widgets {
        *bearers.entry(widget.studio_name()).or_default() += 1;
        // A name that another widget has in the source alone is taken as well.
        if widget.name.is_some() {
            *bearers.entry(&widget.ident.text).or_default() += 1;
        }
    }
    let renamed: HashMap<String, String> = flow
        .widgets
        .iter()
        .filter(|widget| !widget.is_trigger() && widget.name.is_some())
        .map(|widget| (&widget.ident.text, widget.studio_name()))
        .filter(|(_, name)| bearers.get(name) == Some(&1) && !is_reserved(name) && !name.is_empty())
        .map(|(ident, name)| (ident.clone(), name.to_owned()))
        .collect();
    if renamed.is_empty() {
        return Cow::Borrowed(flow);
    }
    let mut flow = flow.clone();
    for widget in &mut flow.widgets {
        if !widget.is_trigger()
            && let Some(name) = renamed.get(&widget.ident.text)
        {
            widget.ident.text.clone_from(name);
        }
        for arm in &mut widget.arms {
            if let Target::Widget(target) = &mut arm.target
                && let Some(name) = renamed.get(&target.text)
            {
                target.text.clone_from(name);
            }
        }
    }
    Cow::Owned(flow)
}
