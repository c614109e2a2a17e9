//! Flows as pictures, and what changed between two of them.

mod corpus;
mod diagram;
mod diff;
mod random;
#[expect(dead_code, reason = "the tokens are for the checks")]
#[path = "../checks/source.rs"]
mod source;
