//! A file that findings are about: its lines, and what of it is shown.

use std::cell::Cell;
use std::ops::Range;

/// How many screens of a line are looked at on each side of what is meant.
const SCREENS: usize = 4;

/// How many bytes of a passage are shown at most.
const PASSAGE: usize = 64 * 1024;

/// A file that findings are about.
#[derive(Debug)]
pub struct Source<'s> {
    pub(super) name: &'s str,
    text: &'s str,
    /// Where each line begins.
    lines: Vec<usize>,
    /// The place that was asked for last, and its byte: JSON may be one line of megabytes, and who
    /// asks for one place after another counts it once.
    last: Cell<(usize, Place)>,
}

/// A line and a column, counted from 1; the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Part of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt<'s> {
    pub(super) text: &'s str,
    /// What is meant within it.
    pub(super) range: Range<usize>,
}

impl<'s> Source<'s> {
    /// A file by its name.
    pub fn new(name: &'s str, text: &'s str) -> Self {
        let ends = text.bytes().enumerate();
        let starts = ends.filter_map(|(at, byte)| (byte == b'\n').then_some(at + 1));
        Source {
            name,
            text,
            lines: std::iter::once(0).chain(starts).collect(),
            last: Cell::new((0, Place { line: 1, column: 1 })),
        }
    }

    /// What the file is called.
    pub fn name(&self) -> &'s str {
        self.name
    }

    /// Where a byte stands; of one beyond the end, where the file ends.
    pub fn place(&self, at: usize) -> Place {
        let at = self.boundary(at);
        let line = self.line(at);
        let (known, before) = match self.last.get() {
            (known, place) if place.line == line && known <= at => (known, place.column),
            _ => (self.lines[line - 1], 1),
        };
        let column = before + self.text[known..at].chars().count();
        let place = Place { line, column };
        self.last.set((at, place));
        place
    }

    /// The number of the line, from 1.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    /// The range as far as it lies in the file, whole characters.
    pub(super) fn within(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.boundary(range.start);
        start..self.boundary(range.end).max(start)
    }

    /// The character that a byte belongs to.
    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The lines of a range; of lines far longer than the width, what is around its beginning.
    pub(super) fn excerpt(&self, range: &Range<usize>, width: usize) -> Excerpt<'s> {
        let range = self.within(range);
        let begin = self.lines[self.line(range.start) - 1];
        let end = self.lines.get(self.line(range.end));
        let end = end.map_or(self.text.len(), |next| next - 1);
        let reach = width * SCREENS;
        let begin = self.boundary(begin.max(range.start.saturating_sub(reach)));
        let first_end = self.lines.get(self.line(range.start));
        let first_end = first_end.map_or(self.text.len(), |next| next - 1);
        // The renderer shortens lines, but looks at each whole.
        let end = if first_end >= range.end {
            end.min(range.end.min(range.start + PASSAGE) + reach)
        } else {
            end.min(range.start + PASSAGE)
        };
        let end = self.boundary(end).max(range.start);
        Excerpt {
            text: &self.text[begin..end],
            range: range.start - begin..range.end.min(end) - begin,
        }
    }
}
