//! Whole-project tests: see `tests/`.
