//! What a path in a template means: a cell, whose value depends on the way an execution came by, or
//! a name that nobody knows.

use std::collections::HashMap;

use crate::Text;
use crate::catalogue::Kind;
use crate::check::context::Context;
use crate::flow::{Event, Property, Target, Value, ValueKind, Widget};

/// What may be set or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cell<'f> {
    /// `widgets.NAME`: the widget has run.
    Ran(usize),
    /// `widgets.NAME.KEY`, of a key that the widget's row of the catalogue names.
    Output(usize, &'f str),
    /// `widgets.NAME.KEY`, of every other key.
    Rest(usize),
    /// `flow.variables.NAME`.
    Variable(&'f str),
    /// `trigger.KIND`, by its place in [`STARTS`].
    Trigger(usize),
    /// `flow.data`.
    Data,
    /// `flow.channel`, beyond its address: the conversation that the flow started or resumed.
    Channel,
}

/// The events of a trigger, and what each fills under `trigger`. *Unconfirmed*: no other is filled.
pub(super) const STARTS: [(&str, &str); 5] = [
    ("incoming_message", "message"),
    ("incoming_call", "call"),
    ("incoming_conversation_message", "conversation"),
    ("incoming_request", "request"),
    ("incoming_parent", "parent"),
];

/// The roots of all paths.
pub(super) const ROOTS: [&str; 5] = ["trigger", "flow", "widgets", "contact", "settings"];

/// What stands under `flow`.
pub(super) const UNDER_FLOW: [&str; 6] =
    ["sid", "flow_sid", "channel", "variables", "data", "add_ons"];

/// What a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'f> {
    /// Something that is always there, or of which nobody can know.
    Always,
    Cell(Cell<'f>),
    Unknown(Unknown),
}

/// What is not known of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Unknown {
    Root,
    /// The path up to so many names.
    Path(usize),
    Widget,
    /// A key that this widget never sets.
    Output(usize),
    Variable,
}

/// The names that paths can use.
pub(super) struct Names<'c, 'f> {
    pub(super) cx: &'c Context<'f>,
    /// The widgets by their names in Studio; none where two have it.
    widgets: HashMap<&'f str, Option<usize>>,
    /// The variables, each with the widgets that set it.
    variables: HashMap<&'f str, Vec<usize>>,
    /// Whether some widget may set variables that could not be read.
    variables_unclear: bool,
}

impl<'c, 'f> Names<'c, 'f> {
    pub(super) fn new(cx: &'c Context<'f>) -> Self {
        let mut names = Names {
            cx,
            widgets: HashMap::with_capacity(cx.flow.widgets.len()),
            variables: HashMap::new(),
            variables_unclear: false,
        };
        for (index, widget) in cx.flow.widgets.iter().enumerate() {
            names
                .widgets
                .entry(widget.studio_name())
                .and_modify(|known| *known = None)
                .or_insert(Some(index));
            match cx.kind(index) {
                Some(kind) if kind.word == "set_variables" => names.sets(index),
                Some(_) => {}
                None => names.variables_unclear |= !widget.kind.quoted,
            }
        }
        names
    }

    fn sets(&mut self, index: usize) {
        let entries = variables(self.cx, index);
        let is_clear =
            |entries: &[Property]| entries.iter().all(|entry| !entry.key.text.is_empty());
        self.variables_unclear |= !entries.is_some_and(is_clear);
        for entry in entries.into_iter().flatten() {
            let setters = self.variables.entry(&entry.key.text).or_default();
            if setters.last() != Some(&index) {
                setters.push(index);
            }
        }
    }

    /// The widgets that set a variable.
    pub(super) fn setters(&self, variable: &str) -> &[usize] {
        self.variables.get(variable).map_or(&[], Vec::as_slice)
    }

