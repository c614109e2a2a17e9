//! Changes in words.

use std::fmt::{self, Display, Formatter};

use super::{About, Change, Was, What};
use crate::diagram::text::shortened;
use crate::flow::{Event, Value, ValueKind, Word};
use crate::printable::counted;

/// The longest value that is shown, in characters.
const LONGEST: usize = 60;
/// So many characters are shown before what changed in a long text.
const BEFORE: usize = 16;
/// So many items of a list are named.
const NAMED: usize = 6;

/// A word as written.
pub(super) fn word(word: &Word) -> String {
    let text = shortened(&word.text, LONGEST);
    if word.quoted {
        format!("\"{text}\"")
    } else {
        text
    }
}

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", shortened(text, LONGEST))
}

/// What a split's arm tests.
pub(super) fn event(event: &Event) -> String {
    match event {
        Event::Rest(_) => "_".to_owned(),
        Event::Named {
            word: it,
            arguments,
        } => {
            let arguments: Vec<_> = arguments.iter().flatten().map(value).collect();
            if arguments.is_empty() {
                return word(it);
            }
            format!("{}({})", word(it), list(&arguments))
        }
    }
}

fn list(items: &[String]) -> String {
    let mut list = items
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if items.len() > NAMED {
        list += &format!(" and {} more", items.len() - NAMED);
    }
    list
}

/// A value as it is shown.
fn value(value: &Value) -> String {
    match &value.kind {
        ValueKind::Text(text) => quoted(text),
        ValueKind::Json(text) => format!("json {}", quoted(text)),
        ValueKind::Number(text) => shortened(text, LONGEST),
        ValueKind::Flag(flag) => flag.to_string(),
        ValueKind::List(items) => {
            let items: Vec<_> = items.iter().take(NAMED + 1).map(self::value).collect();
            format!("[{}]", shortened(&list(&items), LONGEST))
        }
        ValueKind::Map(entries) => {
            let names = entries.iter().take(NAMED + 1);
            let names: Vec<_> = names.map(|entry| word(&entry.key)).collect();
            format!("{{{}}}", shortened(&list(&names), LONGEST))
        }
        ValueKind::Callee { path, .. } => shortened(path, LONGEST),
        ValueKind::Error => "?".to_owned(),
    }
}

/// Two values as they are shown: of two texts, where they differ.
pub(super) fn values(old: Option<&Value>, new: Option<&Value>) -> Was {
    if let (Some(before), Some(now)) = (old, new)
        && let (ValueKind::Text(before), ValueKind::Text(now)) = (&before.kind, &now.kind)
    {
        return texts(Some(before), Some(now));
    }
    Was {
        old: old.map(value),
        new: new.map(value),
    }
}

/// Two texts as they are shown: of two long ones, where they differ.
pub(super) fn texts(old: Option<&str>, new: Option<&str>) -> Was {
    let start = match (old, new) {
        (Some(old), Some(new)) if old.chars().count().max(new.chars().count()) > LONGEST => {
            difference(old, new)
        }
        _ => 0,
    };
    let shown = |text: &str| {
        if start == 0 {
            return quoted(text);
        }
        let rest: String = text.chars().skip(start).collect();
        format!("“…{}”", shortened(&rest, LONGEST))
    };
    Was {
        old: old.map(shown),
        new: new.map(shown),
    }
}

/// How many characters of two texts are left out: up to a little before they differ, from a word on.
fn difference(old: &str, new: &str) -> usize {
    let pairs = old.chars().zip(new.chars());
    let same: Vec<char> = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let start = same.len().saturating_sub(BEFORE);
    if start == 0 {
        return 0;
    }
    let blank = same[start..].iter().position(|char| char.is_whitespace());
    start + blank.map_or(0, |blank| blank + 1)
}

/// Where something leads.
struct Leads<'a>(&'a Option<String>, [&'static str; 2]);

impl Display for Leads<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(f, "{} `{}`", self.1[0], shortened(name, LONGEST)),
            None => f.write_str(self.1[1]),
        }
    }
}

fn goes(to: &Option<String>) -> Leads<'_> {
    Leads(to, ["leads to", "ends the execution"])
}

fn went(to: &Option<String>) -> Leads<'_> {
    Leads(to, ["led to", "ended the execution"])
}

impl Display for Was {
    /// After what it is about: ` is 60, was 3600`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => write!(f, "is {new}, was {old}"),
            (None, Some(new)) => write!(f, "is set: {new}"),
            (Some(old), None) => write!(f, "is left out, was {old}"),
            (None, None) => f.write_str("is as it was"),
        }
    }
}

impl Display for Change {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let About::Widget { name, .. } = &self.about {
            let name = shortened(name, LONGEST);
            match &self.what {
                What::Added { .. }
                | What::Removed { .. }
                | What::Renamed { .. }
                | What::Kind(_) => {
                    write!(f, "`{name}` ")?;
                }
                _ => write!(f, "`{name}`: ")?,
            }
        }
        self.what.fmt(f)
    }
}

impl Display for What {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            What::FlowName(was) => write!(f, "the flow's name {was}"),
            What::Description(was) => write!(f, "the description {was}"),
            What::Settings(was) => write!(f, "the type of the settings {was}"),
            What::ConcurrentCalls(true) => {
                f.write_str("a caller may have several executions at a time, could have one")
            }
            What::ConcurrentCalls(false) => {
                f.write_str("a caller may have one execution at a time, could have several")
            }
            What::Moved(widgets) => {
                write!(
                    f,
                    "{} moved on the canvas",
                    counted(widgets.len(), "widget")
                )
            }
            What::Added { kind } => write!(f, "is new ({kind})"),
            What::Removed { kind } => write!(f, "is gone ({kind})"),
            What::Renamed { from } => write!(f, "was called `{}`", shortened(from, LONGEST)),
            What::Kind(was) => write!(f, "{was}"),
            What::Property { path, was } => write!(f, "`{path}` {was}"),
            What::Order { path } => write!(f, "the entries of `{path}` are in another order"),
            What::ArmAdded { arm, to } => write!(f, "`{arm}` is new and {}", goes(to)),
            What::ArmRemoved { arm, to } => write!(f, "`{arm}` is gone, {}", went(to)),
            What::Redirected { arms, to, from } => {
                let quoted: Vec<_> = arms.iter().map(|arm| format!("`{arm}`")).collect();
                let (to, from) = (to, from);
                match quoted.as_slice() {
                    [arm] => write!(f, "{arm} {}, {}", goes(to), went(from)),
                    arms => {
                        let to = Leads(to, ["lead to", "end the execution"]);
                        write!(f, "{} {to}, {}", list(arms), went(from))
                    }
                }
            }
            What::Condition { to, was } => {
                let arm = Leads(to, ["the arm to", "the arm that ends the execution"]);
                let shown = |side: &Option<String>| side.clone().unwrap_or_default();
                write!(
                    f,
                    "{arm} tests `{}`, tested `{}`",
                    shown(&was.new),
                    shown(&was.old)
                )
            }
            What::Label { arm, was } => write!(f, "the label of `{arm}` {was}"),
            What::ArmOrder(arms) => {
                let quoted: Vec<_> = arms.iter().map(|arm| format!("`{arm}`")).collect();
                write!(f, "the arms are tried in another order: {}", list(&quoted))
            }
        }
    }
}
