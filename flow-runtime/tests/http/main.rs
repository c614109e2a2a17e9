//! The client for requests, against a real server on loopback.

#![cfg(feature = "http")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod client;
mod flows;
mod refusals;
mod server;
