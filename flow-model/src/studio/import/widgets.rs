//! States as widgets.

use std::collections::HashMap;

use super::json::{Json, Node};
use super::names::Idents;
use super::notes::Notes;
use super::{quoted, transitions, values};
use crate::catalogue::{self, Kind, Nature};
use crate::flow::{Location, Name, Property, Target, Widget, Word};

/// The states of a definition, with the names that their widgets have.
pub(super) struct States<'n, 'a> {
    pub(super) nodes: &'n [Node<'a>],
    names: Vec<Named>,
    /// The name in the source of each target that a state may name.
    targets: HashMap<&'n str, String>,
    pub(super) trigger: Option<usize>,
}

/// The name of a widget.
struct Named {
    ident: String,
    /// Its name in Studio, where it differs.
    studio: Option<String>,
    at: Location,
}

impl<'n, 'a> States<'n, 'a> {
    pub(super) fn new(nodes: &'n [Node<'a>], initial: Option<&str>, notes: &mut Notes) -> Self {
        let trigger = trigger(nodes, initial);
        let mut states = States {
            nodes,
            names: Vec::with_capacity(nodes.len()),
            targets: HashMap::with_capacity(nodes.len()),
            trigger,
        };
        let mut idents = Idents::default();
        let mut given: HashMap<&'n str, usize> = HashMap::with_capacity(nodes.len());
        let mut kept = vec![false; nodes.len()];
        for (index, node) in nodes.iter().enumerate() {
            if let Some(name) = name(node) {
                let first = *given.entry(name).or_insert(index) == index;
                // A trigger's name in Studio is taken too, but not by its own name in the source.
                kept[index] = first && idents.keep(name) && trigger != Some(index);
            }
        }
        for (index, node) in nodes.iter().enumerate() {
            let named = match name(node) {
                Some(name) if trigger == Some(index) => Named {
                    ident: "trigger".to_owned(),
                    studio: (name != "Trigger").then(|| name.to_owned()),
                    at: node.get("name").unwrap_or(node).at,
                },
                None if trigger == Some(index) => Named {
                    ident: "trigger".to_owned(),
                    studio: None,
                    at: node.at,
                },
                Some(name) if kept[index] => Named {
                    ident: name.to_owned(),
                    studio: None,
                    at: node.get("name").unwrap_or(node).at,
                },
                name => states.made(
                    index,
                    name,
                    given.get(name.unwrap_or_default()),
                    &mut idents,
                    notes,
                ),
            };
            states.names.push(named);
        }
        for (name, index) in given {
            states
                .targets
                .insert(name, states.names[index].ident.clone());
        }
        states.unknown_targets(&mut idents);
        states
    }

    /// A name for a widget whose own cannot be written, or is another's.
    fn made(
        &self,
        index: usize,
        name: Option<&str>,
        first: Option<&usize>,
        idents: &mut Idents,
        notes: &mut Notes,
    ) -> Named {
        let node = &self.nodes[index];
        let ty = node.get("type").and_then(Node::text).unwrap_or("widget");
        let ident = idents.make(name.unwrap_or_default(), ty);
        let at = node.get("name").unwrap_or(node).at;
        let studio = match name {
            Some(name) if first == Some(&index) => Some(name.to_owned()),
            Some(name) => {
                let message = format!(
                    "another widget is called `{name}` already: this one is called `{ident}`, and targets mean the first"
                );
                notes.add(at, message);
                None
            }
            None => {
                notes.add(at, format!("a widget without a name is called `{ident}`"));
                None
            }
        };
        Named { ident, studio, at }
    }

    /// Targets that no state bears are kept, so that the checks say so: under names that no widget
    /// bears either.
    fn unknown_targets(&mut self, idents: &mut Idents) {
        let transitions =
            |state: &'n Node<'a>| state.get("transitions").map_or(&[][..], Node::items);
        for transition in self.nodes.iter().flat_map(transitions) {
            let Some(name) = transition.get("next").and_then(Node::text) else {
                continue;
            };
            if !name.is_empty() && !self.targets.contains_key(name) {
                let ident = match idents.keep(name) {
                    true => name.to_owned(),
                    false => idents.make(name, "nowhere"),
                };
                self.targets.insert(name, ident);
            }
        }
    }

    fn target(&self, transition: &Node<'_>) -> Target {
        let Some(next) = transition.get("next") else {
            return Target::End(transition.at);
        };
        let ident = next.text().and_then(|name| self.targets.get(name));
        match ident {
            Some(ident) => Target::Widget(Name {
                text: ident.clone(),
                at: next.at,
            }),
            None => Target::End(next.at),
        }
    }

    /// A state as a widget, its words the catalogue's where it has them.
    pub(super) fn widget(&self, index: usize, notes: &mut Notes) -> Widget {
        let state = &self.nodes[index];
        self.remark(state, notes);
        let ty = state.get("type").and_then(Node::text).unwrap_or_default();
        let Some(kind) = catalogue::studio_kind(ty) else {
            let at = state.get("type").unwrap_or(state).at;
            let known = catalogue::KINDS.iter().map(|kind| kind.studio);
            quoted::remark("widget type", ty, at, known, notes);
            return self.quoted(index, notes);
        };
        if kind.nature == Nature::Trigger && self.trigger != Some(index) {
            notes.add(
                state.at,
                "a flow has one trigger: this one is carried in quotes, as it is",
            );
            return self.quoted(index, notes);
        }
        let target = |transition: &Node<'_>| self.target(transition);
        let arms = match transitions::arms(kind, state, target, notes) {
            Ok(arms) => arms,
            Err(transitions::Odd(at, why)) => {
                let message = format!("{why}: the widget is carried in quotes, as it is");
                notes.forget(state.at..=state.last);
                notes.add(at, message);
                return self.quoted(index, notes);
            }
        };
        Widget {
            properties: properties(state, kind, notes),
            arms,
            ..self.bare(
                index,
                Word {
                    text: kind.word.to_owned(),
                    quoted: false,
                    at: state.get("type").unwrap_or(state).at,
                },
            )
        }
    }

    /// A state as a widget of a quoted kind.
    pub(super) fn quoted(&self, index: usize, notes: &mut Notes) -> Widget {
        let state = &self.nodes[index];
        let ty = state.get("type").unwrap_or(state);
        let kind = quoted::word(ty.text().unwrap_or_default(), ty.at);
        let members = state.get("properties").map_or(&[][..], Node::members);
        let properties = members
            .iter()
            .filter(|member| !is_place(&member.key, &member.value))
            .filter_map(|member| quoted::property(member, notes));
        Widget {
            properties: properties.collect(),
            arms: quoted::arms(state, |transition| self.target(transition), notes),
            ..self.bare(index, kind)
        }
    }

    fn bare(&self, index: usize, kind: Word) -> Widget {
        let Named { ident, studio, at } = &self.names[index];
        let ident_at = match self.trigger == Some(index) {
            true => kind.at,
            false => *at,
        };
        Widget {
            kind,
            ident: Name {
                text: ident.clone(),
                at: ident_at,
            },
            name: studio.as_ref().map(|studio| Name {
                text: studio.clone(),
                at: *at,
            }),
            docs: String::new(),
            place: place(&self.nodes[index]),
            allows: Vec::new(),
            properties: Vec::new(),
            arms: Vec::new(),
        }
    }

    /// Says of what a state holds besides what states hold that it is left out.
    fn remark(&self, state: &Node<'_>, notes: &mut Notes) {
        for member in state.members() {
            let known = ["name", "type", "transitions", "properties"].contains(&&*member.key);
            if !known && !matches!(member.value.json, Json::Null) {
                let message = format!("a state has no `{}`, and it is left out", member.key);
                notes.add(member.key_at, message);
            }
        }
        if let Some(properties) = state.get("properties")
            && !matches!(properties.json, Json::Map(_))
        {
            notes.add(
                properties.at,
                "`properties` is no object, and is read as an empty one",
            );
        }
        for transition in state.get("transitions").map_or(&[][..], Node::items) {
            if let Some(next) = transition.get("next")
                && next.text().is_none()
            {
                notes.add(next.at, "`next` is no text, and is read as the end");
            }
        }
    }
}

