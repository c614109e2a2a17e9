//! The codes of all findings: what the error index is made from.

/// A rule that a flow can break.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable: `E0201`. The hundreds tell the family.
    pub id: &'static str,
    /// In words: `unknown_target`. What `#[allow]` names, for a lint.
    pub name: &'static str,
    /// Whether `#[allow]` can accept it.
    pub lint: bool,
    /// Why it matters, in one line.
    pub summary: &'static str,
}

/// Every code, in order.
pub static CODES: &[Code] = &[];
