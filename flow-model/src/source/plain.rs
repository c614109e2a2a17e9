//! A flow without what need not be said, so that it exports the same and is shorter to read.

use std::collections::HashSet;

use crate::catalogue::{self, Kind, Type};
use crate::flow::{Arm, Event, Flow, Location, Property, Target, Value, ValueKind, Widget, Word};

/// How many events at the end may lead to one target before they are `_`.
const MANY: usize = 3;

/// The flow without what Studio's editor would write by itself: properties at their defaults, events
/// of the trigger that start nothing, names that are the same. Events that all lead to one target,
/// and many that do at the end, become `_`, and fewer are named, but for the trigger's: what starts a flow is named. It exports to the same as before.
pub fn plain(flow: &Flow) -> Flow {
    keeping(flow, &HashSet::new())
}

/// The same, but for what stands at these locations: something is said about it.
pub(super) fn keeping(flow: &Flow, kept: &HashSet<Location>) -> Flow {
    let mut flow = flow.clone();
    if flow.friendly_name() == flow.name.text {
        flow.friendly_name = None;
    }
    flow.allow_concurrent_calls = flow.allow_concurrent_calls.filter(|allowed| !allowed);
    for widget in &mut flow.widgets {
        let name = widget.name.take();
        if name
            .as_ref()
            .is_some_and(|name| name.text != widget.studio_name())
        {
            widget.name = name;
        }
        if let Some(kind) = kind(widget) {
            if !kind.is_split() {
                if !widget.is_trigger() {
                    name_rest(kind, &mut widget.arms, kept);
                }
                widget.arms.sort_by_key(|arm| place_of_arm(kind, arm));
            }
            plain_properties(kind.properties, &mut widget.properties, kept);
            if widget.is_trigger() {
                leave_ends_out(kind, &mut widget.arms, kept);
            } else if !kind.is_split() {
                gather_rest(kind, &mut widget.arms, kept);
            }
        }
    }
    flow
}

/// The widget's row of the catalogue; none where its kind is quoted.
fn kind(widget: &Widget) -> Option<&'static Kind> {
    (!widget.kind.quoted).then(|| catalogue::kind(&widget.kind.text))?
}

fn plain_properties(
    known: &[catalogue::Property],
    given: &mut Vec<Property>,
    kept: &HashSet<Location>,
) {
    let place = |key: &Word| {
        let row = |row: &catalogue::Property| !key.quoted && row.word == key.text;
        known.iter().position(row)
    };
    given.sort_by_key(|property| place(&property.key).unwrap_or(known.len()));
    given.retain_mut(|property| {
        let key = &property.key;
        let Some(row) = place(key).map(|place| &known[place]) else {
            return true;
        };
        inside(&row.ty, &mut property.value, kept);
        !is_default(row, &property.value)
            || !property.docs.is_empty()
            || kept.contains(&key.at)
            || kept.contains(&property.value.at)
    });
}

fn inside(ty: &Type, value: &mut Value, kept: &HashSet<Location>) {
    match (ty, &mut value.kind) {
        (Type::Object(known), ValueKind::Map(entries)) => plain_properties(known, entries, kept),
        (Type::List(ty), ValueKind::List(items)) => {
            for item in items {
                inside(ty, item, kept);
            }
        }
        _ => {}
    }
}

fn is_default(row: &catalogue::Property, value: &Value) -> bool {
    let Some(default) = row.default else {
        return false;
    };
    match (&row.ty, &value.kind) {
        (Type::Integer { .. }, ValueKind::Number(number)) => number == default,
        (Type::Flag, ValueKind::Flag(flag)) => default == if *flag { "true" } else { "false" },
        (Type::Integer { .. } | Type::Flag, _) => false,
        (_, ValueKind::Text(text)) => text == default,
        _ => false,
    }
}

