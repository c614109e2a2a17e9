//! What the local host commits to: one SQLite file.

mod error;

pub use error::{OpenError, StoreError};
