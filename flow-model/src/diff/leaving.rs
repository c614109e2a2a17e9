//! The ways out of a widget by what they mean: of a widget that leaves by events one for each event,
//! of a split one for each arm.

use super::pairs::{self, Pairs};
use super::wording;
use crate::catalogue::Kind;
use crate::flow::{Arm, Event, Flow, Names, Target, Value, ValueKind, Widget};

/// A widget with its flow.
#[derive(Clone, Copy)]
pub(super) struct Side<'f> {
    pub(super) flow: &'f Flow,
    pub(super) names: &'f Names<'f>,
    pub(super) widget: &'f Widget,
}

/// One way out of a widget.
#[derive(Clone, Debug)]
pub(crate) struct Leaving<'f> {
    /// The event, or what a split's arm tests.
    pub(crate) shown: String,
    /// Where it leads.
    pub(crate) goal: Goal<'f>,
    /// The arm that says so; none of an event that nothing is said about.
    pub(crate) arm: Option<usize>,
    /// By what it is the same in both flows.
    pub(super) key: Key<'f>,
    pub(crate) label: Option<&'f str>,
}

#[derive(Clone, Debug)]
pub(super) enum Key<'f> {
    Event(&'f str),
    Rest,
    Condition {
        operator: &'f str,
        value: String,
        subject: Option<&'f str>,
    },
}

/// Where a way leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal<'f> {
    /// The execution ends.
    End,
    /// A widget of the flow, and its name in Studio.
    Widget(usize, &'f str),
    /// A name that no widget bears.
    Missing(&'f str),
    /// What could not be read.
    Unread,
}

impl Goal<'_> {
    pub(super) fn shown(self) -> Option<String> {
        match self {
            Goal::End => None,
            Goal::Widget(_, name) | Goal::Missing(name) => Some(name.to_owned()),
            Goal::Unread => Some("?".to_owned()),
        }
    }

    /// The same text for the same goal, in the old flow and in the new one.
    pub(super) fn key(self, is_new: bool, pairs: &Pairs) -> String {
        match self {
            Goal::End => "end".to_owned(),
            Goal::Widget(index, _) if is_new => format!("new {index}"),
            Goal::Widget(index, _) => match pairs.new_of[index] {
                Some(index) => format!("new {index}"),
                None => format!("gone {index}"),
            },
            Goal::Missing(name) => format!("missing {name}"),
            Goal::Unread => "unread".to_owned(),
        }
    }

    pub(super) fn is_in(self, new: Goal<'_>, pairs: &Pairs) -> bool {
        match (self, new) {
            (Goal::Widget(old, _), Goal::Widget(new, _)) => pairs.new_of[old] == Some(new),
            (Goal::Missing(old), Goal::Missing(new)) => old == new,
            (Goal::End, Goal::End) | (Goal::Unread, Goal::Unread) => true,
            _ => false,
        }
    }
}

impl Key<'_> {
    /// All of it as one text.
    pub(super) fn text(&self, follow: impl Fn(&str) -> String) -> String {
        match self {
            Key::Event(event) => format!("event {event}"),
            Key::Rest => "rest".to_owned(),
            Key::Condition {
                operator,
                value,
                subject,
            } => {
                let subject = subject.map(&follow);
                format!("{operator} {:?} {subject:?}", follow(value))
            }
        }
    }

    pub(super) fn is_in(&self, new: &Key<'_>, pairs: &Pairs) -> bool {
        match (self, new) {
            (Key::Event(old), Key::Event(new)) => old == new,
            (Key::Rest, Key::Rest) => true,
            (
                Key::Condition {
                    operator,
                    value,
                    subject,
                },
                Key::Condition {
                    operator: new_operator,
                    value: new_value,
                    subject: new_subject,
                },
            ) => {
                let same = |old: &str, new: &str| pairs.same_text(old, new);
                operator == new_operator
                    && same(value, new_value)
                    && match (subject, new_subject) {
                        (Some(old), Some(new)) => same(old, new),
                        (old, new) => old == new,
                    }
            }
            _ => false,
        }
    }
}

/// Every way out of a widget.
pub(super) fn leavings(side: Side<'_>) -> Vec<Leaving<'_>> {
    match pairs::kind(side.widget) {
        Some(kind) if kind.is_split() => branches(side),
        kind => events(side, kind),
    }
}

fn events<'f>(side: Side<'f>, kind: Option<&'static Kind>) -> Vec<Leaving<'f>> {
    let known = kind.map_or(&[][..], |kind| kind.events);
    let arms = || side.widget.arms.iter().enumerate();
    let rest = arms().find(|(_, arm)| matches!(arm.event, Event::Rest(_)));
    let mut leavings: Vec<Leaving<'f>> = Vec::new();
    for event in known {
        let named = arms().find(|(_, arm)| match &arm.event {
            Event::Named { word, .. } if word.quoted => word.text == event.studio,
            Event::Named { word, .. } => word.text == event.word,
            Event::Rest(_) => false,
        });
        let said = named.or(rest);
        leavings.push(Leaving {
            shown: event.word.to_owned(),
            goal: said.map_or(Goal::End, |(_, arm)| goal(side, arm)),
            arm: said.map(|(index, _)| index),
            key: Key::Event(event.studio),
            label: None,
        });
    }
    for (index, arm) in arms() {
        let (shown, key) = match &arm.event {
            Event::Named { word, .. } => {
                let is_known = known.iter().any(|event| {
                    word.text
                        == if word.quoted {
                            event.studio
                        } else {
                            event.word
                        }
                });
                if is_known {
                    continue;
                }
                (wording::word(word), Key::Event(&word.text))
            }
            Event::Rest(_) if known.is_empty() => ("_".to_owned(), Key::Rest),
            Event::Rest(_) => continue,
        };
        leavings.push(Leaving {
            shown,
            goal: goal(side, arm),
            arm: Some(index),
            key,
            label: None,
        });
    }
    leavings
}

fn branches(side: Side<'_>) -> Vec<Leaving<'_>> {
    let input = side.widget.property("input").map(|input| &input.value);
    let input = input.and_then(written);
    let arms = side.widget.arms.iter().enumerate();
    arms.map(|(index, arm)| {
        let key = match &arm.event {
            Event::Rest(_) => Key::Rest,
            Event::Named { word, arguments } => {
                let arguments = arguments.iter().flatten().filter_map(written);
                let subject = arm.subject.as_ref().and_then(written);
                Key::Condition {
                    operator: &word.text,
                    value: arguments.collect::<Vec<_>>().join(", "),
                    subject: subject.filter(|subject| Some(*subject) != input),
                }
            }
        };
        let mut shown = wording::event(&arm.event);
        if let Key::Condition {
            subject: Some(subject),
            ..
        } = &key
        {
            shown = format!("{shown} of {}", wording::quoted(subject));
        }
        Leaving {
            shown,
            goal: goal(side, arm),
            arm: Some(index),
            key,
            label: arm.label.as_deref(),
        }
    })
    .collect()
}

fn written(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Text(text) | ValueKind::Json(text) | ValueKind::Number(text) => Some(text),
        ValueKind::Flag(true) => Some("true"),
        ValueKind::Flag(false) => Some("false"),
        _ => None,
    }
}

fn goal<'f>(side: Side<'f>, arm: &'f Arm) -> Goal<'f> {
    match &arm.target {
        Target::End(_) => Goal::End,
        Target::Error(_) => Goal::Unread,
        Target::Widget(name) => match side.names.target(arm) {
            Some(index) => Goal::Widget(index, side.flow.widgets[index].studio_name()),
            None => Goal::Missing(&name.text),
        },
    }
}
