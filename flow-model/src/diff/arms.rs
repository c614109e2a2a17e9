//! Where widgets lead, compared by what it means: event by event, and of a split arm by arm.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::pairs::{self, Pairs};
use super::{Was, What, wording};
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
    key: Key<'f>,
    pub(crate) label: Option<&'f str>,
}

#[derive(Clone, Debug)]
enum Key<'f> {
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
    fn shown(self) -> Option<String> {
        match self {
            Goal::End => None,
            Goal::Widget(_, name) | Goal::Missing(name) => Some(name.to_owned()),
            Goal::Unread => Some("?".to_owned()),
        }
    }

    /// The same text for the same goal, in the old flow and in the new one.
    fn key(self, is_new: bool, pairs: &Pairs) -> String {
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

    fn is_in(self, new: Goal<'_>, pairs: &Pairs) -> bool {
        match (self, new) {
            (Goal::Widget(old, _), Goal::Widget(new, _)) => pairs.new_of[old] == Some(new),
            (Goal::Missing(old), Goal::Missing(new)) => old == new,
            (Goal::End, Goal::End) | (Goal::Unread, Goal::Unread) => true,
            _ => false,
        }
    }
}

/// One way out of a widget in both flows.
#[derive(Clone, Debug)]
pub(crate) struct Delta<'f> {
    pub(crate) old: Option<Leaving<'f>>,
    pub(crate) new: Option<Leaving<'f>>,
    /// Whether it leads elsewhere.
    pub(crate) is_redirected: bool,
    /// Whether it tests something else.
    pub(crate) is_changed: bool,
    /// Whether it has another label.
    pub(crate) is_relabelled: bool,
}

/// Every way out, in the new flow's order, and then those that are gone.
pub(super) fn compare<'f>(old: Side<'f>, new: Side<'f>, pairs: &Pairs) -> Vec<Delta<'f>> {
    let (old, new) = (leavings(old), leavings(new));
    let mut matching = Matching {
        partner: vec![None; new.len()],
        is_taken: vec![false; old.len()],
        old: &old,
        new: &new,
    };
    let goal = |it: &Leaving<'f>, is_new: bool| it.goal.key(is_new, pairs);
    let follow = |it: &Leaving<'f>, is_new: bool| {
        it.key.text(|text| {
            if is_new {
                text.to_owned()
            } else {
                pairs.follow(text)
            }
        })
    };
    let verbatim = |it: &Leaving<'f>| it.key.text(str::to_owned);
    let label = |it: &Leaving<'f>| it.label.unwrap_or_default().to_owned();
    let is_condition = |it: &Leaving<'f>| matches!(it.key, Key::Condition { .. });
    matching.join(|it, side| Some((verbatim(it), goal(it, side), label(it))));
    matching.join(|it, side| Some((verbatim(it), goal(it, side), String::new())));
    matching.join(|it, _| Some((verbatim(it), String::new(), String::new())));
    matching.join(|it, side| Some((follow(it, side), goal(it, side), String::new())));
    matching.join(|it, side| Some((follow(it, side), String::new(), String::new())));
    // An arm that leads where it led, or is still called so, tests something else.
    matching.join(|it, side| is_condition(it).then(|| (String::new(), goal(it, side), label(it))));
    matching.join(|it, _| {
        (is_condition(it) && it.label.is_some()).then(|| (String::new(), String::new(), label(it)))
    });
    matching
        .join(|it, side| is_condition(it).then(|| (String::new(), goal(it, side), String::new())));
    let Matching {
        partner, is_taken, ..
    } = matching;

    let same_key = |before: &Leaving<'f>, now: &Leaving<'f>| before.key.is_in(&now.key, pairs);
    let same_goal = |before: &Leaving<'f>, now: &Leaving<'f>| before.goal.is_in(now.goal, pairs);
    let mut deltas: Vec<Delta<'f>> = Vec::new();
    for (now, partner) in new.iter().zip(&partner) {
        let before = partner.map(|index| old[index].clone());
        let differs = |differ: &dyn Fn(&Leaving<'f>, &Leaving<'f>) -> bool| {
            before.as_ref().is_some_and(|before| !differ(before, now))
        };
        deltas.push(Delta {
            is_redirected: differs(&same_goal),
            is_changed: differs(&same_key),
            is_relabelled: differs(&|before, now| before.label == now.label),
            old: before.clone(),
            new: Some(now.clone()),
        });
    }
    let gone = old
        .iter()
        .zip(&is_taken)
        .filter(|(_, is_taken)| !**is_taken);
    deltas.extend(gone.map(|(before, _)| Delta {
        old: Some(before.clone()),
        new: None,
        is_redirected: false,
        is_changed: false,
        is_relabelled: false,
    }));
    deltas
}

