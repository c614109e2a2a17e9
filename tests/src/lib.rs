//! Whole-project tests: see `tests/`. Here is what several programs of theirs share, and the README's
//! code is compiled.

pub mod host;
pub mod random;
pub mod recorder;

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
