//! A flow's tables: what [`flow_model::machine::lower`] makes, as constants. A word of Studio's
//! stands in its row as the item of `flow_runtime::catalogue` that it is.

use flow_model::flow::{Event, Widget, Word};
use flow_model::machine::{self, ArmRow, EntryRow, Machine, Range, ValueRow, WidgetRow};
use proc_macro2::{Delimiter, Ident, Literal, Span};

use super::Expansion;
use crate::tokens::Tokens;

impl Expansion<'_> {
    /// The body of `Flow::machine`.
    pub(super) fn tables(&self, machine: &Machine) -> Tokens {
        let mut out = Tokens::default();
        out.text("use ::flow_runtime::expansion::*;");
        table(
            "WIDGETS",
            "WidgetRow",
            self.widget_rows(machine),
            machine.widgets.len(),
            &mut out,
        );
        table(
            "ENTRIES",
            "EntryRow",
            self.entry_rows(machine),
            machine.entries.len(),
            &mut out,
        );
        table(
            "ARMS",
            "ArmRow",
            self.arm_rows(machine),
            machine.arms.len(),
            &mut out,
        );
        let head = &machine.head;
        let mut arguments = Tokens::default();
        arguments.token(Literal::string(&machine.text)).punct(',');
        let mut row = Row::new("head");
        row.range(head.name)
            .range(head.friendly_name)
            .range(head.description)
            .name(if head.allow_concurrent_calls {
                "true"
            } else {
                "false"
            });
        row.write(&mut arguments);
        arguments.text(", &WIDGETS, &ENTRIES, &ARMS");
        out.text("static MACHINE: Machine = machine")
            .group(Delimiter::Parenthesis, arguments)
            .text("; &MACHINE");
        out
    }

    fn widget_rows(&self, machine: &Machine) -> Tokens {
        let mut rows = Tokens::default();
        for (row, widget) in machine.widgets.iter().zip(&self.parsed.flow.widgets) {
            let mut out = Row::new("widget");
            self.known(&mut out, "kind", None, row.kind, &widget.kind);
            out.range(row.ident)
                .range(row.name)
                .range(row.properties)
                .range(row.arms);
            placed(out, row, &mut rows);
            rows.punct(',');
        }
        rows
    }

    fn entry_rows(&self, machine: &Machine) -> Tokens {
        let keys = self.property_keys(machine);
        let mut rows = Tokens::default();
        for (row, key) in machine.entries.iter().zip(keys) {
            self.entry_row(row, key, &mut rows);
            rows.punct(',');
        }
        rows
    }

    /// For each entry that is a property of a widget, the widget and the property's key.
    fn property_keys<'p>(&'p self, machine: &Machine) -> Vec<Option<(&'p Widget, &'p Word)>> {
        let mut keys = vec![None; machine.entries.len()];
        for (row, widget) in machine.widgets.iter().zip(&self.parsed.flow.widgets) {
            let own = keys.iter_mut().skip(row.properties.at as usize);
            for (key, property) in own.zip(&widget.properties) {
                *key = Some((widget, &property.key));
            }
        }
        keys
    }

    fn entry_row(&self, row: &EntryRow, key: Option<(&Widget, &Word)>, rows: &mut Tokens) {
        let mut out = Row::new(match row.value {
            ValueRow::Text(_) => "text",
            ValueRow::Json(_) => "json",
            ValueRow::Number(_) => "number",
            ValueRow::Flag(_) => "flag",
            ValueRow::List(_) => "list",
            ValueRow::Map(_) => "map",
            ValueRow::Callee(..) => "callee",
        });
        match key {
            Some((widget, word)) => {
                self.known(&mut out, "property", Some(&widget.kind), row.key, word);
            }
            None => out.verbatim(row.key),
        }
        match row.value {
            ValueRow::Text(range)
            | ValueRow::Json(range)
            | ValueRow::Number(range)
            | ValueRow::List(range)
            | ValueRow::Map(range) => out.range(range),
            ValueRow::Flag(flag) => out.name(if flag { "true" } else { "false" }),
            ValueRow::Callee(index, path, fields) => {
                out.number(index.into()).range(path).range(fields)
            }
        };
        out.write(rows);
    }

    fn arm_rows(&self, machine: &Machine) -> Tokens {
        let mut rows = Tokens::default();
        let widgets = self.parsed.flow.widgets.iter();
        let arms = widgets.flat_map(|widget| widget.arms.iter().map(move |arm| (widget, arm)));
        for (row, (widget, arm)) in machine.arms.iter().zip(arms) {
            let plain = [row.arguments, row.label, row.subject]
                .iter()
                .all(|range| range.len == 0);
            let mut out = Row::new(if plain { "arm" } else { "branch" });
            match &arm.event {
                Event::Named { word, .. } => {
                    self.known(&mut out, "event", Some(&widget.kind), row.event, word);
                }
                Event::Rest(_) => out.verbatim(row.event),
            }
            match row.target {
                ArmRow::END => out.name("END"),
                target => out.number(target.into()),
            };
            if !plain {
                out.range(row.arguments).range(row.label).range(row.subject);
            }
            out.write(&mut rows);
            rows.punct(',');
        }
        rows
    }

    /// A word of Studio's: the item that the catalogue has for it, at the author's token.
    fn known(
        &self,
        row: &mut Row,
        module: &str,
        kind: Option<&Word>,
        known: machine::Word,
        word: &Word,
    ) {
        let token = match known {
            machine::Word::Known(_) => self.word_at(word.at),
            _ => None,
        };
        let Some(token) = token else {
            return row.verbatim(known);
        };
        row.begin().name(module).colons();
        if let Some(kind) = kind {
            let kind = Ident::new(&kind.text, Span::call_site());
            row.arguments.token(kind).colons();
        }
        row.arguments.token(token);
    }
}

