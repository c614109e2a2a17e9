//! The local host under every fault at every point: whole conversations, each of which must end as
//! the one without a fault ends.
//!
//! `cargo test` makes a part of the runs, drawn by seed. `FLOW_FAULTS=full` makes them all, and
//! `FLOW_FAULTS="visit/Computed.7=Crash"` makes that one: see `command::Command`. A run that goes
//! wrong prints the command that repeats it.
//!
//! What this finds was tried with mistakes planted by hand, each of which the short form caught: a
//! call made before the commit that asks for it, a room kept after a commit that failed, and an
//! event acknowledged that a full disk refused.

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
