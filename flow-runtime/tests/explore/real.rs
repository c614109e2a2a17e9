//! Real flows.
