//! A diagram as Mermaid, which GitHub and many editors draw.

use std::fmt::{self, Display, Formatter, Write};

use super::graph::{Graph, Label, Look, Node, Status, To, Way};
use crate::printable::is_hidden;

/// What the classes look like.
const CLASSES: &str = "    classDef missing fill:#f8fafc,stroke:#94a3b8,stroke-dasharray:5 3
    classDef error stroke:#dc2626,stroke-width:3px
    classDef lint stroke:#b45309,stroke-width:3px
    classDef added fill:#dcfce7,stroke:#15803d
    classDef removed fill:#fee2e2,stroke:#b91c1c,stroke-dasharray:5 3
    classDef changed fill:#fef9c3,stroke:#a16207
";

pub(super) fn draw(graph: &Graph) -> String {
    let mut out = String::new();
    // Writing into a string does not fail.
    let _ = write(graph, &mut out);
    out
}

fn write(graph: &Graph, out: &mut String) -> fmt::Result {
    out.push_str("flowchart TD\n");
    write_findings(graph, out)?;
    for (index, node) in graph.boxes.iter().enumerate() {
        write_node(index, node, out)?;
    }
    let mut edges = 0;
    let mut styles = String::new();
    for (index, node) in graph.boxes.iter().enumerate() {
        for way in &node.ways {
            write_way(index, way, out)?;
            match way.status {
                Status::Added => writeln!(
                    styles,
                    "    linkStyle {edges} stroke:#15803d,stroke-width:3px"
                )?,
                Status::Removed | Status::Missed => {
                    writeln!(styles, "    linkStyle {edges} stroke:#b91c1c")?;
                }
                Status::Taken => writeln!(styles, "    linkStyle {edges} stroke:#15803d")?,
                Status::Same | Status::Changed => {}
            }
            edges += 1;
        }
    }
    out.push_str(&styles);
    out.push_str(CLASSES);
    Ok(())
}

/// What was found about the whole flow, in a box of its own.
fn write_findings(graph: &Graph, out: &mut String) -> fmt::Result {
    if graph.findings.is_empty() {
        return Ok(());
    }
    write!(out, "    flow[\"<b>{}</b>", Escaped(&graph.title))?;
    for finding in &graph.findings {
        write!(
            out,
            "<br/>{} {}",
            sign(finding.is_lint),
            Escaped(&finding.text)
        )?;
    }
    let is_lint = graph.findings.iter().all(|finding| finding.is_lint);
    writeln!(out, "\"]:::{}", if is_lint { "lint" } else { "error" })
}

fn write_node(index: usize, node: &Node, out: &mut String) -> fmt::Result {
    let (open, close) = match node.look {
        Look::Trigger => ("([", "])"),
        Look::Split => ("{{", "}}"),
        Look::Waits => ("[/", "/]"),
        Look::Calls => ("[[", "]]"),
        Look::Immediate | Look::Unknown | Look::Missing => ("[", "]"),
    };
    write!(
        out,
        "    w{index}{open}\"<b>{}</b><br/>{}",
        Escaped(&node.name),
        Escaped(&node.kind)
    )?;
    if let Some(summary) = &node.summary {
        write!(out, "<br/><i>{}</i>", Escaped(summary))?;
    }
    for finding in &node.findings {
        write!(
            out,
            "<br/>{} {}",
            sign(finding.is_lint),
            Escaped(&finding.text)
        )?;
    }
    write!(out, "\"{close}")?;
    let class = match (node.status, node.is_lint()) {
        (_, Some(false)) => "error",
        (_, Some(true)) => "lint",
        (Status::Added, _) => "added",
        (Status::Removed | Status::Missed, _) => "removed",
        (Status::Changed, _) => "changed",
        (Status::Same, _) if node.look == Look::Missing => "missing",
        (Status::Same | Status::Taken, _) => "",
    };
    if !class.is_empty() {
        write!(out, ":::{class}")?;
    }
    out.push('\n');
    let leads = |to| node.ways.iter().any(|way| way.to == to);
    if leads(To::End) {
        writeln!(out, "    e{index}((( )))")?;
    }
    if leads(To::Unread) {
        writeln!(out, "    u{index}((\"?\"))")?;
    }
    Ok(())
}

/// What stands before a finding.
fn sign(is_lint: bool) -> char {
    if is_lint { '⚠' } else { '✖' }
}

fn write_way(from: usize, way: &Way, out: &mut String) -> fmt::Result {
    let arrow = if matches!(way.status, Status::Removed | Status::Missed) {
        "-.->"
    } else {
        "-->"
    };
    write!(out, "    w{from} {arrow}|\"")?;
    for (index, label) in way.labels.iter().enumerate() {
        if index > 0 {
            out.push_str("<br/>");
        }
        write_label(label, out)?;
    }
    out.push_str("\"| ");
    match way.to {
        To::Box(to) => writeln!(out, "w{to}"),
        To::End => writeln!(out, "e{from}"),
        To::Unread => writeln!(out, "u{from}"),
    }
}

fn write_label(label: &Label, out: &mut String) -> fmt::Result {
    if let Some(is_lint) = label.is_lint {
        write!(out, "{} ", sign(is_lint))?;
    }
    match label.status {
        Status::Added => out.push_str("+ "),
        Status::Removed => out.push_str("− "),
        Status::Changed => out.push_str("~ "),
        Status::Missed => out.push_str("✗ "),
        Status::Same | Status::Taken => {}
    }
    write!(out, "{}", Escaped(&label.text))
}

/// A text within quotes: all but letters, digits and what Mermaid never reads otherwise is written as
/// a number, for it reads much otherwise (`end`, `%%{`, `` ` ``, `<br>`, `#quot;`, and what looks like a style).
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            match char {
                '\n' => f.write_str("<br/>")?,
                char if is_hidden(char) => f.write_char('\u{fffd}')?,
                ' ' | '.' | ',' | '-' | '_' | '?' | '!' | '/' | '=' | '+' | '“' | '”' | '…' =>
                {
                    f.write_char(char)?;
                }
                char if char.is_alphanumeric() || !char.is_ascii() => f.write_char(char)?,
                char => write!(f, "#{};", u32::from(char))?,
            }
        }
        Ok(())
    }
}
