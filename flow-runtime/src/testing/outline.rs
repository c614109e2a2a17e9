//! A flow as reports speak of it: its widgets, the ways out of them, and where they are written.

use std::fmt;

use flow_model::machine::{self, Event};
use flow_model::{Machine, Text};
use serde::{Deserialize, Serialize};

use super::place::advice;
use crate::driver::Step;
use crate::flow::Source;

/// A flow as reports speak of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The name of its type.
    pub flow: Text,
    /// The file it is written in; empty: not known.
    pub file: Text,
    /// Its widgets, in written order.
    pub widgets: Vec<Station>,
}

/// A widget.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Its name in Studio.
    pub name: Text,
    /// Its line; 0: not known.
    pub line: u32,
    /// The arms of it that can be taken here, in written order.
    pub edges: Vec<Edge>,
}

/// A way from a widget to the next: one arm as its author wrote it, so that `_` is one however many
/// events it answers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The name of the flow's type.
    pub flow: Text,
    /// The file it is written in; empty: not known.
    pub file: Text,
    /// Its line; 0: not known.
    pub line: u32,
    /// The widget that it leads out of, in Studio's name.
    pub from: Text,
    /// The place of that widget in the flow, and of the arm in the widget.
    pub at: (u16, u16),
    /// What it answers to, as it is written: `timeout`, `equal_to("yes")`, `_`.
    pub event: Text,
    /// The widget that it leads to; none: the flow ends.
    pub to: Option<Text>,
}

impl Outline {
    /// The outline of a flow. Arms for what cannot happen here, a call for instance, are no edges of it.
    pub fn new(machine: &Machine, source: &Source, starts: Starts) -> Outline {
        let flow: Text = machine.name().to_owned().into();
        let file: Text = source.file.clone().into_owned().into();
        let mut lines = source.lines.iter().copied();
        let mut line = || lines.next().unwrap_or(0);
        let mut widgets = Vec::new();
        for (index, widget) in (0..).zip(machine.widgets()) {
            let name: Text = widget.name().to_owned().into();
            let mut place = Station {
                name: name.clone(),
                line: line(),
                edges: Vec::new(),
            };
            for (arm_index, arm) in (0..).zip(widget.arms()) {
                let line = line();
                if !starts.by(&widget, &arm) {
                    continue;
                }
                let to = arm.target.and_then(|target| machine.widget(target));
                place.edges.push(Edge {
                    flow: flow.clone(),
                    file: file.clone(),
                    line,
                    from: name.clone(),
                    at: (index, arm_index),
                    event: written(&arm).into(),
                    to: to.map(|widget| widget.name().to_owned().into()),
                });
            }
            widgets.push(place);
        }
        Outline {
            flow,
            file,
            widgets,
        }
    }

    /// Every edge, in written order.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.widgets.iter().flat_map(|place| &place.edges)
    }
}

impl Starts {
    /// What starts a flow by the one or by the other.
    pub(crate) fn or(self, other: Starts) -> Starts {
        if self == other { self } else { Starts::Both }
    }
}

/// What can start a flow here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Starts {
    /// Somebody writes, or a request.
    Itself,
    /// Another flow runs it.
    Parent,
    /// Either.
    Both,
}

impl Starts {
    /// Whether an arm can be taken. Of the trigger's, a message takes that of conversations, where there
    /// is one; what is handed over to people comes to them in a conversation, so no call of it fails.
    fn by(self, trigger: &machine::Widget<'_>, arm: &machine::Arm<'_>) -> bool {
        if !trigger.is_trigger() {
            return !matches!(arm.event, Event::Known(event) if event.studio == "callFailure");
        }
        let connected = |word| {
            let event = trigger.kind().and_then(|kind| kind.event(word));
            event.is_some_and(|event| trigger.target(event).is_some())
        };
        let message = if connected("incoming_conversation_message") {
            "incoming_conversation_message"
        } else {
            "incoming_message"
        };
        let words: &[&str] = match self {
            Starts::Parent => &["incoming_parent"],
            Starts::Itself => &[message, "incoming_request"],
            Starts::Both => &[message, "incoming_request", "incoming_parent"],
        };
        match arm.event {
            Event::Known(event) => words.contains(&event.word),
            Event::Rest => words.iter().any(|word| {
                let named = |arm: &machine::Arm<'_>| matches!(arm.event, Event::Known(event) if event.word == *word);
                !trigger.arms().any(|arm| named(&arm))
            }),
            Event::Quoted(..) | Event::Operator(..) => false,
        }
    }
}

