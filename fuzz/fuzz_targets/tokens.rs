//! Any tokens as the body of `flow!`: read, checked and expanded.
//!
//! A proc-macro crate cannot be linked, so its modules are compiled into this program; the macro
//! itself does nothing but call `expand::flow` and turn a panic into an error, which here is one.
#![no_main]
#![allow(dead_code, unreachable_pub)]

#[path = "../../flow-macros/src/diagnose.rs"]
mod diagnose;
#[path = "../../flow-macros/src/expand/mod.rs"]
mod expand;
#[path = "../../flow-macros/src/literal.rs"]
mod literal;
#[path = "../../flow-macros/src/parse/mod.rs"]
mod parse;
#[path = "../../flow-macros/src/source.rs"]
mod source;
#[path = "../../flow-macros/src/tokens.rs"]
mod tokens;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    // The compiler hands a macro only what it could split into tokens.
    if let Ok(tokens) = source.parse() {
        expand::flow(tokens);
    }
});
