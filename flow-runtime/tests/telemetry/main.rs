//! What a runtime tells of itself: held to the tables of `flow_runtime::telemetry`.
//!
//! A program of its own, as a subscriber and a recorder are the whole process's.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod events;
mod figures;
#[allow(dead_code, reason = "other tests need the rest")]
#[path = "../local/flows.rs"]
mod flows;
mod table;
mod watch;
