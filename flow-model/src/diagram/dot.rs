//! A diagram in Graphviz's language.

use std::fmt::{self, Display, Formatter, Write};

use super::graph::{Graph, Look, Node, Status, To, Way};
use crate::printable::is_hidden;

pub(super) fn draw(graph: &Graph) -> String {
    let mut out = String::new();
    // Writing into a string does not fail.
    let _ = write(graph, &mut out);
    out
}

fn write(graph: &Graph, out: &mut String) -> fmt::Result {
    writeln!(out, "digraph \"{}\" {{", Escaped(&graph.title))?;
    out.push_str("    label=\"");
    write!(out, "{}", Escaped(&graph.title))?;
    for finding in &graph.findings {
        write!(out, "\\n{}", Escaped(&finding.text))?;
    }
    out.push_str("\";\n    labelloc=t;\n    fontname=\"Helvetica\";\n");
    out.push_str("    node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#94a3b8\", fontname=\"Helvetica\", fontsize=11];\n");
    out.push_str("    edge [color=\"#64748b\", fontname=\"Helvetica\", fontsize=10];\n");
    for (index, node) in graph.boxes.iter().enumerate() {
        write_node(index, node, out)?;
    }
    for (index, node) in graph.boxes.iter().enumerate() {
        for way in &node.ways {
            write_way(index, way, out)?;
        }
    }
    out.push_str("}\n");
    Ok(())
}

fn write_node(index: usize, node: &Node, out: &mut String) -> fmt::Result {
    write!(
        out,
        "    w{index} [label=\"{}\\n{}",
        Escaped(&node.name),
        Escaped(&node.kind)
    )?;
    if let Some(summary) = &node.summary {
        write!(out, "\\n{}", Escaped(summary))?;
    }
    out.push_str("\", tooltip=\"");
    let told = node.findings.iter().map(|finding| &finding.text);
    write!(out, "{}", Escaped(&node.name))?;
    for text in told.chain(&node.changes) {
        write!(out, "\\n{}", Escaped(text))?;
    }
    out.push('"');
    match node.look {
        Look::Trigger => out.push_str(", shape=oval"),
        Look::Split => out.push_str(", shape=hexagon, style=filled"),
        Look::Unknown | Look::Missing => out.push_str(", style=\"rounded,dashed\""),
        Look::Immediate | Look::Calls | Look::Waits => {}
    }
    match node.status {
        Status::Same | Status::Taken => {}
        Status::Added => out.push_str(", color=\"#15803d\", fillcolor=\"#dcfce7\""),
        Status::Removed | Status::Missed => {
            out.push_str(", color=\"#b91c1c\", fillcolor=\"#fee2e2\", style=\"filled,dashed\"");
        }
        Status::Changed => out.push_str(", color=\"#a16207\", fillcolor=\"#fef9c3\""),
    }
    match node.is_lint() {
        None => {}
        Some(false) => out.push_str(", color=\"#dc2626\", penwidth=3"),
        Some(true) => out.push_str(", color=\"#b45309\", penwidth=3"),
    }
    out.push_str("];\n");
    let leads = |to| node.ways.iter().any(|way| way.to == to);
    if leads(To::End) {
        writeln!(
            out,
            "    e{index} [shape=point, width=0.12, label=\"\", tooltip=\"end\"];"
        )?;
    }
    if leads(To::Unread) {
        writeln!(
            out,
            "    u{index} [shape=plaintext, style=\"\", label=\"?\"];"
        )?;
    }
    Ok(())
}

fn write_way(from: usize, way: &Way, out: &mut String) -> fmt::Result {
    write!(out, "    w{from} -> ")?;
    match way.to {
        To::Box(to) => write!(out, "w{to}")?,
        To::End => write!(out, "e{from}")?,
        To::Unread => write!(out, "u{from}")?,
    }
    out.push_str(" [label=\"");
    for (index, label) in way.labels.iter().enumerate() {
        let line = if index > 0 { "\\n" } else { "" };
        let sign = match label.status {
            Status::Same | Status::Taken => "",
            Status::Missed => "✗ ",
            Status::Added => "+ ",
            Status::Removed => "− ",
            Status::Changed => "~ ",
        };
        write!(out, "{line}{sign}{}", Escaped(&label.text))?;
    }
    out.push('"');
    if way.labels.iter().any(|label| label.is_lint == Some(false)) {
        out.push_str(", fontcolor=\"#dc2626\"");
    }
    match way.status {
        Status::Same | Status::Changed => {}
        Status::Added => out.push_str(", color=\"#15803d\", penwidth=2"),
        Status::Taken => out.push_str(", color=\"#15803d\""),
        Status::Removed | Status::Missed => out.push_str(", color=\"#b91c1c\", style=dashed"),
    }
    out.push_str("];\n");
    Ok(())
}

/// A text within quotes. Graphviz reads escapes and HTML's entities there.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            match char {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '&' => f.write_str("&amp;")?,
                '\n' => f.write_str("\\n")?,
                char if is_hidden(char) => f.write_char('\u{fffd}')?,
                char => f.write_char(char)?,
            }
        }
        Ok(())
    }
}
