//! Which arms tests took, marked where they are.

use std::collections::BTreeSet;

use super::graph::{Graph, Label, Status, To};

/// Marks the arms that were taken and those that were not, by the place of the widget and of the arm in
/// it; none: an arm that cannot be taken. The boxes stand in the order of the flow's widgets.
pub(super) fn mark(graph: &mut Graph, is_taken: impl Fn(usize, usize) -> Option<bool>) {
    let mut reached = BTreeSet::new();
    for (index, node) in graph.boxes.iter_mut().enumerate() {
        for way in &mut node.ways {
            let of = |label: &Label| match label.arm.and_then(|arm| is_taken(index, arm)) {
                Some(true) => Status::Taken,
                Some(false) => Status::Missed,
                None => Status::Same,
            };
            for label in &mut way.labels {
                label.status = of(label);
            }
            // The line is taken where one of its arms is.
            let statuses: BTreeSet<_> = way.labels.iter().map(|label| label.status).collect();
            way.status = [Status::Taken, Status::Missed]
                .into_iter()
                .find(|status| statuses.contains(status))
                .unwrap_or_default();
            if way.status == Status::Taken {
                reached.insert(index);
                if let To::Box(to) = way.to {
                    reached.insert(to);
                }
            }
        }
    }
    for (index, node) in graph.boxes.iter_mut().enumerate() {
        if !reached.contains(&index) {
            node.status = Status::Missed;
        }
    }
}
