//! A graph in layers, from top to bottom, after Sugiyama: edges that lead back are left aside
//! (`layers`), each layer is ordered so that few edges cross (`order`), and every vertex moves
//! towards its neighbours (`columns`).
//!
//! Studio's canvas and the diagrams are laid out by it. Nothing here is random or recursive, and
//! every stage sweeps a fixed number of times: the same graph is laid out alike everywhere.

mod columns;
mod layers;
mod order;

pub(crate) use columns::{Room, centres};
pub(crate) use layers::{Layers, layers};
pub(crate) use order::{Lanes, Layered, order};

/// A vertex as the author of a graph gives it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vertex {
    /// Whether it stands on top.
    pub(crate) is_top: bool,
    /// Its edges from left to right.
    pub(crate) ways: Vec<Way>,
}

/// An edge, as its upper end sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Way {
    /// The vertex it leads to.
    pub(crate) to: usize,
    /// Where it leaves, from 0 on the left to 1 on the right.
    pub(crate) port: f64,
}

#[cfg(test)]
mod tests;
