//! Two versions of a flow in one graph: the new one, with what is gone from the old one.

use super::graph::{Graph, Label, Missing, Node, Status, To, Ways, label};
use crate::diff::{About, Comparison, Goal, Leaving, Pairs, What};
use crate::flow::{Flow, Names, Target, Widget};

pub(super) fn graph(old: &Flow, new: &Flow) -> Graph {
    let comparison = Comparison::new(old, new);
    let mut boxes = Boxes::new(&comparison);
    let (old_names, new_names) = (old.names(), new.names());
    for (index, widget) in new.widgets.iter().enumerate() {
        let before = comparison.pairs.old_of[index];
        let changed = before.and_then(|before| changed(&mut boxes, &comparison, before, index));
        let status = match before {
            None => Status::Added,
            Some(_) => Status::Same,
        };
        let ways = changed.unwrap_or_else(|| written(&mut boxes, &new_names, widget, status));
        boxes.graph.boxes[index].ways = ways.ways;
    }
    for (index, widget) in old.widgets.iter().enumerate() {
        if let Some(gone) = boxes.gone[index] {
            let ways = written(&mut boxes, &old_names, widget, Status::Removed);
            boxes.graph.boxes[gone].ways = ways.ways;
        }
    }
    boxes.graph
}

/// The graph while it is made.
struct Boxes<'c> {
    graph: Graph,
    pairs: &'c Pairs,
    missing: Missing,
    /// The box of every widget of the old flow that is gone.
    gone: Vec<Option<usize>>,
}

impl<'c> Boxes<'c> {
    /// The boxes of widgets, without their ways.
    fn new(comparison: &'c Comparison<'_>) -> Self {
        let mut graph = Graph::of(comparison.new);
        // Those of missing names come after those of widgets that are gone.
        graph.boxes.truncate(comparison.new.widgets.len());
        for change in comparison.changes() {
            let About::Widget { new: Some(new), .. } = change.about else {
                continue;
            };
            let node = &mut graph.boxes[new];
            node.status = match change.what {
                What::Added { .. } => Status::Added,
                _ => Status::Changed,
            };
            node.changes.push(change.to_string());
        }
        let mut gone = vec![None; comparison.old.widgets.len()];
        for (index, widget) in comparison.old.widgets.iter().enumerate() {
            if comparison.pairs.new_of[index].is_none() {
                gone[index] = Some(graph.boxes.len());
                graph.boxes.push(Node {
                    status: Status::Removed,
                    ..Node::of(widget)
                });
            }
        }
        Boxes {
            graph,
            pairs: &comparison.pairs,
            missing: Missing::default(),
            gone,
        }
    }

    fn to(&mut self, goal: Goal<'_>, is_old: bool) -> To {
        match goal {
            Goal::End => To::End,
            Goal::Unread => To::Unread,
            Goal::Missing("") => To::Unread,
            Goal::Missing(name) => To::Box(self.missing.named(&mut self.graph, name)),
            Goal::Widget(index, _) if is_old => {
                let new = self.pairs.new_of[index];
                new.or(self.gone[index]).map_or(To::Unread, To::Box)
            }
            Goal::Widget(index, _) => To::Box(index),
        }
    }
}

/// The arms of a widget as they are written.
fn written(boxes: &mut Boxes<'_>, names: &Names<'_>, widget: &Widget, status: Status) -> Ways {
    let mut ways = Ways::default();
    for (index, arm) in widget.arms.iter().enumerate() {
        let goal = match &arm.target {
            Target::End(_) => Goal::End,
            Target::Error(_) => Goal::Unread,
            Target::Widget(name) => match names.target(arm) {
                Some(target) => Goal::Widget(target, &name.text),
                None => Goal::Missing(&name.text),
            },
        };
        let to = boxes.to(goal, status == Status::Removed);
        ways.lead(to, status, label(index, arm));
    }
    ways
}

/// The arms of a widget of both flows, one by one; none where they are as they were.
fn changed(
    boxes: &mut Boxes<'_>,
    comparison: &Comparison<'_>,
    old: usize,
    new: usize,
) -> Option<Ways> {
    let mut ways = Ways::default();
    let mut any = false;
    for delta in comparison.arms(old, new) {
        let stays = delta.old.is_some() && !delta.is_redirected;
        if let Some(now) = &delta.new {
            let is_changed = delta.is_changed || delta.is_relabelled;
            any |= is_changed || !stays;
            // A changed label stands at a line that is as it was.
            let (of_label, of_line) = match (stays, is_changed) {
                (true, false) => (Status::Same, Status::Same),
                (true, true) => (Status::Changed, Status::Same),
                (false, _) => (Status::Added, Status::Added),
            };
            let to = boxes.to(now.goal, false);
            ways.lead(to, of_line, shown(now, of_label));
        }
        if let Some(before) = &delta.old
            && (delta.new.is_none() || !stays)
        {
            any = true;
            let to = boxes.to(before.goal, true);
            let mut shown = shown(before, Status::Removed);
            // No finding is about an arm that is gone.
            shown.arm = None;
            ways.lead(to, Status::Removed, shown);
        }
    }
    any.then_some(ways)
}

fn shown(leaving: &Leaving<'_>, status: Status) -> Label {
    Label::shown(leaving.label, &leaving.shown, status, leaving.arm)
}
