//! The remarks about a flow, until each is printed.

use std::collections::{BTreeMap, HashSet};

use super::Remark;
use crate::flow::{Flow, Location, Value, ValueKind};

/// The remarks that are not printed yet, by what they are about.
#[derive(Default)]
pub(super) struct Notes<'r>(BTreeMap<Location, Vec<&'r str>>);

impl<'r> Notes<'r> {
    /// The remarks about a flow. Of what is no node of it, a widget is told within whose nodes it
    /// stands.
    pub(super) fn new(flow: &Flow, remarks: &'r [Remark]) -> Self {
        let mut notes = Notes::default();
        let widgets: Vec<_> = flow
            .widgets
            .iter()
            .map(|widget| (widget, widget.locations()))
            .collect();
        let nodes: HashSet<_> = widgets.iter().flat_map(|(_, nodes)| nodes).collect();
        for Remark { at, text } in remarks {
            let around =
                |nodes: &[Location]| nodes.iter().min() < Some(at) && Some(at) < nodes.iter().max();
            let within = widgets
                .iter()
                .find(|(_, locations)| !nodes.contains(at) && around(locations));
            let at = within.map_or(*at, |(widget, _)| widget.kind.at);
            let texts = notes.0.entry(at).or_default();
            if !texts.contains(&text.as_str()) {
                texts.push(text);
            }
        }
        notes
    }

    /// Takes what is said about these locations.
    pub(super) fn take(&mut self, at: &[Location]) -> Vec<&'r str> {
        at.iter()
            .filter_map(|at| self.0.remove(at))
            .flatten()
            .collect()
    }

    /// Takes all that is left.
    pub(super) fn rest(&mut self) -> Vec<&'r str> {
        std::mem::take(&mut self.0)
            .into_values()
            .flatten()
            .collect()
    }

    /// Whether something is said about one of these locations.
    pub(super) fn about(&self, at: &[Location]) -> bool {
        at.iter().any(|at| self.0.contains_key(at))
    }

    /// Whether something is said about what stands in the value.
    pub(super) fn within(&self, value: &Value) -> bool {
        match &value.kind {
            ValueKind::List(items) => items
                .iter()
                .any(|item| self.about(&[item.at]) || self.within(item)),
            ValueKind::Map(entries)
            | ValueKind::Callee {
                fields: entries, ..
            } => entries.iter().any(|entry| {
                self.about(&[entry.key.at, entry.value.at]) || self.within(&entry.value)
            }),
            _ => false,
        }
    }
}
