//! The lines between boxes: down to the gap below a layer, along a track to a lane or to a box, and
//! so on.
//!
//! Lines to one box run together, as one *net*; those that close a loop are a net of their own.
//! A net has at most one track in each gap.

use std::collections::BTreeMap;

use super::super::graph::{Graph, To};
use super::place::{OWN_LOOP, Placed};
use super::shape::Shape;
use super::tracks::{Net, tracks};

/// From a layer to the first track below it; the dots of ends hang there.
const ABOVE: f64 = 24.0;
/// From the last track to the layer below.
const BELOW: f64 = 22.0;
/// From one track to the next.
const TRACK: f64 = 9.0;
/// A line comes in so far from a box's corner.
const CORNER: f64 = 16.0;
/// How far apart two nets come into a box.
const ENTRIES: f64 = 14.0;

/// A line from an arm to a box.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) from: usize,
    /// Which chip of the box.
    pub(super) chip: usize,
    pub(super) to: usize,
    pub(super) course: Course,
    /// Its corners.
    pub(super) points: Vec<(f64, f64)>,
}

/// The lines, net by net, and how high everything stands.
#[derive(Debug)]
pub(super) struct Routes {
    pub(super) lines: Vec<Line>,
    /// The upper edge of each layer.
    pub(super) tops: Vec<f64>,
    /// The whole picture's lower edge.
    pub(super) bottom: f64,
}

/// Which way round a line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Course {
    /// To a lower layer.
    Down,
    /// To a higher one, or to another box of its own.
    Back,
    /// To the box that it leaves.
    Own,
}

/// Which net a line belongs to.
type Key = (usize, Course);

pub(super) fn route(graph: &Graph, shapes: &[Shape], placed: &Placed) -> Routes {
    let mut lines = lines(graph, shapes, placed);
    let depth = placed.layers.of.iter().max().map_or(0, |last| last + 1);
    let mut pins = Pins {
        shapes,
        placed,
        gaps: vec![BTreeMap::new(); depth],
        entries: BTreeMap::new(),
    };
    for line in &lines {
        pins.leave(line);
    }
    pins.enter();
    let levels = Levels::of(&pins);
    for line in &mut lines {
        line.points = pins.points(line, &levels);
    }
    Routes {
        lines,
        tops: levels.tops,
        bottom: levels.bottom,
    }
}

fn lines(graph: &Graph, shapes: &[Shape], placed: &Placed) -> Vec<Line> {
    let mut lines = Vec::new();
    for (from, shape) in shapes.iter().enumerate() {
        for (chip, it) in shape.chips.iter().enumerate() {
            if let To::Box(to) = graph.boxes[from].ways[it.way].to
                && !it.is_told
            {
                lines.push(Line {
                    from,
                    chip,
                    to,
                    course: if from == to {
                        Course::Own
                    } else if placed.layers.of[from] < placed.layers.of[to] {
                        Course::Down
                    } else {
                        Course::Back
                    },
                    points: Vec::new(),
                });
            }
        }
    }
    lines.sort_by_key(|line| (line.to, line.course));
    lines
}

struct Pins<'a> {
    shapes: &'a [Shape],
    placed: &'a Placed,
    /// Of the gap below each layer, what comes into it from above and leaves it below.
    gaps: Vec<BTreeMap<Key, Net>>,
    /// Where each net comes into its box.
    entries: BTreeMap<Key, f64>,
}

