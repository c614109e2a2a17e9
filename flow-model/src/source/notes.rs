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
        let mut nodes = HashSet::new();
        // A widget stands between its first node and its last, and no other does.
        let mut widgets = Vec::with_capacity(flow.widgets.len());
        for widget in &flow.widgets {
            let locations = widget.locations();
            if let (Some(first), Some(last)) = (locations.iter().min(), locations.iter().max()) {
                widgets.push((*first, *last, widget.kind.at));
            }
            nodes.extend(locations);
        }
        widgets.sort();
        for Remark { at, text } in remarks {
            let before = widgets.partition_point(|(first, ..)| first < at);
            let around = before.checked_sub(1).and_then(|index| widgets.get(index));
            let within = around.filter(|(_, last, _)| !nodes.contains(at) && at < last);
            let at = within.map_or(*at, |(.., kind)| *kind);
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
