//! A flow's tables: what [`flow_model::machine::lower`] makes, as constants. Each of Studio's words
//! is an item of `flow_runtime::catalogue`, at the author's token; all else is numbers.

use flow_model::flow::{Event, Property, Widget};
use flow_model::machine::Machine;
use flow_model::packed;
use proc_macro2::{Delimiter, Literal};

use super::Expansion;
use super::subflows::reference;
use crate::tokens::Tokens;

impl Expansion<'_> {
    /// The body of `Flow::machine`. Every table is a constant block of its own: `cargo check` does
    /// not evaluate them, and one long function body costs rustc more than some short ones.
    pub(super) fn tables(&self, machine: &Machine) -> Tokens {
        let numbers = packed::pack(machine);
        let mut arguments = Tokens::default();
        arguments.token(Literal::string(&machine.text)).punct(',');
        call("head", None, [array(&numbers.head)], &mut arguments);
        let tables = [
            (
                "widgets",
                machine.widgets.len(),
                self.kinds(),
                numbers.widgets,
            ),
            (
                "entries",
                machine.entries.len(),
                self.keys(machine),
                numbers.entries,
            ),
            ("arms", machine.arms.len(), self.events(), numbers.arms),
        ];
        for (function, rows, words, numbers) in tables {
            let mut table = Tokens::default();
            // rust-analyzer sees nothing in a constant block that the body around it imports.
            table.text("use ::flow_runtime::catalogue::*; &");
            call(function, Some(rows), [words, array(&numbers)], &mut table);
            arguments
                .punct(',')
                .name("const")
                .group(Delimiter::Brace, table);
        }
        let mut function = "&machine";
        let rows = machine.migrations.len();
        if rows > 0 {
            function = "&migrating";
            let mut table = Tokens::default();
            table.punct('&');
            let numbers = array(&numbers.migrations);
            call("migrations", Some(rows), [numbers], &mut table);
            arguments
                .punct(',')
                .name("const")
                .group(Delimiter::Brace, table);
        }
        let mut block = Tokens::default();
        block
            .text(function)
            .group(Delimiter::Parenthesis, arguments);
        let mut body = Tokens::default();
        body.text("use ::flow_runtime::expansion::*; const")
            .group(Delimiter::Brace, block);
        body
    }

    /// `const SOURCE: Source = source(file!(), &[…]);`: the line of each widget, then those of its arms.
    pub(super) fn lines(&self, out: &mut Tokens) {
        if !self.reported.is_empty() {
            return;
        }
        let line = |at| {
            let (first, _) = self.parsed.source.spans(at);
            u32::try_from(first.start().line).unwrap_or(0)
        };
        let mut lines = Vec::new();
        for widget in &self.parsed.flow.widgets {
            lines.push(line(widget.kind.at));
            lines.extend(widget.arms.iter().map(|arm| line(arm.event.at())));
        }
        let mut arguments = Tokens::default();
        arguments
            .text("::core::file!(),")
            .append(array(&lines))
            .punct(',');
        out.text(
            "const SOURCE: ::flow_runtime::expansion::Source = ::flow_runtime::expansion::source",
        )
        .group(Delimiter::Parenthesis, arguments)
        .punct(';');
    }

    /// The kinds of widgets that the catalogue has.
    fn kinds(&self) -> Tokens {
        let mut words = Tokens::default();
        for widget in &self.parsed.flow.widgets {
            self.path("kind", None, &widget.kind, &mut words);
        }
        reference(words)
    }

    /// The keys of entries that the catalogue has: those of widgets' properties, in the order of the
    /// table.
    fn keys(&self, machine: &Machine) -> Tokens {
        let mut properties: Vec<Option<(&Widget, &Property)>> = vec![None; machine.entries.len()];
        for (row, widget) in machine.widgets.iter().zip(&self.parsed.flow.widgets) {
            let entries = properties.iter_mut().skip(row.properties.at as usize);
            for (entry, property) in entries.zip(&widget.properties) {
                *entry = Some((widget, property));
            }
        }
        let mut words = Tokens::default();
        for (widget, property) in properties.into_iter().flatten() {
            self.path("property", Some(&widget.kind), &property.key, &mut words);
        }
        reference(words)
    }

    /// The events and operators that the catalogue has.
    fn events(&self) -> Tokens {
        let mut words = Tokens::default();
        for widget in &self.parsed.flow.widgets {
            for arm in &widget.arms {
                if let Event::Named { word, .. } = &arm.event {
                    self.path("event", Some(&widget.kind), word, &mut words);
                }
            }
        }
        reference(words)
    }
}

/// `function::<rows>(argument, …)`
fn call<const N: usize>(
    function: &str,
    rows: Option<usize>,
    arguments: [Tokens; N],
    out: &mut Tokens,
) {
    let mut inside = Tokens::default();
    for argument in arguments {
        inside.append(argument).punct(',');
    }
    out.name(function);
    if let Some(rows) = rows {
        out.colons()
            .punct('<')
            .token(Literal::usize_unsuffixed(rows))
            .punct('>');
    }
    out.group(Delimiter::Parenthesis, inside);
}

/// `&[1, 2, …]`
fn array(numbers: &[u32]) -> Tokens {
    let mut items = Tokens::default();
    for number in numbers {
        items.number(*number).punct(',');
    }
    reference(items)
}
