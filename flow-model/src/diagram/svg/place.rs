//! Where everything stands from left to right, and in which layer.

use super::super::graph::{Graph, Look, To};
use super::shape::{Chip, Shape};
use crate::layered::{self, Lanes, Layered, Layers, Room, Vertex, Way};

/// An edge through more layers than these is told in words: nobody would follow its line.
const LONGEST: usize = 40;
/// So many lanes are drawn at most, but for short edges.
const LANES: usize = 60_000;
/// Passes in which lanes are made straight.
const PASSES: usize = 4;
/// How often arms are put into the order of what they lead to.
const ROUNDS: usize = 3;
/// A lane moves so far to meet what it leads to.
const NEAR: f64 = 14.0;

/// The picture's order and columns.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) layers: Layers,
    pub(super) layered: Layered,
    /// The middle of every box, and of every lane.
    pub(super) x: Vec<f64>,
}

pub(super) fn place(graph: &Graph, shapes: &mut [Shape]) -> Placed {
    let lanes = Lanes {
        longest: LONGEST.min(LANES / shapes.len().max(1)).max(2),
        loops: true,
        swaps: true,
    };
    let mut layers = layered::layers(&vertices(graph, shapes));
    tell_the_longest(graph, shapes, &layers, lanes.longest);
    let mut round = 1;
    loop {
        set_ports(graph, shapes, &mut layers);
        let layered = layered::order(&layers, lanes);
        let x = layered::centres(&layered, &Picture::of(graph, shapes));
        let mut placed = Placed { layers, layered, x };
        if round == ROUNDS || !sort_arms(graph, shapes, &placed) {
            Straight::new(&mut placed, Picture::of(graph, shapes)).all();
            return placed;
        }
        round += 1;
        layers = placed.layers;
    }
}

fn vertices(graph: &Graph, shapes: &[Shape]) -> Vec<Vertex> {
    let boxes = graph.boxes.iter().zip(shapes);
    boxes
        .map(|(node, shape)| Vertex {
            is_top: node.look == Look::Trigger,
            ways: shape
                .chips
                .iter()
                .filter_map(|chip| match node.ways[chip.way].to {
                    To::Box(to) => Some(Way {
                        to,
                        port: chip.middle() / shape.width,
                    }),
                    To::End | To::Unread => None,
                })
                .collect(),
        })
        .collect()
}

/// Tells in words where the ways lead that have no lanes.
fn tell_the_longest(graph: &Graph, shapes: &mut [Shape], layers: &Layers, longest: usize) {
    for (index, node) in graph.boxes.iter().enumerate() {
        for (way, it) in node.ways.iter().enumerate() {
            let To::Box(to) = it.to else { continue };
            let (upper, lower) = (layers.of[index], layers.of[to]);
            let is_drawn = if upper < lower {
                lower - upper - 1 < longest
            } else {
                lower > 0 && (index == to || upper - lower < longest)
            };
            if !is_drawn {
                shapes[index].tell(graph, index, way);
            }
        }
    }
}

/// Tells the layers where the arms stand now.
fn set_ports(graph: &Graph, shapes: &[Shape], layers: &mut Layers) {
    let mut ports = std::collections::HashMap::new();
    for (index, shape) in shapes.iter().enumerate() {
        for chip in &shape.chips {
            if let To::Box(to) = graph.boxes[index].ways[chip.way].to {
                let port = chip.middle() / shape.width;
                ports.entry((index, to)).or_insert(port);
            }
        }
    }
    for edge in layers.edges.iter_mut().chain(&mut layers.loops) {
        if let Some(&port) = ports.get(&(edge.from, edge.to)) {
            edge.port = port;
        }
    }
}

