//! Arms of a split that no input comes to, as the arms above accept all that they would.

use std::collections::HashMap;

use super::inputs::{Inputs, Set};
use crate::catalogue;
use crate::check::codes::ARM_NEVER_TAKEN;
use crate::check::context::{Context, known};
use crate::check::findings::Findings;
use crate::check::literal::has_liquid;
use crate::check::near;
use crate::flow::{Arm, Event, Value, ValueKind, Widget};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    for (index, widget, kind) in cx.known_widgets() {
        if kind.is_split() {
            split(index, widget, findings);
        }
    }
}

fn split(index: usize, widget: &Widget, findings: &mut Findings) {
    let mut above = Above::default();
    for (place, arm) in widget.arms.iter().enumerate() {
        let Some(inputs) = inputs(arm) else {
            continue;
        };
        if let Some(covering) = above.covering(&inputs) {
            report(index, widget, place, &covering, findings);
        }
        above.add(place, inputs);
    }
}

/// What an arm accepts, where it is known before anything is rendered.
fn inputs(arm: &Arm) -> Option<Inputs> {
    let Event::Named { word, arguments } = &arm.event else {
        return None;
    };
    if arm.subject.is_some() {
        return None;
    }
    let arguments: Option<Vec<_>> = arguments.iter().flatten().map(static_text).collect();
    Inputs::new(catalogue::operator(known(word)?)?, &arguments?)
}

fn static_text(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Text(text) if !has_liquid(text) => Some(text),
        _ => None,
    }
}

/// What the arms above accept.
#[derive(Default)]
struct Above {
    /// Each text that an arm names as a whole, with its place: most splits have no more.
    texts: HashMap<String, usize>,
    /// All other arms.
    others: Vec<(usize, Inputs)>,
}

impl Above {
    fn add(&mut self, place: usize, inputs: Inputs) {
        match inputs.set {
            Set::OneOf(texts) if !inputs.negated => {
                for text in texts {
                    self.texts.entry(text).or_insert(place);
                }
            }
            _ => self.others.push((place, inputs)),
        }
    }

    /// The arms that together accept all that an arm would.
    fn covering(&self, inputs: &Inputs) -> Option<Vec<usize>> {
        self.covering_these(inputs).or_else(|| self.covering_all())
    }

    fn covering_these(&self, inputs: &Inputs) -> Option<Vec<usize>> {
        let whole = self.others.iter().find(|(_, other)| other.cover(inputs));
        if let Some((place, _)) = whole {
            return Some(vec![*place]);
        }
        match &inputs.set {
            Set::OneOf(texts) if !inputs.negated => {
                texts.iter().map(|text| self.accepting(text)).collect()
            }
            _ => None,
        }
    }

    fn accepting(&self, text: &str) -> Option<usize> {
        let others = || self.others.iter().find(|(_, other)| other.accept(text));
        let place = self.texts.get(text).copied();
        place.or_else(|| others().map(|(place, _)| *place))
    }

    /// The arms that together accept every input: one that accepts all but some, and those that
    /// accept these.
    fn covering_all(&self) -> Option<Vec<usize>> {
        let negated = self.others.iter().filter(|(_, other)| other.negated);
        negated.into_iter().find_map(|(place, other)| {
            let rest = Inputs {
                set: other.set.clone(),
                negated: false,
            };
            let mut covering = self.covering_these(&rest)?;
            covering.push(*place);
            Some(covering)
        })
    }
}

fn report(
    index: usize,
    widget: &Widget,
    place: usize,
    covering: &[usize],
    findings: &mut Findings,
) {
    let mut covering = covering.to_vec();
    covering.sort_unstable();
    covering.dedup();
    let names: Vec<_> = covering
        .iter()
        .map(|&place| written(&widget.arms[place].event))
        .collect();
    let takes = if names.len() == 1 { "takes" } else { "take" };
    let event = &widget.arms[place].event;
    let message = format!(
        "no input comes to `{}`: above it {} {takes} all that it would",
        written(event),
        near::list(names.iter().map(String::as_str), "and"),
    );
    findings
        .report(&ARM_NEVER_TAKEN, event.at(), message)
        .of(index)
        .help("take it out, or move it up if it is the narrower (both sides are trimmed, and case is ignored)");
}

/// An operator as it is written: `contains("a")`.
pub(in crate::check) fn written(event: &Event) -> String {
    let Event::Named { word, arguments } = event else {
        return "_".to_owned();
    };
    let texts: Vec<_> = arguments
        .iter()
        .flatten()
        .filter_map(static_text)
        .map(|text| format!("{text:?}"))
        .collect();
    match arguments {
        Some(_) => format!("{}({})", word.text, texts.join(", ")),
        None => word.text.clone(),
    }
}
