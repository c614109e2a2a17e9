//! The operators of a split.

use super::{Arity, Operator};

const fn operator(word: &'static str, arity: Arity, docs: &'static str) -> Operator {
    Operator { word, docs, arity }
}

/// Every operator of a split. Both sides are trimmed first, and case is ignored.
pub static OPERATORS: &[Operator] = &[
    operator("equal_to", Arity::One, "The input is this text."),
    operator("not_equal_to", Arity::One, "The input is not this text."),
    operator(
        "matches_any_of",
        Arity::Many,
        "The input is one of these texts.",
    ),
    operator(
        "does_not_match_any_of",
        Arity::Many,
        "The input is none of these texts.",
    ),
    operator("contains", Arity::One, "The input contains this text."),
    operator(
        "does_not_contain",
        Arity::One,
        "The input does not contain this text.",
    ),
    operator(
        "starts_with",
        Arity::One,
        "The input starts with this text.",
    ),
    operator(
        "does_not_start_with",
        Arity::One,
        "The input does not start with this text.",
    ),
    operator(
        "is_blank",
        Arity::None,
        "The input is empty, or only white space.",
    ),
    operator(
        "is_not_blank",
        Arity::None,
        "The input is neither empty nor only white space.",
    ),
    operator("regex", Arity::One, "The pattern matches the whole input."),
    operator(
        "less_than",
        Arity::One,
        "Both are decimal numbers, and the input is the lesser.",
    ),
    operator(
        "greater_than",
        Arity::One,
        "Both are decimal numbers, and the input is the greater.",
    ),
    operator(
        "is_before_time",
        Arity::One,
        "The input is a time (`HH:MM`) before this one.",
    ),
    operator(
        "is_after_time",
        Arity::One,
        "The input is a time (`HH:MM`) after this one.",
    ),
    operator(
        "is_before_date",
        Arity::One,
        "The input is a date (`YYYY-MM-DD`) before this one.",
    ),
    operator(
        "is_after_date",
        Arity::One,
        "The input is a date (`YYYY-MM-DD`) after this one.",
    ),
];