impl Pins<'_> {
    fn layer(&self, vertex: usize) -> usize {
        self.placed.layers.of[vertex]
    }

    fn start(&self, line: &Line) -> f64 {
        let shape = &self.shapes[line.from];
        self.placed.x[line.from] - shape.width / 2.0 + shape.chips[line.chip].middle()
    }

    /// Where a line runs through layers, from the end that it leaves.
    fn lanes(&self, line: &Line) -> Vec<f64> {
        let (upper, lower) = (self.layer(line.from), self.layer(line.to));
        let layered = &self.placed.layered;
        let lanes = match line.course {
            Course::Down => &layered.lanes[line.to][..lower - upper - 1],
            Course::Back => &layered.loops[line.to][..=upper - lower],
            Course::Own => {
                let side = self.shapes[line.from].width / 2.0 + OWN_LOOP;
                return vec![self.placed.x[line.from] + side];
            }
        };
        lanes
            .iter()
            .rev()
            .map(|&lane| self.placed.x[lane])
            .collect()
    }

    /// Pins a line in every gap that it passes, but for where it comes into its box.
    fn leave(&mut self, line: &Line) {
        let key = (line.to, line.course);
        let layer = self.layer(line.from);
        let start = self.start(line);
        self.net(layer, key).above.push(start);
        for (step, x) in self.lanes(line).into_iter().enumerate() {
            if line.course == Course::Down {
                self.net(layer + step, key).below.push(x);
                self.net(layer + step + 1, key).above.push(x);
            } else {
                // The lane of a layer is reached from below and left above.
                self.net(layer - step, key).above.push(x);
                self.net(layer - step - 1, key).below.push(x);
            }
        }
    }

    fn net(&mut self, layer: usize, key: Key) -> &mut Net {
        self.gaps[layer].entry(key).or_default()
    }

    /// Chooses where every net comes into its box: straight down where that can be.
    fn enter(&mut self) {
        for net in self.gaps.iter_mut().flat_map(|gap| gap.values_mut()) {
            net.tidy();
        }
        let keys: std::collections::BTreeSet<Key> = self
            .gaps
            .iter()
            .flat_map(|gap| gap.keys().copied())
            .collect();
        for key in keys {
            let Some(gap) = self.layer(key.0).checked_sub(1) else {
                continue;
            };
            let entry = self.entry(key, gap);
            self.entries.insert(key, entry);
            self.net(gap, key).below.push(entry);
        }
        for net in self.gaps.iter_mut().flat_map(|gap| gap.values_mut()) {
            net.tidy();
        }
    }

    /// Where a net comes from the gap above its box into it: straight down where that can be.
    fn entry(&mut self, key: Key, gap: usize) -> f64 {
        let (to, course) = key;
        let middle = self.placed.x[to];
        let corner = self.shapes[to].width / 2.0 - CORNER;
        // The right corner is kept for the box's own loop.
        let half = corner
            - if self.shapes[to].has_own_loop {
                ENTRIES
            } else {
                0.0
            };
        let down = self.entries.get(&(to, Course::Down)).copied();
        let net = self.net(gap, key);
        let pins = if course == Course::Down {
            &net.above
        } else {
            &net.below
        };
        let nearest = pins
            .iter()
            .copied()
            .min_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()))
            .unwrap_or(middle);
        match course {
            Course::Down if net.above.len() == 1 => nearest.clamp(middle - half, middle + half),
            Course::Down if (nearest - middle).abs() < half / 2.0 => nearest,
            Course::Down => middle,
            // Beside the other net, on the side from which it comes.
            Course::Back => {
                let other = down.unwrap_or(middle);
                let beside = if nearest < other { -ENTRIES } else { ENTRIES };
                if (other + beside - middle).abs() > half {
                    other - beside
                } else {
                    other + beside
                }
            }
            Course::Own => middle + corner,
        }
    }

    fn points(&self, line: &Line, levels: &Levels) -> Vec<(f64, f64)> {
        let key = (line.to, line.course);
        let layer = self.layer(line.from);
        let start = self.start(line);
        let mut points = vec![(start, levels.tops[layer] + self.shapes[line.from].height)];
        let mut gap = layer;
        let turn = |points: &mut Vec<(f64, f64)>, gap: usize, x: f64| {
            let from = points.last().map_or(x, |last| last.0);
            let y = levels.tracks[gap].get(&key).copied().unwrap_or_default();
            points.extend([(from, y), (x, y)]);
        };
        for lane in self.lanes(line) {
            turn(&mut points, gap, lane);
            gap = match line.course {
                Course::Down => gap + 1,
                Course::Back | Course::Own => gap.saturating_sub(1),
            };
        }
        let entry = self.entries.get(&key).copied().unwrap_or(start);
        turn(&mut points, gap, entry);
        points.push((entry, levels.tops[self.layer(line.to)]));
        points
    }
}

/// How high everything stands.
struct Levels {
    /// Of every net, its track in the gap below each layer.
    tracks: Vec<BTreeMap<Key, f64>>,
    /// The upper edge of each layer.
    tops: Vec<f64>,
    /// The lower edge of all.
    bottom: f64,
}

impl Levels {
    fn of(pins: &Pins<'_>) -> Levels {
        let mut highest = vec![0.0; pins.gaps.len()];
        for (shape, &layer) in pins.shapes.iter().zip(&pins.placed.layers.of) {
            highest[layer] = f64::max(highest[layer], shape.height);
        }
        let mut levels = Levels {
            tracks: Vec::new(),
            tops: Vec::new(),
            bottom: 0.0,
        };
        for (gap, highest) in pins.gaps.iter().zip(highest) {
            levels.tops.push(levels.bottom);
            let first = levels.bottom + highest + ABOVE;
            let nets: Vec<&Net> = gap.values().collect();
            let (tracks, count) = tracks(&nets);
            let heights = tracks.into_iter().map(|track| first + track as f64 * TRACK);
            levels
                .tracks
                .push(gap.keys().copied().zip(heights).collect());
            levels.bottom = first + count.saturating_sub(1) as f64 * TRACK + BELOW;
        }
        levels
    }
}
