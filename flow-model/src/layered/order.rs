//! The order within each layer: few crossings, by barycentres.
//!
//! An edge over several layers runs through *lanes*, which keep its way free between vertices. All
//! edges to one vertex share its lanes: a widget that reports every failure of a flow has one. An
//! edge that closes a loop has lanes of its own kind, from the layer it leaves up to the one it
//! comes back to; at both ends stand *turns*, in the layers below and above, which only hold the
//! lane near the two. One from a vertex to itself has none: it goes round it.

use super::layers::{Edge, Layers};

/// Sweeps over all layers; further ones hardly ever lower the number of crossings.
const SWEEPS: usize = 12;

/// Orders to begin with, where care is taken; of more vertices than so many only the first two.
const STARTS: usize = 6;
const SMALL: usize = 1_500;
/// Passes in which neighbours change places after each sweep.
const SWAPS: usize = 4;
/// Passes in which neighbours change places, where that is asked for.
const PASSES: usize = 24;
/// No passes are made over more vertices than these: a picture of them is no picture.
const PASSED: usize = 5_000;

/// Which edges have lanes, and how much care is taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lanes {
    /// An edge through more layers than these has none.
    pub(crate) longest: usize,
    /// Whether edges that close a loop have any.
    pub(crate) loops: bool,
    /// Whether neighbours change places afterwards as long as fewer edges cross.
    pub(crate) swaps: bool,
}

/// One end of an edge between two neighbouring layers, as the other end sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    /// The vertex at this end.
    pub(crate) to: usize,
    /// Where the edge leaves its upper end, from 0 on the left to 1 on the right.
    pub(crate) port: f64,
}

/// Vertices, each in its layer: those of the graph by their numbers, and after them lanes and
/// turns.
#[derive(Debug, Default)]
pub(crate) struct Layered {
    /// The vertices of each layer from left to right.
    pub(crate) layers: Vec<Vec<usize>>,
    /// To the layer above.
    pub(crate) up: Vec<Vec<Link>>,
    /// To the layer below.
    pub(crate) down: Vec<Vec<Link>>,
    /// The lanes to each vertex of the graph, from the one right above it upwards.
    pub(crate) lanes: Vec<Vec<usize>>,
    /// The lanes of loops to each vertex of the graph, from the one beside it downwards.
    pub(crate) loops: Vec<Vec<usize>>,
}

pub(crate) fn order(layers: &Layers, lanes: Lanes) -> Layered {
    let mut layered = Layered::new(layers, lanes);
    let mut place = vec![0; layered.up.len()];
    layered.number(&mut place);
    let met = layered.layers.clone();
    let mut best = Best {
        crossings: layered.crossings(&place),
        layers: met.clone(),
    };
    layered.sweeps(false, &mut place, &mut best);
    if lanes.swaps && place.len() <= PASSED {
        let starts = if place.len() <= SMALL { STARTS } else { 2 };
        for start in 0..starts {
            layered.start(start, &met, &mut place);
            layered.sweeps(true, &mut place, &mut best);
        }
        layered.layers.clone_from(&best.layers);
        layered.number(&mut place);
        layered.polish(&mut place, &mut best);
    }
    layered.layers = best.layers;
    layered
}

/// The best order so far.
struct Best {
    crossings: usize,
    layers: Vec<Vec<usize>>,
}

impl Best {
    fn keep(&mut self, layered: &Layered, place: &[usize]) {
        let crossings = layered.crossings(place);
        if crossings < self.crossings {
            self.crossings = crossings;
            self.layers.clone_from(&layered.layers);
        }
    }
}

