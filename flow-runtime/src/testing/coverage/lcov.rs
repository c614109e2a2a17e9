//! Coverage as `lcov` writes it, which many tools read: see its `geninfo(1)`.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Covered;

/// What is told of one file.
#[derive(Default)]
struct File {
    /// How often each line was come by.
    lines: BTreeMap<u32, u64>,
    /// For each arm: its line, its widget, its place in that; and how often it was taken, if its widget
    /// was left at all.
    branches: Vec<((u32, usize, u16), Option<u64>)>,
}

/// A record for each file. A flow of which nobody knows where it is written has none.
pub(super) fn write(flows: &[Covered]) -> String {
    let mut files: BTreeMap<&str, File> = BTreeMap::new();
    // Flows of one file may have the same widgets.
    let mut block = 0;
    for flow in flows {
        let outline = &flow.outline;
        if outline.file.is_empty() {
            continue;
        }
        let file = files.entry(&outline.file).or_default();
        for widget in &outline.widgets {
            let count = |at| flow.counts.get(at).copied().unwrap_or(0);
            let left: u64 = widget.edges.iter().map(|edge| count(&edge.at)).sum();
            let entered = flow
                .edges()
                .filter(|(edge, _)| edge.to.as_ref() == Some(&widget.name));
            let entered: u64 = entered.map(|(_, count)| count).sum();
            // What arms on the same line add below.
            let beside = widget.edges.iter().filter(|it| it.line == widget.line);
            let beside: u64 = beside.map(|edge| count(&edge.at)).sum();
            file.line(widget.line, left.max(entered).saturating_sub(beside));
            for edge in &widget.edges {
                let taken = count(&edge.at);
                file.line(edge.line, taken);
                let branch = (edge.line, block, edge.at.1);
                file.branches.push((branch, (left > 0).then_some(taken)));
            }
            block += 1;
        }
    }
    let mut out = String::new();
    for (name, file) in files {
        file.write(name, &mut out);
    }
    out
}

impl File {
    /// Several that stand on one line are counted together.
    fn line(&mut self, line: u32, count: u64) {
        if line > 0 {
            *self.lines.entry(line).or_default() += count;
        }
    }

    fn write(self, name: &str, out: &mut String) {
        let mut add = |line: String| {
            out.push_str(&line);
            out.push('\n');
        };
        add(format!("TN:\nSF:{name}"));
        let mut hit = 0;
        for ((line, block, branch), taken) in &self.branches {
            let mut shown = String::new();
            let _ = match taken {
                Some(taken) => write!(shown, "{taken}"),
                None => write!(shown, "-"),
            };
            add(format!("BRDA:{line},{block},{branch},{shown}"));
            hit += usize::from(taken.is_some_and(|taken| taken > 0));
        }
        add(format!("BRF:{}\nBRH:{hit}", self.branches.len()));
        for (line, count) in &self.lines {
            add(format!("DA:{line},{count}"));
        }
        let hit = self.lines.values().filter(|count| **count > 0).count();
        add(format!("LF:{}\nLH:{hit}\nend_of_record", self.lines.len()));
    }
}
