//! Tests of flows, as a program's own `cargo test` runs them.

#![allow(clippy::panic, reason = "a test fails by panicking")]

mod act;
mod doubles;
mod expect;
pub mod explore;
mod outline;
mod paths;
mod place;
mod seen;
mod simulation;
mod stage;

pub use act::{Act, Says};
pub use explore::{Exploration, Explore, explore};
pub use outline::{Edge, Outline, Starts, Station};
pub use place::Place;
pub use simulation::Simulation;

use crate::flow::Flow;
use crate::program::Definition;

/// A conversation with the flow `F`: `simulate(SupportDesk)`. See the [module](self).
#[must_use = "nothing happens until somebody writes: `chat.customer(\"hi\").await`"]
pub fn simulate<F: Flow>(_flow: F) -> Simulation {
    Simulation::of(Definition::of::<F>())
}

/// Runs a test in a tokio runtime of its own, where it is no `#[tokio::test]`.
///
/// # Panics
///
/// In a tokio runtime: `.await` there.
#[track_caller]
pub fn block_on<T>(test: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    match runtime.enable_all().build() {
        Ok(runtime) => runtime.block_on(test),
        Err(error) => panic!("no tokio runtime can be started: {error}"),
    }
}
