//! Studio's JSON: a [`Flow`](crate::Flow) as the definition that Studio's editor would export, and
//! the places of its widgets on the canvas.

mod export;
pub mod import;
pub mod layout;
mod transitions;
mod values;

pub use export::{ExportError, Options, export, function_path};
pub use import::import;

#[cfg(test)]
mod tests;
