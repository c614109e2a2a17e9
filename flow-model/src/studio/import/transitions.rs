//! Where a state goes, as arms.

use super::json::{Json, Node};
use super::notes::Notes;
use super::{quoted, values};
use crate::catalogue::{self, Arity, Kind};
use crate::check::has_liquid;
use crate::flow::{Arm, Event, Target, Value, ValueKind, Word};

/// Why a widget's transitions can only be carried in quotes.
pub(super) struct Odd(pub(super) crate::Location, pub(super) String);

type Arms = Result<Vec<Arm>, Odd>;

/// The arms of a widget whose kind the catalogue knows.
pub(super) fn arms(
    kind: &'static Kind,
    state: &Node<'_>,
    target: impl Fn(&Node<'_>) -> Target,
    notes: &mut Notes,
) -> Arms {
    let transitions: Vec<_> = read(state, notes).collect();
    if kind.is_split() {
        split(state, &transitions, target, notes)
    } else {
        events(kind, state, &transitions, target, notes)
    }
}

/// The transitions that are objects.
fn read<'n, 'a>(
    state: &'n Node<'a>,
    notes: &mut Notes,
) -> impl Iterator<Item = &'n Node<'a>> + use<'n, 'a> {
    let transitions = state.get("transitions");
    if let Some(transitions) = transitions
        && !matches!(transitions.json, Json::List(_))
    {
        notes.add(
            transitions.at,
            "`transitions` is no array, and is read as an empty one",
        );
    }
    let transitions = transitions.map_or(&[][..], Node::items);
    for transition in transitions {
        if !matches!(transition.json, Json::Map(_)) {
            notes.add(transition.at, "this is no transition, and is left out");
        }
    }
    transitions
        .iter()
        .filter(|transition| matches!(transition.json, Json::Map(_)))
}

/// The event of a transition, and where it stands.
fn event<'n>(transition: &'n Node<'_>) -> (&'n str, crate::Location) {
    match transition.get("event") {
        Some(event) => (event.text().unwrap_or_default(), event.at),
        None => ("", transition.at),
    }
}

/// The conditions of a transition; none where there is an empty array of them.
fn conditions<'n, 'a>(transition: &'n Node<'a>) -> Option<&'n Node<'a>> {
    let conditions = transition.get("conditions");
    conditions.filter(|conditions| !matches!(&conditions.json, Json::List(list) if list.is_empty()))
}

