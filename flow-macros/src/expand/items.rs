//! The items that a flow leaves behind by name: its type and its handles; and its `Flow` impl.

use std::collections::HashSet;

use proc_macro2::Delimiter;

use super::Expansion;
use crate::tokens::{Tokens, usable};

impl Expansion<'_> {
    /// `pub struct SupportDesk;`
    pub(super) fn type_item(&self, out: &mut Tokens) {
        out.all(self.parsed.docs.iter().cloned())
            .text("#[allow(dead_code)]")
            .all(self.parsed.visibility.iter().cloned())
            .text("struct")
            .token(self.name.clone())
            .punct(';');
    }

    /// One constant a widget: its handle.
    pub(super) fn handles(&self, out: &mut Tokens) {
        let (mut before, mut between) = (Tokens::default(), Tokens::default());
        before.text("pub const");
        between.text(": ::flow_runtime::Handle<Self> = ::flow_runtime::Handle::new");
        let mut handles = Tokens::default();
        let mut seen = HashSet::new();
        for (index, widget) in self.parsed.flow.widgets.iter().enumerate() {
            let handle = self
                .parsed
                .source
                .ident_at(widget.ident.at)
                .and_then(usable);
            let (Some(handle), Ok(index)) = (handle, u32::try_from(index)) else {
                continue;
            };
            if widget.is_trigger() || !seen.insert(&widget.ident.text) {
                continue;
            }
            let docs = self
                .parsed
                .widget_docs
                .get(usize::try_from(index).unwrap_or(0));
            handles.all(docs.into_iter().flatten().cloned());
            handles.copy(&before).token(handle).copy(&between);
            let mut number = Tokens::default();
            number.number(index);
            handles.group(Delimiter::Parenthesis, number).punct(';');
        }
        out.text("#[allow(dead_code, missing_docs, non_upper_case_globals)] impl")
            .token(self.flow.clone())
            .group(Delimiter::Brace, handles);
    }

    /// `impl Flow for SupportDesk`, around what gives its machine.
    pub(super) fn flow_impl(&self, machine: Tokens, out: &mut Tokens) {
        let (callees, subflows) = (self.callees(), self.subflows());
        let mut inside = Tokens::default();
        inside
            .text("fn machine() -> &'static ::flow_runtime::model::Machine")
            .group(Delimiter::Brace, machine)
            .text("fn functions() -> &'static [::flow_runtime::function::FunctionEntry]")
            .group(Delimiter::Brace, self.entries(&callees));
        if !subflows.is_empty() {
            let entries = subflows.iter().map(|(_, callee)| callee);
            inside
                .text("fn subflows() -> &'static [::flow_runtime::expansion::FlowEntry]")
                .group(Delimiter::Brace, self.entries(entries));
        }
        self.shape(&mut inside);
        self.lines(&mut inside);
        let mut block = Tokens::default();
        self.aliases(&callees, &mut block);
        self.aliases(subflows.iter().map(|(_, callee)| callee), &mut block);
        self.parameters(&callees, &mut block);
        self.settings(&mut block);
        block
            .text("impl ::flow_runtime::Flow for")
            .token(self.flow.clone())
            .group(Delimiter::Brace, inside);
        for callee in &callees {
            callee.write_entry(&mut block);
        }
        self.subflow_constants(&subflows, &mut block);
        self.outputs(&callees, &subflows, &mut block);
        self.settings_read(&mut block);
        out.text("const _: () =")
            .group(Delimiter::Brace, block)
            .punct(';');
    }
}
