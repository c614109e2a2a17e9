//! Typed functions: what rustc checks of them, in its words or in ours, at the author's tokens.

use flow_model::flow::{Property, Value, ValueKind, Widget};
use flow_model::{Location, catalogue};
use proc_macro2::{Delimiter, Ident, Literal, Span};

use super::Expansion;
use crate::tokens::{Tokens, usable};

/// One `Path { field: … }`.
pub(super) struct Callee<'p> {
    pub(super) at: Location,
    pub(super) path: &'p str,
    pub(super) fields: &'p [Property],
    /// The alias of its path, so that the path itself is written once.
    pub(super) alias: Ident,
    /// The constant that holds its entry.
    pub(super) entry: String,
}

impl Expansion<'_> {
    /// Every typed function, in the order in which the tables number them.
    pub(super) fn callees(&self) -> Vec<Callee<'_>> {
        let mut callees = Vec::new();
        for widget in &self.parsed.flow.widgets {
            let properties = widget.properties.iter();
            for property in properties.filter(|property| !is_flow(widget, property)) {
                self.callees_in(&property.value, &mut callees);
            }
        }
        callees
    }

    fn callees_in<'p>(&'p self, value: &'p Value, callees: &mut Vec<Callee<'p>>) {
        match &value.kind {
            ValueKind::List(items) => items.iter().for_each(|item| self.callees_in(item, callees)),
            ValueKind::Map(entries) => entries
                .iter()
                .for_each(|entry| self.callees_in(&entry.value, callees)),
            ValueKind::Callee { .. } => {
                let index = callees.len();
                callees.extend(self.callee("Function", index, value));
            }
            _ => {}
        }
    }

    /// What a value names by its path, unless there is a finding of it.
    pub(super) fn callee<'p>(
        &self,
        what: &str,
        index: usize,
        value: &'p Value,
    ) -> Option<Callee<'p>> {
        let ValueKind::Callee { path, fields } = &value.kind else {
            return None;
        };
        let name = format!("__{what}{index}");
        (!self.reported.contains(&value.at)).then(|| Callee {
            at: value.at,
            path,
            fields,
            // What rustc says of it it says at its path.
            alias: Ident::new(&name, self.parsed.source.spans(value.at).0),
            entry: name.to_uppercase(),
        })
    }

    /// `type __Function0 = AddParticipant;`
    pub(super) fn aliases<'c>(
        &self,
        callees: impl IntoIterator<Item = &'c Callee<'c>>,
        out: &mut Tokens,
    ) {
        for callee in callees {
            out.text("type")
                .token(callee.defined())
                .punct('=')
                .all(self.parsed.source.path_at(callee.at).iter().cloned())
                .punct(';');
        }
    }

    /// The list of the flow's functions, or of its subflows.
    pub(super) fn entries<'c>(&self, callees: impl IntoIterator<Item = &'c Callee<'c>>) -> Tokens {
        let mut list = Tokens::default();
        for callee in callees {
            list.name(&callee.entry).punct(',');
        }
        let mut reference = Tokens::default();
        reference.punct('&').group(Delimiter::Bracket, list);
        let mut block = Tokens::default();
        block.text("const").group(Delimiter::Brace, reference);
        block
    }

    /// What asserts of each function that the parameters given are its fields.
    pub(super) fn parameters(&self, callees: &[Callee<'_>], out: &mut Tokens) {
        for callee in callees {
            let (reported, fine): (Vec<_>, Vec<_>) = callee
                .fields
                .iter()
                .partition(|field| self.reported.contains(&field.key.at));
            self.fields(callee, &fine, out);
            if !reported.is_empty() {
                let mut fields = Tokens::default();
                self.fields(callee, &reported, &mut fields);
                super::words::for_editors(fields, out);
            }
        }
    }

    /// `const _: fn(__Function0) = |given| { let _ = given.address; };`: of a field that is read rustc
    /// says which may be meant.
    fn fields(&self, callee: &Callee<'_>, fields: &[&Property], out: &mut Tokens) {
        let mut reads = Tokens::default();
        for field in fields {
            let name = self.parsed.source.ident_at(field.key.at).and_then(usable);
            if let Some(name) = name {
                reads.text("let _ = given.").token(name).punct(';');
            }
        }
        if reads.is_empty() {
            return;
        }
        out.text("const _: fn")
            .group(Delimiter::Parenthesis, callee.aliased())
            .text("= |given|")
            .group(Delimiter::Brace, reads)
            .punct(';');
    }
}

impl Callee<'_> {
    /// The alias where it is defined: not at a token of the author's, which means something else.
    fn defined(&self) -> Ident {
        let mut alias = self.alias.clone();
        alias.set_span(Span::call_site().resolved_at(alias.span()));
        alias
    }

    fn aliased(&self) -> Tokens {
        let mut alias = Tokens::default();
        alias.token(self.alias.clone());
        alias
    }

    /// `&["address"]`: the parameters that are given.
    pub(super) fn given(&self) -> Tokens {
        let mut given = Tokens::default();
        for field in self.fields {
            given.token(Literal::string(&field.key.text)).punct(',');
        }
        let mut reference = Tokens::default();
        reference.punct('&').group(Delimiter::Bracket, given);
        reference
    }

    /// `const __FUNCTION0: … = …::function::<__Function0>(&["address"]);`: rustc cannot evaluate it where
    /// a parameter is missing, and says so at the path.
    pub(super) fn write_entry(&self, out: &mut Tokens) {
        let mut call = Tokens::default();
        call.text("::flow_runtime::expansion::function::<")
            .token(self.alias.clone())
            .punct('>')
            .group(Delimiter::Parenthesis, self.given());
        out.text("const")
            .name(&self.entry)
            .text(": ::flow_runtime::function::FunctionEntry =")
            .append(call.at(self.alias.span()))
            .punct(';');
    }
}

/// Whether a property names a flow.
pub(super) fn is_flow(widget: &Widget, property: &Property) -> bool {
    let kind = catalogue::kind(&widget.kind.text).filter(|_| !widget.kind.quoted);
    let row = kind.and_then(|kind| kind.property(&property.key.text));
    !property.key.quoted && row.is_some_and(|row| row.ty == catalogue::Type::Flow)
}
