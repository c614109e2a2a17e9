//! A [`Flow`] as the `flow!` source that a person would have been glad to write.
//!
//! What Studio's editor fills in by itself is left out, texts and JSON are written as a person
//! breaks them, and every lint that the flow has is accepted where it is found, with its message as
//! the reason: so what is printed compiles, unless the flow is in error. Read back, it is the same
//! flow as [`plain()`] makes of it, and so exports to the same. Its style is that of `flow fmt`.

mod comment;
mod lints;
mod literal;
mod notes;
mod plain;
mod value;
mod widget;
mod writer;

pub use plain::plain;

use crate::flow::{Flow, Location};
use lints::Lints;
use notes::Notes;
use writer::Writer;

/// How many columns a line has at most, where it can be broken.
const WIDTH: usize = 100;

/// Something to say about a node of a flow, which becomes a comment above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where the node stands.
    pub at: Location,
    /// What is said, in one or more lines.
    pub text: String,
}

/// The flow as a Rust file of its own.
///
/// Every name in the flow must be an identifier, as [`crate::flow::Name`] wants it. A remark about
/// what is no node of the flow stands above the widget within whose nodes it is, or above the flow.
pub fn print(flow: &Flow, remarks: &[Remark]) -> String {
    let notes = Notes::new(flow, remarks);
    let mut flow = plain::keeping(flow, &remarks.iter().map(|remark| remark.at).collect());
    let lints = Lints::accept(&mut flow);
    let mut writer = Writer::new(notes, lints);
    writer.flow(&flow);
    format!(
        "use flow_runtime::prelude::*;\n\nflow! {{\n{}}}\n",
        writer.finish()
    )
}