/// `static WIDGETS: [WidgetRow; 7] = [ … ];`
fn table(name: &str, row: &str, rows: Tokens, count: usize, out: &mut Tokens) {
    let mut ty = Tokens::default();
    ty.name(row)
        .punct(';')
        .token(Literal::usize_unsuffixed(count));
    out.name("static")
        .name(name)
        .punct(':')
        .group(Delimiter::Bracket, ty)
        .punct('=')
        .group(Delimiter::Bracket, rows)
        .punct(';');
}

/// The row, put on the canvas where the author put it.
fn placed(row: Row, widget: &WidgetRow, rows: &mut Tokens) {
    let Some((x, y)) = widget.place else {
        return row.write(rows);
    };
    let mut placed = Row::new("at");
    row.write(placed.begin());
    for coordinate in [x, y] {
        let out = placed.begin();
        if coordinate < 0 {
            out.punct('-');
        }
        out.number(coordinate.unsigned_abs());
    }
    placed.write(rows);
}

/// A row in the making: a call of a function of `flow_runtime::expansion`.
struct Row {
    function: &'static str,
    arguments: Tokens,
}

impl Row {
    fn new(function: &'static str) -> Self {
        Row {
            function,
            arguments: Tokens::default(),
        }
    }

    /// The arguments, ready for the next.
    fn begin(&mut self) -> &mut Tokens {
        if !self.arguments.is_empty() {
            self.arguments.punct(',');
        }
        &mut self.arguments
    }

    fn name(&mut self, name: &str) -> &mut Self {
        self.begin().name(name);
        self
    }

    fn number(&mut self, number: u32) -> &mut Self {
        self.begin().number(number);
        self
    }

    fn range(&mut self, range: Range) -> &mut Self {
        self.number(range.at).number(range.len)
    }

    /// A word that the catalogue has no item for.
    fn verbatim(&mut self, word: machine::Word) {
        match word {
            machine::Word::Text(range) => {
                let mut row = Row::new("verbatim");
                row.range(range);
                row.write(self.begin());
            }
            machine::Word::Known(index) => {
                let mut row = Row::new("known");
                row.number(index.into());
                row.write(self.begin());
            }
            machine::Word::None => {
                self.name("NONE");
            }
        }
    }

    fn write(self, out: &mut Tokens) {
        out.name(self.function)
            .group(Delimiter::Parenthesis, self.arguments);
    }
}