/// Puts the arms of every box into the order of what they lead to; of a split only `_`, for its
/// conditions are tried in written order. Whether that changed any.
fn sort_arms(graph: &Graph, shapes: &mut [Shape], placed: &Placed) -> bool {
    let mut changed = false;
    for (index, node) in graph.boxes.iter().enumerate() {
        let goal = |chip: &Chip| match node.ways[chip.way].to {
            // Ends stand on the right; what leads back to the box itself goes round that side.
            To::Box(to) if to == index => f64::INFINITY,
            To::Box(to) if !chip.is_told => placed.goal(index, to),
            _ => f64::MAX,
        };
        let mut chips = shapes[index].chips.clone();
        if node.is_ordered {
            let is_rest = |chip: &Chip| node.ways[chip.way].labels.iter().all(|it| it.is_rest);
            let (rest, mut conditions): (Vec<_>, Vec<_>) = chips.into_iter().partition(is_rest);
            let goals = conditions.iter().map(goal).filter(|&goal| goal < f64::MAX);
            let (sum, count) =
                goals.fold((0.0, 0.0), |(sum, count), goal| (sum + goal, count + 1.0));
            let is_left = |chip: &Chip| count > 0.0 && goal(chip) < sum / count;
            let (left, right): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_left);
            conditions.splice(0..0, left);
            conditions.extend(right);
            chips = conditions;
        } else {
            chips.sort_by(|a, b| goal(a).total_cmp(&goal(b)));
        }
        let order = |chips: &[Chip]| chips.iter().map(|chip| chip.way).collect::<Vec<_>>();
        if order(&chips) != order(&shapes[index].chips) {
            changed = true;
            shapes[index].chips = chips;
            shapes[index].settle();
        }
    }
    changed
}

impl Placed {
    /// Where a way leads first, from left to right.
    fn goal(&self, from: usize, to: usize) -> f64 {
        let (upper, lower) = (self.layers.of[from], self.layers.of[to]);
        let vertex = if upper < lower {
            (lower - upper - 1)
                .checked_sub(1)
                .map(|above| self.layered.lanes[to][above])
        } else {
            self.layered.loops[to].get(upper - lower).copied()
        };
        self.x[vertex.unwrap_or(to)]
    }
}

struct Picture<'a> {
    shapes: &'a [Shape],
    /// How many lines lead from each box to others.
    lines: Vec<usize>,
}

/// The room that a box, and a lane, keeps free at each side.
const BOX_SIDE: f64 = 18.0;
const LANE_SIDE: f64 = 6.0;
/// How far right of a box a line goes round it.
pub(super) const OWN_LOOP: f64 = 12.0;

/// How far a box follows the arm that leads to it.
const SPREAD: f64 = 0.6;

impl<'a> Picture<'a> {
    fn of(graph: &Graph, shapes: &'a [Shape]) -> Self {
        let boxes = graph.boxes.iter().enumerate();
        let lines = boxes.map(|(index, node)| {
            let ways = node.ways.iter().map(|way| way.to);
            ways.filter(|to| matches!(to, To::Box(to) if *to != index))
                .count()
        });
        Picture {
            shapes,
            lines: lines.collect(),
        }
    }

    /// How far right of its middle an arm stands.
    fn start(&self, vertex: usize, port: f64) -> f64 {
        let shape = self.shapes.get(vertex);
        shape.map_or(0.0, |shape| (port - 0.5) * shape.width)
    }

    fn side(&self, vertex: usize) -> f64 {
        let shape = self.shapes.get(vertex);
        shape.map_or(LANE_SIDE, |shape| shape.width / 2.0 + BOX_SIDE)
    }
}

impl Room for Picture<'_> {
    fn apart(&self, left: usize, right: usize) -> f64 {
        let loops = self.shapes.get(left).is_some_and(|left| left.has_own_loop);
        self.side(left) + if loops { OWN_LOOP } else { 0.0 } + self.side(right)
    }

    /// Boxes under each other look better than lines that come in at the middle: what one line alone
    /// leads to stands right below, and of several lines each does so in part.
    fn port(&self, vertex: usize, port: f64) -> f64 {
        match self.lines.get(vertex) {
            Some(0 | 1) | None => 0.0,
            Some(_) => SPREAD * self.start(vertex, port),
        }
    }

    fn straight(&self, upper: usize, lower: usize) -> f64 {
        let is_lane = |vertex| vertex >= self.shapes.len();
        match (is_lane(upper), is_lane(lower)) {
            (false, false) => 1.0,
            (true, true) => 8.0,
            _ => 2.0,
        }
    }
}

