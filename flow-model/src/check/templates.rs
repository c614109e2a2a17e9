//! Templates: texts that hold Liquid, and texts that may not.

use super::codes::{
    LIQUID_NOT_ALLOWED, LIQUID_SYNTAX, LONG_LOOP, NO_SETTING, UNKNOWN_FILTER, UNKNOWN_TAG,
};
use super::context::Context;
use super::findings::Findings;
use super::literal::has_liquid;
use super::values::is_rendered;
use crate::catalogue::{Kind, Type};
use crate::flow::{Arm, Event, Location, Property, Value, ValueKind};
use crate::liquid::{MOST_ROUNDS, ProblemKind, long_loops};
use crate::settings;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for (index, widget, kind) in cx.known_widgets() {
        let mut templates = Templates {
            cx,
            widget: index,
            findings,
        };
        for property in &widget.properties {
            templates.property(kind, property);
        }
        for arm in &widget.arms {
            templates.arm(kind, arm);
        }
    }
}

struct Templates<'a, 'f> {
    cx: &'a Context<'f>,
    widget: usize,
    findings: &'a mut Findings,
}

impl<'f> Templates<'_, 'f> {
    fn property(&mut self, kind: &Kind, property: &'f Property) {
        let row = kind.property(&property.key.text);
        match row.filter(|_| !property.key.quoted) {
            None => {}
            Some(row) if is_rendered(row, &property.value) => self.text(&property.value),
            Some(row) => self.value(row.word, &row.ty, &property.value),
        }
    }

    fn value(&mut self, name: &str, ty: &Type, value: &'f Value) {
        match (ty, &value.kind) {
            (Type::Literal | Type::Choice(_), ValueKind::Text(text)) => {
                self.settings(text, value.at);
                if !settings::is_only_settings(text) {
                    self.none(name, text, value.at);
                }
            }
            (Type::List(item), ValueKind::List(items)) => {
                for value in items {
                    self.value(name, item, value);
                }
            }
            (Type::Object(rows), ValueKind::Map(entries)) => {
                for entry in entries.iter().filter(|entry| !entry.key.quoted) {
                    if let Some(row) = rows.iter().find(|row| row.word == entry.key.text) {
                        self.value(row.word, &row.ty, &entry.value);
                    }
                }
            }
            (Type::Map { .. }, ValueKind::Map(entries)) => self.entries(entries),
            (Type::Function | Type::Flow, ValueKind::Callee { fields, .. }) => self.entries(fields),
            (Type::Template { .. } | Type::Body, _) => self.text(value),
            (Type::Integer { .. } | Type::Flag, ValueKind::Text(text)) => {
                self.settings(text, value.at);
            }
            _ => {}
        }
    }

    fn entries(&mut self, entries: &'f [Property]) {
        for entry in entries {
            self.none("a key", &entry.key.text, entry.key.at);
            self.text(&entry.value);
        }
    }

    fn arm(&mut self, kind: &Kind, arm: &'f Arm) {
        // What a quoted event is given is the rest of its transition, as JSON: no template.
        if let Event::Named { word, arguments } = &arm.event
            && (kind.is_split() || !word.quoted)
        {
            for value in arguments.iter().flatten() {
                self.text(value);
            }
        }
        if let Some(subject) = &arm.subject {
            self.text(subject);
        }
    }

    /// A text that may hold Liquid.
    fn text(&mut self, value: &'f Value) {
        let (ValueKind::Text(text) | ValueKind::Json(text)) = &value.kind else {
            return;
        };
        if !has_liquid(text) {
            return;
        }
        self.loops(text, value.at);
        for problem in &self.cx.survey(text).problems {
            let code = match problem.kind {
                ProblemKind::Syntax => &LIQUID_SYNTAX,
                ProblemKind::UnknownFilter => &UNKNOWN_FILTER,
                ProblemKind::UnknownTag => &UNKNOWN_TAG,
            };
            let report = self
                .findings
                .report(code, value.at, problem.message.as_str())
                .of(self.widget)
                .range(problem.range.clone());
            if let Some(help) = &problem.help {
                report.help(help.as_str());
            }
        }
        self.settings(text, value.at);
    }

    /// A path under `settings` that is no setting's.
    fn settings(&mut self, text: &str, at: Location) {
        let uses = settings::uses(text).into_iter();
        for found in uses.filter(|found| found.name.is_none()) {
            let path = &text[found.path.clone()];
            self.findings
                .report(&NO_SETTING, at, format!("`{path}` is no setting"))
                .of(self.widget)
                .range(found.path)
                .help("a setting is one text with a name: `settings.name`");
        }
    }

    /// Loops that stop before their end.
    fn loops(&mut self, text: &str, at: Location) {
        for long in long_loops(text) {
            let message = format!(
                "this loop goes over {} items, and a `for` stops after {MOST_ROUNDS}",
                long.rounds
            );
            self.findings
                .report(&LONG_LOOP, at, message)
                .of(self.widget)
                .range(long.range)
                .help("take fewer, or let a function make the text");
        }
    }

    /// A text that Studio takes as it is.
    fn none(&mut self, name: &str, text: &str, at: Location) {
        if has_liquid(text) {
            let name = match name {
                "a key" => name.to_owned(),
                name => format!("`{name}`"),
            };
            self.findings
                .report(&LIQUID_NOT_ALLOWED, at, format!("{name} takes no Liquid"))
                .of(self.widget)
                .help(match settings::uses(text).is_empty() || name == "a key" {
                    true => "write the text itself: Studio does not render it",
                    false => "only settings by themselves, `{{settings.name}}`, are filled here: Studio does not render it",
                });
        }
    }
}
