//! Where things stand: what a [`Location`] of the model means in the tokens.

use flow_model::Location;
use proc_macro2::{Ident, Literal, Span, TokenTree};

/// The tokens behind the locations of one flow.
pub(crate) struct Source {
    marks: Vec<Mark>,
}

/// What stands at a location.
enum Mark {
    Ident(Ident),
    Literal(Literal),
    Between(Span, Span),
    Path(Vec<TokenTree>),
}

impl Source {
    /// Begins with `Location(0)`, the whole flow, at a span.
    pub(crate) fn new(whole: Span) -> Self {
        Source {
            marks: vec![Mark::Between(whole, whole)],
        }
    }

    /// What is said of the whole flow is said at its name.
    pub(crate) fn set_whole(&mut self, name: &Ident) {
        self.marks[0] = Mark::Ident(name.clone());
    }

    pub(crate) fn ident(&mut self, ident: &Ident) -> Location {
        self.mark(Mark::Ident(ident.clone()))
    }

    pub(crate) fn literal(&mut self, literal: &Literal) -> Location {
        self.mark(Mark::Literal(literal.clone()))
    }

    pub(crate) fn span(&mut self, span: Span) -> Location {
        self.mark(Mark::Between(span, span))
    }

    pub(crate) fn between(&mut self, first: Span, last: Span) -> Location {
        self.mark(Mark::Between(first, last))
    }

    pub(crate) fn path(&mut self, path: Vec<TokenTree>) -> Location {
        self.mark(Mark::Path(path))
    }

    fn mark(&mut self, mark: Mark) -> Location {
        // More than 2³² tokens do not come in; if they did, the rest would stand at the flow's name.
        let location = u32::try_from(self.marks.len()).unwrap_or(0);
        self.marks.push(mark);
        Location(location)
    }

    /// The identifier that stands there.
    pub(crate) fn ident_at(&self, at: Location) -> Option<&Ident> {
        match self.marks.get(at.0 as usize) {
            Some(Mark::Ident(ident)) => Some(ident),
            _ => None,
        }
    }

    /// The literal that stands there.
    pub(crate) fn literal_at(&self, at: Location) -> Option<&Literal> {
        match self.marks.get(at.0 as usize) {
            Some(Mark::Literal(literal)) => Some(literal),
            _ => None,
        }
    }

    /// The path that stands there.
    pub(crate) fn path_at(&self, at: Location) -> &[TokenTree] {
        match self.marks.get(at.0 as usize) {
            Some(Mark::Path(path)) => path,
            _ => &[],
        }
    }

    /// The first and the last span of what stands there.
    pub(crate) fn spans(&self, at: Location) -> (Span, Span) {
        match self.marks.get(at.0 as usize) {
            Some(Mark::Ident(ident)) => (ident.span(), ident.span()),
            Some(Mark::Literal(literal)) => (literal.span(), literal.span()),
            Some(Mark::Between(first, last)) => (*first, *last),
            Some(Mark::Path(path)) => match &path[..] {
                [first, .., last] => (first.span(), last.span()),
                [only] => (only.span(), only.span()),
                [] => (Span::call_site(), Span::call_site()),
            },
            None => (Span::call_site(), Span::call_site()),
        }
    }
}
