//! The testing kit: what it lets a test do, and what a test that fails prints.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod course;
mod doubles;
mod failures;
mod flows;
mod held;
