//! `explore`: which paths it finds, and what it says of those that there are not.

#![allow(clippy::unwrap_used, clippy::panic)] // clippy knows only the functions marked #[test]

mod coverage;
mod ends;
mod hard;
#[cfg(feature = "proptest")]
mod property;
mod reports;
