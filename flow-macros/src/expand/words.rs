//! The words of a flow in error, each where the editor knows what it is: so a half-typed one
//! completes. rustc does not see them, and so says nothing of its own.

use std::collections::HashSet;

use flow_model::flow::{Event, Target, Widget, Word};
use proc_macro2::{Delimiter, Ident, Span, TokenTree};

use super::Expansion;
use crate::parse::Stray;
use crate::tokens::{Tokens, usable};

/// Items that only rust-analyzer sees.
pub(super) fn for_editors(items: Tokens, out: &mut Tokens) {
    let mut inside = Tokens::default();
    inside
        .text("#[cfg(rust_analyzer)] const _: () =")
        .group(Delimiter::Brace, items)
        .punct(';');
    out.text("#[allow(unexpected_cfgs)] const _: () =")
        .group(Delimiter::Brace, inside)
        .punct(';');
}

impl Expansion<'_> {
    /// Each target that stands in the source, once.
    pub(super) fn target_words(&self) -> impl Iterator<Item = Ident> {
        let mut seen = HashSet::new();
        let arms = self
            .parsed
            .flow
            .widgets
            .iter()
            .flat_map(|widget| &widget.arms);
        arms.filter_map(move |arm| match &arm.target {
            // `a | b => t` is two arms with one target.
            Target::Widget(name) if seen.insert(name.at) => self.word_at(name.at),
            _ => None,
        })
    }

    /// Every word, known or not.
    pub(super) fn editor_words(&self, out: &mut Tokens) {
        let mut words = Tokens::default();
        for widget in &self.parsed.flow.widgets {
            self.widget_words(widget, &mut words);
        }
        for stray in &self.parsed.strays {
            self.stray_words(stray, &mut words);
        }
        for target in self.target_words() {
            words
                .text("let _ =")
                .token(self.flow.clone())
                .colons()
                .token(target)
                .punct(';');
        }
        let mut items = Tokens::default();
        items
            .text("const _: fn() = ||")
            .group(Delimiter::Brace, words)
            .punct(';');
        for_editors(items, out);
    }

    fn widget_words(&self, widget: &Widget, words: &mut Tokens) {
        let Some(kind) = self.word(&widget.kind) else {
            return;
        };
        let path = Ident::new(&widget.kind.text, Span::call_site());
        statement("kind", None, kind, words);
        for property in &widget.properties {
            if let Some(key) = self.word(&property.key) {
                statement("property", Some(&path), key, words);
            }
        }
        for arm in &widget.arms {
            if let Event::Named { word, .. } = &arm.event
                && let Some(event) = self.word(word)
            {
                statement("event", Some(&path), event, words);
            }
        }
    }

    /// A word alone is whatever it may become.
    fn stray_words(&self, stray: &Stray, words: &mut Tokens) {
        match stray {
            Stray::Kind(kind) => {
                if let Some(kind) = usable(kind) {
                    statement("kind", None, kind, words);
                }
            }
            Stray::Line(widget, word) => {
                let widget = self.parsed.flow.widgets.get(*widget);
                if let Some(widget) = widget
                    && self.word(&widget.kind).is_some()
                    && let Some(word) = usable(word)
                {
                    let path = Ident::new(&widget.kind.text, Span::call_site());
                    statement("property", Some(&path), word.clone(), words);
                    statement("event", Some(&path), word, words);
                }
            }
        }
    }

    /// The token of a word that is a name and was read.
    fn word(&self, word: &Word) -> Option<Ident> {
        if word.quoted || word.text.is_empty() {
            return None;
        }
        self.word_at(word.at)
    }

    pub(super) fn word_at(&self, at: flow_model::Location) -> Option<Ident> {
        self.parsed.source.ident_at(at).and_then(usable)
    }
}

/// `let _ = ::flow_runtime::catalogue::property::send_message::body;`
fn statement(module: &str, kind: Option<&Ident>, word: Ident, words: &mut Tokens) {
    words
        .text("let _ = ::flow_runtime::catalogue::")
        .name(module)
        .colons();
    if let Some(kind) = kind {
        words.token(kind.clone()).colons();
    }
    words.token(TokenTree::from(word)).punct(';');
}
