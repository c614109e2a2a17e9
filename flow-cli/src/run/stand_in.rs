//! Flows that stand for what is not at hand: a subflow that answers as a mock does, and a parent that
//! runs a flow as its subflow.

use flow_model::flow::{
    Arm, Event, Flow, Location, Name, Property, Target, Value, ValueKind, Widget, Word,
};

use flow_model::Map;

use super::stage::entries;

/// By what SID a parent knows the flow that it is there to run.
pub(super) const SELF: &str = "self";

/// A flow that gives these variables of what its function answers, or fails where that does: it asks
/// under the name of the widget that it stands for, with the parameters that this is given.
pub(super) fn subflow(widget: &Widget, keys: impl IntoIterator<Item = String>) -> Flow {
    let asks = "answer";
    let parameters = entries(widget, "parameters").into_iter().map(|(key, _)| {
        let path = path("trigger.parent.parameters", key);
        entry(key, ValueKind::Text(format!("{{{{{path}}}}}")))
    });
    let variables = keys.into_iter().map(|key| {
        let outputs = path("widgets", widget.studio_name());
        let path = path(&format!("{outputs}.parsed"), &key);
        entry(&key, ValueKind::Json(format!("{{{{{path} | to_json}}}}")))
    });
    let mut answer = made(
        "run_function",
        asks,
        &[("success", "give"), ("fail", "fails")],
    );
    answer.name = Some(name(widget.studio_name()));
    answer.properties = vec![
        property("url", "mock:"),
        entry("parameters", ValueKind::Map(parameters.collect())),
    ];
    let mut give = made("set_variables", "give", &[("next", "")]);
    give.properties = vec![entry("variables", ValueKind::Map(variables.collect()))];
    // A split that has no way on is what makes a subflow fail.
    let mut fails = made("split_based_on", "fails", &[]);
    fails.properties = vec![property("input", "failed")];
    let trigger = made("trigger", "trigger", &[("incoming_parent", asks)]);
    flow("Mock", vec![trigger, answer, give, fails])
}

/// A flow of that name that runs [`SELF`] once it is asked to, with the parameters that it is given
/// itself: each a text, or else any JSON.
pub(super) fn parent(called: &str, parameters: &Map) -> Flow {
    let parameters = parameters.iter().map(|(key, value)| {
        let path = path("trigger.request.parameters", key);
        let value = match matches!(value, flow_model::Value::Text(_)) {
            true => ValueKind::Text(format!("{{{{{path}}}}}")),
            false => ValueKind::Json(format!("{{{{{path} | to_json}}}}")),
        };
        entry(key, value)
    });
    let mut runs = made(
        "run_subflow",
        "subflow",
        &[("completed", ""), ("failed", "")],
    );
    runs.properties = vec![
        property("flow_sid", SELF),
        entry("parameters", ValueKind::Map(parameters.collect())),
    ];
    let trigger = made("trigger", "trigger", &[("incoming_request", "subflow")]);
    flow(called, vec![trigger, runs])
}

/// `key: "text"`
pub(super) fn property(key: &str, text: &str) -> Property {
    entry(key, ValueKind::Text(text.to_owned()))
}

fn flow(called: &str, widgets: Vec<Widget>) -> Flow {
    Flow {
        name: name(called),
        widgets,
        ..Flow::default()
    }
}

/// A widget with its arms; one that leads to nothing ends the flow.
fn made(kind: &str, ident: &str, arms: &[(&str, &str)]) -> Widget {
    let arms = arms.iter().map(|(event, target)| Arm {
        event: Event::Named {
            word: word(event),
            arguments: None,
        },
        target: match *target {
            "" => Target::End(Location(0)),
            target => Target::Widget(name(target)),
        },
        label: None,
        subject: None,
    });
    Widget {
        kind: word(kind),
        ident: name(ident),
        name: None,
        docs: String::new(),
        place: None,
        allows: Vec::new(),
        properties: Vec::new(),
        arms: arms.collect(),
    }
}

fn entry(key: &str, kind: ValueKind) -> Property {
    Property {
        key: word(key),
        value: Value {
            kind,
            at: Location(0),
        },
        docs: String::new(),
    }
}

/// The path to a key, however that is written.
fn path(root: &str, key: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    match key.starts_with(|it: char| it.is_ascii_alphabetic()) && key.chars().all(plain) {
        true => format!("{root}.{key}"),
        false => format!("{root}[\"{key}\"]"),
    }
}

fn word(text: &str) -> Word {
    Word {
        text: text.to_owned(),
        quoted: false,
        at: Location(0),
    }
}

fn name(text: &str) -> Name {
    Name {
        text: text.to_owned(),
        at: Location(0),
    }
}
