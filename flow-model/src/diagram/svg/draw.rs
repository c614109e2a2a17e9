//! The picture written down.

use std::fmt::Write;

use super::super::graph::{Graph, Look, Node, Status, To, Way};
use super::key::{self, Key};
use super::place::Placed;
use super::route::{Course, Line, Routes};
use super::shape::{Chip, LINE, MARGIN, PADDING, SMALL, Shape};
use super::xml::Escaped;

/// The space round the picture.
const FRAME: f64 = 24.0;
/// How round the corners of lines are.
const ROUND: f64 = 7.0;
/// How far an end's dot hangs below its arm.
const DOT: f64 = 13.0;

/// What every class looks like. A form beside each colour says the same.
const STYLE: &str = "\
.flow text{font-family:Helvetica,Arial,\"DejaVu Sans\",sans-serif;font-size:11px;fill:#334155}\
.flow .title{font-size:18px;font-weight:bold;fill:#0f172a}\
.flow .name{font-size:13px;font-weight:bold;fill:#0f172a}\
.flow .sum{fill:#64748b}\
.flow .arm{text-anchor:middle}\
.flow .box{fill:#fff;stroke:#94a3b8}\
.flow .bar{stroke:#e2e8f0;fill:none}\
.flow .kind{fill:#64748b}\
.flow .trigger{fill:#16a34a}.flow .split{fill:#d97706}.flow .immediate{fill:#64748b}\
.flow .calls{fill:#7c3aed}.flow .waits{fill:#2563eb}.flow .unknown,.flow .missing{fill:#cbd5e1}\
.flow .box.odd{fill:#f8fafc;stroke-dasharray:5 3}\
.flow .way{fill:none;stroke:#64748b;stroke-width:1.4}\
.flow .under{fill:none;stroke:#fff;stroke-width:5}\
.flow .back{stroke:#0891b2}\
.flow .tip{fill:#64748b}.flow .tip.back{fill:#0891b2}\
.flow .error{stroke:#dc2626;stroke-width:2.5}.flow .lint{stroke:#b45309;stroke-width:2.5}\
.flow .badge.error{fill:#dc2626;stroke:none}.flow .badge.lint{fill:#b45309;stroke:none}\
.flow .badge.added{fill:#15803d}.flow .badge.removed{fill:#b91c1c}.flow .badge.changed{fill:#a16207}\
.flow text.sign{fill:#fff;font-weight:bold;text-anchor:middle}\
.flow text.error{fill:#dc2626;stroke:none;font-weight:bold}\
.flow text.lint{fill:#b45309;stroke:none;font-weight:bold}\
.flow .box.added{fill:#dcfce7;stroke:#15803d}.flow .box.removed{fill:#fee2e2;stroke:#b91c1c;stroke-dasharray:5 3}\
.flow .box.changed{fill:#fef9c3;stroke:#a16207}\
.flow .way.added{stroke:#15803d;stroke-width:2}\
.flow .way.removed{stroke:#b91c1c;stroke-width:2;stroke-dasharray:5 3}\
.flow .tip.added{fill:#15803d}.flow .tip.removed{fill:#b91c1c}\
.flow text.added{fill:#15803d;font-weight:bold}\
.flow text.removed{fill:#b91c1c;text-decoration:line-through}\
.flow text.changed{fill:#854d0e;font-weight:bold}\
.flow .badge.taken{fill:#15803d}.flow .badge.missed{fill:#b91c1c}\
.flow .box.missed{fill:#fee2e2;stroke:#b91c1c;stroke-dasharray:5 3}\
.flow .way.taken{stroke:#15803d}.flow .tip.taken{fill:#15803d}.flow text.taken{fill:#15803d}\
.flow .way.missed{stroke:#b91c1c;stroke-width:2;stroke-dasharray:5 3}.flow .tip.missed{fill:#b91c1c}\
.flow text.missed{fill:#b91c1c;font-weight:bold}";

/// A picture while it is written. Every coordinate is whole or has one decimal.
struct Picture<'a> {
    graph: &'a Graph,
    shapes: &'a [Shape],
    placed: &'a Placed,
    routes: &'a Routes,
    /// From the layout's coordinates to the picture's.
    shift: (f64, f64),
    out: String,
}

pub(super) fn picture(graph: &Graph, shapes: &[Shape], placed: &Placed, routes: &Routes) -> String {
    let key = Key::of(graph, routes);
    let (left, right) = extent(shapes, placed, routes);
    let head = key.height();
    let width = (right - left).max(key.width()) + 2.0 * FRAME;
    let mut picture = Picture {
        graph,
        shapes,
        placed,
        routes,
        shift: (FRAME - left, FRAME + head),
        out: String::new(),
    };
    let (width, height) = (width.ceil(), (routes.bottom + head + 2.0 * FRAME).ceil());
    let title = Escaped(&graph.title);
    picture.add(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"flow\" role=\"img\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        title = if graph.title.is_empty() {
            Escaped("A flow")
        } else {
            title
        },
    ));
    key.draw(FRAME, &mut picture.out);
    picture.lines();
    for node in 0..shapes.len() {
        picture.node(node);
    }
    picture.out += "</svg>\n";
    picture.out
}

