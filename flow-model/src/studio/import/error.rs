//! Why a file cannot be imported.

use std::ops::Range;

/// The largest file that is read, in bytes: some forty times the largest flow that was ever seen.
pub const MAX_BYTES: usize = 4 << 20;

/// The most widgets that a flow has: its tables number them in 16 bits.
pub const MAX_STATES: usize = u16::MAX as usize;

/// How deep objects and arrays may stand in each other: no flow of Studio's needs half of it, and
/// what is kept can be written as `flow!` source, whose values nest 16 deep.
pub const MAX_DEPTH: usize = 20;

/// Why a file cannot be imported. Ranges are bytes of the input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is no JSON.
    #[error("this is not JSON: {message}, at line {line}, column {column}")]
    Json {
        /// What is wrong.
        message: String,
        /// Where it is.
        range: Range<usize>,
        /// Its line, from 1.
        line: usize,
        /// Its column, from 1, in characters.
        column: usize,
    },
    /// It is JSON, but no flow.
    #[error("this is not a Studio flow: {message}")]
    NotAFlow {
        /// What is missing.
        message: String,
        /// What stands there instead.
        range: Range<usize>,
    },
    /// It is a flow as Studio wrote it before 2020.
    #[error(
        "this flow has the format that Studio wrote before 2020, whose widgets refer to each other by their SIDs: open it in Studio's editor, publish it, and export it again"
    )]
    OldFormat {
        /// The state that shows it.
        range: Range<usize>,
    },
    /// It is larger than any flow.
    #[error("this file has {bytes} bytes, and a flow of more than {MAX_BYTES} is not read")]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// It has more states than a flow can have.
    #[error("this flow has {states} states, and a flow has at most {MAX_STATES}")]
    TooManyStates {
        /// How many there are.
        states: usize,
        /// The array of them.
        range: Range<usize>,
    },
    /// Its values are nested too deep.
    #[error(
        "objects and arrays are nested more than {MAX_DEPTH} deep at line {line}, column {column}, which no flow of Studio's is"
    )]
    TooDeep {
        /// The value that is too deep.
        range: Range<usize>,
        /// Its line, from 1.
        line: usize,
        /// Its column, from 1, in characters.
        column: usize,
    },
}

impl ImportError {
    /// Where it is; none where it is about the whole file.
    pub fn range(&self) -> Option<Range<usize>> {
        match self {
            ImportError::Json { range, .. }
            | ImportError::NotAFlow { range, .. }
            | ImportError::OldFormat { range }
            | ImportError::TooManyStates { range, .. }
            | ImportError::TooDeep { range, .. } => Some(range.clone()),
            ImportError::TooLarge { .. } => None,
        }
    }
}
