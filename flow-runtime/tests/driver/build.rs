//! Flows built by hand.

use std::borrow::Cow;

use flow_runtime::Program;
use flow_runtime::function::FunctionEntry;
use flow_runtime::model::flow::{Arm, Event, Flow, Name, Property, Target, Value, ValueKind};
use flow_runtime::model::flow::{Location, Widget, Word};
use flow_runtime::model::machine::lower;
use flow_runtime::program::ProgramError;

const AT: Location = Location(0);

pub(crate) fn name(text: &str) -> Name {
    Name {
        text: text.to_owned(),
        at: AT,
    }
}

pub(crate) fn word(text: &str) -> Word {
    Word {
        text: text.to_owned(),
        quoted: false,
        at: AT,
    }
}

fn value(kind: ValueKind) -> Value {
    Value { kind, at: AT }
}

pub(crate) fn text(text: &str) -> ValueKind {
    ValueKind::Text(text.to_owned())
}

pub(crate) fn json(text: &str) -> ValueKind {
    ValueKind::Json(text.to_owned())
}

pub(crate) fn number(text: &str) -> ValueKind {
    ValueKind::Number(text.to_owned())
}

pub(crate) fn map(entries: &[(&str, ValueKind)]) -> ValueKind {
    ValueKind::Map(properties(entries))
}

pub(crate) fn callee(path: &str, fields: &[(&str, ValueKind)]) -> ValueKind {
    ValueKind::Callee {
        path: path.to_owned(),
        fields: properties(fields),
    }
}

fn properties(entries: &[(&str, ValueKind)]) -> Vec<Property> {
    let property = |(key, kind): &(&str, ValueKind)| Property {
        key: word(key),
        value: value(kind.clone()),
        docs: String::new(),
    };
    entries.iter().map(property).collect()
}

/// A widget with its properties and its arms, `event => target`.
pub(crate) fn widget(
    kind: &str,
    ident: &str,
    entries: &[(&str, ValueKind)],
    arms: &[(&str, &str)],
) -> Widget {
    Widget {
        kind: word(kind),
        ident: name(ident),
        name: None,
        docs: String::new(),
        place: None,
        allows: Vec::new(),
        properties: properties(entries),
        arms: arms.iter().map(|(event, to)| arm(event, &[], to)).collect(),
    }
}

pub(crate) fn trigger(arms: &[(&str, &str)]) -> Widget {
    widget("trigger", "trigger", &[], arms)
}

pub(crate) fn split(ident: &str, input: &str, branches: &[(&str, &[&str], &str)]) -> Widget {
    Widget {
        arms: branches
            .iter()
            .map(|(event, arguments, to)| arm(event, arguments, to))
            .collect(),
        ..widget("split_based_on", ident, &[("input", text(input))], &[])
    }
}

pub(crate) fn say(ident: &str, body: &str, to: &str) -> Widget {
    widget("send_message", ident, &[("body", text(body))], &[("_", to)])
}

pub(crate) fn ask(ident: &str, body: &str, timeout: &str, arms: &[(&str, &str)]) -> Widget {
    let properties = [("body", text(body)), ("timeout", number(timeout))];
    widget("send_and_wait_for_reply", ident, &properties, arms)
}

pub(crate) fn set(ident: &str, variables: &[(&str, ValueKind)], to: &str) -> Widget {
    widget(
        "set_variables",
        ident,
        &[("variables", map(variables))],
        &[("next", to)],
    )
}

pub(crate) fn arm(event: &str, arguments: &[&str], target: &str) -> Arm {
    let event = match event {
        "_" => Event::Rest(AT),
        event => Event::Named {
            word: word(event),
            arguments: Some(
                arguments
                    .iter()
                    .map(|argument| value(text(argument)))
                    .collect(),
            ),
        },
    };
    let target = match target {
        "end" => Target::End(AT),
        target => Target::Widget(name(target)),
    };
    Arm {
        event,
        target,
        label: None,
        subject: None,
    }
}

pub(crate) fn flow(widgets: Vec<Widget>) -> Flow {
    Flow {
        name: name("Desk"),
        widgets,
        ..Flow::default()
    }
}

pub(crate) fn compile(
    widgets: Vec<Widget>,
    functions: &'static [FunctionEntry],
) -> Result<Program, ProgramError> {
    Program::new(Cow::Owned(lower(&flow(widgets))), functions)
}

pub(crate) fn program(widgets: Vec<Widget>) -> Program {
    compile(widgets, &[]).unwrap_or_else(|error| panic!("{error}"))
}
