//! Settings: what rustc checks of the names that a flow reads, at the author's tokens.

use std::collections::BTreeMap;

use flow_model::{Location, Text, settings};
use proc_macro2::{Delimiter, Ident, Literal, Span};

use super::Expansion;
use crate::tokens::Tokens;

impl Expansion<'_> {
    /// `type __Settings = Production;` and the constant that has its names: of a type that is none for
    /// settings rustc speaks once, at its path.
    pub(super) fn settings(&self, out: &mut Tokens) {
        let Some(settings) = &self.parsed.flow.settings else {
            return;
        };
        let span = self.parsed.source.spans(settings.at).0;
        let defined = Ident::new("__Settings", Span::call_site().resolved_at(span));
        out.text("type")
            .token(defined)
            .punct('=')
            .all(self.parsed.source.path_at(settings.at).iter().cloned())
            .punct(';');
        let mut allowed = Tokens::default();
        allowed
            .text("::flow_runtime::expansion::settings::<")
            .token(Ident::new("__Settings", span))
            .text(">()");
        out.text("#[allow(dead_code)] const __SETTINGS: ::flow_runtime::expansion::Settings =")
            .append(allowed.at(span))
            .punct(';');
    }

    /// `const _: () = …::read::<1>(__SETTINGS, ["support_agent"]);` for each text: rustc cannot evaluate it
    /// where there is no such setting, and says so at the text.
    pub(super) fn settings_read(&self, out: &mut Tokens) {
        if self.parsed.flow.settings.is_none() {
            return;
        }
        let mut texts: BTreeMap<Location, Vec<Text>> = BTreeMap::new();
        for read in settings::reads(&self.parsed.flow) {
            let names = texts.entry(read.at).or_default();
            if !names.contains(&read.name) {
                names.push(read.name);
            }
        }
        for (at, names) in texts {
            if self.reported.contains(&at) {
                continue;
            }
            let count = names.len();
            let mut list = Tokens::default();
            for name in names {
                list.token(Literal::string(&name)).punct(',');
            }
            let mut arguments = Tokens::default();
            arguments
                .text("__SETTINGS,")
                .group(Delimiter::Bracket, list);
            // Rustc takes the call to stand where its path ends, so no name may end it.
            let mut call = Tokens::default();
            call.text("::flow_runtime::expansion::read::<")
                .token(Literal::usize_unsuffixed(count))
                .punct('>')
                .group(Delimiter::Parenthesis, arguments);
            out.text("const _: () =")
                .append(call.at(self.parsed.source.spans(at).0))
                .punct(';');
        }
    }
}
