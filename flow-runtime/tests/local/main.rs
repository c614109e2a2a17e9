//! The embedded host: what it promises, kept under a clock that leaps.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod acceptance;
mod calls;
mod check;
mod crash;
mod flows;
mod formats;
mod hand_overs;
mod limits;
mod load;
mod people;
mod queue;
mod replay;
mod retention;
mod store;
mod subflows;
mod time;
mod tools;
mod versions;
