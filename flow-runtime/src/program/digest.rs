//! The digest of a flow: what it does, and nothing of how it is written down.
//!
//! Names, kinds, properties, arms, and the shapes of typed functions count; places on the canvas,
//! labels, descriptions and the order of widgets do not, nor of properties, of parameters, of arms
//! that exclude each other.

use flow_model::machine::{self, Entries, Entry, Event, Machine, Value};
use flow_model::{Text, catalogue};
use sha2::{Digest, Sha256};

use crate::function::{Field, FunctionEntry, Shape};
use crate::sid::push_hex;

/// Begins the canonical form; to be counted up with each change of it.
const VERSION: &str = "flow/1";

pub(super) fn digest(machine: &Machine, functions: &[FunctionEntry]) -> Text {
    let mut form = Form {
        hasher: Sha256::new(),
        machine,
        functions,
    };
    form.text(VERSION);
    form.flow();
    let mut text = String::with_capacity(64);
    push_hex(&mut text, &form.hasher.finalize());
    text.into()
}

/// Writes the canonical form. Every text carries its length and every list its count, so that no
/// two flows have the same form.
struct Form<'m> {
    hasher: Sha256,
    machine: &'m Machine,
    functions: &'m [FunctionEntry],
}

impl Form<'_> {
    fn flow(&mut self) {
        self.text(self.machine.name());
        let mut widgets: Vec<_> = self.machine.widgets().collect();
        widgets.sort_by_key(machine::Widget::name);
        self.count(widgets.len());
        for widget in &widgets {
            self.widget(widget);
        }
    }

    fn widget(&mut self, widget: &machine::Widget<'_>) {
        self.text(widget.name());
        self.text(widget.studio_type());
        self.sorted(widget.properties());
        match widget.kind() {
            Some(kind) if !kind.is_split() => self.exits(widget, kind),
            _ => self.arms(widget),
        }
    }

    /// Where each event leads, `_` resolved; then the arms of events the catalogue does not know.
    fn exits(&mut self, widget: &machine::Widget<'_>, kind: &'static catalogue::Kind) {
        for event in kind.events {
            match widget.target(event) {
                None => self.text("-"),
                Some(target) => self.target(target),
            }
        }
        let mut quoted: Vec<_> = widget
            .arms()
            .filter_map(|arm| match arm.event {
                Event::Quoted(event, _) => Some((event, arm.target)),
                _ => None,
            })
            .collect();
        quoted.sort_unstable();
        self.count(quoted.len());
        for (event, target) in quoted {
            self.text(event);
            self.target(target);
        }
    }

    /// Arms in written order, in which they are tried.
    fn arms(&mut self, widget: &machine::Widget<'_>) {
        self.count(widget.arms().count());
        for arm in widget.arms() {
            match arm.event {
                Event::Operator(operator, arguments) => {
                    self.text(operator.word);
                    self.entries(arguments.iter().collect());
                }
                Event::Quoted(event, arguments) => {
                    self.text(event);
                    self.entries(arguments.iter().collect());
                }
                Event::Known(event) => self.text(event.studio),
                Event::Rest => self.text("_"),
            }
            self.text(arm.subject.unwrap_or_default());
            self.target(arm.target);
        }
    }

    fn target(&mut self, target: Option<usize>) {
        match target.and_then(|target| self.machine.widget(target)) {
            Some(widget) => {
                self.text(">");
                self.text(widget.name());
            }
            None => self.text("end"),
        }
    }

    fn sorted(&mut self, entries: Entries<'_>) {
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_by_key(|entry| entry.key);
        self.entries(entries);
    }

    fn entries(&mut self, entries: Vec<Entry<'_>>) {
        self.count(entries.len());
        for entry in entries {
            self.text(entry.key);
            self.value(&entry);
        }
    }

    fn value(&mut self, entry: &Entry<'_>) {
        match entry.value {
            Value::Text(text) => self.tagged("text", text),
            Value::Json(text) => self.tagged("json", text),
            Value::Number(text) => self.tagged("number", text),
            Value::Flag(flag) => self.text(if flag { "true" } else { "false" }),
            Value::List(items) => {
                self.text("list");
                self.entries(items.iter().collect());
            }
            // Later variables see earlier ones; parameters see nothing of each other.
            Value::Map(entries) if entry.key == "variables" => {
                self.text("map");
                self.entries(entries.iter().collect());
            }
            Value::Map(entries) => {
                self.text("map");
                self.sorted(entries);
            }
            // What a subflow does is in its own digest, which its frame keeps.
            Value::Callee { path, fields, .. } if entry.key == "flow" && !entry.verbatim => {
                self.tagged("flow", path.rsplit("::").next().unwrap_or(path));
                self.sorted(fields);
            }
            Value::Callee {
                index,
                path,
                fields,
            } => {
                // Where a type is imported from is no difference.
                self.tagged("function", path.rsplit("::").next().unwrap_or(path));
                self.sorted(fields);
                if let Some(function) = self.functions.get(index) {
                    self.fields(function.fields);
                    self.shape(&function.shape);
                }
            }
        }
    }

    fn fields(&mut self, fields: &[Field]) {
        let mut fields: Vec<_> = fields.iter().collect();
        fields.sort_by_key(|field| field.name);
        self.count(fields.len());
        for field in fields {
            self.tagged(
                if field.required {
                    "required"
                } else {
                    "optional"
                },
                field.name,
            );
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Open => self.text("open"),
            Shape::Scalar => self.text("scalar"),
            Shape::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_by_key(|(name, _)| *name);
                self.text("object");
                self.count(fields.len());
                for (name, shape) in fields {
                    self.text(name);
                    self.shape(shape);
                }
            }
            Shape::Maybe(shape) => {
                self.text("maybe");
                self.shape(shape);
            }
        }
    }

    fn tagged(&mut self, tag: &str, text: &str) {
        self.text(tag);
        self.text(text);
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.hasher.update(text.as_bytes());
    }

    fn count(&mut self, count: usize) {
        self.hasher.update((count as u64).to_le_bytes());
    }
}
