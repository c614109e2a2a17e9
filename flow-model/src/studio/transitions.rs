//! Where a widget goes, as Studio lists it: every event that the widget knows, in one fixed order;
//! of a split `noMatch`, and then a `match` for each arm.

use super::values::{object, scalar_text, text};
use crate::catalogue::{self, Kind};
use crate::flow::{Arm, Event, Flow, Names, Value, Widget};
use crate::value::{self, Map};

/// One entry of a state's `transitions`.
pub(super) struct Transition<'a> {
    event: &'a str,
    /// The widget it leads to; none where the execution ends.
    pub(super) target: Option<usize>,
    condition: Option<value::Value>,
    /// What else it holds: of a quoted event, what its parentheses say as a JSON object.
    more: Map,
}

/// The transitions of a widget, in Studio's order; `_` stands for all events that are not named.
pub(super) fn transitions<'a>(
    names: &Names<'_>,
    widget: &'a Widget,
    kind: Option<&'static Kind>,
) -> Vec<Transition<'a>> {
    match kind {
        Some(kind) if kind.is_split() => branches(names, widget),
        kind => events(names, widget, kind.map_or(&[], |kind| kind.events)),
    }
}

fn events<'a>(
    names: &Names<'_>,
    widget: &'a Widget,
    known: &'static [catalogue::Event],
) -> Vec<Transition<'a>> {
    let of_catalogue = known.iter().map(|event| {
        let named = widget.arms.iter().find(|arm| answers(arm, event));
        Transition {
            event: event.studio,
            target: named
                .or_else(|| rest(widget))
                .and_then(|arm| names.target(arm)),
            condition: None,
            more: named.map_or_else(Map::new, |arm| more(&arm.event)),
        }
    });
    let quoted = widget.arms.iter().filter_map(|arm| match &arm.event {
        Event::Named { word, arguments } if !known.iter().any(|event| answers(arm, event)) => {
            Some(Transition {
                event: &word.text,
                target: names.target(arm),
                condition: None,
                more: more(&arm.event),
            })
        }
        _ => None,
    });
    of_catalogue.chain(quoted).collect()
}

fn branches<'a>(names: &Names<'_>, widget: &'a Widget) -> Vec<Transition<'a>> {
    let input = widget.property("input").map(|input| &input.value);
    let no_match = Transition {
        event: "noMatch",
        target: rest(widget).and_then(|arm| names.target(arm)),
        condition: None,
        more: Map::new(),
    };
    let matches = widget.arms.iter().filter_map(|arm| {
        Some(Transition {
            event: "match",
            target: names.target(arm),
            condition: Some(condition(arm, input)?),
            more: Map::new(),
        })
    });
    std::iter::once(no_match).chain(matches).collect()
}

impl Transition<'_> {
    /// As Studio's JSON; an end has no `next`.
    pub(super) fn json(&self, flow: &Flow) -> value::Value {
        let mut map = Map::new();
        if let Some(target) = self.target {
            map.insert("next", text(flow.widgets[target].studio_name()));
        }
        map.insert("event", text(self.event));
        if let Some(condition) = &self.condition {
            map.insert("conditions", value::Value::List(vec![condition.clone()]));
        }
        for (key, value) in self.more.iter() {
            map.push(key.clone(), value.clone());
        }
        map.into()
    }
}

/// What a quoted event's parentheses hold: the other members of the transition, where it is a JSON
/// object.
fn more(event: &Event) -> Map {
    let Event::Named {
        word,
        arguments: Some(arguments),
    } = event
    else {
        return Map::new();
    };
    let json = match arguments.as_slice() {
        [only] if word.quoted => scalar_text(only),
        _ => None,
    };
    let more = json.and_then(|json| serde_json::from_str(json).ok());
    let mut more: Map = more.unwrap_or_default();
    more.remove("event");
    more.remove("next");
    more
}

fn answers(arm: &Arm, event: &catalogue::Event) -> bool {
    match &arm.event {
        Event::Named { word, .. } if word.quoted => word.text == event.studio,
        Event::Named { word, .. } => word.text == event.word,
        Event::Rest(_) => false,
    }
}

fn rest(widget: &Widget) -> Option<&Arm> {
    widget
        .arms
        .iter()
        .find(|arm| matches!(arm.event, Event::Rest(_)))
}

/// The condition of a split's arm; none of `_`.
fn condition(arm: &Arm, input: Option<&Value>) -> Option<value::Value> {
    let Event::Named { word, arguments } = &arm.event else {
        return None;
    };
    let operator = &word.text;
    let arguments: Option<Vec<_>> = arguments
        .as_ref()
        .map(|arguments| arguments.iter().filter_map(scalar_text).collect());
    let (label, value) = match arguments {
        Some(arguments) => {
            let value = arguments.join(", ");
            (format!("If value {operator} {value}"), value)
        }
        // Studio wants a value also where the operator has none, and writes its name there.
        None => (format!("If value {operator}"), title(operator)),
    };
    let subject = arm.subject.as_ref().or(input).and_then(scalar_text);
    Some(object([
        ("friendly_name", arm.label.clone().unwrap_or(label).into()),
        (
            "arguments",
            value::Value::List(vec![text(subject.unwrap_or_default())]),
        ),
        ("type", text(operator)),
        ("value", value.into()),
    ]))
}

/// `is_not_blank` as `Is Not Blank`.
fn title(operator: &str) -> String {
    let capitalised = operator.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    });
    capitalised.collect::<Vec<_>>().join(" ")
}
