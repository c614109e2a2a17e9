//! Places for widgets on Studio's canvas, so that a person can read the flow from top to bottom.
//!
//! Widgets are put into layers (`crate::layered`), then the places that the author chose are kept
//! and the rest settles around them. The same flow is laid out alike everywhere.

use crate::layered::{self, Lanes, Layered, Layers, Room, Vertex, Way};

/// A widget as the layout sees it.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The place that its author chose.
    pub place: Option<(i32, i32)>,
    /// Whether executions start here: such widgets stand on top.
    pub is_trigger: bool,
    /// Where its transitions lead, from left to right; none where the execution ends.
    pub targets: Vec<Option<usize>>,
}

/// How wide Studio draws a widget: its transitions stand side by side.
const WIDTH: i64 = 320;
const TRANSITION_WIDTH: i64 = 100;
/// How high Studio draws a widget, about.
const HEIGHT: i64 = 200;
/// The space between two widgets side by side.
const GAP: i64 = 60;
/// From one layer to the next.
const PITCH: i64 = 270;
/// Studio's canvas snaps to it.
const GRID: i64 = 10;
/// Edges that close a loop are drawn as they come. One over more layers than these has no lanes: it
/// would only cost time, as nobody can follow it on the canvas.
const LANES: Lanes = Lanes {
    longest: 24,
    loops: false,
    swaps: false,
};

impl Node {
    /// How wide Studio draws it, about, in the canvas's units.
    pub fn width(&self) -> i64 {
        WIDTH.max(self.targets.len() as i64 * TRANSITION_WIDTH)
    }

    /// How high Studio draws it, about, in the canvas's units.
    pub fn height(&self) -> i64 {
        HEIGHT
    }

    fn chosen(&self) -> Option<(i64, i64)> {
        self.place.map(|(x, y)| (x.into(), y.into()))
    }
}

/// The place of every widget: of its upper left corner, in the canvas's units; the first trigger
/// stands at (0, 0) where the author places nothing.
///
/// Edges lead downwards but for those that close a loop. A target that is not a node counts as none.
pub fn places(nodes: &[Node]) -> Vec<(i64, i64)> {
    let layers = layered::layers(&vertices(nodes));
    let layered = layered::order(&layers, LANES);
    let lefts = lefts(nodes, &layered);
    settle(nodes, &layers, &lefts)
}

/// Only connected transitions count, so that a widget with one way on has it in the middle.
fn vertices(nodes: &[Node]) -> Vec<Vertex> {
    let vertex = |node: &Node| {
        let targets = node.targets.iter().flatten().copied();
        let connected: Vec<usize> = targets.filter(|&target| target < nodes.len()).collect();
        let ports = connected.len() as f64;
        let way = |(port, to)| Way {
            to,
            port: (port as f64 + 0.5) / ports,
        };
        Vertex {
            is_top: node.is_trigger,
            ways: connected.into_iter().enumerate().map(way).collect(),
        }
    };
    nodes.iter().map(vertex).collect()
}

/// The left edge of every widget.
fn lefts(nodes: &[Node], layered: &Layered) -> Vec<i64> {
    let centres = layered::centres(layered, &Canvas(nodes));
    nodes
        .iter()
        .zip(&centres)
        .map(|(node, centre)| centre - node.width() as f64 / 2.0)
        .map(|left| (left / GRID as f64).round() as i64 * GRID)
        .collect()
}

struct Canvas<'a>(&'a [Node]);

impl Room for Canvas<'_> {
    fn apart(&self, left: usize, right: usize) -> f64 {
        // Edges are drawn straight, not along their lanes: a lane takes the room of a widget, so
        // that what a long edge leads to stands beside what the edge passes, and not below it.
        let half = |vertex: usize| self.0.get(vertex).map_or(WIDTH, Node::width) / 2;
        (half(left) + GAP + half(right)) as f64
    }
}

/// Puts free widgets where the layers have them, moved along with the author's places: each keeps
/// its distance from what leads to it, and gives way sideways to what is there already.
fn settle(nodes: &[Node], layers: &Layers, lefts: &[i64]) -> Vec<(i64, i64)> {
    let mut sequence: Vec<usize> = (0..nodes.len()).collect();
    sequence.sort_by_key(|&node| (layers.of[node], lefts[node], node));
    let home = sequence
        .iter()
        .find_map(|&node| Some(shift(nodes[node].chosen()?, lefts[node], layers.of[node])))
        .or_else(|| sequence.first().map(|&first| (-lefts[first], 0)))
        .unwrap_or_default();

    let mut places: Vec<_> = nodes.iter().map(Node::chosen).collect();
    let above = layers.above();
    for &node in sequence.iter().filter(|&&node| nodes[node].place.is_none()) {
        let layer = layers.of[node];
        let lowest = above[node]
            .iter()
            .filter_map(|&parent| Some((places[parent]?, parent)))
            .max_by_key(|&((_, y), parent)| (y, std::cmp::Reverse(parent)));
        let (x, y) = match lowest {
            Some((place, parent)) => {
                let (dx, _) = shift(place, lefts[parent], layers.of[parent]);
                (lefts[node] + dx, place.1 + PITCH)
            }
            None => (lefts[node] + home.0, layer as i64 * PITCH + home.1),
        };
        let width = nodes[node].width();
        let taken = nodes.iter().zip(&places).filter_map(|(node, place)| {
            let (x, taken_y) = (*place)?;
            ((taken_y - y).abs() < HEIGHT).then(|| (x - GAP, x + node.width() + GAP))
        });
        places[node] = Some((nearest_free(x, width, taken.collect()), y));
    }
    places.into_iter().flatten().collect()
}

/// How far a place is from where the layers have the widget.
fn shift((x, y): (i64, i64), left: i64, layer: usize) -> (i64, i64) {
    (x - left, y - layer as i64 * PITCH)
}

/// The left edge nearest to `x` at which something of this width fits between what is taken.
fn nearest_free(x: i64, width: i64, mut taken: Vec<(i64, i64)>) -> i64 {
    let overlaps = |x: i64, &(left, right): &(i64, i64)| x < right && left < x + width;
    taken.sort_unstable();
    if !taken.iter().any(|taken| overlaps(x, taken)) {
        return x;
    }
    let mut right = x;
    for taken in &taken {
        if overlaps(right, taken) {
            right = taken.1;
        }
    }
    taken.sort_unstable_by_key(|&(_, right)| std::cmp::Reverse(right));
    let mut left = x;
    for taken in &taken {
        if overlaps(left, taken) {
            left = taken.0 - width;
        }
    }
    if right - x <= x - left { right } else { left }
}

#[cfg(test)]
mod tests;
