//! The driver, by whole little conversations over values: no store, no channel, no clock.

mod build;
mod chat;
mod conversations;
mod limits;
mod programs;
mod resume;
