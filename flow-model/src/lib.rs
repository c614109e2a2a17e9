//! What a conversation flow is: the middle of the language, shared by every front and back end.
//!
//! Front ends (the `flow!` macro, Studio's JSON) make a [`Flow`]; [`check()`] says what is wrong
//! with it; back ends (the tables of a [`Machine`], Studio's JSON, pictures) consume it. Everything
//! here is plain and synchronous, and does no I/O.

pub mod carry;
pub mod catalogue;
pub mod check;
pub mod condition;
pub mod diagram;
pub mod diff;
#[cfg(not(doctest))] // The tests of the whole project build its examples, all at once.
pub mod errors;
pub mod flow;
mod layered;
pub mod liquid;
pub mod machine;
pub mod packed;
pub mod printable;
pub mod settings;
pub mod source;
pub mod studio;
mod text;
pub mod value;

pub use check::{Code, Diagnostic, check};
pub use flow::{Flow, Location};
pub use machine::Machine;
pub use text::Text;
pub use value::{Map, Value};
