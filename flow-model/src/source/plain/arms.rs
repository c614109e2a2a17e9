//! Events in Studio's order, and `_` where it says all.

use std::collections::HashSet;

use crate::catalogue::{Kind, Nature};
use crate::flow::{Arm, Event, Location, Target, Word};

/// How many events at the end may lead to one target before they are `_`.
const MANY: usize = 3;

/// Makes the arms of a widget that is no split plain; not where `_` stands above others.
pub(super) fn plain(kind: &Kind, arms: &mut Vec<Arm>, kept: &HashSet<Location>) {
    if arms.iter().rev().skip(1).any(is_rest) {
        return;
    }
    if kind.nature == Nature::Trigger {
        leave_ends_out(kind, arms, kept);
        arms.sort_by_key(|arm| place(kind, arm));
    } else {
        name_rest(kind, arms, kept);
        arms.sort_by_key(|arm| place(kind, arm));
        gather_rest(kind, arms, kept);
    }
}

/// Names the events that `_` stands for, if it is sure which they are.
fn name_rest(kind: &Kind, arms: &mut Vec<Arm>, kept: &HashSet<Location>) {
    let Some((rest, named)) = arms.split_last() else {
        return;
    };
    let known =
        |arm: &Arm| !is_rest(arm) && (is_quoted(arm) || place(kind, arm) < kind.events.len());
    if !is_rest(rest) || is_kept(rest, kept) || !named.iter().all(known) {
        return;
    }
    let places: Vec<_> = named.iter().map(|arm| place(kind, arm)).collect();
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
fn place(kind: &Kind, arm: &Arm) -> usize {
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

pub(in crate::source) fn same_target(one: &Arm, other: &Arm) -> bool {
    match (&one.target, &other.target) {
        (Target::Widget(one), Target::Widget(other)) => one.text == other.text,
        (Target::End(_), Target::End(_)) => true,
        _ => false,
    }
}

/// Whether something is said about the arm.
fn is_kept(arm: &Arm, kept: &HashSet<Location>) -> bool {
    kept.contains(&arm.event.at()) || kept.contains(&arm.target.at())
}
