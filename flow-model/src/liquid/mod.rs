//! Templates: parsed once, read for the paths they use, rendered as lax as Studio renders.
//!
//! One reader serves the macro, the checks and the running flow, so what is accepted at build time
//! is what renders. It and the filters are our own: the `liquid` crate (0.26) gives up where a path
//! is absent, renders an object in another order at every run, reads the clock in `date`, and
//! panics on some templates (`{{ 99999999999999999999 }}`, `{% cycle a: %}`) and some sums. It is
//! what the property tests compare with. Where the two differ, ours follows Ruby's Liquid:
//!
//! - `size` counts characters; `split` with nothing gives characters; a decimal number keeps its
//!   point (`3.0`); whole numbers divide downwards; `capitalize` lowers the rest.
//! - `empty` and `blank` are read only as whole words; `elsif` may stand in `unless`.
//! - An object renders as its JSON, which Ruby's does not.

use std::ops::Range;

use crate::{Text, Value};

mod compare;
mod cursor;
mod display;
mod filters;
mod literals;
mod lookup;
mod loops;
mod reader;
mod reads;
mod render;
mod rounds;
mod syntax;
mod tags;
mod template;

use cursor::Cursor;
pub(crate) use cursor::is_blank;
pub use literals::Literals;
use syntax::{Operand, Step};
pub use template::Template;

/// A `for` stops after so many rounds, as Studio's does.
pub const MOST_ROUNDS: usize = 15;

/// Text is cut after so many bytes, as Studio's is.
const MOST_TEXT: usize = 16 * 1024;

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
    /// Its names and indices, the root first, up to one that is known only when it renders: of
    /// `a.b[c].d` it is `a.b`, and `c` is a read of its own.
    pub path: Vec<Text>,
    /// A `default` stands among its filters.
    pub defaulted: bool,
    /// It stands in the head of a tag, or goes through `size`.
    pub test: bool,
    /// Among its filters is one that computes: an unset counter counts as 0.
    pub arithmetic: bool,
    /// Which reads of the same list the tags around it test: `if`, `unless`, `case` and `for`,
    /// whichever of their branches it stands in.
    pub under: Vec<usize>,
    /// Of what `default` puts in: the read in whose place it stands where that is blank.
    pub instead_of: Option<usize>,
}

/// What can be told of a template without rendering it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Everything that is wrong with it, in order of position.
    pub problems: Vec<Problem>,
    /// Every path that it reads: see [`reads`].
    pub reads: Vec<Read>,
    /// Where it is one output of a path and nothing else, `{{ path | filter }}`: the names of the
    /// filters.
    pub filters: Option<Vec<&'static str>>,
}

/// Reads a template once for all that can be told of it.
pub fn survey(source: &str) -> Survey {
    let reading = reader::read(source);
    Survey {
        reads: reads::collect(source, &reading.body),
        filters: reads::filters(source, &reading.body),
        problems: reading.problems,
    }
}

/// A loop of which the template itself says that it goes round more often than loops do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongLoop {
    /// Which bytes of the source name what it goes over with.
    pub range: Range<usize>,
    /// How often it would go round.
    pub rounds: usize,
}

/// Everything that is wrong with a template, in order of position.
pub fn problems(source: &str) -> Vec<Problem> {
    reader::read(source).problems
}

/// Every path that a template reads, in order of position. Names that the template itself sets
/// (loop variables, `forloop`, what is assigned, captured or counted) are none.
pub fn reads(source: &str) -> Vec<Read> {
    reads::collect(source, &reader::read(source).body)
}

/// The values that stand in a template, for whoever looks for what makes it render otherwise.
pub fn literals(source: &str) -> Literals {
    literals::collect(&reader::read(source).body)
}

/// The name after the root of a path that has no other step: `b` of `a.b` and of `a["b"]`.
pub(crate) fn one_step(path: &str) -> Option<Text> {
    let Ok(Operand::Path(path_read)) = Cursor::new(path).operand() else {
        return None;
    };
    match &path_read.steps[..] {
        [Step::Name(name)] => Some(name.of(path).to_owned().into()),
        [Step::Index(Operand::Literal(Value::Text(name)))] => Some(name.clone()),
        _ => None,
    }
}

/// The loops of a template that stop before their end, where the template itself says how long they
/// are; in order of position.
pub fn long_loops(source: &str) -> Vec<LongLoop> {
    let mut found = Vec::new();
    // Only a range says how long it is.
    if source.contains("..") {
        loops::collect(&reader::read(source).body, &mut found);
    }
    found
}
