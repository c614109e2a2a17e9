//! From a file to the definition in it: what wraps it, and whether it is one at all.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::error::{ImportError, MAX_BYTES};
use super::escapes::Unescaped;
use super::json::{Json, Node, Offset, RawMembers, Reader, Source};
use super::places::Places;

/// A definition whose nodes have places.
pub(super) struct Document<'a> {
    pub(super) root: Node<'a>,
    pub(super) places: Places,
    /// Keys whose members are left out, because they are given again or empty.
    pub(super) left_out: Vec<(crate::flow::Location, String)>,
    pub(super) wrapping: Wrapping,
}

/// What stands around the definition.
#[derive(Clone, Debug, Default)]
pub(super) struct Wrapping {
    /// A byte order mark.
    pub(super) mark: bool,
    /// An answer of the REST API, which holds the definition: as an object, or as a text of JSON.
    pub(super) answer: Option<Answer>,
    /// The `friendly_name` of that answer.
    pub(super) friendly_name: Option<String>,
}

/// How an answer of the REST API holds a definition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Answer {
    Object,
    Text,
}

/// The definition as text: for the file's own, a part of it; else what a string in it says.
pub(super) struct Definition<'a> {
    input: &'a str,
    text: Cow<'a, str>,
    start: usize,
    offsets: Vec<u32>,
    wrapping: Wrapping,
}

impl<'a> Definition<'a> {
    /// Finds the definition in a file.
    pub(super) fn find(input: &'a str) -> Result<Self, ImportError> {
        if input.len() > MAX_BYTES {
            return Err(ImportError::TooLarge { bytes: input.len() });
        }
        let text = input.strip_prefix('\u{feff}').unwrap_or(input);
        let start = input.len() - text.len();
        let mut definition = Definition {
            input,
            text: Cow::Borrowed(text),
            start,
            offsets: Vec::new(),
            wrapping: Wrapping {
                mark: start > 0,
                ..Wrapping::default()
            },
        };
        let source = Source {
            input,
            text,
            offset: Offset::By(start),
        };
        let raw = source.raw()?;
        let not_a_flow = |message: &str| ImportError::NotAFlow {
            message: message.to_owned(),
            range: source.range(source.part(raw.get())),
        };
        if !raw.get().starts_with('{') {
            let found = match raw.get().as_bytes().first() {
                Some(b'[') => "an array",
                Some(b'"') => "a text",
                _ => "a single value",
            };
            return Err(not_a_flow(&format!(
                "it is {found}, and a flow is an object with `states`"
            )));
        }
        let RawMembers(members) = source.raw_members(raw)?;
        let member = |name: &str| {
            let named = |key: &RawValue| source.string(key).is_ok_and(|key| key == name);
            members.iter().rev().find(|(key, _)| named(key))
        };
        if member("states").is_some() {
            return Ok(definition);
        }
        let Some((_, inner)) = member("definition") else {
            return Err(not_a_flow(match member("flows") {
                Some(_) => {
                    "it is a list of flows as the REST API gives it, without their definitions: fetch one flow by its SID"
                }
                None => "the object has no `states`",
            }));
        };
        let friendly_name = member("friendly_name").map(|(_, name)| source.string(name));
        definition.wrapping.friendly_name = friendly_name.transpose()?.map(Cow::into_owned);
        let part = source.part(inner.get());
        match inner.get().as_bytes().first() {
            Some(b'{') => {
                definition.wrapping.answer = Some(Answer::Object);
                definition.text = Cow::Borrowed(inner.get());
                definition.start = start + part.start;
            }
            Some(b'"') => {
                definition.wrapping.answer = Some(Answer::Text);
                definition.text = source.string(inner)?;
                definition.offsets = offsets(inner.get(), start + part.start);
            }
            _ => {
                return Err(not_a_flow(
                    "its `definition` is empty, as in the lists of the REST API: fetch the flow by its SID",
                ));
            }
        }
        Ok(definition)
    }

    fn source(&self) -> Source<'_> {
        Source {
            input: self.input,
            text: &self.text,
            offset: match self.wrapping.answer {
                Some(Answer::Text) => Offset::Escaped(&self.offsets),
                _ => Offset::By(self.start),
            },
        }
    }

    /// Reads it, and says whether it is a flow as Studio writes them today.
    pub(super) fn read(&self) -> Result<Document<'_>, ImportError> {
        let prefix = match self.wrapping.answer {
            Some(_) => "/definition",
            None => "",
        };
        let source = self.source();
        let mut reader = Reader::new(source, prefix);
        let root = reader.root(source.raw()?)?;
        let document = Document {
            root,
            places: reader.places,
            left_out: reader.left_out,
            wrapping: self.wrapping.clone(),
        };
        document.examine()?;
        Ok(document)
    }
}

impl Document<'_> {
    fn examine(&self) -> Result<(), ImportError> {
        if !matches!(self.root.json, Json::Map(_)) {
            return Err(self.no_flow(&self.root, "its `definition` is not an object".to_owned()));
        }
        let Some(states) = self.root.get("states") else {
            return Err(self.no_flow(&self.root, "the object has no `states`".to_owned()));
        };
        if !matches!(states.json, Json::List(_)) {
            let message = "its `states` are not an array of widgets";
            return Err(self.no_flow(states, message.to_owned()));
        }
        for (index, state) in states.items().iter().enumerate() {
            if !matches!(state.json, Json::Map(_)) {
                let message = format!("`states[{index}]` is not an object");
                return Err(self.no_flow(state, message));
            }
            if is_old(state) {
                let range = self.places.get(state.at).map(|place| place.range);
                return Err(ImportError::OldFormat {
                    range: range.unwrap_or_default(),
                });
            }
            if state
                .get("type")
                .and_then(Node::text)
                .is_none_or(str::is_empty)
            {
                let message = format!("`states[{index}]` has no `type`");
                return Err(self.no_flow(state, message));
            }
        }
        Ok(())
    }

    fn no_flow(&self, node: &Node<'_>, message: String) -> ImportError {
        let range = self.places.get(node.at).map(|place| place.range);
        ImportError::NotAFlow {
            message,
            range: range.unwrap_or_default(),
        }
    }
}

/// Whether a state is of the format before 2020: its trigger was called `InitialState`, and a state
/// had a SID to which transitions, each with a UUID, led.
fn is_old(state: &Node<'_>) -> bool {
    let is_initial = state.get("type").and_then(Node::text) == Some("InitialState");
    let transitions = state.get("transitions").map_or(&[][..], Node::items);
    let by_uuid = transitions
        .iter()
        .any(|transition| transition.get("uuid").is_some());
    is_initial || state.get("sid").is_some() && by_uuid
}

/// Where each byte of a string's text stands in the input, and where it ends.
fn offsets(quoted: &str, start: usize) -> Vec<u32> {
    let mut offsets = Vec::with_capacity(quoted.len());
    let mut letters = Unescaped::new(quoted.char_indices().skip(1));
    for (at, letter) in letters.by_ref() {
        let here = (start + at) as u32;
        offsets.extend(std::iter::repeat_n(here, letter.len_utf8()));
    }
    offsets.extend(letters.end.map(|end| (start + end) as u32));
    offsets
}