/// Lanes made straight where their neighbours leave room for it.
struct Straight<'a> {
    placed: &'a mut Placed,
    picture: Picture<'a>,
    /// Of every vertex, its layer and its place in it.
    at: Vec<(usize, usize)>,
}

impl<'a> Straight<'a> {
    fn new(placed: &'a mut Placed, picture: Picture<'a>) -> Self {
        let mut at = vec![(0, 0); placed.x.len()];
        for (layer, vertices) in placed.layered.layers.iter().enumerate() {
            for (place, &vertex) in vertices.iter().enumerate() {
                at[vertex] = (layer, place);
            }
        }
        Straight {
            placed,
            picture,
            at,
        }
    }

    /// In some passes, for a lane that moved leaves room for others.
    fn all(mut self) {
        for _ in 0..PASSES {
            for to in 0..self.picture.shapes.len() {
                let lanes = self.placed.layered.lanes[to].clone();
                self.chain(&lanes, Some(to));
                let lanes = self.placed.layered.loops[to].clone();
                self.chain(&lanes, None);
            }
        }
    }

    /// Breaks a chain of lanes into as few straight pieces as the neighbours allow.
    fn chain(&mut self, lanes: &[usize], end: Option<usize>) {
        let mut start = 0;
        while start < lanes.len() {
            let mut room = self.room(lanes[start]);
            let mut stop = start + 1;
            while let Some(&next) = lanes.get(stop) {
                let (least, most) = self.room(next);
                let both = (room.0.max(least), room.1.min(most));
                if both.0 > both.1 {
                    break;
                }
                room = both;
                stop += 1;
            }
            let piece = &lanes[start..stop];
            let sum: f64 = piece.iter().map(|&lane| self.placed.x[lane]).sum();
            let mut x = (sum / piece.len() as f64).clamp(room.0, room.1);
            if let Some(end) = end {
                let mut goals = Vec::new();
                if start == 0 {
                    let goal = self.placed.x[end];
                    let half = self.picture.shapes[end].width / 2.0 - NEAR;
                    x = x.clamp(goal - half, goal + half).clamp(room.0, room.1);
                    goals.push(goal);
                }
                if stop == lanes.len() {
                    goals.extend(self.starts(lanes[stop - 1]));
                }
                let near =
                    |goal: &f64| (x - goal).abs() < NEAR && room.0 <= *goal && *goal <= room.1;
                x = goals.into_iter().find(near).unwrap_or(x);
            }
            for &lane in piece {
                self.placed.x[lane] = x;
            }
            start = stop;
        }
    }

    /// Where the arms stand that lead into a lane from right above it.
    fn starts(&self, lane: usize) -> impl Iterator<Item = f64> + '_ {
        let links = self.placed.layered.up[lane].iter();
        links.map(move |link| self.placed.x[link.to] + self.picture.start(link.to, link.port))
    }

    /// Between what a vertex may stand without touching its neighbours.
    fn room(&self, vertex: usize) -> (f64, f64) {
        let (layer, place) = self.at[vertex];
        let vertices = &self.placed.layered.layers[layer];
        let x = self.placed.x[vertex];
        let left = place.checked_sub(1).and_then(|place| vertices.get(place));
        let right = vertices.get(place + 1);
        // Where rounding left less room than there must be, it stays.
        (
            left.map_or(f64::NEG_INFINITY, |&left| {
                (self.placed.x[left] + self.picture.apart(left, vertex)).min(x)
            }),
            right.map_or(f64::INFINITY, |&right| {
                (self.placed.x[right] - self.picture.apart(vertex, right)).max(x)
            }),
        )
    }
}
