//! What the checks refuse in an imported flow is put into quotes, so that its source compiles: a
//! property or an operator where that is all, else the widget.
//!
//! What only quotes could hide stays for the checks to say: a target that no widget bears, a flow
//! without a trigger.

use std::collections::HashSet;

use super::json::Node;
use super::notes::Notes;
use super::quoted;
use super::widgets::States;
use crate::check::{self, Diagnostic, codes};
use crate::flow::{Event, Flow, Location, Widget};

/// How often the checks are asked: after properties and operators are put into quotes, and after
/// widgets are.
const ROUNDS: usize = 3;

pub(super) fn mend(flow: &mut Flow, states: &States<'_, '_>, notes: &mut Notes) {
    for _ in 0..ROUNDS {
        let mut quoted = HashSet::new();
        let mut changed = false;
        for finding in check::refusals(flow) {
            if *finding.code == codes::UNKNOWN_TARGET {
                continue;
            }
            let Some(index) = widget_at(states, finding.location) else {
                continue;
            };
            if quoted.contains(&index) || flow.widgets[index].kind.quoted {
                continue;
            }
            changed = true;
            let state = &states.nodes[index];
            let widget = &mut flow.widgets[index];
            let alone = property(widget, state, &finding, notes)
                || operator(widget, state, &finding, notes);
            // A flow cannot do without its trigger.
            if !alone && states.trigger != Some(index) {
                notes.forget(state.at..=state.last);
                say(&finding, "the widget is", notes);
                flow.widgets[index] = states.quoted(index, notes);
                quoted.insert(index);
            }
        }
        if !changed {
            return;
        }
    }
}

fn say(finding: &Diagnostic, what: &str, notes: &mut Notes) {
    let message = format!("{}: {what} carried in quotes, as it is", finding.message);
    notes.quoting(finding.location, message, finding.help.clone());
}

fn widget_at(states: &States<'_, '_>, location: Location) -> Option<usize> {
    let after = states.nodes.partition_point(|state| state.at <= location);
    let index = after.checked_sub(1)?;
    states.nodes[index].holds(location).then_some(index)
}

/// Puts the property that a finding is about into quotes; not if it is about none.
fn property(
    widget: &mut Widget,
    state: &Node<'_>,
    finding: &Diagnostic,
    notes: &mut Notes,
) -> bool {
    let members = state.get("properties").map_or(&[][..], Node::members);
    let within = |location: Location| {
        members
            .iter()
            .position(|member| (member.key_at..=member.value.last).contains(&location))
    };
    let Some(member) = within(finding.location).map(|place| &members[place]) else {
        return false;
    };
    let given = widget
        .properties
        .iter_mut()
        .find(|property| property.key.at == member.key_at);
    match (given, quoted::property(member, notes)) {
        (Some(given), Some(quoted)) if !given.key.quoted => *given = quoted,
        // It was mended already, by another finding.
        (Some(given), _) if given.key.quoted && given.key.at == member.key_at => return false,
        _ => return false,
    }
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
    if widget.kind.text != "split_based_on" {
        return false;
    }
    let transitions = state.get("transitions").map_or(&[][..], Node::items);
    let Some(transition) = transitions
        .iter()
        .find(|transition| transition.holds(finding.location))
    else {
        return false;
    };
    for arm in &mut widget.arms {
        if let Event::Named { word, .. } = &mut arm.event
            && transition.holds(word.at)
            && !word.quoted
        {
            word.quoted = true;
            say(finding, "its operator is", notes);
            return true;
        }
    }
    false
}