fn events(
    kind: &'static Kind,
    state: &Node<'_>,
    transitions: &[&Node<'_>],
    target: impl Fn(&Node<'_>) -> Target,
    notes: &mut Notes,
) -> Arms {
    let is_trigger = kind.nature == catalogue::Nature::Trigger;
    let mut named = vec![false; kind.events.len()];
    let mut arms = Vec::with_capacity(transitions.len() + 1);
    for transition in transitions {
        let alone = transitions.len() == 1;
        let event = match arm_event(kind, transition, alone, &mut named, notes) {
            Ok(Some(event)) => event,
            Ok(None) => continue,
            // A flow cannot do without its trigger, so that is never carried in quotes.
            Err(Odd(at, why)) if is_trigger => {
                notes.add(at, format!("{why}: this transition is left out"));
                continue;
            }
            Err(odd) => return Err(odd),
        };
        let target = target(transition);
        let is_known = matches!(&event, Event::Named { word, .. } if !word.quoted);
        // What a trigger does not name starts nothing.
        if !(is_trigger && is_known && matches!(target, Target::End(_))) {
            arms.push(Arm {
                event,
                target,
                label: None,
                subject: None,
            });
        }
    }
    let all_named = named.iter().all(|named| *named);
    if !all_named && !is_trigger {
        arms.push(rest(state));
    }
    Ok(arms)
}

/// The event of a transition, noted down in `named` where the catalogue knows it; in quotes where
/// it does not, or where the transition holds more than an event and a target. None where there is
/// no event.
fn arm_event(
    kind: &'static Kind,
    transition: &Node<'_>,
    alone: bool,
    named: &mut [bool],
    notes: &mut Notes,
) -> Result<Option<Event>, Odd> {
    let (mut name, at) = event(transition);
    if name.is_empty() {
        match kind.events {
            [only] if alone && conditions(transition).is_none() => name = only.studio,
            _ => {
                quoted::no_event(at, notes);
                return Ok(None);
            }
        }
        let message = format!(
            "a transition without an event is read as `{name}`, the only one that this widget has"
        );
        notes.add(at, message);
    }
    if let Some(conditions) = conditions(transition) {
        let message = "only a split has conditions".to_owned();
        return Err(Odd(conditions.at, message));
    }
    let known = kind.events.iter().position(|event| event.studio == name);
    if known.is_none() {
        let known = kind.events.iter().map(|event| event.studio);
        quoted::remark("event", name, at, known, notes);
    }
    if let Some(known) = known
        && std::mem::replace(&mut named[known], true)
    {
        return Err(Odd(at, format!("the event `{name}` is there twice")));
    }
    let more = quoted::more(transition);
    if let Some(more) = &more {
        let message = "a transition has an event and a target: what else this one has is carried in quotes, as it is";
        notes.add(more.at, message);
    }
    let word = match known {
        Some(known) if more.is_none() => Word {
            text: kind.events[known].word.to_owned(),
            quoted: false,
            at,
        },
        _ => quoted::word(name, at),
    };
    Ok(Some(Event::Named {
        word,
        arguments: more.map(|more| vec![more]),
    }))
}

/// `_ => end`: the events that the file leaves out.
fn rest(state: &Node<'_>) -> Arm {
    let at = state.get("transitions").unwrap_or(state).at;
    Arm {
        event: Event::Rest(at),
        target: Target::End(at),
        label: None,
        subject: None,
    }
}

fn split(
    state: &Node<'_>,
    transitions: &[&Node<'_>],
    target: impl Fn(&Node<'_>) -> Target,
    notes: &mut Notes,
) -> Arms {
    let input = state
        .get("properties")
        .and_then(|properties| properties.get("input"))
        .and_then(values::scalar);
    let mut arms = Vec::with_capacity(transitions.len() + 1);
    let mut no_match = None;
    for transition in transitions {
        let (name, at) = event(transition);
        if name.is_empty() {
            quoted::no_event(at, notes);
            continue;
        }
        let condition = conditions(transition);
        for member in transition.members() {
            let known = ["event", "next", "conditions"].contains(&&*member.key);
            if !known && !matches!(member.value.json, Json::Null) {
                let message = format!("a transition has no `{}`", member.key);
                return Err(Odd(member.key_at, message));
            }
        }
        match (name, condition) {
            ("noMatch", None) if no_match.is_none() => {
                no_match = Some(Arm {
                    event: Event::Rest(at),
                    target: target(transition),
                    label: None,
                    subject: None,
                });
            }
            ("match", Some(conditions)) => {
                let [condition] = conditions.items() else {
                    let message = "several conditions stand in one `match`".to_owned();
                    return Err(Odd(conditions.at, message));
                };
                arms.push(branch(
                    condition,
                    input.as_deref(),
                    target(transition),
                    notes,
                )?);
            }
            ("noMatch", None) => {
                return Err(Odd(at, "the event `noMatch` is there twice".to_owned()));
            }
            ("noMatch", Some(conditions)) => {
                return Err(Odd(conditions.at, "`noMatch` has no conditions".to_owned()));
            }
            ("match", None) => {
                return Err(Odd(at, "a `match` has no condition".to_owned()));
            }
            _ => return Err(Odd(at, format!("a split has no event `{name}`"))),
        }
    }
    arms.push(no_match.unwrap_or_else(|| {
        let at = state.get("transitions").unwrap_or(state).at;
        let message =
            "this split has no `noMatch`: what none of its conditions accepts ends the execution";
        notes.add(at, message);
        rest(state)
    }));
    Ok(arms)
}

/// A condition as an arm.
fn branch(
    condition: &Node<'_>,
    input: Option<&str>,
    target: Target,
    notes: &mut Notes,
) -> Result<Arm, Odd> {
    let odd = |node: &Node<'_>, message: &str| Odd(node.at, message.to_owned());
    let operator = condition.get("type");
    let Some((operator, at)) =
        operator.and_then(|node| Some((node.text().filter(|text| !text.is_empty())?, node.at)))
    else {
        return Err(odd(condition, "a condition has no `type`"));
    };
    for member in condition.members() {
        let known = ["friendly_name", "arguments", "type", "value"].contains(&&*member.key);
        if !known && !matches!(member.value.json, Json::Null) {
            let message = format!("a condition has no `{}`", member.key);
            return Err(Odd(member.key_at, message));
        }
    }
    let value = match condition.get("value") {
        None => None,
        Some(node) => {
            let Some(text) = values::scalar(node) else {
                return Err(odd(node, "the value of a condition is no text"));
            };
            Some((text, node.at))
        }
    };
    let label = match condition.get("friendly_name") {
        None => None,
        Some(node) => match node.text() {
            Some(text) => Some(text),
            None => return Err(odd(node, "the label of a condition is no text")),
        },
    };
    let known = catalogue::operator(operator);
    if known.is_none() {
        let known = catalogue::OPERATORS.iter().map(|operator| operator.word);
        quoted::remark("operator", operator, at, known, notes);
    }
    let text = |text: &str, at| Value {
        kind: ValueKind::Text(text.to_owned()),
        at,
    };
    let arguments = match (known.map(|known| known.arity), &value) {
        (Some(Arity::None), _) | (None, None) => None,
        (_, None) => {
            notes.add(
                condition.at,
                "a condition without a value is read as one with an empty text",
            );
            Some(vec![text("", condition.at)])
        }
        (Some(Arity::Many), Some((value, at))) => Some(
            entries(value)
                .into_iter()
                .map(|entry| text(entry, *at))
                .collect(),
        ),
        (Some(Arity::One) | None, Some((value, at))) => Some(vec![text(value, *at)]),
    };
    let usual = match (&arguments, &value) {
        (Some(_), Some((value, _))) => format!("If value {operator} {value}"),
        (Some(_), None) => format!("If value {operator} "),
        (None, _) => format!("If value {operator}"),
    };
    Ok(Arm {
        event: Event::Named {
            word: Word {
                text: operator.to_owned(),
                quoted: known.is_none(),
                at,
            },
            arguments,
        },
        target,
        label: label.filter(|label| *label != usual).map(str::to_owned),
        subject: subject(condition, input)?,
    })
}

/// What a condition tests, where that is not the input of its split.
fn subject(condition: &Node<'_>, input: Option<&str>) -> Result<Option<Value>, Odd> {
    let Some(arguments) = condition.get("arguments") else {
        return Ok(None);
    };
    match &arguments.json {
        Json::List(items) => match items.as_slice() {
            [] => Ok(None),
            [only] => match only.text() {
                Some(text) if Some(text) == input => Ok(None),
                Some(text) => Ok(Some(Value {
                    kind: ValueKind::Text(text.to_owned()),
                    at: only.at,
                })),
                None => Err(Odd(only.at, "a condition tests what is no text".to_owned())),
            },
            [..] => Err(Odd(
                arguments.at,
                "a condition tests several texts".to_owned(),
            )),
        },
        _ => Err(Odd(
            arguments.at,
            "the `arguments` of a condition are no array".to_owned(),
        )),
    }
}

/// The entries of a list that Studio separates by commas; a comma within Liquid separates nothing.
fn entries(list: &str) -> Vec<&str> {
    if !has_liquid(list) {
        return list.split(',').map(str::trim).collect();
    }
    let mut entries = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(found) = list[at..].find([',', '{']) {
        at += found;
        let rest = &list[at..];
        let closing = if rest.starts_with("{{") {
            "}}"
        } else if rest.starts_with("{%") {
            "%}"
        } else {
            if rest.starts_with(',') {
                entries.push(list[start..at].trim());
                start = at + 1;
            }
            at += 1;
            continue;
        };
        match rest.find(closing) {
            Some(end) => at += end + closing.len(),
            None => break,
        }
    }
    entries.push(list[start..].trim());
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_within_liquid_separates_nothing() {
        for (list, read) in [
            ("a, b,c ", &["a", "b", "c"][..]),
            ("", &[""]),
            ("a,,b", &["a", "", "b"]),
            ("{a, b}", &["{a", "b}"]),
            ("{{ x | join: ',' }}", &["{{ x | join: ',' }}"]),
            (
                "a, {{ x | join: ',' }} ,b",
                &["a", "{{ x | join: ',' }}", "b"],
            ),
            (
                "{% if a, b %}c, d{% endif %}",
                &["{% if a, b %}c", "d{% endif %}"],
            ),
            ("a, {{ b, c", &["a", "{{ b, c"]),
        ] {
            assert_eq!(entries(list), read);
        }
    }
}
