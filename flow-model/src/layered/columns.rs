//! Where each vertex of a layer stands from left to right: near its neighbours, in the layer's
//! order, and without overlaps.

use super::order::{Layered, Link};

/// Sweeps over all layers; an odd number, so that the last one hangs vertices under what leads to
/// them.
const SWEEPS: usize = 9;

/// The room that vertices take.
pub(crate) trait Room {
    /// How far apart two neighbours in a layer must be, from centre to centre.
    fn apart(&self, left: usize, right: usize) -> f64;

    /// How far right of its centre an edge leaves a vertex.
    fn port(&self, _vertex: usize, _port: f64) -> f64 {
        0.0
    }

    /// How much it matters that this edge leads straight down.
    fn straight(&self, _upper: usize, _lower: usize) -> f64 {
        1.0
    }
}

/// The centre of every vertex, lanes and turns included.
pub(crate) fn centres(layered: &Layered, room: &impl Room) -> Vec<f64> {
    let distances = |layer: &Vec<usize>| {
        let pairs = layer.windows(2);
        pairs.map(|pair| room.apart(pair[0], pair[1])).collect()
    };
    let mut columns = Columns {
        layered,
        room,
        distances: layered.layers.iter().map(distances).collect(),
        centres: vec![0.0; layered.up.len()],
    };
    columns.place();
    columns.centres
}

struct Columns<'a, R> {
    layered: &'a Layered,
    room: &'a R,
    distances: Vec<Vec<f64>>,
    centres: Vec<f64>,
}

impl<R: Room> Columns<'_, R> {
    fn place(&mut self) {
        let depth = self.layered.layers.len();
        for layer in 0..depth {
            self.place_layer(layer, &vec![(0.0, 1.0); self.layered.layers[layer].len()]);
        }
        for sweep in 0..SWEEPS {
            for step in 0..depth {
                if sweep % 2 == 0 {
                    self.pull(step, true);
                } else {
                    self.pull(depth - 1 - step, false);
                }
            }
        }
    }

    /// Pulls the vertices of a layer towards their neighbours in the one above or below.
    fn pull(&mut self, layer: usize, up: bool) {
        let wanted: Vec<(f64, f64)> = self.layered.layers[layer]
            .iter()
            .map(|&vertex| {
                let (mut sum, mut weight) = (0.0, 0.0);
                let links = if up {
                    &self.layered.up
                } else {
                    &self.layered.down
                };
                for &Link { to, port } in &links[vertex] {
                    let (upper, lower) = if up { (to, vertex) } else { (vertex, to) };
                    let offset = self.room.port(upper, port);
                    let straight = self.room.straight(upper, lower);
                    sum += straight * (self.centres[to] + if up { offset } else { -offset });
                    weight += straight;
                }
                if weight > 0.0 {
                    (sum / weight, weight / links[vertex].len() as f64)
                } else {
                    (self.centres[vertex], 1.0)
                }
            })
            .collect();
        self.place_layer(layer, &wanted);
    }

    /// Puts each vertex of a layer as near as can be to where it is wanted: the least squares, by
    /// the weights, under the order and the distances, by merging neighbours that push each other
    /// into one block.
    fn place_layer(&mut self, layer: usize, wanted: &[(f64, f64)]) {
        let mut blocks: Vec<Block> = Vec::new();
        let mut offsets = Vec::with_capacity(wanted.len());
        let mut offset = 0.0;
        for (index, &(wanted, weight)) in wanted.iter().enumerate() {
            if index > 0 {
                offset += self.distances[layer][index - 1];
            }
            offsets.push(offset);
            let mut block = Block {
                start: wanted - offset,
                weight,
                vertices: 1,
            };
            while let Some(before) = blocks.pop_if(|before| before.start >= block.start) {
                block = before.with(block);
            }
            blocks.push(block);
        }
        let starts = blocks
            .into_iter()
            .flat_map(|block| std::iter::repeat_n(block.start, block.vertices));
        let vertices = &self.layered.layers[layer];
        for ((&vertex, offset), start) in vertices.iter().zip(offsets).zip(starts) {
            self.centres[vertex] = start + offset;
        }
    }
}

/// Vertices that push each other.
struct Block {
    /// Where the first vertex of the layer would stand.
    start: f64,
    weight: f64,
    vertices: usize,
}

impl Block {
    fn with(self, next: Block) -> Block {
        let weight = self.weight + next.weight;
        Block {
            start: (self.start * self.weight + next.start * next.weight) / weight,
            weight,
            vertices: self.vertices + next.vertices,
        }
    }
}
