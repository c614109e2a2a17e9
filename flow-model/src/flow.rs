//! A flow as its author wrote it: a graph of widgets, every node with its [`Location`].
//!
//! Nothing here is checked: a [`Flow`] may name widgets that do not exist or leave a property out.
//! [`crate::check()`] says what is wrong with one.
//!
//! A front end that could not read all of its source leaves a trace of what it reported, so that no
//! check speaks of it again: [`ValueKind::Error`], [`Target::Error`], an empty text in a [`Name`] or
//! a [`Word`]. So a half-written widget is one whose arms are `_` with [`Target::Error`], and, if
//! even that is not known, whose kind and name are empty.

use std::collections::HashMap;

/// Where a node stands in its source: opaque here, a span to the macro, a place in the JSON to the
/// importer. `Location(0)` is the whole flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location(pub u32);

/// Where each widget stands in [`Flow::widgets`], by its name in the source; the first of two.
#[derive(Clone, Debug)]
pub struct Names<'f>(HashMap<&'f str, usize>);

impl Names<'_> {
    /// The widget that an arm leads to; none where it ends the execution.
    pub fn target(&self, arm: &Arm) -> Option<usize> {
        self.of(&arm.target)
    }

    /// The widget that a target means.
    pub fn of(&self, target: &Target) -> Option<usize> {
        match target {
            Target::Widget(name) => self.0.get(name.text.as_str()).copied(),
            Target::End(_) | Target::Error(_) => None,
        }
    }
}

/// A whole flow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// The name of its type, e.g. `SupportDesk`.
    pub name: Name,
    /// Studio's FriendlyName (`#[name = "…"]`), where it differs from `name`.
    pub friendly_name: Option<Name>,
    /// What Studio shows as the flow's description (`///`), lines joined by `\n`.
    pub description: String,
    /// Lints accepted in the whole flow.
    pub allows: Vec<Allow>,
    /// `#[allow_concurrent_calls(…)]`; Studio's default is true.
    pub allow_concurrent_calls: Option<bool>,
    /// `#[settings(Production)]`: the Rust type, without spaces, whose fields are the settings that the
    /// flow may read. None: any.
    pub settings: Option<Name>,
    /// Every widget in written order, the trigger among them.
    pub widgets: Vec<Widget>,
    /// `migrate { … }`: where executions go on that wait at widgets of earlier versions.
    pub migrations: Vec<Migration>,
}

/// `old_widget => new_widget`: what stands for a widget that the flow no longer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The widget as it was called in Studio and in templates; quoted where that is no name in Rust.
    pub from: Word,
    /// The widget that stands for it.
    pub to: Target,
}

/// A name that the author chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The name without `r#`.
    pub text: String,
    /// Where it stands.
    pub at: Location,
}

/// A word of Studio's: looked up in the catalogue, or quoted and then taken verbatim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// In `snake_case` as written (`send_message`); Studio's own spelling where quoted.
    pub text: String,
    /// Whether it was quoted, and so is not checked.
    pub quoted: bool,
    /// Where it stands.
    pub at: Location,
}

impl Word {
    /// Whether a text is no identifier of Rust's, or one beyond ASCII, which Rust may compose.
    pub(crate) fn needs_quotes(text: &str) -> bool {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let is_ident = text.bytes().all(is_letter)
            && !text.is_empty()
            && !text.starts_with(|first: char| first.is_ascii_digit());
        !is_ident || text == "_"
    }
}

/// `#[allow(code)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The lint's name, e.g. `unreachable_widget`.
    pub code: Name,
}

