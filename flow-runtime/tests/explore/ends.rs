//! Ends that nobody wants.
