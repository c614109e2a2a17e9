//! What a reader is told.
