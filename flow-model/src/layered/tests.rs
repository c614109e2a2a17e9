use proptest::prelude::*;

use super::{Lanes, Layered, Room, Vertex, Way, centres, layers, order};

/// Vertices by their targets; the first stands on top.
fn vertices(targets: &[Vec<usize>]) -> Vec<Vertex> {
    let vertex = |(index, targets): (usize, &Vec<usize>)| Vertex {
        is_top: index == 0,
        ways: targets
            .iter()
            .enumerate()
            .map(|(port, &to)| Way {
                to,
                port: (port as f64 + 0.5) / targets.len() as f64,
            })
            .collect(),
    };
    targets.iter().enumerate().map(vertex).collect()
}

fn ordered(targets: &[Vec<usize>], swaps: bool) -> Layered {
    let lanes = Lanes {
        longest: 24,
        loops: true,
        swaps,
    };
    order(&layers(&vertices(targets)), lanes)
}

/// How many pairs of links cross, each pair looked at.
fn crossings(layered: &Layered) -> usize {
    let mut count = 0;
    for layer in &layered.layers {
        let place = |vertex: usize| {
            let below = layered.layers.iter();
            below
                .flat_map(|layer| layer.iter().position(|&it| it == vertex))
                .next()
        };
        let links: Vec<_> = layer
            .iter()
            .enumerate()
            .flat_map(|(upper, &vertex)| {
                let links = layered.down[vertex].iter();
                links.map(move |link| (upper as f64 + link.port, place(link.to)))
            })
            .collect();
        for (index, a) in links.iter().enumerate() {
            for b in &links[..index] {
                count += usize::from((a.0 < b.0 && a.1 > b.1) || (b.0 < a.0 && b.1 > a.1));
            }
        }
    }
    count
}

fn graphs() -> impl Strategy<Value = Vec<Vec<usize>>> {
    (1..24usize).prop_flat_map(|count| {
        let targets = prop::collection::vec(0..count, 0..4);
        prop::collection::vec(targets, count)
    })
}

struct Wide;

impl Room for Wide {
    fn apart(&self, left: usize, right: usize) -> f64 {
        10.0 + (left % 3 + right % 3) as f64
    }
}

proptest! {
    #[test]
    fn swaps_leave_no_more_crossings_than_there_were(targets in graphs()) {
        let (rough, careful) = (ordered(&targets, false), ordered(&targets, true));
        prop_assert!(crossings(&careful) <= crossings(&rough));
    }

    #[test]
    fn each_vertex_stands_once_and_apart_from_its_neighbours(targets in graphs()) {
        let layered = ordered(&targets, true);
        let mut all = layered.layers.concat();
        all.sort_unstable();
        prop_assert_eq!(all, (0..layered.up.len()).collect::<Vec<_>>());

        let centres = centres(&layered, &Wide);
        for pair in layered.layers.iter().flat_map(|layer| layer.windows(2)) {
            let apart = centres[pair[1]] - centres[pair[0]];
            prop_assert!(apart > Wide.apart(pair[0], pair[1]) - 0.001, "{apart}");
        }
    }

    #[test]
    fn links_lead_from_one_layer_to_the_next(targets in graphs()) {
        let layered = ordered(&targets, true);
        let mut layer_of = vec![0; layered.up.len()];
        for (layer, vertices) in layered.layers.iter().enumerate() {
            for &vertex in vertices {
                layer_of[vertex] = layer;
            }
        }
        for (upper, links) in layered.down.iter().enumerate() {
            for link in links {
                prop_assert_eq!(layer_of[link.to], layer_of[upper] + 1);
            }
        }
    }
}

#[test]
fn a_loop_has_a_lane_beside_each_layer_that_it_passes() {
    // 0 → 1 → 2 → 3, and 3 back to 1.
    let layered = ordered(&[vec![1], vec![2], vec![3], vec![1]], true);
    let lanes = &layered.loops[1];
    assert_eq!(lanes.len(), 3);
    for (lane, layer) in lanes.iter().zip(1..) {
        assert!(layered.layers[layer].contains(lane));
    }
    assert!(layered.loops[2].is_empty());
}

#[test]
fn edges_to_one_vertex_share_its_lanes() {
    // 0 → 1 → 2 → 3 → 4, and each of them to 4 as well.
    let layered = ordered(&[vec![1, 4], vec![2, 4], vec![3, 4], vec![4], vec![]], true);
    assert_eq!(layered.lanes[4].len(), 3);
    assert_eq!(layered.up.len(), 5 + 3);
}

#[test]
fn branches_that_would_cross_are_put_in_order() {
    let targets = [vec![1, 2], vec![4], vec![3], vec![], vec![]];
    assert_eq!(crossings(&ordered(&targets, true)), 0);
}