/// One widget.
#[derive(Clone, Debug, PartialEq)]
pub struct Widget {
    /// Its kind, e.g. `send_message`.
    pub kind: Word,
    /// Its name in the source; the trigger's is `trigger`, at its kind.
    pub ident: Name,
    /// Its name in Studio (`#[name = "…"]`), where it differs from `ident`.
    pub name: Option<Name>,
    /// `///`: stays in the source.
    pub docs: String,
    /// `#[at(x, y)]`: its place on Studio's canvas.
    pub place: Option<(i32, i32)>,
    /// Lints accepted here.
    pub allows: Vec<Allow>,
    /// What it is set to, in written order.
    pub properties: Vec<Property>,
    /// Where it goes, in written order; `a | b => t` is two arms.
    pub arms: Vec<Arm>,
}

/// `key: value`, as a widget's property, an entry of a map or a function's parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The key.
    pub key: Word,
    /// The value.
    pub value: Value,
    /// `///`: stays in the source.
    pub docs: String,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The value itself.
    pub kind: ValueKind,
    /// Where it stands.
    pub at: Location,
}

/// What a property may hold.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// `"…"`, which may hold Liquid.
    Text(String),
    /// `json("…")`: Studio's "Parse as JSON object".
    Json(String),
    /// A number as written, without underscores: `-12`, `0.5`.
    Number(String),
    /// `true` or `false`.
    Flag(bool),
    /// `[a, b]`.
    List(Vec<Value>),
    /// `{ key: value }`.
    Map(Vec<Property>),
    /// `Path { field: "…" }`: a typed function or flow. `path` is as written, without spaces.
    Callee {
        /// The Rust path.
        path: String,
        /// The parameters.
        fields: Vec<Property>,
    },
    /// What could not be read: reported already, no check may speak of it.
    Error,
}

/// One arm: `event => target`.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// What happened.
    pub event: Event,
    /// Where it goes.
    pub target: Target,
    /// `///` on a split's arm: its label in Studio.
    pub label: Option<String>,
    /// `#[subject("…")]`: the condition tests this and not the split's `input`.
    pub subject: Option<Value>,
}

/// What an arm answers to.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// An event or an operator by name; `arguments` are an operator's, `contains("x")`, or, of a
    /// quoted event, what else Studio's transition holds, as a JSON object.
    Named {
        /// Its word.
        word: Word,
        /// The arguments in parentheses; `None` where there are no parentheses.
        arguments: Option<Vec<Value>>,
    },
    /// `_`: every event not named above it.
    Rest(Location),
}

impl Event {
    /// Where the event stands.
    pub fn at(&self) -> Location {
        match self {
            Event::Named { word, .. } => word.at,
            Event::Rest(at) => *at,
        }
    }
}

/// Where an arm leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A widget by its name in the source.
    Widget(Name),
    /// `end`: the execution ends.
    End(Location),
    /// What could not be read: reported already, no check may speak of it.
    Error(Location),
}

impl Value {
    /// The text of a text and of `json(…)`; of anything else nothing.
    pub fn text(&self) -> &str {
        match &self.kind {
            ValueKind::Text(text) | ValueKind::Json(text) => text,
            _ => "",
        }
    }
}

impl Widget {
    /// Its name in Studio and in templates; `Trigger` for a trigger that has no other.
    pub fn studio_name(&self) -> &str {
        match &self.name {
            Some(name) => &name.text,
            None if self.is_trigger() => "Trigger",
            None => &self.ident.text,
        }
    }

    /// Whether executions start here.
    pub fn is_trigger(&self) -> bool {
        !self.kind.quoted && self.kind.text == "trigger"
    }

    /// The first property of that name.
    pub fn property(&self, key: &str) -> Option<&Property> {
        self.properties
            .iter()
            .find(|property| property.key.text == key)
    }

    /// Where the widget and everything in it stands.
    pub fn locations(&self) -> Vec<Location> {
        let mut found = vec![self.kind.at, self.ident.at];
        found.extend(self.name.iter().map(|name| name.at));
        found.extend(self.allows.iter().map(|allow| allow.code.at));
        for property in &self.properties {
            property.locations(&mut found);
        }
        for arm in &self.arms {
            arm.locations(&mut found);
        }
        found
    }
}

impl Property {
    fn locations(&self, found: &mut Vec<Location>) {
        found.push(self.key.at);
        self.value.locations(found);
    }
}

