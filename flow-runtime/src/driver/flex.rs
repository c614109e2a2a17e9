//! `send_to_flex`.

use flow_model::{Map, Text, Value};

use super::cast;
use super::event::{Outcome, Request, Task};
use super::walk::Walk;
use crate::program::{Content, Exit, SendToFlex};

const ROUTING: Text = Text::Static("routing");
const PROPERTIES: Text = Text::Static("properties");

/// The longest attributes of a task, in characters: Studio's limit.
const MAX_ATTRIBUTES: usize = 1024;

/// How long a task waits where the flow does not say, and at most, in seconds: Flex's numbers.
const TIMEOUT: i64 = 3600;
const MAX_TIMEOUT: i64 = 1_209_600;

impl<'p> Walk<'p> {
    /// Emits a hand-over; where it is none, the way out.
    pub(super) fn hand_over(&mut self, flex: &'p SendToFlex) -> Option<&'p Exit> {
        match self.task(flex) {
            Ok(task) => {
                self.outputs().clear();
                self.output(ROUTING, routing(&task));
                self.emit(Request::HandOver(task));
                None
            }
            Err(reason) => Some(self.not_enqueued(&reason, flex)),
        }
    }

    fn task(&self, flex: &SendToFlex) -> Result<Task, Text> {
        let scope = self.scope();
        let render = |content: &Option<Content>| match content {
            Some(content) => content.render(&scope),
            None => Text::EMPTY,
        };
        Ok(Task {
            workflow: flex.workflow.render(&scope),
            channel: flex.channel.render(&scope),
            attributes: attributes(&render(&flex.attributes))?,
            priority: number("priority", &render(&flex.priority), 0, i64::MAX)?,
            timeout: number("timeout", &render(&flex.timeout), TIMEOUT, MAX_TIMEOUT)?,
        })
    }

    /// What became of a `send_to_flex`. Its outputs are those of a conversation: an interaction.
    pub(super) fn handed_over(&mut self, flex: &'p SendToFlex, outcome: &Outcome) -> &'p Exit {
        let reason = match outcome {
            Outcome::HandedOver { task } => {
                let outputs = self.outputs();
                let routing = outputs.map_mut(&ROUTING);
                routing.map_mut(&PROPERTIES).insert("sid", task.clone());
                // Of one conversation there is one task, so its digits do for the interaction too.
                let digits = task.get(2..).unwrap_or_default();
                outputs.insert("sid", format!("KD{digits}"));
                return &flex.complete;
            }
            Outcome::Refused { reason, .. } | Outcome::Failed { reason, .. } => reason.clone(),
            Outcome::Accepted { .. } | Outcome::Returned { .. } | Outcome::Answered { .. } => {
                "the result is not that of a hand-over".into()
            }
        };
        self.not_enqueued(&reason, flex)
    }

    fn not_enqueued(&mut self, reason: &Text, flex: &'p SendToFlex) -> &'p Exit {
        self.outputs().clear();
        self.note(format!("81015: the task was not made: {reason}"));
        &flex.failed
    }
}

/// `routing` of an interaction whose task is not there yet.
fn routing(task: &Task) -> Map {
    let mut properties = Map::new();
    properties.push("workflow_sid", task.workflow.clone());
    properties.push("task_channel_sid", task.channel.clone());
    properties.push("attributes", task.attributes.clone());
    properties.push("priority", task.priority);
    properties.push("timeout", task.timeout);
    let mut routing = Map::new();
    routing.push(PROPERTIES, properties);
    routing
}

/// The attributes of a task: a JSON object, or nothing.
fn attributes(text: &str) -> Result<Map, Text> {
    if text.chars().count() > MAX_ATTRIBUTES {
        return Err("`attributes` is longer than 1,024 characters".into());
    }
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    match cast::json(text) {
        Some(Value::Map(attributes)) => Ok(attributes),
        _ => Err("`attributes` is not a JSON object".into()),
    }
}

fn number(what: &str, text: &str, default: i64, max: i64) -> Result<i64, Text> {
    match text.trim() {
        "" => Ok(default),
        text => match text.parse() {
            Ok(number) if (0..=max).contains(&number) => Ok(number),
            _ => Err(format!("`{what}` is {text:?}, and no whole number from 0 to {max}").into()),
        },
    }
}
