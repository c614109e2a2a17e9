//! JSON with the place of every value.
//!
//! `serde_json` reads it, level by level: a container is taken as `RawValue`s, slices of the text
//! whose addresses tell their places, and each is looked into in its turn. So what is JSON is for
//! the parser to say that everybody uses, duplicate keys are seen, numbers keep their digits, and no
//! dependency is added for the macro to be built with. (The parsers that give places by themselves
//! are lenient, recursive without a bound, or drag in number libraries.) A byte is read once for
//! each level that it stands in, and levels are bounded.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::error::{ImportError, MAX_DEPTH, MAX_STATES};
use super::places::{Places, Step, line_column};
use crate::flow::Location;

/// A JSON value with its place.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) json: Json<'a>,
    pub(super) at: Location,
    /// The last location inside it.
    pub(super) last: Location,
}

/// A JSON value.
#[derive(Debug)]
pub(super) enum Json<'a> {
    Null,
    Flag(bool),
    /// As it is written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// In written order, each key once: of two the last is kept.
    Map(Vec<Member<'a>>),
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) key: Cow<'a, str>,
    pub(super) key_at: Location,
    pub(super) value: Node<'a>,
}

impl<'a> Node<'a> {
    pub(super) fn text(&self) -> Option<&str> {
        match &self.json {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key; none where it is `null`.
    pub(super) fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.members()
            .iter()
            .find(|member| member.key == key)
            .map(|member| &member.value)
            .filter(|value| !matches!(value.json, Json::Null))
    }

    pub(super) fn members(&self) -> &[Member<'a>] {
        match &self.json {
            Json::Map(members) => members,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Node<'a>] {
        match &self.json {
            Json::List(items) => items,
            _ => &[],
        }
    }

    /// What it is, in words.
    pub(super) fn found(&self) -> &'static str {
        match &self.json {
            Json::Null => "`null`",
            Json::Flag(_) => "a flag",
            Json::Number(_) => "a number",
            Json::Text(_) => "a text",
            Json::List(_) => "an array",
            Json::Map(_) => "an object",
        }
    }

    pub(super) fn holds(&self, location: Location) -> bool {
        (self.at..=self.last).contains(&location)
    }
}

/// The text that is parsed, and where it stands in the input.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// All of the input.
    pub(super) input: &'a str,
    /// The JSON in it.
    pub(super) text: &'a str,
    /// Where each byte of `text` stands in the input.
    pub(super) offset: Offset<'a>,
}

/// Where the bytes of a text stand in the input.
#[derive(Clone, Copy)]
pub(super) enum Offset<'a> {
    /// So many bytes further.
    By(usize),
    /// The text is a string of the input, written with escapes: one number a byte, and one for the end.
    Escaped(&'a [u32]),
}

