//! What a flow leaves in the crate: its type, a handle a widget, its tables, and beside findings as
//! much of these as is known.

mod functions;
mod items;
mod outputs;
mod settings;
mod subflows;
mod tables;
mod words;

use std::collections::HashSet;

use flow_model::{Location, check, machine};
use proc_macro2::{Ident, Span, TokenStream};

use crate::diagnose;
use crate::parse::{self, Parsed};
use crate::tokens::{Tokens, usable};

/// The expansion of one `flow!`.
pub(crate) fn flow(tokens: TokenStream) -> TokenStream {
    let mut parsed = parse::parse(tokens);
    let mut findings = std::mem::take(&mut parsed.errors);
    findings.extend(check(&parsed.flow));
    findings.sort_by_key(|finding| finding.location);

    let mut out = Tokens::default();
    if let Some(name) = parsed.name.as_ref().and_then(usable) {
        // Only the definition of the type stands where the author wrote its name.
        let mut flow = name.clone();
        flow.set_span(Span::call_site().resolved_at(name.span()));
        let expansion = Expansion {
            parsed: &parsed,
            flow,
            name,
            reported: findings.iter().map(|finding| finding.location).collect(),
        };
        expansion.write(&mut out);
    }
    diagnose::errors(&findings, &parsed.source, &mut out);
    out.into_stream()
}

/// What the parts of an expansion share.
struct Expansion<'p> {
    parsed: &'p Parsed,
    /// The flow's type, where it is defined.
    name: Ident,
    /// The flow's type, where it is used.
    flow: Ident,
    /// Where there is a finding. Looked up, never walked.
    reported: HashSet<Location>,
}

impl Expansion<'_> {
    /// To complete a word, rust-analyzer expands the flow with a longer word in its place, and looks
    /// for that place in the expansion of what is written: up to it the two must be alike. So words
    /// come before all that speaks of them or counts them: texts, tables and findings.
    fn write(&self, out: &mut Tokens) {
        self.editor_words(out);
        let mut machine = Tokens::default();
        if self.reported.is_empty() {
            machine = self.tables(&machine::lower(&self.parsed.flow));
        } else {
            machine.text("::flow_runtime::expansion::nothing()");
        }
        self.flow_impl(machine, out);
        self.type_item(out);
        self.handles(out);
    }
}

#[cfg(test)]
mod tests;
