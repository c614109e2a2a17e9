//! Typed subflows: what each flow says of itself for those that run it, and what a flow asserts of
//! those it runs, at the author's tokens.

use flow_model::Location;
use flow_model::check::{gives, is_subflow, takes, takes_any};
use flow_model::flow::Widget;
use proc_macro2::{Delimiter, Literal, Span};

use super::Expansion;
use super::functions::{Callee, is_flow};
use crate::tokens::Tokens;

impl Expansion<'_> {
    /// Every typed subflow with its widget, in the order in which the tables number them.
    pub(super) fn subflows(&self) -> Vec<(usize, Callee<'_>)> {
        let mut subflows = Vec::new();
        for (index, widget) in self.parsed.flow.widgets.iter().enumerate() {
            for property in &widget.properties {
                if is_flow(widget, property) {
                    let callee = self.callee("Flow", subflows.len(), &property.value);
                    subflows.extend(callee.map(|callee| (index, callee)));
                }
            }
        }
        subflows
    }

    /// `const SHAPE: FlowShape = …;`, where another flow may run this one.
    pub(super) fn shape(&self, out: &mut Tokens) {
        let flow = &self.parsed.flow;
        let value = if !self.reported.is_empty() {
            let mut any = Tokens::default();
            any.text("::flow_runtime::expansion::FlowShape::ANY");
            any
        } else if is_subflow(flow) {
            self.own_shape()
        } else {
            return;
        };
        out.text("const SHAPE: ::flow_runtime::expansion::FlowShape =")
            .append(value)
            .punct(';');
    }

    /// `shape(false, Some(&[("account", true)]), &["paid"])`
    fn own_shape(&self) -> Tokens {
        let flow = &self.parsed.flow;
        let nests = flow.widgets.iter().any(runs_subflow);
        let mut arguments = Tokens::default();
        arguments.name(word(nests)).punct(',');
        if takes_any(flow) {
            arguments.text("None");
        } else {
            let mut parameters = Tokens::default();
            for taken in takes(flow) {
                let mut parameter = Tokens::default();
                parameter
                    .token(Literal::string(&taken.name))
                    .punct(',')
                    .name(word(taken.required));
                parameters
                    .group(Delimiter::Parenthesis, parameter)
                    .punct(',');
            }
            arguments
                .text("Some")
                .group(Delimiter::Parenthesis, reference(parameters));
        }
        let mut variables = Tokens::default();
        for given in gives(flow) {
            variables.token(Literal::string(&given.name)).punct(',');
        }
        arguments.punct(',').append(reference(variables));
        let mut shape = Tokens::default();
        shape
            .text("::flow_runtime::expansion::shape")
            .group(Delimiter::Parenthesis, arguments);
        shape
    }

    /// What a flow asserts of those it runs.
    pub(super) fn subflow_constants(&self, subflows: &[(usize, Callee<'_>)], out: &mut Tokens) {
        for (_, callee) in subflows {
            let mut arguments = path(callee);
            arguments.append(callee.given());
            let entry = call("subflow", callee, arguments);
            out.text("const")
                .name(&callee.entry)
                .text(": ::flow_runtime::expansion::FlowEntry =")
                .append(entry.at(callee.alias.span()))
                .punct(';');
            let fields = callee.fields.iter().map(|field| &field.key);
            for name in fields.filter(|name| !self.reported.contains(&name.at)) {
                let mut arguments = path(callee);
                arguments.token(Literal::string(&name.text));
                self.assert(call("parameter", callee, arguments), name.at, out);
            }
        }
    }

    /// `const _: () = …;`, which stands at a place of the source.
    pub(super) fn assert(&self, call: Tokens, at: Location, out: &mut Tokens) {
        out.text("const _: () =")
            .append(call.at(self.parsed.source.spans(at).0))
            .punct(';');
    }
}

/// The path of a flow as its author wrote it, and a comma.
pub(super) fn path(callee: &Callee<'_>) -> Tokens {
    let mut path = Tokens::default();
    path.token(Literal::string(callee.path)).punct(',');
    path
}

/// `::flow_runtime::expansion::function::<__Flow0>(…)`
pub(super) fn call(function: &str, callee: &Callee<'_>, arguments: Tokens) -> Tokens {
    let mut alias = callee.alias.clone();
    if function != "subflow" {
        alias.set_span(Span::call_site().resolved_at(alias.span()));
    }
    let mut call = Tokens::default();
    call.text("::flow_runtime::expansion::")
        .name(function)
        .colons()
        .punct('<')
        .token(alias)
        .punct('>')
        .group(Delimiter::Parenthesis, arguments);
    call
}

/// `&[…]`
pub(super) fn reference(items: Tokens) -> Tokens {
    let mut reference = Tokens::default();
    reference.punct('&').group(Delimiter::Bracket, items);
    reference
}

fn word(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

fn runs_subflow(widget: &Widget) -> bool {
    !widget.kind.quoted && widget.kind.text == "run_subflow"
}