/// From the leftmost to the rightmost point.
fn extent(shapes: &[Shape], placed: &Placed, routes: &Routes) -> (f64, f64) {
    let boxes = shapes.iter().zip(&placed.x);
    let boxes = boxes.flat_map(|(shape, x)| [x - shape.width / 2.0, x + shape.width / 2.0]);
    let corners = routes.lines.iter().flat_map(|line| &line.points);
    let all = boxes.chain(corners.map(|corner| corner.0));
    let (left, right) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(left, right), x| {
        (left.min(x), right.max(x))
    });
    if left < right {
        (left, right)
    } else {
        (0.0, 0.0)
    }
}

impl Picture<'_> {
    fn add(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing into a string does not fail.
        let _ = self.out.write_fmt(text);
    }

    /// Every line, net by net: where two nets cross, the later one passes over the earlier.
    fn lines(&mut self) {
        let routes = self.routes;
        for net in routes
            .lines
            .chunk_by(|a, b| (a.to, a.course) == (b.to, b.course))
        {
            let paths: Vec<String> = net.iter().map(|line| self.path(&line.points)).collect();
            for path in &paths {
                self.add(format_args!("<path class=\"under\" d=\"{path}\"/>\n"));
            }
            for (line, path) in net.iter().zip(&paths) {
                self.line(line, path);
            }
            let tips: std::collections::BTreeSet<_> =
                net.iter().map(|line| self.way(line).status).collect();
            // Over an added line no removed one is to be seen, and over all none that is as it was.
            if let (Some(&status), Some(line)) = (tips.first(), net.first())
                && let Some(&(x, y)) = line.points.last()
            {
                let (x, y) = self.shifted((x, y));
                let class = classes(line.course, status);
                self.add(format_args!(
                    "<path class=\"tip{class}\" d=\"M{x} {y}l-4.5 -8h9z\"/>\n"
                ));
            }
        }
    }

    fn way(&self, line: &Line) -> &Way {
        let chip = &self.shapes[line.from].chips[line.chip];
        &self.graph.boxes[line.from].ways[chip.way]
    }

    fn line(&mut self, line: &Line, path: &str) {
        let class = classes(line.course, self.way(line).status);
        let labels: Vec<&str> = self
            .way(line)
            .labels
            .iter()
            .map(|it| it.text.as_str())
            .collect();
        let title = format!(
            "{} — {} → {}",
            self.graph.boxes[line.from].name,
            labels.join(" | "),
            self.graph.boxes[line.to].name
        );
        self.add(format_args!(
            "<path class=\"way{class}\" d=\"{path}\"><title>{}</title></path>\n",
            Escaped(&title)
        ));
    }

    fn shifted(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let round = |number: f64| (number * 10.0).round() / 10.0;
        (round(x + self.shift.0), round(y + self.shift.1))
    }

    /// A path through corners, each of them rounded.
    fn path(&self, corners: &[(f64, f64)]) -> String {
        let mut corners: Vec<(f64, f64)> = corners.iter().map(|&it| self.shifted(it)).collect();
        corners.dedup();
        let mut path = String::new();
        for (index, &(x, y)) in corners.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| corners.get(index));
            let _ = match (before, corners.get(index + 1)) {
                (None, _) => write!(path, "M{x} {y}"),
                (Some(_), None) => write!(path, "L{x} {y}"),
                (Some(&before), Some(&after)) => {
                    if (before.0 == x && x == after.0) || (before.1 == y && y == after.1) {
                        continue;
                    }
                    let lengths = [before, after].map(|end| length((x, y), end) / 2.0);
                    let round = lengths.into_iter().fold(ROUND, f64::min);
                    let (ax, ay) = towards((x, y), before, round);
                    let (bx, by) = towards((x, y), after, round);
                    write!(path, "L{ax} {ay}Q{x} {y} {bx} {by}")
                }
            };
        }
        path
    }

    fn node(&mut self, index: usize) {
        let (graph, shapes) = (self.graph, self.shapes);
        let (node, shape) = (&graph.boxes[index], &shapes[index]);
        let x = self.placed.x[index] - shape.width / 2.0;
        let top = self.routes.tops[self.placed.layers.of[index]];
        let (x, y) = self.shifted((x, top));
        let Shape { width, height, .. } = *shape;
        let mark = match node.is_lint() {
            Some(true) => " lint",
            Some(false) => " error",
            None => "",
        };
        let odd = match node.look {
            Look::Unknown | Look::Missing => " odd",
            _ => "",
        };
        let (look, status) = (look(node.look), status(node.status));
        self.add(format_args!("<g><title>{}</title>\n", Escaped(&told(node))));
        for chip in &shape.chips {
            self.end(&node.ways[chip.way], chip, (x, y + height));
        }
        self.add(format_args!(
            "<rect class=\"box{odd}{status}{mark}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>\n",
        ));
        self.add(format_args!(
            "<rect class=\"{look}\" x=\"{}\" y=\"{}\" width=\"9\" height=\"9\" rx=\"2\"/>\n\
             <text class=\"kind\" x=\"{}\" y=\"{}\">{}</text>\n\
             <text class=\"name\" x=\"{}\" y=\"{}\">{}</text>\n",
            x + MARGIN,
            y + 7.0,
            x + MARGIN + 14.0,
            y + 15.5,
            Escaped(&shape.kind),
            x + MARGIN,
            y + 33.0,
            Escaped(&shape.name),
        ));
        if let Some(summary) = &shape.summary {
            self.add(format_args!(
                "<text class=\"sum\" x=\"{}\" y=\"{}\">{}</text>\n",
                x + MARGIN,
                y + 49.5,
                Escaped(summary)
            ));
        }
        for chip in &shape.chips {
            self.chip(
                &node.ways[chip.way],
                chip,
                height - shape.head,
                (x, y + shape.head),
            );
        }
        if !shape.chips.is_empty() {
            let line = y + shape.head;
            self.add(format_args!(
                "<path class=\"bar\" d=\"M{x} {line}h{width}\"/>\n"
            ));
        }
        self.badges(node, (x + width, y));
        self.out += "</g>\n";
    }

    /// What hangs below an arm that leads to no box.
    fn end(&mut self, way: &Way, chip: &Chip, (x, y): (f64, f64)) {
        let x = ((x + chip.middle()) * 10.0).round() / 10.0;
        let class = classes(Course::Down, way.status);
        match way.to {
            To::End => self.add(format_args!(
                "<path class=\"way{class}\" d=\"M{x} {y}v{DOT}\"/><circle class=\"tip{class}\" cx=\"{x}\" cy=\"{}\" r=\"4\"/>\n",
                y + DOT
            )),
            To::Unread => self.add(format_args!(
                "<path class=\"way{class}\" d=\"M{x} {y}v{DOT}m-4 -4l8 8m0 -8l-8 8\"/>\n"
            )),
            To::Box(_) => {}
        }
    }

    fn chip(&mut self, way: &Way, chip: &Chip, height: f64, (x, y): (f64, f64)) {
        if chip.left > 0.0 {
            self.add(format_args!(
                "<path class=\"bar\" d=\"M{} {y}v{height}\"/>\n",
                x + chip.left
            ));
        }
        let middle = x + chip.middle();
        for (index, line) in chip.lines.iter().enumerate() {
            let label = line.label.and_then(|label| way.labels.get(label));
            let mark = match label.and_then(|label| label.is_lint) {
                Some(true) => " lint",
                Some(false) => " error",
                None => "",
            };
            let changed = status(label.map_or(way.status, |label| label.status));
            self.add(format_args!(
                "<text class=\"arm{changed}{mark}\" x=\"{middle}\" y=\"{}\">{}",
                y + PADDING + LINE * index as f64 + SMALL - 0.5,
                Escaped(&line.text)
            ));
            if let Some(more) = label.and_then(|label| label.more.as_deref()) {
                self.add(format_args!("<title>{}</title>", Escaped(more)));
            }
            self.out += "</text>\n";
        }
    }

    /// At a box's upper right corner: what was found, and what became of it.
    fn badges(&mut self, node: &Node, (x, y): (f64, f64)) {
        let mut x = x - 4.0;
        if let Some(is_lint) = node.is_lint() {
            let class = if is_lint { "lint" } else { "error" };
            key::badge(
                &mut self.out,
                class,
                if is_lint { "?" } else { "!" },
                (x, y),
            );
            x -= 20.0;
        }
        if let Some((class, sign)) = key::sign(node.status) {
            key::badge(&mut self.out, class, sign, (x, y));
        }
    }
}

