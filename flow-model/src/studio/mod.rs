//! Studio's JSON.
