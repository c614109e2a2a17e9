//! Whether an execution that began in one version of a flow can go on in another.
//!
//! It is carried over if (1) the widget on which it stands is there with the same kind, and calls
//! the same where it calls something; (2) nothing that it may read from there on is unset in it
//! which would be set in an execution of the new version; and (3) nothing that it has set is of
//! another kind where the new version reads it. Texts, targets and new widgets are free to change.
//!
//! The same rule serves two that ask: a host, of an execution that waits ([`Version::standing`]),
//! and whoever is about to deploy, of every execution that may wait ([`standings`]).

mod reason;
mod version;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use reason::Reason;
pub use version::{Kind, Kinds, Known, Version, given};

use crate::catalogue::{self, Nature};
use crate::check::{near, onward, passed};
use crate::flow::{Flow, Widget};
use crate::{Map, Text};

/// What an execution is to the rule: where it stands in a flow, and what it has set. One of a
/// subflow has two, as its parent stands on the `run_subflow`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Standing {
    /// The name of the flow's type.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub flow: String,
    /// The widget, in Studio's name.
    pub widget: String,
    /// Its kind, as `flow!` writes it.
    pub kind: String,
    /// What it calls, where it calls something: a typed function or flow without its path, or a
    /// URL or SID as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callee: Option<String>,
    /// The names that it has set, as templates read them (`flow.variables.account`,
    /// `widgets.ask.inbound`, `trigger.conversation`), and of each widget that has run its own
    /// (`widgets.ask`).
    pub set: Kinds,
    /// The texts that are known of what it has set, by their paths.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, String>,
    /// What is known of the conditions that its splits have tested: the subject, the operator and
    /// its argument.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub decided: BTreeMap<String, bool>,
}

/// The widget of the flow on which the execution goes on, by its place in [`Flow::widgets`]; else
/// everything that is in the way. `kinds` are those of the flow itself: [`Version::kinds`].
pub fn carry(flow: &Flow, kinds: &Kinds, standing: &Standing) -> Result<usize, Vec<Reason>> {
    if standing.flow != flow.name.text {
        let (was, is) = (standing.flow.clone(), flow.name.text.clone());
        return Err(vec![Reason::Flow { was, is }]);
    }
    let (old, standing) = (&standing.widget, migrated(flow, standing));
    let at = flow
        .widgets
        .iter()
        .position(|widget| !widget.is_trigger() && widget.studio_name() == standing.widget);
    let Some(at) = at else {
        return Err(vec![gone(flow, standing)]);
    };
    let widget = &flow.widgets[at];
    let stands_for = (*old != standing.widget).then(|| old.clone());
    let (kind, callee) = (version::kind(widget), version::callee(widget));
    if kind != standing.kind {
        return Err(vec![Reason::Kind {
            widget: standing.widget,
            stands_for,
            was: standing.kind,
            is: kind.to_owned(),
        }]);
    }
    if callee != standing.callee {
        return Err(vec![Reason::Callee {
            widget: standing.widget,
            stands_for,
            was: standing.callee,
            is: callee,
        }]);
    }
    let reasons = onward::reasons(flow, kinds, at, &standing);
    match reasons.is_empty() {
        true => Ok(at),
        false => Err(reasons),
    }
}

/// What there is to know of every execution of the flow that may wait, each widget's together; the
/// several of one widget are those of the several ways on which executions come there.
pub fn standings(flow: &Flow, version: &Version) -> Vec<Standing> {
    let places = (0..flow.widgets.len()).filter(|&place| waits(&flow.widgets[place]));
    let mut standings = BTreeSet::new();
    for (at, passed) in passed::passed(flow, places) {
        let widget = &flow.widgets[at];
        let kind = |name: String| (name.clone(), version.kind_of(&name));
        standings.insert(Standing {
            flow: flow.name.text.clone(),
            widget: widget.studio_name().to_owned(),
            kind: version::kind(widget).to_owned(),
            callee: version::callee(widget),
            set: passed.set.into_iter().map(kind).collect(),
            texts: passed.texts,
            decided: passed.decided,
        });
    }
    standings.into_iter().collect()
}

/// Whether an execution may stand at a widget between two turns: where it waits for somebody, or for
/// the result of what it asked for. A message is accepted in the turn that sends it.
fn waits(widget: &Widget) -> bool {
    let kind = catalogue::kind(version::kind(widget)).filter(|_| !widget.kind.quoted);
    kind.is_some_and(|kind| matches!(kind.nature, Nature::Calls | Nature::Waits))
}

/// Gives the outputs of widgets that are gone to those that stand for them: whoever reads
/// `widgets.NEW` after `migrate { OLD => NEW }` means what the old one left as well. `widgets` is the
/// part of an execution's context of that name, and `at` the widget on which it stands.
pub fn migrate(flow: &Flow, at: &str, widgets: &mut Map) {
    for (from, to) in migrations(flow) {
        // What the new one has left itself stays, unless the execution stands on the old one.
        if (from == at || widgets.get(to).is_none())
            && let Some(outputs) = widgets.remove(from)
        {
            widgets.insert(Text::from(to.to_owned()), outputs);
        }
    }
}

/// The same of what the rule knows.
fn migrated(flow: &Flow, standing: &Standing) -> Standing {
    let mut standing = standing.clone();
    for (from, to) in migrations(flow) {
        let (old, new) = (ran(from), ran(to));
        if from == standing.widget || !standing.set.contains_key(&new) {
            rename(&mut standing.set, &old, &new);
            rename(&mut standing.texts, &old, &new);
            rename(&mut standing.decided, &old, &new);
        }
        if from == standing.widget {
            to.clone_into(&mut standing.widget);
        }
    }
    standing
}

/// Names and paths that begin with the one, and then with the other instead.
fn rename<T>(names: &mut BTreeMap<String, T>, old: &str, new: &str) {
    let is = |name: &str, start: &str| {
        let rest = name.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
    };
    names.retain(|name, _| !is(name, new));
    let all = std::mem::take(names).into_iter();
    names.extend(all.map(|(name, value)| match is(&name, old) {
        true => (format!("{new}{}", &name[old.len()..]), value),
        false => (name, value),
    }));
}

/// Each old name with the new one, in Studio's names.
fn migrations(flow: &Flow) -> impl Iterator<Item = (&str, &str)> {
    let names = flow.names();
    flow.migrations.iter().filter_map(move |migration| {
        let to = names.of(&migration.to)?;
        Some((migration.from.text.as_str(), flow.widgets[to].studio_name()))
    })
}

/// One that may have been meant does what the old one did, and is none that the old flow had as well:
/// this execution has not run it.
fn gone(flow: &Flow, standing: Standing) -> Reason {
    let may_be_meant = |widget: &&Widget| {
        version::kind(widget) == standing.kind
            && version::callee(widget) == standing.callee
            && !standing.set.contains_key(&ran(widget.studio_name()))
    };
    let widgets = flow.widgets.iter().filter(may_be_meant);
    let widgets = widgets.map(|widget| widget.ident.text.as_str());
    let near = near::near(&standing.widget, widgets);
    Reason::Gone {
        near: near.first().map(|near| (*near).to_owned()),
        widget: standing.widget,
    }
}

/// What is set once a widget has run.
fn ran(widget: &str) -> String {
    format!("widgets.{widget}")
}
