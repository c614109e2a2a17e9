//! A conversation that leads somewhere, as a person can act it out.

use std::fmt;

use flow_model::{Map, Text, Value, printable};

use super::inputs::{Input, Opening};
use super::play::{Act, Seen, play};
use super::times;
use crate::driver::{Effect, Outcome, Request};
use crate::execution::Execution;
use crate::program::Program;
use crate::testing::START;
use crate::testing::seen::span;

/// A conversation that leads somewhere. Printed, it is what a person can act out; with `{:#}` it has the
/// steps of the flow too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Customer(Text),
    /// Its name, and the text as it is printed.
    Flow(String, String),
    Aside(String),
    Step(String),
}

impl Talk {
    /// Plays what happened, so that it is told.
    pub(super) fn of(program: &Program, name: &Text, acts: &[&Act]) -> Talk {
        let mut talk = Talk { lines: Vec::new() };
        let mut execution: Option<Execution> = None;
        let mut call: Option<Effect> = None;
        for act in acts {
            talk.told(&act.input, execution.as_ref(), call.as_ref());
            let lines = &mut talk.lines;
            let played = play(program, execution.as_ref(), act, &mut |seen| match seen {
                Seen::Steps(steps) => {
                    for step in steps {
                        lines.push(Line::Step(step.to_string()));
                        let notes = step.notes_in_words().map(|note| format!("  {note}"));
                        lines.extend(notes.map(Line::Step));
                    }
                }
                Seen::Sent {
                    execution,
                    request,
                    is_refused,
                } => lines.extend(sent(name, execution, request, is_refused)),
            });
            match played {
                Some(played) => (execution, call) = (Some(played.execution), played.call),
                None => break,
            }
        }
        if execution.is_some_and(|execution| execution.is_ended()) {
            talk.aside("the flow ended".to_owned());
        }
        talk
    }

    /// What the customer writes, in order; of one that a request starts, not the start.
    pub fn says(&self) -> impl Iterator<Item = Text> {
        self.lines.iter().filter_map(|line| match line {
            Line::Customer(body) => Some(body.clone()),
            _ => None,
        })
    }

    fn aside(&mut self, text: String) {
        self.lines.push(Line::Aside(text));
    }

    fn told(&mut self, input: &Input, execution: Option<&Execution>, call: Option<&Effect>) {
        match input {
            Input::Start(opening) => self.opening(opening),
            Input::Say { body, parameters } => {
                self.lines.push(Line::Customer(body.clone()));
                self.with(parameters);
            }
            Input::Silence => {
                let waits = execution.and_then(|it| Some(it.due()?.saturating_sub(it.updated())));
                self.aside(format!("nobody answers for {}", span(waits.unwrap_or(0))));
            }
            Input::Answer(outcome) => {
                let widget = execution.map_or("", |execution| execution.widget().as_str());
                let name = match call.map(|call| &call.request) {
                    Some(Request::Call { name, .. }) => name.as_str(),
                    _ => widget,
                };
                self.aside(became(name, outcome));
            }
        }
    }

    fn opening(&mut self, opening: &Opening) {
        let Opening {
            at,
            body,
            parameters,
            attributes,
            author,
            ..
        } = opening;
        if *at != START {
            self.aside(format!("it is {}", times::told(*at)));
        }
        if author != "customer" {
            self.aside(format!("the customer is {author}"));
        }
        if !attributes.is_empty() {
            let attributes = Value::Map(attributes.clone());
            self.aside(format!("the conversation has the attributes {attributes}"));
        }
        match body {
            Some(body) => {
                self.lines.push(Line::Customer(body.clone()));
                self.with(parameters);
            }
            None if parameters.is_empty() => self.aside("a request starts it".to_owned()),
            None => {
                let parameters = Value::Map(parameters.clone());
                self.aside(format!("a request starts it, with {parameters}"));
            }
        }
    }

    fn with(&mut self, parameters: &Map) {
        if !parameters.is_empty() {
            let parameters = Value::Map(parameters.clone());
            self.aside(format!("the channel says {parameters} of the message"));
        }
    }
}

fn sent(name: &Text, execution: &Execution, request: &Request, is_refused: bool) -> Option<Line> {
    let widget = execution.widget();
    Some(match request {
        Request::Send { .. } if is_refused => {
            Line::Aside(format!("the message of `{widget}` is refused"))
        }
        Request::Send {
            body, media_url, ..
        } => {
            let mut text = printable::message(body);
            if !media_url.is_empty() {
                text.push_str(&format!("\n    [{}]", printable::line(media_url)));
            }
            Line::Flow(name.to_string(), text)
        }
        Request::HandOver(_) if is_refused => {
            Line::Aside(format!("the hand-over of `{widget}` is refused"))
        }
        Request::HandOver(_) => Line::Aside("handed over to people".to_owned()),
        Request::Call { .. } | Request::Fetch { .. } | Request::Http { .. } => return None,
    })
}

fn became(name: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Returned { value } => format!("`{name}` returns {value}"),
        Outcome::Answered { status, body, .. } => match status {
            200 => format!("`{name}` is answered {body}"),
            status => format!("`{name}` is answered with status {status}: {body}"),
        },
        Outcome::Failed { reason, .. } | Outcome::Refused { reason, .. } => match reason.as_str() {
            "it failed" => format!("`{name}` fails"),
            reason => format!("`{name}` fails: {reason}"),
        },
        Outcome::Accepted { .. } | Outcome::HandedOver { .. } => format!("`{name}` is done"),
    }
}

impl fmt::Display for Talk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            match line {
                Line::Customer(body) if body.is_empty() => writeln!(f, "customer: (no text)")?,
                Line::Customer(body) => writeln!(f, "customer: {}", printable::message(body))?,
                Line::Flow(flow, body) => writeln!(f, "{flow}: {body}")?,
                Line::Aside(text) => writeln!(f, "  · {}", printable::line(text))?,
                Line::Step(text) if f.alternate() => {
                    writeln!(f, "  · {}", printable::line(text))?;
                }
                Line::Step(_) => {}
            }
        }
        Ok(())
    }
}
