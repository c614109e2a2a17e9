//! How large each box is, and where its arms stand at its lower edge.

use super::super::graph::{Graph, Label, Node, To};
use super::super::text::{fitted, width};

/// The size of a name.
pub(super) const NAME: f64 = 13.0;
/// The size of all other text.
pub(super) const SMALL: f64 = 11.0;
/// From one line of an arm to the next.
pub(super) const LINE: f64 = 14.0;
/// The space above and below the lines of an arm.
pub(super) const PADDING: f64 = 5.0;
/// The space left and right of a text.
pub(super) const MARGIN: f64 = 8.0;
/// The least and the greatest width that the texts of a box's head may ask for.
const HEAD: (f64, f64) = (170.0, 260.0);
/// The least width of an arm.
const CHIP: f64 = 44.0;
/// The greatest width of an arm's text.
const LABEL: f64 = 140.0;
/// An arm shows so many lines; then it says how many it leaves out.
const LINES: usize = 6;

/// A box with its measures.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) width: f64,
    pub(super) height: f64,
    /// How high it is without its arms.
    pub(super) head: f64,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) summary: Option<String>,
    /// Its arms from left to right.
    pub(super) chips: Vec<Chip>,
    /// Whether one leads to the box itself: that line runs round its right side.
    pub(super) has_own_loop: bool,
}

/// The arms that lead to one place, as a cell at a box's lower edge.
#[derive(Clone, Debug)]
pub(super) struct Chip {
    /// Which way of the box.
    pub(super) way: usize,
    /// Its left edge, from the box's.
    pub(super) left: f64,
    pub(super) width: f64,
    pub(super) lines: Vec<Line>,
    /// Whether the way is told by the last line alone, and no line is drawn.
    pub(super) is_told: bool,
}

/// A line of an arm.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    /// Which label of the way it tells; none of all.
    pub(super) label: Option<usize>,
}

impl Shape {
    pub(super) fn of(index: usize, node: &Node) -> Shape {
        let room = HEAD.1;
        let name = fitted(&node.name, NAME * 1.08, room);
        let kind = fitted(&node.kind, SMALL, room);
        let summary = node
            .summary
            .as_deref()
            .map(|summary| fitted(summary, SMALL, room));
        let widest = [
            width(&name) * NAME * 1.08,
            width(&kind) * SMALL + 22.0,
            summary.as_deref().map_or(0.0, width) * SMALL,
        ];
        let widest = widest.into_iter().fold(HEAD.0, f64::max);
        let mut shape = Shape {
            width: (widest + 2.0 * MARGIN + 4.0).ceil(),
            height: 0.0,
            head: if summary.is_some() { 58.0 } else { 42.0 },
            name,
            kind,
            summary,
            chips: node
                .ways
                .iter()
                .enumerate()
                .map(|(way, it)| Chip {
                    way,
                    left: 0.0,
                    width: 0.0,
                    lines: lines(&it.labels),
                    is_told: false,
                })
                .collect(),
            has_own_loop: false,
        };
        shape.has_own_loop = node.ways.iter().any(|way| way.to == To::Box(index));
        shape.settle();
        shape
    }

    /// Tells a way by words, for one that no line can be drawn for.
    pub(super) fn tell(&mut self, graph: &Graph, node: usize, way: usize) {
        let To::Box(to) = graph.boxes[node].ways[way].to else {
            return;
        };
        let told = format!("→ {}", graph.boxes[to].name);
        let chips = self.chips.iter_mut();
        for chip in chips.filter(|chip| chip.way == way && !chip.is_told) {
            chip.lines.push(Line {
                text: fitted(&told, SMALL, LABEL),
                label: None,
            });
            chip.is_told = true;
        }
        self.settle();
    }

    /// Puts the chips side by side as they stand, over the whole width.
    pub(super) fn settle(&mut self) {
        let mut sum = 0.0;
        for chip in &mut self.chips {
            let widest = chip.lines.iter().map(|line| width(&line.text) * SMALL);
            chip.width = (widest.fold(CHIP, f64::max) + 2.0 * MARGIN).ceil();
            sum += chip.width;
        }
        self.width = self.width.max(sum);
        let wider = (self.width - sum) / self.chips.len().max(1) as f64;
        let mut left = 0.0;
        let mut most = 0;
        for chip in &mut self.chips {
            chip.left = left;
            chip.width += wider;
            left += chip.width;
            most = most.max(chip.lines.len());
        }
        self.height = self.head;
        if most > 0 {
            self.height += most as f64 * LINE + 2.0 * PADDING;
        }
    }
}

impl Chip {
    /// Its middle, from the box's left edge.
    pub(super) fn middle(&self) -> f64 {
        self.left + self.width / 2.0
    }
}

/// The lines of some labels: one that is too long takes a second.
fn lines(labels: &[Label]) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let (first, second) = broken(&label.text);
        let wanted = 1 + usize::from(second.is_some());
        let more = labels.len() - index;
        let room = LINES - lines.len();
        if wanted > room || (wanted == room && more > 1) {
            lines.push(Line {
                text: format!("and {more} more"),
                label: None,
            });
            break;
        }
        for text in std::iter::once(first).chain(second) {
            lines.push(Line {
                text: fitted(text, SMALL, LABEL),
                label: Some(index),
            });
        }
    }
    lines
}

/// A text in two where it is too wide for one line and has a blank to break at.
fn broken(text: &str) -> (&str, Option<&str>) {
    if width(text) * SMALL <= LABEL {
        return (text, None);
    }
    let blanks = text.match_indices(' ').map(|(at, _)| at);
    let first = blanks.take_while(|&at| width(&text[..at]) * SMALL <= LABEL);
    match first.last() {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}
