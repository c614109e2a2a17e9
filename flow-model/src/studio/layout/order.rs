//! The order within each layer: few crossings, by barycentres.
//!
//! An edge over several layers runs through *lanes*, which keep its way free between widgets. All
//! edges to one widget share its lanes: a widget that reports every failure of a flow has one.

use super::Node;
use super::layers::Layers;

/// Sweeps over all layers; further ones hardly ever lower the number of crossings.
const SWEEPS: usize = 12;
/// An edge over more layers than these has no lanes: it would only cost time, as nobody can follow
/// it on the canvas.
const LONGEST: usize = 24;

/// One end of an edge between two neighbouring layers, as the other end sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// The vertex at this end.
    pub(super) to: usize,
    /// Where the edge leaves its upper end, from 0 on the left to 1 on the right.
    pub(super) port: f64,
}

/// Vertices, each in its layer: the widgets by their numbers, and after them lanes.
#[derive(Debug)]
pub(super) struct Layered {
    /// The vertices of each layer from left to right.
    pub(super) layers: Vec<Vec<usize>>,
    /// To the layer above.
    pub(super) up: Vec<Vec<Link>>,
    /// To the layer below.
    pub(super) down: Vec<Vec<Link>>,
}

pub(super) fn order(nodes: &[Node], layers: &Layers) -> Layered {
    let mut layered = Layered::new(nodes, layers);
    let mut place = vec![0; layered.up.len()];
    layered.number(&mut place);
    let mut best = (layered.crossings(&place), layered.layers.clone());
    for sweep in 0..SWEEPS {
        layered.sweep(sweep % 2 == 0, &mut place);
        let crossings = layered.crossings(&place);
        if crossings < best.0 {
            best = (crossings, layered.layers.clone());
        }
    }
    layered.layers = best.1;
    layered
}

impl Layered {
    fn new(nodes: &[Node], layers: &Layers) -> Self {
        let depth = layers.of.iter().max().map_or(0, |deepest| deepest + 1);
        let mut layered = Layered {
            layers: vec![Vec::new(); depth],
            up: vec![Vec::new(); nodes.len()],
            down: vec![Vec::new(); nodes.len()],
        };
        let mut met: Vec<usize> = (0..nodes.len()).collect();
        met.sort_by_key(|&node| layers.met[node]);
        for node in met {
            layered.layers[layers.of[node]].push(node);
        }
        // The lanes to each widget, from the one right above it upwards.
        let mut lanes = vec![Vec::new(); nodes.len()];
        for edge in &layers.edges {
            let between = layers.of[edge.to] - layers.of[edge.from] - 1;
            if between < LONGEST {
                let lanes = &mut lanes[edge.to];
                while lanes.len() < between {
                    let below = lanes.last().copied().unwrap_or(edge.to);
                    let layer = layers.of[edge.to] - lanes.len() - 1;
                    lanes.push(layered.lane(layer, below));
                }
                let below = between.checked_sub(1).map_or(edge.to, |last| lanes[last]);
                layered.link(edge.from, edge.port, below);
            }
        }
        layered
    }

    fn lane(&mut self, layer: usize, below: usize) -> usize {
        let lane = self.up.len();
        self.up.push(Vec::new());
        self.down.push(Vec::new());
        self.layers[layer].push(lane);
        self.link(lane, 0.5, below);
        lane
    }

    fn link(&mut self, upper: usize, port: f64, lower: usize) {
        self.down[upper].push(Link { to: lower, port });
        self.up[lower].push(Link { to: upper, port });
    }

    fn number(&self, place: &mut [usize]) {
        for layer in &self.layers {
            for (index, &vertex) in layer.iter().enumerate() {
                place[vertex] = index;
            }
        }
    }

    /// Sorts each layer by where its neighbours in the layer before stand.
    fn sweep(&mut self, downwards: bool, place: &mut [usize]) {
        let depth = self.layers.len();
        for step in 0..depth {
            let (layer, links) = if downwards {
                (step, &self.up)
            } else {
                (depth - 1 - step, &self.down)
            };
            let key = |vertex: usize| {
                let ends = links[vertex].iter();
                mean(ends.map(|link| place[link.to] as f64 + link.port))
                    .unwrap_or(place[vertex] as f64 + 0.5)
            };
            let mut keyed: Vec<_> = self.layers[layer]
                .iter()
                .map(|&vertex| (key(vertex), vertex))
                .collect();
            keyed.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            for (index, &(_, vertex)) in keyed.iter().enumerate() {
                self.layers[layer][index] = vertex;
                place[vertex] = index;
            }
        }
    }

    /// How many pairs of edges cross.
    fn crossings(&self, place: &[usize]) -> usize {
        self.layers
            .iter()
            .map(|layer| self.crossings_below(layer, place))
            .sum()
    }

    fn crossings_below(&self, layer: &[usize], place: &[usize]) -> usize {
        let mut crossings = 0;
        let mut lower_ends: Vec<usize> = Vec::new();
        for &upper in layer {
            let mut links: Vec<_> = self.down[upper]
                .iter()
                .map(|link| (link.port, place[link.to]))
                .collect();
            links.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            for (_, lower) in links {
                let index = lower_ends.partition_point(|&end| end <= lower);
                crossings += lower_ends.len() - index;
                lower_ends.insert(index, lower);
            }
        }
        crossings
    }
}

/// The mean of some numbers; none of none.
pub(super) fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| {
        (sum + number, count + 1.0)
    });
    (count > 0.0).then(|| sum / count)
}
