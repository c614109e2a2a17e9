//! What every form of a diagram shows: boxes, and the ways that lead out of them.

use std::collections::HashMap;

use super::summary::summary;
use super::text::shortened;
use crate::catalogue::{self, Kind, Nature};
use crate::flow::{Arm, Event, Flow, Target, Value, ValueKind, Widget};

/// The longest label of a way, in characters.
const LABEL: usize = 40;
/// The longest name, in characters. Studio refuses longer ones.
const NAME: usize = 64;

/// What is drawn.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// The flow's name.
    pub(super) title: String,
    /// The widgets in written order, and after them what is not there but spoken of.
    pub(super) boxes: Vec<Node>,
    /// What was found about the flow as a whole.
    pub(super) findings: Vec<Finding>,
}

/// A box.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    /// Its kind as written.
    pub(super) kind: String,
    /// One line of what matters.
    pub(super) summary: Option<String>,
    pub(super) look: Look,
    pub(super) status: Status,
    /// What was found here.
    pub(super) findings: Vec<Finding>,
    /// What changed here, in words.
    pub(super) changes: Vec<String>,
    /// Where it leads; the arms that lead to one box are one way.
    pub(super) ways: Vec<Way>,
    /// Whether the order of its ways means something: a split tries its arms in turn.
    pub(super) is_ordered: bool,
}

/// What sort of box it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Look {
    Trigger,
    Split,
    Immediate,
    Calls,
    Waits,
    /// Of a kind that the catalogue does not know.
    Unknown,
    /// No widget: an arm leads to this name, and nothing bears it.
    Missing,
}

/// What became of something between two versions of a flow, or in its tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Status {
    #[default]
    Same,
    Changed,
    Added,
    Removed,
    /// By tests, and not by them.
    Taken,
    Missed,
}

/// A finding, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// Whether it is a lint, which the author may accept.
    pub(super) is_lint: bool,
    /// Code, message and help.
    pub(super) text: String,
}

/// Arms that lead to one place.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) labels: Vec<Label>,
    pub(super) to: To,
    pub(super) status: Status,
}

/// Where a way leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum To {
    Box(usize),
    /// The execution ends.
    End,
    /// The source could not be read there.
    Unread,
}

/// One arm.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// What happened: the author's label, an event, a condition.
    pub(super) text: String,
    /// The same in full, where the text does not tell all.
    pub(super) more: Option<String>,
    pub(super) status: Status,
    /// Whether something was found here: `Some(true)`, a lint alone.
    pub(super) is_lint: Option<bool>,
    /// `_`.
    pub(super) is_rest: bool,
    /// Which arm of the widget it is.
    pub(super) arm: Option<usize>,
}

impl Graph {
    /// A flow as it is written.
    pub(super) fn of(flow: &Flow) -> Graph {
        let names = flow.names();
        let mut graph = Graph {
            title: shortened(flow.friendly_name(), NAME),
            boxes: flow.widgets.iter().map(Node::of).collect(),
            findings: Vec::new(),
        };
        let mut missing = Missing::default();
        for (index, widget) in flow.widgets.iter().enumerate() {
            let mut ways = Ways::default();
            for (arm_index, arm) in widget.arms.iter().enumerate() {
                let to = match &arm.target {
                    Target::End(_) => To::End,
                    Target::Error(_) => To::Unread,
                    Target::Widget(name) if name.text.is_empty() => To::Unread,
                    Target::Widget(name) => To::Box(
                        names
                            .target(arm)
                            .unwrap_or_else(|| missing.named(&mut graph, &name.text)),
                    ),
                };
                ways.lead(to, Status::Same, label(arm_index, arm));
            }
            graph.boxes[index].ways = ways.ways;
        }
        graph
    }
}

/// The boxes of names that no widget bears.
#[derive(Debug, Default)]
pub(super) struct Missing(HashMap<String, usize>);

impl Missing {
    /// The box of that name.
    pub(super) fn named(&mut self, graph: &mut Graph, name: &str) -> usize {
        if let Some(&index) = self.0.get(name) {
            return index;
        }
        let index = graph.boxes.len();
        graph.boxes.push(Node {
            name: shortened(name, NAME),
            kind: "no such widget".to_owned(),
            summary: None,
            look: Look::Missing,
            status: Status::Same,
            findings: Vec::new(),
            changes: Vec::new(),
            ways: Vec::new(),
            is_ordered: false,
        });
        self.0.insert(name.to_owned(), index);
        index
    }
}