impl Layered {
    fn new(layers: &Layers, lanes: Lanes) -> Self {
        let count = layers.of.len();
        let depth = layers.of.iter().max().map_or(0, |deepest| deepest + 1);
        let mut layered = Layered {
            layers: vec![Vec::new(); depth],
            up: vec![Vec::new(); count],
            down: vec![Vec::new(); count],
            lanes: vec![Vec::new(); count],
            loops: vec![Vec::new(); count],
        };
        let mut met: Vec<usize> = (0..count).collect();
        met.sort_by_key(|&vertex| layers.met[vertex]);
        for vertex in met {
            layered.layers[layers.of[vertex]].push(vertex);
        }
        for &edge in &layers.edges {
            if layers.of[edge.to] - layers.of[edge.from] - 1 < lanes.longest {
                layered.lead_down(layers, edge);
            }
        }
        if lanes.loops {
            layered.lead_back(layers, lanes.longest);
        }
        layered
    }

    fn lead_down(&mut self, layers: &Layers, edge: Edge) {
        let between = layers.of[edge.to] - layers.of[edge.from] - 1;
        while self.lanes[edge.to].len() < between {
            let below = self.lanes[edge.to].last().copied().unwrap_or(edge.to);
            let lane = self.vertex(layers.of[edge.to] - self.lanes[edge.to].len() - 1);
            self.link(lane, 0.5, below);
            self.lanes[edge.to].push(lane);
        }
        let below = between.checked_sub(1).map(|last| self.lanes[edge.to][last]);
        self.link(edge.from, edge.port, below.unwrap_or(edge.to));
    }

    /// Leads loops back. Those that leave one layer for one vertex turn together.
    fn lead_back(&mut self, layers: &Layers, longest: usize) {
        let height = |edge: &Edge| layers.of[edge.from] - layers.of[edge.to] + 1;
        let mut loops: Vec<Edge> = layers.loops.clone();
        loops.retain(|edge| edge.from != edge.to && height(edge) <= longest);
        loops.sort_by_key(|edge| (edge.to, layers.of[edge.from]));
        let mut turn = None;
        for edge in loops {
            let layer = layers.of[edge.from];
            if self.loops[edge.to].is_empty()
                && let Some(above) = layers.of[edge.to].checked_sub(1)
            {
                let turn = self.vertex(above);
                self.link(turn, 0.5, edge.to);
                let lane = self.back_lane(layers, edge.to);
                self.link(turn, 0.5, lane);
            }
            while self.loops[edge.to].len() < height(&edge) {
                self.back_lane(layers, edge.to);
            }
            let below = match turn {
                Some((to, from, below)) if (to, from) == (edge.to, layer) => below,
                _ => {
                    let below = self.vertex(layer + 1);
                    self.link(self.loops[edge.to][height(&edge) - 1], 0.5, below);
                    turn = Some((edge.to, layer, below));
                    below
                }
            };
            self.link(edge.from, edge.port, below);
        }
    }

    /// One more lane for the loops to a vertex, below those it has.
    fn back_lane(&mut self, layers: &Layers, to: usize) -> usize {
        let lane = self.vertex(layers.of[to] + self.loops[to].len());
        if let Some(&above) = self.loops[to].last() {
            self.link(above, 0.5, lane);
        }
        self.loops[to].push(lane);
        lane
    }

