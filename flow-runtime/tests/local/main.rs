//! The embedded host: what it promises, kept under a clock that leaps.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod acceptance;
mod calls;
mod crash;
mod flows;
mod limits;
mod people;
mod queue;
mod store;
mod time;
mod versions;
