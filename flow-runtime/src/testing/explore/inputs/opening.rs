//! What starts a flow.

use flow_model::{Map, Text, Value};

use super::combined::combined;
use super::{Input, Inputs, TEXTS, VALUES};
use crate::conversation::Timestamp;
use crate::testing::START;
use crate::testing::explore::cell::{Cell, NOW, nested, path};
use crate::testing::explore::times;

/// How many combinations of several fields are tried.
const OPENINGS: usize = 600;

/// What starts a flow.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::testing::explore) struct Opening {
    /// Which of the times that are tried it is, and when that is.
    pub(in crate::testing::explore) time: usize,
    pub(in crate::testing::explore) at: Timestamp,
    /// A request has no body.
    pub(in crate::testing::explore) body: Option<Text>,
    pub(in crate::testing::explore) parameters: Map,
    /// The attributes of the conversation.
    pub(in crate::testing::explore) attributes: Map,
    /// The contact, and our side.
    pub(in crate::testing::explore) author: Text,
    pub(in crate::testing::explore) address: Text,
}

impl Inputs<'_> {
    /// Everything that starts the flow.
    pub(in crate::testing::explore) fn openings(&mut self) -> Vec<Input> {
        let root = self.flows.all[0].program;
        let trigger = root.trigger();
        let mut all = Vec::new();
        let kinds = match (&trigger.conversation, &trigger.message) {
            (Some(_), _) => Some("conversation"),
            (None, Some(_)) => Some("message"),
            (None, None) => None,
        };
        for kind in kinds
            .into_iter()
            .chain(trigger.request.as_ref().map(|_| "request"))
        {
            let mut fields: Vec<(Vec<Text>, Vec<Value>)> = Vec::new();
            for cell in self.cells.clone() {
                let is = |n: usize, name: &str| cell.path.get(n).is_some_and(|it| it == name);
                let is_body = is(1, "conversation") || is(1, "message");
                let concerned = is(0, "trigger") && is(1, kind) && !(is_body && is(2, "Body"))
                    || is(0, "contact")
                    || is(0, "flow") && (is(1, "channel") || is(1, "data") && kind == "request");
                if cell.flow != 0 || cell.path == [NOW] || !concerned {
                    continue;
                }
                let mut values = self.samples(&cell, None).values(VALUES);
                // Most messages say nothing of it.
                values.insert(0, Value::Nil);
                fields.push((cell.path.clone(), values));
            }
            if kind != "request" {
                let body = path(&["trigger", kind, "Body"]);
                let bodies = self.bodies(
                    &Cell {
                        flow: 0,
                        path: body.clone(),
                    },
                    None,
                );
                fields.insert(0, (body, bodies.into_iter().map(Value::Text).collect()));
            }
            let times = self.times();
            let indices = (0i64..).take(times.len()).map(Value::Integer);
            fields.push((vec![NOW], indices.collect()));
            for values in combined(&fields, OPENINGS) {
                let mut opening = Opening {
                    time: 0,
                    at: times[0],
                    body: (kind != "request").then_some(Text::EMPTY),
                    parameters: match kind {
                        "request" => self.mentioned(&Cell {
                            flow: 0,
                            path: path(&["trigger", "request", "parameters"]),
                        }),
                        _ => Map::new(),
                    },
                    attributes: Map::new(),
                    author: "customer".into(),
                    address: root.name().clone(),
                };
                for ((path, _), value) in fields.iter().zip(values) {
                    opening.set(path, value, &times);
                }
                all.push(Input::Start(Box::new(opening)));
            }
        }
        all
    }

    /// When conversations begin: at other times too where a split asks what time it is.
    fn times(&mut self) -> Vec<Timestamp> {
        let now = Cell {
            flow: 0,
            path: vec![NOW],
        };
        if !self.cells.contains(&now) {
            return vec![START];
        }
        let texts = self.samples(&now, None).texts(TEXTS);
        times::tried(&texts)
    }
}

impl Opening {
    fn set(&mut self, path: &[Text], value: Value, times: &[Timestamp]) {
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            value => value.to_string().into(),
        };
        let names: Vec<&str> = path.iter().map(Text::as_str).collect();
        if value.is_nil() {
            return;
        }
        match names[..] {
            ["now"] => {
                let time = value.as_integer().and_then(|it| usize::try_from(it).ok());
                self.time = time.unwrap_or(0);
                self.at = times.get(self.time).copied().unwrap_or(START);
            }
            ["trigger", "conversation" | "message", "Body"] => self.body = Some(text(&value)),
            [
                "trigger",
                "conversation" | "message",
                "ChannelAttributes",
                ..,
            ] => {
                nested(&mut self.attributes, &path[3..], value);
            }
            ["trigger", "conversation" | "message", _, ..] => {
                nested(&mut self.parameters, &path[2..], value);
            }
            ["trigger", "request", "parameters", _, ..] => {
                nested(&mut self.parameters, &path[3..], value);
            }
            ["flow", "data", _, ..] => nested(&mut self.parameters, &path[2..], value),
            ["contact", ..] => self.author = text(&value),
            ["flow", "channel", ..] => self.address = text(&value),
            _ => {}
        }
    }
}