impl<'a> Source<'a> {
    fn place(&self, at: usize) -> usize {
        match self.offset {
            Offset::By(bytes) => at + bytes,
            Offset::Escaped(offsets) => offsets
                .get(at)
                .or(offsets.last())
                .map_or(0, |offset| *offset as usize),
        }
    }

    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        self.place(range.start)..self.place(range.end)
    }

    /// Where a part of the text stands in it.
    pub(super) fn part(&self, part: &str) -> Range<usize> {
        // The part is a slice of the text, so the difference of their addresses is its place.
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        start..start + part.len()
    }

    /// The whole as one value.
    pub(super) fn raw(&self) -> Result<&'a RawValue, ImportError> {
        serde_json::from_str(self.text).map_err(|error| self.error(self.text, &error))
    }

    /// The members of an object, as they are written.
    pub(super) fn raw_members(&self, raw: &'a RawValue) -> Result<RawMembers<'a>, ImportError> {
        self.parse(raw)
    }

    fn parse<T: Deserialize<'a>>(&self, raw: &'a RawValue) -> Result<T, ImportError> {
        serde_json::from_str(raw.get()).map_err(|error| self.error(raw.get(), &error))
    }

    pub(super) fn string(&self, raw: &'a RawValue) -> Result<Cow<'a, str>, ImportError> {
        let quoted = raw.get();
        let inside = quoted.get(1..quoted.len().saturating_sub(1));
        match inside {
            Some(inside) if !inside.contains('\\') => Ok(Cow::Borrowed(inside)),
            _ => self.parse::<String>(raw).map(Cow::Owned),
        }
    }

    /// What is wrong in a part of the text, in our words.
    fn error(&self, part: &str, error: &serde_json::Error) -> ImportError {
        let line_start: usize = part
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let said = error.to_string();
        // A control character is not taken yet when it is complained of; anything else is.
        let taken = usize::from(!said.starts_with("control character"));
        let mut at = match error.is_eof() {
            true => part.len(),
            false => (line_start + error.column().saturating_sub(taken)).min(part.len()),
        };
        while !part.is_char_boundary(at) {
            at -= 1;
        }
        let found = part[at..].chars().next();
        let at = self.part(part).start + at;
        let range = self.range(at..at + found.map_or(0, char::len_utf8));
        let (line, column) = line_column(self.input, range.start);
        ImportError::Json {
            message: in_words(&said, found),
            range,
            line,
            column,
        }
    }

    fn too_deep(&self, part: &str) -> ImportError {
        let range = self.range(self.part(part));
        let (line, column) = line_column(self.input, range.start);
        ImportError::TooDeep {
            range,
            line,
            column,
        }
    }
}

/// What the parser says, in the words of somebody who looks at a file.
fn in_words(said: &str, found: Option<char>) -> String {
    let here = match found {
        Some(found) if found.is_control() => format!("U+{:04X} stands here", u32::from(found)),
        Some(found) => format!("`{found}` stands here"),
        None => "the file ends here".to_owned(),
    };
    let said = said.split(" at line ").next().unwrap_or(said);
    match said {
        "EOF while parsing a value" => "a value is missing at the end".to_owned(),
        "EOF while parsing an object" => {
            "the file ends within an object: a `}` is missing".to_owned()
        }
        "EOF while parsing a list" => "the file ends within an array: a `]` is missing".to_owned(),
        "EOF while parsing a string" => "the file ends within a text: a `\"` is missing".to_owned(),
        "expected `:`" => format!("a `:` belongs after a key, and {here}"),
        "expected `,` or `]`" => format!("a `,` or the `]` of the array is missing, and {here}"),
        "expected `,` or `}`" => format!("a `,` or the `}}` of the object is missing, and {here}"),
        "expected value" | "expected ident" if matches!(found, Some('/' | '#')) => {
            format!("a value belongs here, and {here}: JSON has no comments")
        }
        "expected value" if found == Some(']') => {
            "a `,` after the last entry is one too many".to_owned()
        }
        "expected value" | "expected ident" => format!("a value belongs here, and {here}"),
        "key must be a string" if found == Some('}') => {
            "a `,` after the last entry is one too many".to_owned()
        }
        "key must be a string" => format!("a key in double quotes belongs here, and {here}"),
        "trailing characters" => format!("the JSON is over, and {here}"),
        "invalid number" => "no number is written so".to_owned(),
        "invalid escape" => format!("a text has no escape like this one, and {here}"),
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            "this escape is one half of a character, and the other half is missing".to_owned()
        }
        said if said.starts_with("control character") => {
            format!("a line ends within a text, or {here} unescaped: write `\\n`, or its escape")
        }
        said => said.to_owned(),
    }
}

