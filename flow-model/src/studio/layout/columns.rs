//! Where each vertex of a layer stands from left to right: near its neighbours, in the layer's
//! order, and without overlaps.

use super::order::{Layered, Link, mean};
use super::{GAP, GRID, Node};

/// Sweeps over all layers; an odd number, so that the last one hangs widgets under what leads to
/// them.
const SWEEPS: usize = 9;
/// The room that a lane takes between two widgets.
const LANE: i64 = 40;

/// How much more a widget insists on its place than a lane does.
const WEIGHT: f64 = 8.0;

/// The left edge of every widget.
pub(super) fn lefts(nodes: &[Node], layered: &Layered) -> Vec<i64> {
    let width = |vertex: usize| nodes.get(vertex).map_or(LANE, Node::width);
    let mut columns = Columns {
        layered,
        distances: layered
            .layers
            .iter()
            .map(|layer| distances(nodes, layer))
            .collect(),
        widgets: nodes.len(),
        centres: vec![0.0; layered.up.len()],
    };
    columns.place();
    (0..nodes.len())
        .map(|node| columns.centres[node] - width(node) as f64 / 2.0)
        .map(|left| (left / GRID as f64).round() as i64 * GRID)
        .collect()
}

struct Columns<'a> {
    layered: &'a Layered,
    /// How far apart neighbours in a layer must be, from centre to centre.
    distances: Vec<Vec<f64>>,
    widgets: usize,
    centres: Vec<f64>,
}

fn distances(nodes: &[Node], layer: &[usize]) -> Vec<f64> {
    let half = |vertex: usize| nodes.get(vertex).map_or(LANE / 2, |node| node.width() / 2);
    let gap = |vertex: usize| if vertex < nodes.len() { GAP / 2 } else { 0 };
    layer
        .windows(2)
        .map(|pair| {
            let room = |vertex| half(vertex) + gap(vertex);
            (room(pair[0]) + room(pair[1])) as f64
        })
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
        let vertices = &self.layered.layers[layer];
        let mut blocks: Vec<Block> = Vec::new();
        let mut offsets = Vec::new();
        let mut offset = 0.0;
        for (index, wanted) in wanted.iter().enumerate() {
            if index > 0 {
                offset += self.distances[layer][index - 1];
            }
            offsets.push(offset);
            let mut block = Block {
                start: wanted - offset,
                weight: if vertices[index] < self.widgets {
                    WEIGHT
                } else {
                    1.0
                },
                vertices: 1,
            };
            while let Some(before) = blocks.pop_if(|before| before.start >= block.start) {
                block = before.and(&block);
            }
            blocks.push(block);
        }
        let starts = blocks
            .into_iter()
            .flat_map(|block| std::iter::repeat_n(block.start, block.vertices));
        for ((&vertex, offset), start) in vertices.iter().zip(offsets).zip(starts) {
            self.centres[vertex] = start + offset;
        }
    }
}

/// Vertices that touch each other, and so move together.
struct Block {
    /// Where the first vertex of its layer would stand.
    start: f64,
    weight: f64,
    vertices: usize,
}

impl Block {
    fn and(&self, next: &Block) -> Block {
        let weight = self.weight + next.weight;
        Block {
            start: (self.start * self.weight + next.start * next.weight) / weight,
            weight,
            vertices: self.vertices + next.vertices,
        }
    }
}
