//! The `flow!` macro and the derives of `flow-runtime`, which re-exports them all: depend on that.
//!
//! `flow!` goes *parse → check → expand*: `parse` makes a [`flow_model::Flow`] of the tokens and
//! keeps their spans, [`flow_model::check()`] says what is wrong with it, and `expand` writes its
//! tables, or beside the findings as much as keeps the rest of the crate and the editor going.

mod derive;
mod diagnose;
mod expand;
mod literal;
mod parse;
mod source;
mod tokens;

use std::panic::catch_unwind;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Declares a conversation flow: its widgets, what they are set to, and where each event leads.
///
/// It leaves a unit struct that implements `Flow`, with one constant a widget: its handle.
#[proc_macro]
pub fn flow(input: TokenStream) -> TokenStream {
    // No input makes it panic; should one all the same, the editor and the author are told so.
    catch_unwind(|| expand::flow(input.into()))
        .unwrap_or_else(|_| diagnose::bug())
        .into()
}

/// Makes a struct a function's parameters: each named field is one, and its type a `Parameter`.
///
/// A field of type `Option` may be left out.
#[proc_macro_derive(FunctionParameters)]
pub fn function_parameters(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::function_parameters(&input)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

/// Makes a struct what a function returns: its fields, as serde writes them, are what templates
/// read as `widgets.NAME.parsed.FIELD`. Derive `Serialize` beside it.
#[proc_macro_derive(FunctionOutput)]
pub fn function_output(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::function_output(&input)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

/// Makes a struct the settings of flows: each named field is one, and its type a `Setting`.
///
/// A field of type `Option` may be missing.
#[proc_macro_derive(Settings)]
pub fn settings(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::settings(&input)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

/// Makes a type with `FromStr` the type of a function's field.
#[proc_macro_derive(Parameter)]
pub fn parameter(input: TokenStream) -> TokenStream {
    derive::parameter(&parse_macro_input!(input as DeriveInput)).into()
}
