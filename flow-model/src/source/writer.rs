//! Lines, each as far in as it stands, and what stands above them.

use super::WIDTH;
use super::comment;
use super::lints::Lints;
use super::literal::columns;
use super::notes::Notes;
use crate::flow::Location;

const INDENT: &str = "    ";

/// What is printed so far.
pub(super) struct Writer<'r> {
    out: String,
    /// How many blocks are open; the braces of `flow!` are one.
    depth: usize,
    pub(super) notes: Notes<'r>,
    pub(super) lints: Lints,
}

impl<'r> Writer<'r> {
    pub(super) fn new(notes: Notes<'r>, lints: Lints) -> Self {
        Writer {
            out: String::new(),
            depth: 1,
            notes,
            lints,
        }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Begins a line.
    pub(super) fn begin(&mut self) {
        for _ in 0..self.depth {
            self.out += INDENT;
        }
    }

    pub(super) fn end(&mut self) {
        self.out.push('\n');
    }

    /// A whole line.
    pub(super) fn line(&mut self, text: &str) {
        self.begin();
        self.push(text);
        self.end();
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    pub(super) fn push(&mut self, text: &str) {
        self.out += text;
    }

    /// Writes one level further in.
    pub(super) fn within(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// Writes aside, at the same depth, and gives back what was written.
    pub(super) fn aside(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let out = std::mem::take(&mut self.out);
        write(self);
        std::mem::replace(&mut self.out, out)
    }

    /// In which column the next character stands, counted from zero.
    pub(super) fn column(&self) -> usize {
        columns(self.out.rsplit('\n').next().unwrap_or_default())
    }

    /// Whether that many columns are left on the line.
    pub(super) fn fits(&self, text: usize) -> bool {
        self.column() + text <= WIDTH
    }

    /// The remarks about a node.
    pub(super) fn notes(&mut self, at: &[Location]) {
        let texts = self.notes.take(at);
        self.comments(&texts);
    }

    pub(super) fn comments(&mut self, texts: &[&str]) {
        for text in texts {
            for line in comment::comment(text, self.depth * INDENT.len()) {
                self.line(&line);
            }
        }
    }

    /// A comment of one line.
    pub(super) fn reason(&mut self, text: &str, end: &str) {
        let line = comment::one_line(text, end, self.depth * INDENT.len());
        self.line(&line);
    }

    /// A text as documentation.
    pub(super) fn docs(&mut self, text: &str) {
        for line in comment::docs(text) {
            self.line(&line);
        }
    }
}
