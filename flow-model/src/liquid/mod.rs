//! Templates: parsed once, read for the paths they use, rendered as lax as Studio renders.

use std::ops::Range;

use crate::{Text, Value};

mod template;

pub use template::Template;

/// What a template reads while it renders.
pub trait Scope {
    /// The value of a root: `trigger`, `flow`, `widgets`, `contact`, `settings`.
    fn root(&self, name: &str) -> Option<&Value>;

    /// What `'now' | date` means: milliseconds since the Unix epoch, UTC. It comes with the event,
    /// so that the same event renders the same text.
    fn now(&self) -> i64;
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which rule it breaks.
    pub kind: ProblemKind,
    /// Which bytes of the source it is about.
    pub range: Range<usize>,
    /// What is wrong, in lower case and without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// The rules a template can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not Liquid.
    Syntax,
    /// A filter that does not exist.
    UnknownFilter,
    /// A tag that does not exist.
    UnknownTag,
}

/// A path that a template reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Which bytes of the source it is.
    pub range: Range<usize>,
    /// Its segments, the root first.
    pub segments: Vec<Segment>,
    /// A `default` stands among its filters.
    pub defaulted: bool,
    /// It stands in the head of a tag, or before `| size`.
    pub test: bool,
    /// Its first filters compute with it: the counter idiom.
    pub arithmetic: bool,
    /// Of the reads in the same list, those that the heads around this one test.
    pub under: Vec<usize>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A literal name or index: `.name`, `["name"]`, `[0]`.
    Name(Text),
    /// `[path]`: known only when it renders. The path in the brackets is a read of its own.
    Index,
}

/// Everything that is wrong with a template, in order of position.
pub fn problems(source: &str) -> Vec<Problem> {
    Template::parse(source).err().unwrap_or_default()
}

/// Every path that a template reads, in order of position; nothing of one that does not parse.
pub fn reads(source: &str) -> Vec<Read> {
    let _ = source;
    Vec::new()
}