    /// Every variable that is set somewhere, in the order of the alphabet.
    pub(super) fn variables(&self) -> Vec<&'f str> {
        let mut names: Vec<_> = self.variables.keys().copied().collect();
        names.sort_unstable();
        names
    }

    /// The widget that templates call so; none where two are.
    pub(super) fn widget(&self, name: &str) -> Option<usize> {
        self.widgets.get(name).copied().flatten()
    }

    /// The names of all widgets that templates can read from, in written order.
    pub(super) fn widgets(&self) -> impl Iterator<Item = &'f str> {
        let widgets = self.cx.flow.widgets.iter();
        let named = widgets.filter(|widget| !widget.is_trigger());
        named
            .map(Widget::studio_name)
            .filter(|name| !name.is_empty())
    }

    /// What a path means.
    pub(super) fn meaning(&self, path: &[Text]) -> Meaning<'f> {
        let at = |place: usize| path.get(place).map(Text::as_str);
        match at(0) {
            Some("settings") | None => Meaning::Always,
            Some("contact") => contact(at(1), at(2)),
            Some("trigger") => trigger(at(1)),
            Some("flow") => self.flow(at(1), at(2)),
            Some("widgets") => at(1).map_or(Meaning::Always, |name| self.output(name, at(2))),
            Some(_) => Meaning::Unknown(Unknown::Root),
        }
    }

    fn flow(&self, name: Option<&str>, key: Option<&str>) -> Meaning<'f> {
        match (name, key) {
            (None | Some("sid" | "flow_sid" | "add_ons"), _)
            | (Some("channel"), None | Some("address"))
            | (Some("variables"), None) => Meaning::Always,
            (Some("channel"), Some(_)) => Meaning::Cell(Cell::Channel),
            (Some("data"), _) => Meaning::Cell(Cell::Data),
            (Some("variables"), Some(name)) => match self.variables.get_key_value(name) {
                _ if self.variables_unclear => Meaning::Always,
                Some((name, _)) => Meaning::Cell(Cell::Variable(name)),
                None => Meaning::Unknown(Unknown::Variable),
            },
            _ => Meaning::Unknown(Unknown::Path(2)),
        }
    }

    fn output(&self, name: &str, key: Option<&str>) -> Meaning<'f> {
        let widget = match self.widgets.get(name) {
            Some(Some(widget)) => *widget,
            Some(None) => return Meaning::Always,
            None if self.cx.has_unread_widget() => return Meaning::Always,
            None => return Meaning::Unknown(Unknown::Widget),
        };
        let Some(key) = key else {
            return Meaning::Cell(Cell::Ran(widget));
        };
        let Some(kind) = self.cx.kind(widget) else {
            return Meaning::Cell(Cell::Rest(widget));
        };
        if kind.word == "set_variables" {
            let entries = variables(self.cx, widget);
            let entry = entries
                .into_iter()
                .flatten()
                .find(|entry| entry.key.text == key);
            return match entry {
                Some(entry) => Meaning::Cell(Cell::Output(widget, &entry.key.text)),
                None if self.variables_unclear => Meaning::Always,
                None => Meaning::Unknown(Unknown::Output(widget)),
            };
        }
        let mut keys = kind.events.iter().flat_map(|event| event.outputs.keys());
        match keys.find(|known| *known == key) {
            Some(key) => Meaning::Cell(Cell::Output(widget, key)),
            None if kind.open || !takes_known_events(self.cx, widget, kind) => {
                Meaning::Cell(Cell::Rest(widget))
            }
            None => Meaning::Unknown(Unknown::Output(widget)),
        }
    }
}

/// What a `set_variables` sets; none where it could not be read.
pub(super) fn variables<'f>(cx: &Context<'f>, widget: usize) -> Option<&'f [Property]> {
    match &cx.flow.widgets[widget].property("variables")?.value {
        Value {
            kind: ValueKind::Map(entries),
            ..
        } => Some(entries),
        _ => None,
    }
}

/// Whether the catalogue knows each event that a widget leaves by: after another it may have left
/// anything behind.
fn takes_known_events(cx: &Context<'_>, widget: usize, kind: &Kind) -> bool {
    let mut arms = cx.flow.widgets[widget].arms.iter();
    arms.all(|arm| match &arm.event {
        Event::Named { word, .. } => kind.is_split() || kind.event(&word.text).is_some(),
        Event::Rest(_) => !matches!(arm.target, Target::Error(_)),
    })
}

fn contact(name: Option<&str>, key: Option<&str>) -> Meaning<'static> {
    match (name, key) {
        (None, _) | (Some("channel"), None | Some("address")) => Meaning::Always,
        (Some("channel"), Some(_)) => Meaning::Unknown(Unknown::Path(3)),
        _ => Meaning::Unknown(Unknown::Path(2)),
    }
}

fn trigger(name: Option<&str>) -> Meaning<'static> {
    let Some(name) = name else {
        return Meaning::Always;
    };
    match STARTS.iter().position(|(_, filled)| *filled == name) {
        Some(place) => Meaning::Cell(Cell::Trigger(place)),
        None => Meaning::Unknown(Unknown::Path(2)),
    }
}
