//! The local host under every fault at every point: whole conversations, each of which must end as
//! the one without a fault ends.
//!
//! `cargo test` makes a part of the runs, drawn by seed. `FLOW_FAULTS=full` makes them all, and
//! `FLOW_FAULTS="visit/Computed.7=Crash"` makes that one: see `command::Command`.
//!
//! What this finds was tried with mistakes planted by hand, each of which it caught: a call made
//! before the commit that asks for it, a room kept after a commit that failed, an answer to a
//! message before its commit, and an operation of a function without a key.

#![cfg(feature = "fault-points")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod archive;
mod asked;
mod command;
mod desk;
mod plan;
mod record;
mod runs;
mod script;
mod shop;
mod visit;
mod world;