/// Names the events that `_` stands for, if it is sure which they are.
fn name_rest(kind: &Kind, arms: &mut Vec<Arm>, kept: &HashSet<Location>) {
    let Some((rest, named)) = arms.split_last() else {
        return;
    };
    let known = |arm: &Arm| {
        !is_rest(arm) && (is_quoted(arm) || place_of_arm(kind, arm) < kind.events.len())
    };
    if !is_rest(rest) || is_kept(rest, kept) || !named.iter().all(known) {
        return;
    }
    let places: Vec<_> = named.iter().map(|arm| place_of_arm(kind, arm)).collect();
    let left = (0..kind.events.len()).filter(|place| !places.contains(place));
    let left: Vec<_> = left
        .map(|place| Arm {
            event: Event::Named {
                word: Word {
                    text: kind.events[place].word.to_owned(),
                    quoted: false,
                    at: rest.event.at(),
                },
                arguments: None,
            },
            ..rest.clone()
        })
        .collect();
    if !left.is_empty() {
        arms.pop();
        arms.extend(left);
    }
}

fn is_quoted(arm: &Arm) -> bool {
    matches!(&arm.event, Event::Named { word, .. } if word.quoted)
}

/// Where Studio's export lists what the arm answers to: known events, others, and `_`.
fn place_of_arm(kind: &Kind, arm: &Arm) -> usize {
    let events = kind.events;
    match &arm.event {
        Event::Named { word, .. } => events
            .iter()
            .position(|event| match word.quoted {
                true => word.text == event.studio,
                false => word.text == event.word,
            })
            .unwrap_or(events.len()),
        Event::Rest(_) => events.len() + 1,
    }
}

/// An event of the trigger that is not named starts nothing.
fn leave_ends_out(kind: &Kind, arms: &mut Vec<Arm>, kept: &HashSet<Location>) {
    let is_end = |arm: &Arm| matches!(arm.target, Target::End(_));
    if arms.iter().any(|arm| is_rest(arm) && !is_end(arm)) {
        return;
    }
    arms.retain(|arm| {
        let known = is_rest(arm) || event(kind, arm).is_some();
        !known || !is_end(arm) || is_kept(arm, kept)
    });
}

/// Lets `_` stand for the last events where they lead to one target and are all or many.
fn gather_rest(kind: &Kind, arms: &mut Vec<Arm>, kept: &HashSet<Location>) {
    let mut named = HashSet::new();
    let all_once = arms
        .iter()
        .all(|arm| !is_rest(arm) && event(kind, arm).is_none_or(|event| named.insert(event)));
    if !all_once || named.len() < kind.events.len() {
        return;
    }
    let Some(last) = arms.last() else { return };
    let alike =
        |arm: &&Arm| same_target(arm, last) && event(kind, arm).is_some() && !is_kept(arm, kept);
    let count = arms.iter().rev().take_while(alike).count();
    let first = arms.len() - count;
    if count >= MANY || (first == 0 && count > 1) {
        arms.truncate(first + 1);
        if let Some(arm) = arms.last_mut() {
            arm.event = Event::Rest(arm.event.at());
        }
    }
}

/// The event of the catalogue that the arm names, and nothing besides.
fn event(kind: &Kind, arm: &Arm) -> Option<&'static str> {
    match &arm.event {
        Event::Named {
            word,
            arguments: None,
        } if !word.quoted && arm.label.is_none() && arm.subject.is_none() => {
            Some(kind.event(&word.text)?.word)
        }
        _ => None,
    }
}

fn is_rest(arm: &Arm) -> bool {
    matches!(arm.event, Event::Rest(_))
}

pub(super) fn same_target(one: &Arm, other: &Arm) -> bool {
    match (&one.target, &other.target) {
        (Target::Widget(one), Target::Widget(other)) => one.text == other.text,
        (Target::End(_), Target::End(_)) => true,
        _ => false,
    }
}

/// Whether something is said about the arm.
pub(super) fn is_kept(arm: &Arm, kept: &HashSet<Location>) -> bool {
    kept.contains(&arm.event.at()) || kept.contains(&arm.target.at())
}