/// How far apart two corners of a line are.
fn length((x, y): (f64, f64), (to_x, to_y): (f64, f64)) -> f64 {
    (to_x - x).abs().max((to_y - y).abs())
}

/// The point so far on the way from a corner to the next.
fn towards((x, y): (f64, f64), to: (f64, f64), far: f64) -> (f64, f64) {
    let round = |number: f64| (number * 10.0).round() / 10.0;
    let part = far / length((x, y), to).max(0.1);
    (round(x + (to.0 - x) * part), round(y + (to.1 - y) * part))
}

/// All that is to be said about a box.
fn told(node: &Node) -> String {
    let mut told = format!("{} ({})", node.name, node.kind);
    for text in node
        .summary
        .iter()
        .chain(node.findings.iter().map(|it| &it.text))
        .chain(&node.changes)
    {
        told.push('\n');
        told += text;
    }
    told
}

fn classes(course: Course, of: Status) -> String {
    let back = if course == Course::Down { "" } else { " back" };
    format!("{back}{}", status(of))
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Same => "",
        Status::Changed => " changed",
        Status::Added => " added",
        Status::Removed => " removed",
        Status::Taken => " taken",
        Status::Missed => " missed",
    }
}

pub(super) fn look(look: Look) -> &'static str {
    match look {
        Look::Trigger => "trigger",
        Look::Split => "split",
        Look::Immediate => "immediate",
        Look::Calls => "calls",
        Look::Waits => "waits",
        Look::Unknown => "unknown",
        Look::Missing => "missing",
    }
}
