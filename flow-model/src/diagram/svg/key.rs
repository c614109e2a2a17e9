//! What stands above the picture: the flow's name, what the marks mean, what was found about the
//! whole flow.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::graph::{Graph, Look, Status};
use super::super::text::{fitted, width};
use super::draw::look;
use super::route::{Course, Routes};
use super::xml::Escaped;

/// The height of one line.
const LINE: f64 = 20.0;
/// The least width of the whole.
const WIDTH: f64 = 640.0;

/// What stands above the picture.
pub(super) struct Key<'a> {
    graph: &'a Graph,
    /// The lines of what marks mean.
    rows: Vec<Vec<Entry>>,
}

/// One mark and what it means.
#[derive(Clone, Copy)]
enum Entry {
    Look(Look, &'static str),
    Badge(&'static str, &'static str, &'static str),
    Line(&'static str, &'static str),
    End,
}

impl Entry {
    fn text(self) -> &'static str {
        match self {
            Entry::Look(_, text) | Entry::Badge(_, _, text) | Entry::Line(_, text) => text,
            Entry::End => "ends",
        }
    }

    fn width(self) -> f64 {
        width(self.text()) * 11.0 + 44.0
    }
}

impl<'a> Key<'a> {
    pub(super) fn of(graph: &'a Graph, routes: &Routes) -> Key<'a> {
        let looks: Vec<Look> = graph.boxes.iter().map(|node| node.look).collect();
        let mut looked: Vec<Entry> = [
            (Look::Trigger, "starts"),
            (Look::Split, "chooses"),
            (Look::Immediate, "does and goes on"),
            (Look::Calls, "calls and goes on"),
            (Look::Waits, "waits for somebody"),
            (Look::Unknown, "unknown kind"),
            (Look::Missing, "no such widget"),
        ]
        .into_iter()
        .filter(|(look, _)| looks.contains(look))
        .map(|(look, text)| Entry::Look(look, text))
        .collect();
        looked.push(Entry::End);
        if routes.lines.iter().any(|line| line.course != Course::Down) {
            looked.push(Entry::Line("back", "leads back"));
        }
        let mut marked = Vec::new();
        let findings = graph.boxes.iter().flat_map(|node| &node.findings);
        let findings: BTreeSet<bool> = findings
            .chain(&graph.findings)
            .map(|finding| finding.is_lint)
            .collect();
        if findings.contains(&false) {
            marked.push(Entry::Badge("error", "!", "an error"));
        }
        if findings.contains(&true) {
            marked.push(Entry::Badge("lint", "?", "a lint, which may be accepted"));
        }
        let ways = graph.boxes.iter().flat_map(|node| &node.ways);
        let labels = ways.clone().flat_map(|way| &way.labels);
        let statuses: BTreeSet<Status> = ways
            .map(|way| way.status)
            .chain(labels.map(|label| label.status))
            .chain(graph.boxes.iter().map(|node| node.status))
            .collect();
        for (of, text) in [
            (Status::Added, "added"),
            (Status::Removed, "removed"),
            (Status::Changed, "changed"),
            (Status::Taken, "taken"),
            (Status::Missed, "never taken"),
        ] {
            if let Some((class, mark)) = sign(of)
                && statuses.contains(&of)
            {
                marked.push(Entry::Badge(class, mark, text));
            }
        }
        Key {
            graph,
            rows: [looked, marked]
                .into_iter()
                .filter(|row| !row.is_empty())
                .collect(),
        }
    }

    pub(super) fn width(&self) -> f64 {
        let rows = self.rows.iter();
        rows.map(|row| row.iter().map(|entry| entry.width()).sum())
            .chain([width(&self.graph.title) * 19.0])
            .fold(WIDTH, f64::max)
    }

    pub(super) fn height(&self) -> f64 {
        44.0 + (self.rows.len() + self.graph.findings.len()) as f64 * LINE
    }

    /// Draws it from a place to the right and downwards.
    pub(super) fn draw(&self, at: f64, out: &mut String) {
        let _ = writeln!(
            out,
            "<text class=\"title\" x=\"{at}\" y=\"{}\">{}</text>",
            at + 16.0,
            Escaped(&self.graph.title)
        );
        let mut y = at + 40.0;
        for row in &self.rows {
            let mut x = at;
            for &entry in row {
                entry.draw((x, y), out);
                x += entry.width().round();
            }
            y += LINE;
        }
        for finding in &self.graph.findings {
            let class = if finding.is_lint { "lint" } else { "error" };
            let sign = if finding.is_lint { "?" } else { "!" };
            badge(out, class, sign, (at + 7.0, y - 4.0));
            let _ = writeln!(
                out,
                "<text class=\"{class}\" x=\"{}\" y=\"{y}\">{}<title>{}</title></text>",
                at + 22.0,
                Escaped(&fitted(&finding.text, 11.5, self.width() - 22.0)),
                Escaped(&finding.text)
            );
            y += LINE;
        }
    }
}

impl Entry {
    fn draw(self, (x, y): (f64, f64), out: &mut String) {
        let (from, middle) = (x, y - 4.0);
        let _ = match self {
            Entry::Look(it, _) => writeln!(
                out,
                "<rect class=\"{}\" x=\"{from}\" y=\"{}\" width=\"12\" height=\"12\" rx=\"2\"/>",
                look(it),
                middle - 6.0
            ),
            Entry::Badge(class, sign, _) => {
                badge(out, class, sign, (from + 7.0, middle));
                Ok(())
            }
            Entry::Line(class, _) => writeln!(
                out,
                "<path class=\"way {class}\" d=\"M{from} {middle}h16\"/>"
            ),
            Entry::End => writeln!(
                out,
                "<circle class=\"tip\" cx=\"{}\" cy=\"{middle}\" r=\"4\"/>",
                from + 8.0
            ),
        };
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{y}\">{}</text>",
            x + 21.0,
            Escaped(self.text())
        );
    }
}

/// The mark of what became of something; none where it is as it was.
pub(super) fn sign(status: Status) -> Option<(&'static str, &'static str)> {
    match status {
        Status::Same => None,
        Status::Changed => Some(("changed", "≠")),
        Status::Added => Some(("added", "+")),
        Status::Removed => Some(("removed", "−")),
        Status::Taken => Some(("taken", "✓")),
        Status::Missed => Some(("missed", "✗")),
    }
}

/// A round mark with a sign in it.
pub(super) fn badge(out: &mut String, class: &str, sign: &str, (x, y): (f64, f64)) {
    let _ = writeln!(
        out,
        "<circle class=\"badge {class}\" cx=\"{x}\" cy=\"{y}\" r=\"8\"/>\
         <text class=\"sign\" x=\"{x}\" y=\"{}\">{sign}</text>",
        y + 4.0
    );
}