/// What is wrong where every edge should be taken but those that are known, as they are printed; none:
/// nothing.
pub(super) fn unexpected<'e>(
    edges: impl Iterator<Item = (&'e Edge, bool)>,
    known: &[&str],
) -> Option<String> {
    let mut untaken = Vec::new();
    let mut taken = Vec::new();
    for (edge, is_taken) in edges {
        match is_taken {
            true => taken.push(edge.to_string()),
            false => untaken.push((edge.to_string(), edge)),
        }
    }
    if let Some(stale) = known
        .iter()
        .find(|it| untaken.iter().all(|(text, _)| text != *it))
    {
        let all = taken.iter().chain(untaken.iter().map(|(text, _)| text));
        let all: Vec<_> = all.map(String::as_str).collect();
        return Some(match all.contains(stale) {
            true => format!("`{stale}` is taken, so it need not be among those that are known"),
            false => format!(
                "there is no edge `{stale}`{}",
                advice(stale, &all, "the flow")
            ),
        });
    }
    untaken.retain(|(text, _)| !known.contains(&text.as_str()));
    match (untaken.as_slice(), known) {
        ([], _) => None,
        (_, []) => Some("not every edge is taken".to_owned()),
        (more, _) => {
            let more = more.iter().map(|(_, edge)| format!("\n  {edge:#}"));
            let more: String = more.collect();
            Some(format!("never taken, beside those that are known:{more}"))
        }
    }
}

/// The widget that a step left and the arm that it took; none where it took none: it was ended from
/// outside or by a limit.
pub(crate) fn taken(machine: &Machine, step: &Step) -> Option<(u16, u16)> {
    let mut widgets = machine.widgets();
    let widget = widgets.position(|widget| widget.name() == step.from.as_str())?;
    Some((
        u16::try_from(widget).ok()?,
        taken_at(machine, widget, step)?,
    ))
}

/// The same where it is known which widget it left.
pub(crate) fn taken_at(machine: &Machine, widget: usize, step: &Step) -> Option<u16> {
    let widget = machine.widget(widget)?;
    let arm = match step.arm {
        Some(arm) => usize::from(arm),
        None => answering(&widget, &step.event)?,
    };
    let leads = widget.arms().nth(arm)?.target.is_some();
    let is_taken = !leads || step.to.is_some();
    u16::try_from(arm).ok().filter(|_| is_taken)
}

/// The arm that answers to an event in Studio's spelling.
fn answering(widget: &machine::Widget<'_>, event: &str) -> Option<usize> {
    let is_named = |arm: machine::Arm<'_>| match arm.event {
        Event::Known(known) => known.studio == event,
        Event::Quoted(quoted, _) => quoted == event,
        Event::Operator(..) | Event::Rest => false,
    };
    let kind = widget.kind()?;
    let mut events = kind.events.iter();
    if !(kind.is_split() && event == "noMatch" || events.any(|known| known.studio == event)) {
        return None;
    }
    let is_rest = |arm: machine::Arm<'_>| matches!(arm.event, Event::Rest);
    widget
        .arms()
        .position(is_named)
        .or_else(|| widget.arms().position(is_rest))
}

/// An arm as it is written, without where it leads.
fn written(arm: &machine::Arm<'_>) -> String {
    let (word, arguments) = match arm.event {
        Event::Known(event) => return event.word.to_owned(),
        Event::Rest => return "_".to_owned(),
        Event::Operator(operator, arguments) => (operator.word, arguments),
        Event::Quoted(word, arguments) => (word, arguments),
    };
    let arguments: Vec<_> = arguments
        .iter()
        .map(|entry| match entry.value {
            machine::Value::Text(text) => shortened(&format!("{text:?}")),
            machine::Value::Json(text) | machine::Value::Number(text) => shortened(text),
            machine::Value::Flag(flag) => flag.to_string(),
            _ => "…".to_owned(),
        })
        .collect();
    match arguments.is_empty() {
        true => word.to_owned(),
        false => format!("{word}({})", arguments.join(", ")),
    }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Where something is written, as it stands before it.
pub(super) fn placed(file: &str, line: u32) -> String {
    match (file, line) {
        ("", 0) => String::new(),
        ("", line) => format!("line {line}: "),
        (file, 0) => format!("{file}: "),
        (file, line) => format!("{file}:{line}: "),
    }
}

impl fmt::Display for Edge {
    /// `check —equal_to("yes")→ confirm`; with `{:#}` where it is written before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            f.write_str(&placed(&self.file, self.line))?;
        }
        let to = self.to.as_deref().unwrap_or("end");
        write!(f, "{} —{}→ {to}", self.from, self.event)
    }
}
