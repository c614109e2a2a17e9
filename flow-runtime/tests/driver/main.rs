//! The driver, by whole little conversations over values: no store, no channel, no clock.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod build;
mod chat;
mod conversations;
mod limits;
mod programs;
mod requests;
mod resume;
mod subflows;
