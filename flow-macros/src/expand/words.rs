//! The words that only the editor sees, each where it knows what it is: so a half-typed one
//! completes. rustc does not see them, and so says nothing of its own.

use std::collections::HashSet;

use flow_model::flow::{Event, Target, Widget, Word};
use proc_macro2::{Delimiter, Ident, Span};

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
    /// Every target; beside findings every other word too, known or not. Without findings those
    /// stand in the tables.
    pub(super) fn editor_words(&self, out: &mut Tokens) {
        let mut body = Tokens::default();
        self.target_words(&mut body);
        if !self.reported.is_empty() {
            self.studio_words(&mut body);
        }
        if body.is_empty() {
            return;
        }
        let mut items = Tokens::default();
        items
            .text("const _: fn() = ||")
            .group(Delimiter::Brace, body)
            .punct(';');
        for_editors(items, out);
    }

    /// Each target that stands in the source, once: `let _ = SupportDesk::greet;`
    fn target_words(&self, out: &mut Tokens) {
        let mut seen = HashSet::new();
        let flow = &self.parsed.flow;
        let arms = flow.widgets.iter().flat_map(|widget| &widget.arms);
        let targets = arms.map(|arm| &arm.target);
        for target in targets.chain(flow.migrations.iter().map(|migration| &migration.to)) {
            let (at, target) = match target {
                Target::Widget(name) => (name.at, self.parsed.source.ident_at(name.at)),
                // One that is not begun yet completes after the type.
                Target::Error(at) => (*at, None),
                Target::End(_) => continue,
            };
            // `a | b => t` is two arms with one target.
            if !seen.insert(at) {
                continue;
            }
            out.text("let _ =").token(self.flow.clone());
            if let Some(target) = target.and_then(usable) {
                out.colons().token(target);
            }
            out.punct(';');
        }
    }

    /// Every word of Studio's.
    fn studio_words(&self, out: &mut Tokens) {
        let mut words = Tokens::default();
        for widget in &self.parsed.flow.widgets {
            self.widget_words(widget, &mut words);
        }
        for stray in &self.parsed.strays {
            self.stray_words(stray, &mut words);
        }
        out.text("use ::flow_runtime::catalogue::*; let _ =")
            .group(Delimiter::Bracket, words)
            .punct(';');
    }

    fn widget_words(&self, widget: &Widget, words: &mut Tokens) {
        self.path("kind", None, &widget.kind, words);
        for property in &widget.properties {
            self.path("property", Some(&widget.kind), &property.key, words);
        }
        for arm in &widget.arms {
            if let Event::Named { word, .. } = &arm.event {
                self.path("event", Some(&widget.kind), word, words);
            }
        }
    }

    /// A word alone is whatever it may become.
    fn stray_words(&self, stray: &Stray, words: &mut Tokens) {
        match stray {
            Stray::Kind(word) => path("kind", None, word, words),
            Stray::Line(widget, word) => {
                if let Some(widget) = self.parsed.flow.widgets.get(*widget) {
                    path("line", Some(&widget.kind), word, words);
                }
            }
        }
    }

    /// The item of the catalogue that a word is, where it was read and is not quoted.
    pub(super) fn path(&self, module: &str, kind: Option<&Word>, word: &Word, out: &mut Tokens) {
        if !word.quoted
            && !word.text.is_empty()
            && let Some(word) = self.parsed.source.ident_at(word.at)
        {
            path(module, kind, word, out);
        }
    }
}

/// `property::send_message::body,`
fn path(module: &str, kind: Option<&Word>, word: &Ident, out: &mut Tokens) {
    let Some(word) = usable(word) else { return };
    let kind = match kind {
        Some(kind) if kind.quoted || kind.text.is_empty() => return,
        Some(kind) => Some(Ident::new(&kind.text, Span::call_site())),
        None => None,
    };
    out.name(module).colons();
    if let Some(kind) = kind {
        out.token(kind).colons();
    }
    out.token(word).punct(',');
}
