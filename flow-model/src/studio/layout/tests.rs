use proptest::prelude::*;

use super::{Node, places};

/// Nodes by their targets; the first is the trigger.
fn nodes(targets: &[&[usize]]) -> Vec<Node> {
    targets
        .iter()
        .enumerate()
        .map(|(index, targets)| Node {
            place: None,
            is_trigger: index == 0,
            targets: targets.iter().copied().map(Some).collect(),
        })
        .collect()
}

fn overlap(nodes: &[Node], places: &[(i64, i64)], a: usize, b: usize) -> bool {
    let (left, right) = (places[a], places[b]);
    let apart = |from: i64, size: i64, other: i64, other_size: i64| {
        from + size <= other || other + other_size <= from
    };
    !apart(left.0, nodes[a].width(), right.0, nodes[b].width())
        && !apart(left.1, nodes[a].height(), right.1, nodes[b].height())
}

/// Every pair that overlaps.
fn overlaps(nodes: &[Node], places: &[(i64, i64)]) -> Vec<(usize, usize)> {
    let pairs = (0..nodes.len()).flat_map(|a| (0..a).map(move |b| (b, a)));
    pairs
        .filter(|&(a, b)| overlap(nodes, places, a, b))
        .collect()
}

/// Every edge that does not lead downwards.
fn upward(nodes: &[Node], places: &[(i64, i64)]) -> Vec<(usize, usize)> {
    let edges = nodes.iter().enumerate().flat_map(|(from, node)| {
        let targets = node.targets.iter().flatten();
        targets.map(move |&to| (from, to))
    });
    edges
        .filter(|&(from, to)| places[from].1 + nodes[from].height() > places[to].1)
        .collect()
}

fn leads_to(nodes: &[Node], from: usize, to: usize) -> bool {
    let mut seen = vec![false; nodes.len()];
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if node == to {
            return true;
        }
        if !std::mem::replace(&mut seen[node], true) {
            open.extend(nodes[node].targets.iter().flatten());
        }
    }
    false
}

fn flows() -> impl Strategy<Value = Vec<Node>> {
    (1..40usize).prop_flat_map(|count| {
        let target = prop::option::weighted(0.7, 1..count.max(2));
        let targets = prop::collection::vec(target, 0..6);
        prop::collection::vec(targets, count).prop_map(move |targets| {
            let node = |(index, targets): (usize, Vec<Option<usize>>)| Node {
                place: None,
                is_trigger: index == 0,
                targets: targets
                    .into_iter()
                    .map(|target| target.filter(|&target| target < count))
                    .collect(),
            };
            targets.into_iter().enumerate().map(node).collect()
        })
    })
}

proptest! {
    #[test]
    fn no_two_widgets_overlap(nodes in flows()) {
        let places = places(&nodes);
        prop_assert_eq!(overlaps(&nodes, &places), []);
    }

    #[test]
    fn only_edges_of_a_loop_lead_upwards(nodes in flows()) {
        for (from, to) in upward(&nodes, &places(&nodes)) {
            prop_assert!(leads_to(&nodes, to, from), "{from} to {to} closes no loop");
        }
    }

    #[test]
    fn the_trigger_stands_alone_on_top(nodes in flows()) {
        let places = places(&nodes);
        prop_assert_eq!(places[0], (0, 0));
        prop_assert!(places[1..].iter().all(|place| place.1 > 0));
    }

    #[test]
    fn chosen_places_are_kept_and_avoided(
        mut nodes in flows(),
        chosen in prop::collection::vec((0..40usize, -2000..2000, -2000..2000), 0..12),
    ) {
        for (index, x, y) in chosen {
            if let Some(node) = nodes.get_mut(index) {
                node.place = Some((x, y));
            }
        }
        let places = places(&nodes);
        for (node, place) in nodes.iter().zip(&places) {
            prop_assert!(node.place.is_none_or(|chosen| (chosen.0.into(), chosen.1.into()) == *place));
        }
        for (a, b) in overlaps(&nodes, &places) {
            prop_assert!(nodes[a].place.is_some() && nodes[b].place.is_some(), "{a} on {b}");
        }
    }
}

#[test]
fn branches_stand_in_the_order_of_their_transitions() {
    let nodes = nodes(&[&[1], &[4, 2, 3], &[], &[], &[]]);
    let places = places(&nodes);
    assert!(places[4].0 < places[2].0 && places[2].0 < places[3].0);
    assert_eq!(
        places[1].0 + nodes[1].width() / 2,
        places[2].0 + nodes[2].width() / 2
    );
}

#[test]
fn one_way_on_leads_straight_down() {
    let nodes = nodes(&[&[1], &[2], &[3], &[]]);
    assert_eq!(places(&nodes), [(0, 0), (0, 270), (0, 540), (0, 810)]);
}

#[test]
fn a_retry_loop_stands_below_its_question() {
    let nodes = nodes(&[&[1], &[2], &[3, 4], &[1], &[]]);
    assert_eq!(upward(&nodes, &places(&nodes)), [(3, 1)]);
}

#[test]
fn a_new_widget_stands_under_the_one_that_leads_to_it() {
    let mut nodes = nodes(&[&[1], &[2], &[]]);
    nodes[0].place = Some((400, 100));
    nodes[1].place = Some((900, 700));
    assert_eq!(places(&nodes)[2], (900, 970));
}

#[test]
fn a_place_far_out_is_kept() {
    let mut nodes = nodes(&[&[1], &[2], &[]]);
    nodes[1].place = Some((i32::MAX, i32::MIN));
    let far = (i64::from(i32::MAX), i64::from(i32::MIN));
    assert_eq!(places(&nodes)[1..], [far, (far.0, far.1 + 270)]);
}

#[test]
fn a_flow_without_widgets_has_no_places() {
    assert_eq!(places(&[]), []);
}

#[test]
fn a_thousand_widgets_with_one_apology_are_laid_out_alike_every_time() {
    let last = 999;
    let targets: Vec<Vec<usize>> = (0..=last)
        .map(|index| match index {
            0 => vec![1],
            index if index == last => vec![],
            // Every third is a branch of two, and each may fail.
            index if index % 3 == 0 && index + 2 < last => vec![index + 1, index + 2, last],
            index => vec![index + 1, last],
        })
        .collect();
    let nodes = nodes(&targets.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let first = places(&nodes);
    assert_eq!(overlaps(&nodes, &first), []);
    assert_eq!(upward(&nodes, &first), []);
    assert_eq!(places(&nodes), first);
}