    /// One more vertex, at the right end of a layer.
    fn vertex(&mut self, layer: usize) -> usize {
        let vertex = self.up.len();
        self.up.push(Vec::new());
        self.down.push(Vec::new());
        if self.layers.len() == layer {
            self.layers.push(Vec::new());
        }
        self.layers[layer].push(vertex);
        vertex
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

    /// An order to begin with: as a walk met the vertices, as they stand in the source, or the walk's
    /// from the right; and after each of them what came of it, from the right.
    fn start(&mut self, start: usize, met: &[Vec<usize>], place: &mut [usize]) {
        if start.is_multiple_of(2) {
            self.layers.clone_from_slice(met);
        }
        for layer in &mut self.layers {
            match start {
                0 => {}
                2 => layer.sort_unstable(),
                _ => layer.reverse(),
            }
        }
        self.number(place);
    }

    /// Neighbours change places until that helps no more, but so often at most; each time also
    /// where it does not harm, if that is allowed. Whether any did.
    fn swap(&mut self, passes: usize, may_equal: bool, place: &mut [usize]) -> bool {
        for pass in 0..passes {
            let mut swapped = false;
            for layer in 0..self.layers.len() {
                for index in 1..self.layers[layer].len() {
                    let pair = [self.layers[layer][index - 1], self.layers[layer][index]];
                    let now = self.crossings_of(pair, place);
                    if now == 0 {
                        continue;
                    }
                    let then = self.crossings_of([pair[1], pair[0]], place);
                    if then < now || (may_equal && then == now) {
                        self.layers[layer].swap(index - 1, index);
                        place.swap(pair[0], pair[1]);
                        swapped = true;
                    }
                }
            }
            if !swapped {
                return pass > 0;
            }
        }
        true
    }

    /// Sweeps down and up in turn, with swaps after each if wanted.
    fn sweeps(&mut self, swaps: bool, place: &mut [usize], best: &mut Best) {
        for sweep in 0..SWEEPS {
            self.sweep(sweep % 2 == 0, place);
            if swaps {
                self.swap(SWAPS, false, place);
            }
            best.keep(self, place);
        }
    }

    /// Passes that swap also where as many edges cross as before, which leads out of dead ends.
    fn polish(&mut self, place: &mut [usize], best: &mut Best) {
        for pass in 0..PASSES {
            let may_equal = pass % 2 == 0;
            let swapped = self.swap(1, may_equal, place);
            best.keep(self, place);
            if may_equal && !swapped {
                break;
            }
        }
    }

    /// How many edges of a pair cross when the first stands left of the second.
    fn crossings_of(&self, [left, right]: [usize; 2], place: &[usize]) -> usize {
        let above = |links: &[Link]| {
            let ends = links.iter().map(|link| place[link.to] as f64 + link.port);
            ends.collect::<Vec<_>>()
        };
        let below = |links: &[Link]| {
            let ends = links.iter().map(|link| place[link.to] as f64);
            ends.collect::<Vec<_>>()
        };
        inversions(above(&self.up[left]), above(&self.up[right]))
            + inversions(below(&self.down[left]), below(&self.down[right]))
    }

    /// How many pairs of edges cross.
    fn crossings(&self, place: &[usize]) -> usize {
        let widest = self.layers.iter().map(Vec::len).max().unwrap_or_default();
        let mut ends = Ends(vec![0; widest + 1]);
        self.layers
            .iter()
            .map(|layer| {
                ends.0.fill(0);
                self.crossings_below(layer, place, &mut ends)
            })
            .sum()
    }

    fn crossings_below(&self, layer: &[usize], place: &[usize], ends: &mut Ends) -> usize {
        let mut crossings = 0;
        let mut before = 0;
        for &upper in layer {
            let mut links: Vec<_> = self.down[upper]
                .iter()
                .map(|link| (link.port, place[link.to]))
                .collect();
            links.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            for (_, lower) in links {
                crossings += before - ends.up_to(lower);
                ends.add(lower);
                before += 1;
            }
        }
        crossings
    }
}

/// How many of the first numbers are greater than one of the second, over all pairs.
fn inversions(left: Vec<f64>, mut right: Vec<f64>) -> usize {
    right.sort_by(f64::total_cmp);
    let less = |number: &f64| right.partition_point(|other| other < number);
    left.iter().map(less).sum()
}

/// How many edges end at each place of a layer: a Fenwick tree, for layers of any width.
struct Ends(Vec<usize>);

impl Ends {
    fn add(&mut self, place: usize) {
        let mut index = place + 1;
        while let Some(count) = self.0.get_mut(index) {
            *count += 1;
            index += index & index.wrapping_neg();
        }
    }

    /// How many end at this place or left of it.
    fn up_to(&self, place: usize) -> usize {
        let mut index = place + 1;
        let mut sum = 0;
        while index > 0 {
            sum += self.0[index];
            index &= index - 1;
        }
        sum
    }
}

/// The mean of some numbers; none of none.
fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| {
        (sum + number, count + 1.0)
    });
    (count > 0.0).then(|| sum / count)
}
