//! Every template of a flow, and where it stands.

use std::rc::Rc;

use crate::catalogue::{self, Type};
use crate::check::context::{Context, means};
use crate::check::literal::has_liquid;
use crate::check::values::is_rendered;
use crate::flow::{Event, Location, Property, Value, ValueKind};
use crate::liquid::Survey;

/// A template that could be read.
pub(super) struct Template<'f> {
    pub(super) widget: usize,
    pub(super) site: Site,
    pub(super) at: Location,
    pub(super) text: &'f str,
    pub(super) survey: Rc<Survey>,
}

/// What a template stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// A text that goes out: a body, a URL, a parameter.
    Text,
    /// `service` and `channel`, which Studio's editor fills in by itself.
    Boilerplate,
    /// A value of a `set_variables`, by its place.
    Entry(usize),
    /// What a split tests.
    Input,
    /// What an arm compares with, or tests instead of the split's input.
    Arm,
}

/// Every template of widgets of known kinds, in written order. One with problems of its own is left
/// out: what it reads is anybody's guess.
pub(super) fn templates<'f>(cx: &Context<'f>) -> Vec<Template<'f>> {
    let mut sites = Sites {
        cx,
        widget: 0,
        site: Site::Text,
        templates: Vec::new(),
    };
    for (index, widget, kind) in cx.known_widgets() {
        sites.widget = index;
        for property in &widget.properties {
            let rows = kind.properties.iter();
            let row = rows
                .filter(|_| !property.key.quoted)
                .find(|row| means(&property.key, row.word, row.studio));
            if let Some(row) = row {
                sites.site = match row.word {
                    "service" | "channel" => Site::Boilerplate,
                    "input" if kind.is_split() => Site::Input,
                    _ => Site::Text,
                };
                sites.property(row, &property.value);
            }
        }
        sites.site = Site::Arm;
        for arm in &widget.arms {
            if let Event::Named { arguments, .. } = &arm.event {
                for value in arguments.iter().flatten() {
                    sites.text(value);
                }
            }
            if let Some(subject) = &arm.subject {
                sites.text(subject);
            }
        }
    }
    sites.templates
}

struct Sites<'c, 'f> {
    cx: &'c Context<'f>,
    widget: usize,
    site: Site,
    templates: Vec<Template<'f>>,
}

impl<'f> Sites<'_, 'f> {
    fn property(&mut self, row: &catalogue::Property, value: &'f Value) {
        match is_rendered(row, value) {
            true => self.text(value),
            false => self.value(&row.ty, value),
        }
    }

    fn value(&mut self, ty: &Type, value: &'f Value) {
        match (ty, &value.kind) {
            (Type::Template { .. } | Type::Body, _) => self.text(value),
            (Type::List(item), ValueKind::List(items)) => {
                for value in items {
                    self.value(item, value);
                }
            }
            (Type::Object(rows), ValueKind::Map(entries)) => {
                for entry in entries.iter().filter(|entry| !entry.key.quoted) {
                    if let Some(row) = rows.iter().find(|row| row.word == entry.key.text) {
                        self.value(&row.ty, &entry.value);
                    }
                }
            }
            (Type::Map { .. }, ValueKind::Map(entries)) => self.entries(entries),
            (Type::Function | Type::Flow, ValueKind::Callee { fields, .. }) => self.entries(fields),
            _ => {}
        }
    }

    fn entries(&mut self, entries: &'f [Property]) {
        let kind = self.cx.kind(self.widget);
        let sets = kind.is_some_and(|kind| kind.word == "set_variables");
        for (place, entry) in entries.iter().enumerate() {
            if sets {
                self.site = Site::Entry(place);
            }
            self.text(&entry.value);
        }
    }

    fn text(&mut self, value: &'f Value) {
        let (ValueKind::Text(text) | ValueKind::Json(text)) = &value.kind else {
            return;
        };
        if !has_liquid(text) {
            return;
        }
        let survey = self.cx.survey(text);
        if survey.problems.is_empty() {
            self.templates.push(Template {
                widget: self.widget,
                site: self.site,
                at: value.at,
                text,
                survey,
            });
        }
    }
}
