//! What is wrong with a flow: one module a family of diagnostics, all over the same [`Flow`].

use std::ops::Range;

use crate::flow::{Flow, Location};

mod allows;
mod budget;
pub mod codes;
mod context;
mod findings;
mod functions;
mod graph;
pub mod index;
pub(crate) mod literal;
mod migrations;
mod names;
pub(crate) mod near;
mod progress;
mod reach;
mod templates;
mod transitions;
mod values;
mod variables;

pub use budget::budget;
pub use codes::{CODES, Code};
pub use near::near;
pub use variables::{Given, OutputRead, Taken, gives, is_subflow, output_reads, takes, takes_any};
pub(crate) use variables::{onward, passed};

use context::Context;
use findings::Findings;
pub(crate) use literal::has_liquid;
pub(crate) use names::is_reserved;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    let cx = Context::new(flow);
    let mut findings = Findings::default();
    for family in FAMILIES {
        family(&cx, &mut findings);
    }
    allows::accept(flow, findings)
}

/// What no `#[allow]` accepts, in order of location: what the source of the flow would not compile
/// with.
pub(crate) fn refusals(flow: &Flow) -> Vec<Diagnostic> {
    let cx = Context::new(flow);
    let mut findings = Findings::default();
    for family in REFUSING {
        family(&cx, &mut findings);
    }
    let diagnostics = findings.list.into_iter().map(|finding| finding.diagnostic);
    let mut refusals: Vec<_> = diagnostics.filter(|found| !found.code.lint).collect();
    refusals.sort_by_key(|found| found.location);
    refusals
}

/// The families that have more than lints and say what stands at one place of the source.
const REFUSING: &[Family] = &[
    names::check,
    transitions::check,
    migrations::check,
    values::check,
    templates::check,
    functions::check,
];

/// A family of diagnostics: reports what it finds.
type Family = fn(&Context<'_>, &mut Findings);

/// The families by the hundreds of their codes. The one of variables looks at what those before it
/// found, so as to say nothing that follows from it.
const FAMILIES: &[Family] = &[
    names::check,
    transitions::check,
    migrations::check,
    reach::check,
    progress::check,
    values::check,
    templates::check,
    variables::check,
    functions::check,
];
