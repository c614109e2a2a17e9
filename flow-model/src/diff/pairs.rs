//! Which widget of the old flow is which of the new one: by its name in Studio, and then by what it
//! holds.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write;

use crate::catalogue::{self, Kind};
use crate::flow::{Arm, Event, Flow, Property, Value, ValueKind, Widget};

/// Which is which.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    /// Of each widget of the old flow.
    pub(crate) new_of: Vec<Option<usize>>,
    /// Of each widget of the new flow.
    pub(crate) old_of: Vec<Option<usize>>,
    /// The old and the new name of each that is called otherwise.
    renamed: HashMap<String, String>,
}

impl Pairs {
    pub(super) fn of(old: &Flow, new: &Flow) -> Pairs {
        let mut pairs = Pairs {
            new_of: vec![None; old.widgets.len()],
            old_of: vec![None; new.widgets.len()],
            renamed: HashMap::new(),
        };
        pairs.join(old, new, |widget| widget.studio_name().to_owned());
        pairs.join(old, new, content);
        let both = pairs.new_of.iter().enumerate();
        for (old, new) in both.filter_map(|(from, to)| {
            let new = new.widgets[(*to)?].studio_name();
            Some((old.widgets[from].studio_name(), new))
        }) {
            if old != new {
                pairs.renamed.insert(old.to_owned(), new.to_owned());
            }
        }
        pairs
    }

    /// Joins what is still alone and has the same key, in written order.
    fn join(&mut self, old: &Flow, new: &Flow, key: impl Fn(&Widget) -> String) {
        let mut alone: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (index, widget) in old.widgets.iter().enumerate() {
            if self.new_of[index].is_none() {
                alone.entry(key(widget)).or_default().push_back(index);
            }
        }
        for (index, widget) in new.widgets.iter().enumerate() {
            if self.old_of[index].is_none()
                && let Some(old) = alone.get_mut(&key(widget)).and_then(VecDeque::pop_front)
            {
                self.old_of[index] = Some(old);
                self.new_of[old] = Some(index);
            }
        }
    }

    /// Whether a text reads the same, also when the templates in it follow the widgets' new names.
    pub(super) fn same_text(&self, old: &str, new: &str) -> bool {
        old == new || self.follow(old) == new
    }

    /// A text of the old flow with the new names of widgets.
    pub(super) fn follow(&self, old: &str) -> String {
        if self.renamed.is_empty() || !old.contains(ROOT) {
            return old.to_owned();
        }
        with_names(old, |name| {
            let new = self.renamed.get(name);
            new.map_or(name, String::as_str).to_owned()
        })
    }
}

/// Where templates read what widgets left behind.
const ROOT: &str = "widgets.";

/// A text with the names of widgets in its templates replaced.
fn with_names(text: &str, mut name: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(ROOT) {
        let (before, after) = rest.split_at(at + ROOT.len());
        let is_part = |char: char| char.is_alphanumeric() || char == '_' || char == '-';
        let end = after.find(|char| !is_part(char)).unwrap_or(after.len());
        out += before;
        out += &name(&after[..end]);
        rest = &after[end..];
    }
    out + rest
}

/// The catalogue's row of a widget, as Studio would see it.
pub(super) fn kind(widget: &Widget) -> Option<&'static Kind> {
    if widget.kind.quoted {
        catalogue::studio_kind(&widget.kind.text)
    } else {
        catalogue::kind(&widget.kind.text)
    }
}

pub(super) fn same_kind(old: &Widget, new: &Widget) -> bool {
    match (kind(old), kind(new)) {
        (Some(old), Some(new)) => old.word == new.word,
        (None, None) => old.kind.text == new.kind.text,
        _ => false,
    }
}

/// What a widget holds, but for its name and where it leads, the names of widgets in its templates
/// left out.
fn content(widget: &Widget) -> String {
    let mut out = kind(widget)
        .map_or(&*widget.kind.text, |kind| kind.word)
        .to_owned();
    let known = kind(widget).map_or(&[][..], |kind| kind.properties);
    let mut properties: Vec<String> = Vec::new();
    for Property { key, value, .. } in &widget.properties {
        let known = known.iter().find(|known| known.word == key.text);
        let default = known.and_then(|known| known.default);
        let mut line = format!("\n{}", key.text);
        write_value(value, &mut line);
        if default.is_none_or(|default| line != format!("\n{}={default}", key.text)) {
            properties.push(line);
        }
    }
    properties.sort();
    out.extend(properties);
    for Arm { event, .. } in &widget.arms {
        if let Event::Named { word, arguments } = event
            && kind(widget).is_none_or(Kind::is_split)
        {
            out += "\n";
            out += &word.text;
            for value in arguments.iter().flatten() {
                write_value(value, &mut out);
            }
        }
    }
    out
}

fn write_value(value: &Value, out: &mut String) {
    match &value.kind {
        ValueKind::Text(text) | ValueKind::Number(text) => {
            *out += "=";
            *out += &with_names(text, |_| "*".to_owned());
        }
        ValueKind::Json(text) => {
            *out += "=json ";
            *out += &with_names(text, |_| "*".to_owned());
        }
        ValueKind::Flag(flag) => {
            let _ = write!(out, "={flag}");
        }
        ValueKind::List(items) => items.iter().for_each(|item| write_value(item, out)),
        ValueKind::Map(entries)
        | ValueKind::Callee {
            fields: entries, ..
        } => {
            if let ValueKind::Callee { path, .. } = &value.kind {
                *out += "=";
                *out += path;
            }
            for entry in entries {
                *out += "\n ";
                *out += &entry.key.text;
                write_value(&entry.value, out);
            }
        }
        ValueKind::Error => *out += "=?",
    }
}
