//! Tests of flows, as a program's own `cargo test` runs them.