/// Which way out of the old widget is which of the new one.
struct Matching<'a, 'f> {
    partner: Vec<Option<usize>>,
    is_taken: Vec<bool>,
    old: &'a [Leaving<'f>],
    new: &'a [Leaving<'f>],
}

impl<'f> Matching<'_, 'f> {
    /// Joins what is still alone and has the same key, in written order; the key is asked for the old
    /// side and for the new one (`true`).
    fn join<K: Hash + Eq>(&mut self, key: impl Fn(&Leaving<'f>, bool) -> Option<K>) {
        let mut alone: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (index, before) in self.old.iter().enumerate() {
            if !self.is_taken[index]
                && let Some(key) = key(before, false)
            {
                alone.entry(key).or_default().push_back(index);
            }
        }
        if alone.is_empty() {
            return;
        }
        for (index, now) in self.new.iter().enumerate() {
            if self.partner[index].is_none()
                && let Some(found) = key(now, true)
                    .and_then(|key| alone.get_mut(&key))
                    .and_then(VecDeque::pop_front)
            {
                self.partner[index] = Some(found);
                self.is_taken[found] = true;
            }
        }
    }
}

impl Key<'_> {
    /// All of it as one text.
    fn text(&self, follow: impl Fn(&str) -> String) -> String {
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

    fn is_in(&self, new: &Key<'_>, pairs: &Pairs) -> bool {
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

/// Tells the changes of a widget's arms.
pub(super) fn tell(deltas: &[Delta<'_>], what: &mut Vec<What>) {
    let mut redirected: Vec<What> = Vec::new();
    for delta in deltas {
        match (&delta.old, &delta.new) {
            (Some(old), Some(new)) => {
                if delta.is_changed {
                    what.push(What::Condition {
                        to: new.goal.shown(),
                        was: Was {
                            old: Some(old.shown.clone()),
                            new: Some(new.shown.clone()),
                        },
                    });
                }
                if delta.is_relabelled {
                    what.push(What::Label {
                        arm: new.shown.clone(),
                        was: wording::texts(old.label, new.label),
                    });
                }
                if delta.is_redirected {
                    redirect(&mut redirected, old, new);
                }
            }
            (None, Some(new)) => what.push(What::ArmAdded {
                arm: new.shown.clone(),
                to: new.goal.shown(),
            }),
            (Some(old), None) => what.push(What::ArmRemoved {
                arm: old.shown.clone(),
                to: old.goal.shown(),
            }),
            (None, None) => {}
        }
    }
    what.append(&mut redirected);
    what.extend(order(deltas));
}

/// Events that lead from one place to one other are told together.
fn redirect(redirected: &mut Vec<What>, old: &Leaving<'_>, new: &Leaving<'_>) {
    let (from, to) = (old.goal.shown(), new.goal.shown());
    for told in redirected.iter_mut() {
        if let What::Redirected {
            arms,
            to: told_to,
            from: told_from,
        } = told
            && (&from, &to) == (told_from, told_to)
        {
            arms.push(new.shown.clone());
            return;
        }
    }
    redirected.push(What::Redirected {
        arms: vec![new.shown.clone()],
        to,
        from,
    });
}

/// The order of a split's conditions, if those that both flows have stand in another.
fn order(deltas: &[Delta<'_>]) -> Option<What> {
    let is_condition = |leaving: &Leaving<'_>| matches!(leaving.key, Key::Condition { .. });
    let both = deltas.iter().filter_map(|delta| {
        let (old, new) = (delta.old.as_ref()?, delta.new.as_ref()?);
        is_condition(new).then_some((old.arm, new.shown.clone()))
    });
    let (before, now): (Vec<_>, Vec<_>) = both.unzip();
    (!before.is_sorted()).then_some(What::ArmOrder(now))
}

/// Every way out of a widget.
fn leavings(side: Side<'_>) -> Vec<Leaving<'_>> {
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
