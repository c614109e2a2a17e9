//! What the checks refuse in an imported flow is put into quotes, so that its source compiles: a
//! property or an operator where that is all, else the widget.
//!
//! What only quotes could hide stays for the checks to say: a target that no widget bears, a flow
//! without a trigger.

use std::collections::HashSet;

use super::findings::{self, identity};
use super::json::Node;
use super::notes::Notes;
use super::quoted;
use super::widgets::States;
use crate::check::{self, Diagnostic, codes};
use crate::flow::{Arm, Event, Flow, Location, Widget};

/// How often the checks are asked: after properties and operators are put into quotes, and after
/// widgets are.
const ROUNDS: usize = 3;

/// Gives back what the checks refused and do not any more.
pub(super) fn mend(flow: &mut Flow, states: &States<'_, '_>, notes: &mut Notes) -> Vec<Diagnostic> {
    let mut found = check::refusals(flow);
    let mut refused = match found.is_empty() {
        true => Vec::new(),
        false => findings::refusals(flow),
    };
    for _ in 0..ROUNDS {
        let mut changed = false;
        for finding in &found {
            if *finding.code == codes::UNKNOWN_TARGET {
                continue;
            }
            let Some(index) = widget_at(states, finding.location) else {
                continue;
            };
            if flow.widgets[index].kind.quoted {
                continue;
            }
            changed = true;
            let state = &states.nodes[index];
            let widget = &mut flow.widgets[index];
            let alone =
                property(widget, state, finding, notes) || operator(widget, state, finding, notes);
            // A flow cannot do without its trigger.
            if !alone && states.trigger != Some(index) {
                notes.forget(state.at..=state.last);
                let message = said(finding, "the widget is");
                notes.widget_refusal(finding.location, message, finding.help.clone());
                flow.widgets[index] = states.quoted(index, notes);
            }
        }
        if !changed {
            break;
        }
        found = check::refusals(flow);
    }
    let left: HashSet<_> = found.iter().map(identity).collect();
    refused.retain(|finding| !left.contains(&identity(finding)));
    refused
}

fn said(finding: &Diagnostic, what: &str) -> String {
    format!("{}: {what} carried in quotes, as it is", finding.message)
}

fn say(finding: &Diagnostic, what: &str, notes: &mut Notes) {
    notes.refusal(finding.location, said(finding, what), finding.help.clone());
}

fn widget_at(states: &States<'_, '_>, location: Location) -> Option<usize> {
    let after = states.nodes.partition_point(|state| state.at <= location);
    let index = after.checked_sub(1)?;
    states.nodes[index].holds(location).then_some(index)
}

/// Puts the property that a finding is about into quotes; not if it is about none, or one that is
/// in quotes already.
fn property(
    widget: &mut Widget,
    state: &Node<'_>,
    finding: &Diagnostic,
    notes: &mut Notes,
) -> bool {
    // Members and properties stand in the order of the file.
    let members = state.get("properties").map_or(&[][..], Node::members);
    let after = members.partition_point(|member| member.key_at <= finding.location);
    let Some(member) = after.checked_sub(1).map(|before| &members[before]) else {
        return false;
    };
    let given = widget
        .properties
        .binary_search_by_key(&member.key_at, |property| property.key.at);
    let Ok(given) = given else { return false };
    let given = &mut widget.properties[given];
    if given.key.quoted || finding.location > member.value.last {
        return false;
    }
    let Some(quoted) = quoted::property(member, notes) else {
        return false;
    };
    *given = quoted;
    say(finding, "it is", notes);
    true
}

/// Puts the operator of the arm that a finding is about into quotes; not if it is about none.
fn operator(
    widget: &mut Widget,
    state: &Node<'_>,
    finding: &Diagnostic,
    notes: &mut Notes,
) -> bool {
    let transitions = state.get("transitions").map_or(&[][..], Node::items);
    let after = transitions.partition_point(|transition| transition.at <= finding.location);
    let Some(transition) = after.checked_sub(1).map(|before| &transitions[before]) else {
        return false;
    };
    if widget.kind.text != "split_based_on" || !transition.holds(finding.location) {
        return false;
    }
    // The conditions stand in the order of the file, and `_` after them.
    let before = |arm: &Arm| match &arm.event {
        Event::Named { word, .. } => word.at < transition.at,
        Event::Rest(_) => false,
    };
    let place = widget.arms.partition_point(before);
    match widget.arms.get_mut(place).map(|arm| &mut arm.event) {
        Some(Event::Named { word, .. }) if transition.holds(word.at) && !word.quoted => {
            word.quoted = true;
            say(finding, "its operator is", notes);
            true
        }
        _ => false,
    }
}
