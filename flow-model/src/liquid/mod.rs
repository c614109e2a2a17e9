//! Templates: parsed once, read for the paths they use, rendered as lax as Studio renders.
