//! Where each vertex of a layer stands from left to right: near its neighbours, in the layer's
//! order, and without overlaps.

use super::order::{Layered, Link, mean};
use super::{GAP, GRID, Node, WIDTH};

/// Sweeps over all layers; an odd number, so that the last one hangs widgets under what leads to
/// them.
const SWEEPS: usize = 9;

/// The left edge of every widget.
pub(super) fn lefts(nodes: &[Node], layered: &Layered) -> Vec<i64> {
    let mut columns = Columns {
        layered,
        distances: layered
            .layers
            .iter()
            .map(|layer| distances(nodes, layer))
            .collect(),
        centres: vec![0.0; layered.up.len()],
    };
    columns.place();
    nodes
        .iter()
        .zip(&columns.centres)
        .map(|(node, centre)| centre - node.width() as f64 / 2.0)
        .map(|left| (left / GRID as f64).round() as i64 * GRID)
        .collect()
}

struct Columns<'a> {
    layered: &'a Layered,
    /// How far apart neighbours in a layer must be, from centre to centre.
    distances: Vec<Vec<f64>>,
    centres: Vec<f64>,
}

fn distances(nodes: &[Node], layer: &[usize]) -> Vec<f64> {
    // Edges are drawn straight, not along their lanes: a lane takes the room of a widget, so that
    // what a long edge leads to stands beside what the edge passes, and not below it.
    let half = |vertex: usize| nodes.get(vertex).map_or(WIDTH, Node::width) / 2;
    layer
        .windows(2)
        .map(|pair| (half(pair[0]) + GAP + half(pair[1])) as f64)
        .collect()
}

impl Columns<'_> {
    fn place(&mut self) {
        let depth = self.layered.layers.len();
        for layer in 0..depth {
            self.place_layer(layer, &vec![0.0; self.layered.layers[layer].len()]);
        }
        for sweep in 0..SWEEPS {
            for step in 0..depth {
                if sweep % 2 == 0 {
                    self.pull(step, &self.layered.up);
                } else {
                    self.pull(depth - 1 - step, &self.layered.down);
                }
            }
        }
    }

    /// Pulls the vertices of a layer towards their neighbours in one other.
    fn pull(&mut self, layer: usize, links: &[Vec<Link>]) {
        let wanted: Vec<f64> = self.layered.layers[layer]
            .iter()
            .map(|&vertex| {
                let neighbours = links[vertex].iter().map(|link| self.centres[link.to]);
                mean(neighbours).unwrap_or(self.centres[vertex])
            })
            .collect();
        self.place_layer(layer, &wanted);
    }

    /// Puts each vertex of a layer as near as can be to where it is wanted: the least squares under
    /// the order and the distances, by merging neighbours that push each other into one block.
    fn place_layer(&mut self, layer: usize, wanted: &[f64]) {
        // Of each block, where the first vertex of its layer would stand, and how many are in it.
        let mut blocks: Vec<(f64, usize)> = Vec::new();
        let mut offsets = Vec::with_capacity(wanted.len());
        let mut offset = 0.0;
        for (index, wanted) in wanted.iter().enumerate() {
            if index > 0 {
                offset += self.distances[layer][index - 1];
            }
            offsets.push(offset);
            let mut block = (wanted - offset, 1);
            while let Some(before) = blocks.pop_if(|before| before.0 >= block.0) {
                block = merged(before, block);
            }
            blocks.push(block);
        }
        let starts = blocks
            .into_iter()
            .flat_map(|(start, vertices)| std::iter::repeat_n(start, vertices));
        let vertices = &self.layered.layers[layer];
        for ((&vertex, offset), start) in vertices.iter().zip(offsets).zip(starts) {
            self.centres[vertex] = start + offset;
        }
    }
}

fn merged((a, vertices): (f64, usize), (b, more): (f64, usize)) -> (f64, usize) {
    let total = vertices + more;
    let sum = a * vertices as f64 + b * more as f64;
    (sum / total as f64, total)
}