impl Value {
    fn locations(&self, found: &mut Vec<Location>) {
        found.push(self.at);
        match &self.kind {
            ValueKind::List(items) => items.iter().for_each(|item| item.locations(found)),
            ValueKind::Map(entries)
            | ValueKind::Callee {
                fields: entries, ..
            } => entries.iter().for_each(|entry| entry.locations(found)),
            _ => {}
        }
    }
}

impl Arm {
    fn locations(&self, found: &mut Vec<Location>) {
        found.extend([self.event.at(), self.target.at()]);
        if let Event::Named {
            arguments: Some(arguments),
            ..
        } = &self.event
        {
            arguments
                .iter()
                .for_each(|argument| argument.locations(found));
        }
        if let Some(subject) = &self.subject {
            subject.locations(found);
        }
    }
}

impl Target {
    /// Where the target stands.
    pub fn at(&self) -> Location {
        match self {
            Target::Widget(name) => name.at,
            Target::End(at) | Target::Error(at) => *at,
        }
    }
}

impl Flow {
    /// Every widget that a target can mean, by its name in the source.
    pub fn names(&self) -> Names<'_> {
        let mut names = HashMap::with_capacity(self.widgets.len());
        for (index, widget) in self.widgets.iter().enumerate() {
            if !widget.is_trigger() {
                names.entry(widget.ident.text.as_str()).or_insert(index);
            }
        }
        Names(names)
    }

    /// The place in [`Flow::widgets`] of the widget that stands there or holds what does; none of
    /// what is the flow's own.
    pub fn widget_at(&self, at: Location) -> Option<usize> {
        let own = at == Location(0) || at == self.name.at;
        let holds = |widget: &Widget| widget.locations().contains(&at);
        (!own).then(|| self.widgets.iter().position(holds))?
    }

    /// Studio's FriendlyName.
    pub fn friendly_name(&self) -> &str {
        self.friendly_name
            .as_ref()
            .map_or(&self.name.text, |name| &name.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, at: u32) -> Word {
        Word {
            text: text.to_owned(),
            quoted: false,
            at: Location(at),
        }
    }

    fn text(text: &str, at: u32) -> Value {
        Value {
            kind: ValueKind::Text(text.to_owned()),
            at: Location(at),
        }
    }

    fn name(text: &str, at: u32) -> Name {
        Name {
            text: text.to_owned(),
            at: Location(at),
        }
    }

    #[test]
    fn a_location_is_found_however_deep_in_its_widget() {
        let entry = Property {
            key: word("day", 6),
            value: text("monday", 7),
            docs: String::new(),
        };
        let map = Property {
            key: word("variables", 4),
            value: Value {
                kind: ValueKind::List(vec![Value {
                    kind: ValueKind::Map(vec![entry]),
                    at: Location(5),
                }]),
                at: Location(5),
            },
            docs: String::new(),
        };
        let arm = Arm {
            event: Event::Named {
                word: word("contains", 9),
                arguments: Some(vec![text("x", 10)]),
            },
            target: Target::Widget(name("b", 11)),
            label: None,
            subject: Some(text("{{y}}", 8)),
        };
        let widget = |first: u32, properties, arms| Widget {
            kind: word("set_variables", first),
            ident: name("a", first + 1),
            name: Some(name("A", first + 2)),
            docs: String::new(),
            place: None,
            allows: Vec::new(),
            properties,
            arms,
        };
        let flow = Flow {
            widgets: vec![
                widget(1, vec![map], vec![arm]),
                widget(12, Vec::new(), Vec::new()),
            ],
            ..Flow::default()
        };
        for at in 1..=14 {
            let widget = usize::from(at > 11);
            assert_eq!(flow.widget_at(Location(at)), Some(widget), "{at}");
        }
        assert_eq!(flow.widget_at(Location(0)), None);
        assert_eq!(flow.widget_at(Location(15)), None);
    }
}
