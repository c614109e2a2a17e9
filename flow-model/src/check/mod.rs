//! What is wrong with a flow: one module a family of diagnostics, all over the same [`Flow`].

use std::ops::Range;

use crate::flow::{Flow, Location};

mod codes;

pub use codes::{CODES, Code};

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Which rule it breaks.
    pub code: &'static Code,
    /// What is wrong, in lower case and without a final stop: the first line of the error.
    pub message: String,
    /// The smallest node it is about.
    pub location: Location,
    /// In a text: which bytes of the text (as unescaped).
    pub range: Option<Range<usize>>,
    /// What to do about it.
    pub help: Option<String>,
}

/// Everything that is wrong with a flow, in order of location; nothing that follows from another
/// finding, and no lint that the flow accepts.
pub fn check(flow: &Flow) -> Vec<Diagnostic> {
    let _ = flow;
    Vec::new()
}