/// The ways out of one box while they are being collected.
#[derive(Debug, Default)]
pub(super) struct Ways {
    pub(super) ways: Vec<Way>,
    places: HashMap<(To, Status), usize>,
}

impl Ways {
    /// One more arm.
    pub(super) fn lead(&mut self, to: To, status: Status, label: Label) {
        let next = self.ways.len();
        let place = *self.places.entry((to, status)).or_insert(next);
        if place == next {
            self.ways.push(Way {
                labels: Vec::new(),
                to,
                status,
            });
        }
        self.ways[place].labels.push(label);
    }
}

impl Node {
    /// A widget, without its ways.
    pub(super) fn of(widget: &Widget) -> Node {
        let kind = kind(widget);
        let mut name = shortened(widget.studio_name(), NAME);
        if name.is_empty() {
            "(no name)".clone_into(&mut name);
        }
        Node {
            name,
            kind: match widget.kind.text.as_str() {
                "" => "(not read)".to_owned(),
                text if widget.kind.quoted => format!("\"{}\"", shortened(text, NAME)),
                text => shortened(text, NAME),
            },
            summary: summary(widget, kind),
            look: look(kind),
            status: Status::Same,
            findings: Vec::new(),
            changes: Vec::new(),
            ways: Vec::new(),
            is_ordered: kind.is_some_and(Kind::is_split),
        }
    }

    /// Whether something was found here, and then whether lints alone.
    pub(super) fn is_lint(&self) -> Option<bool> {
        let mut findings = self.findings.iter();
        (!self.findings.is_empty()).then(|| findings.all(|finding| finding.is_lint))
    }
}

/// The catalogue's row of a widget, also where its kind is quoted.
fn kind(widget: &Widget) -> Option<&'static Kind> {
    if widget.kind.quoted {
        catalogue::studio_kind(&widget.kind.text)
    } else {
        catalogue::kind(&widget.kind.text)
    }
}

fn look(kind: Option<&'static Kind>) -> Look {
    match kind {
        None => Look::Unknown,
        Some(kind) if kind.is_split() => Look::Split,
        Some(kind) => match kind.nature {
            Nature::Trigger => Look::Trigger,
            Nature::Immediate => Look::Immediate,
            Nature::Calls => Look::Calls,
            Nature::Waits => Look::Waits,
        },
    }
}

/// An arm as it is written, its author's label before all.
pub(super) fn label(index: usize, arm: &Arm) -> Label {
    let (written, is_rest) = match &arm.event {
        Event::Rest(_) => ("_".to_owned(), true),
        Event::Named { word, .. } if word.text.is_empty() => ("?".to_owned(), false),
        Event::Named { word, arguments } => {
            let arguments = arguments.iter().flatten().map(argument);
            let arguments: Vec<_> = arguments.take(LABEL).collect();
            let mut written = shortened(&word.text, LABEL);
            if !arguments.is_empty() {
                written = format!("{written} {}", arguments.join(", "));
            }
            (written, false)
        }
    };
    Label {
        is_rest,
        ..Label::shown(arm.label.as_deref(), &written, Status::Same, Some(index))
    }
}

impl Label {
    /// What an arm answers to, its author's label before all.
    pub(super) fn shown(
        label: Option<&str>,
        written: &str,
        status: Status,
        arm: Option<usize>,
    ) -> Label {
        // Studio's own label is what the condition said when it was first written.
        let is_own = |label: &&str| !label.trim().is_empty() && !label.starts_with("If value ");
        let label = label.filter(is_own);
        let text = shortened(label.unwrap_or(written), LABEL);
        Label {
            more: (text != written).then(|| written.to_owned()),
            text,
            status,
            is_lint: None,
            is_rest: written == "_",
            arm,
        }
    }
}

fn argument(value: &Value) -> String {
    match &value.kind {
        ValueKind::Text(text) => format!("“{}”", shortened(text, LABEL)),
        ValueKind::Json(text) | ValueKind::Number(text) => shortened(text, LABEL),
        ValueKind::Flag(flag) => flag.to_string(),
        _ => "?".to_owned(),
    }
}
