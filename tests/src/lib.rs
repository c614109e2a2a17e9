//! Whole-project tests: see `tests/`. Here the README's code is compiled.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
