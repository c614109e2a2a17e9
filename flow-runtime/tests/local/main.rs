//! The embedded host: what it promises, kept under a clock that leaps.

mod acceptance;
mod calls;
mod crash;
mod flows;
mod people;
mod queue;
mod store;
mod time;
mod versions;