/// The trigger that a flow starts at: the one that `initial_state` names, else the first.
fn trigger(nodes: &[Node<'_>], initial: Option<&str>) -> Option<usize> {
    let is_trigger = |node: &Node<'_>| node.get("type").and_then(Node::text) == Some("trigger");
    let mut triggers = (0..nodes.len()).filter(|&index| is_trigger(&nodes[index]));
    let named = triggers
        .clone()
        .find(|&index| name(&nodes[index]).is_some_and(|name| Some(name) == initial));
    named.or_else(|| triggers.next())
}

/// The name of a state; none where it is empty.
pub(super) fn name<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    node.get("name")
        .and_then(Node::text)
        .filter(|name| !name.is_empty())
}

fn properties(state: &Node<'_>, kind: &'static Kind, notes: &mut Notes) -> Vec<Property> {
    let members = state.get("properties").map_or(&[][..], Node::members);
    let members = members
        .iter()
        .filter(|member| !is_place(&member.key, &member.value));
    members
        .filter_map(|member| values::property(kind.properties, member, notes))
        .collect()
}

/// Whether a property is a place on the canvas as Studio writes it.
fn is_place(key: &str, node: &Node<'_>) -> bool {
    key == "offset" && coordinates(node).is_some()
}

fn place(state: &Node<'_>) -> Option<(i32, i32)> {
    coordinates(state.get("properties")?.get("offset")?)
}

/// Two whole numbers; any other offset is carried as a quoted property.
fn coordinates(offset: &Node<'_>) -> Option<(i32, i32)> {
    let coordinate = |key| match &offset.get(key)?.json {
        Json::Number(number) => number.parse().ok(),
        _ => None,
    };
    let place = (coordinate("x")?, coordinate("y")?);
    (offset.members().len() == 2).then_some(place)
}
