//! The commands as they are called: the built binary, in a folder of its own.

#![allow(clippy::unwrap_used)] // clippy knows only the functions marked #[test]

mod check;
mod corpus;
mod coverage;
mod diagram;
mod diff;
mod explain;
mod explore;
mod fmt;
mod folder;
mod hostile;
mod import;
mod lock;
mod run;
mod run_corpus;
mod run_mocks;
mod run_refusals;
mod store;
mod unread;