/// The members of an object, duplicate keys included.
pub(super) struct RawMembers<'a>(pub(super) Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for RawMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = RawMembers<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(RawMembers(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// Reads nodes and notes down their places.
pub(super) struct Reader<'a> {
    source: Source<'a>,
    pub(super) places: Places,
    /// Keys that a later one of the same object replaces, and empty ones: their members are left out.
    pub(super) left_out: Vec<(Location, String)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: Source<'a>, prefix: &'static str) -> Self {
        Reader {
            source,
            places: Places::new(source.text, prefix),
            left_out: Vec::new(),
        }
    }

    /// The whole definition.
    pub(super) fn root(&mut self, raw: &'a RawValue) -> Result<Node<'a>, ImportError> {
        self.node(raw, Location(0), Step::Root, 0)
    }

    fn node(
        &mut self,
        raw: &'a RawValue,
        parent: Location,
        step: Step,
        depth: usize,
    ) -> Result<Node<'a>, ImportError> {
        let text = raw.get();
        let is_states = depth == 1 && self.is_states(&step);
        let at = self.add(text, parent, step);
        let json = match text.as_bytes().first() {
            Some(b'{' | b'[') if depth == MAX_DEPTH => return Err(self.source.too_deep(text)),
            Some(b'{') => Json::Map(self.members(raw, at, depth)?),
            Some(b'[') => {
                let items: Vec<&'a RawValue> = self.source.parse(raw)?;
                if is_states && items.len() > MAX_STATES {
                    return Err(ImportError::TooManyStates {
                        states: items.len(),
                        range: self.source.range(self.source.part(text)),
                    });
                }
                let mut nodes = Vec::with_capacity(items.len());
                for (index, item) in (0..).zip(items) {
                    nodes.push(self.node(item, at, Step::Item(index), depth + 1)?);
                }
                Json::List(nodes)
            }
            Some(b'"') => Json::Text(self.source.string(raw)?),
            Some(b't') => Json::Flag(true),
            Some(b'f') => Json::Flag(false),
            Some(b'n') | None => Json::Null,
            Some(_) => Json::Number(text),
        };
        let last = self.places.last();
        Ok(Node { json, at, last })
    }

    fn is_states(&self, step: &Step) -> bool {
        matches!(step, Step::Key(key)
            if self.source.text.get(key.start as usize..key.end as usize) == Some("\"states\""))
    }

    fn members(
        &mut self,
        raw: &'a RawValue,
        at: Location,
        depth: usize,
    ) -> Result<Vec<Member<'a>>, ImportError> {
        let RawMembers(raw) = self.source.raw_members(raw)?;
        let mut members: Vec<Member<'a>> = Vec::with_capacity(raw.len());
        for (key, value) in raw {
            let part = self.source.part(key.get());
            let step = Step::Key(part.start as u32..part.end as u32);
            let key_at = self.add(key.get(), at, step.clone());
            let member = Member {
                key: self.source.string(key)?,
                key_at,
                value: self.node(value, at, step, depth + 1)?,
            };
            // An empty word means one that could not be read, so a flow cannot hold it.
            if member.key.is_empty() {
                self.left_out.push((key_at, String::new()));
            } else {
                members.push(member);
            }
        }
        self.keep_last(&mut members);
        Ok(members)
    }

    /// Of two members of the same key the last is what every reader of JSON sees.
    fn keep_last(&mut self, members: &mut Vec<Member<'a>>) {
        // Few enough that looking back costs less than a map.
        let few = members.len() <= 16;
        let twice = |(place, member): (usize, &Member<'_>)| {
            members[..place].iter().any(|other| other.key == member.key)
        };
        if few && !members.iter().enumerate().any(twice) {
            return;
        }
        let last: HashMap<_, _> = members
            .iter()
            .map(|member| (member.key.clone(), member.key_at))
            .collect();
        members.retain(|member| {
            let stays = last.get(&member.key) == Some(&member.key_at);
            if !stays {
                self.left_out.push((member.key_at, member.key.to_string()));
            }
            stays
        });
    }

    fn add(&mut self, part: &str, parent: Location, step: Step) -> Location {
        let range = self.source.range(self.source.part(part));
        self.places
            .add(range.start as u32..range.end as u32, parent, step)
    }
}
