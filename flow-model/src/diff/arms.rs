//! Where widgets lead, side by side in both flows.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

use super::leaving::{Key, Leaving, Side, leavings};
use super::pairs::Pairs;
use super::{Was, What, wording};

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
