//! `run_subflow`: another flow within the same execution, its steps in the same log.

use flow_model::{Map, Text, Value};

use super::walk::{FLOW, TRIGGER, VARIABLES, WIDGETS, Walk};
use crate::execution::Execution;
use crate::program::{Action, Assigned, Exit, Program, RunSubflow};
use crate::sid;

/// What the widget that runs a subflow gives it to know of its parent.
const PARENT: Text = Text::Static("parent");

impl<'p> Walk<'p> {
    /// Goes into the subflow, to where its trigger leads.
    pub(super) fn descend(&mut self, run: &'p RunSubflow) -> Option<&'p Exit> {
        let parameters = self.given(run);
        let context = self.context_of(run, parameters);
        self.execution.descend(&run.program, context);
        self.program = &run.program;
        self.running = Some(run);
        Some(&run.entry)
    }

    fn given(&mut self, run: &'p RunSubflow) -> Map {
        let mut parameters = Map::new();
        for parameter in &run.parameters {
            let value = match &parameter.value {
                Assigned::Constant(value) => value.clone(),
                Assigned::Text(text) => Value::Text(text.render(&self.scope())),
                Assigned::Json(text) => self.parsed(&parameter.key, text),
            };
            parameters.insert(parameter.key.clone(), value);
        }
        parameters
    }

    /// The roots that the subflow's templates read: the parent's trigger and contact, and variables
    /// and outputs of its own.
    fn context_of(&self, run: &RunSubflow, parameters: Map) -> Map {
        let Execution {
            sid: execution,
            context: parents,
            steps,
            ..
        } = &self.execution;
        let of_flow = |key| parents.get(&FLOW).map_or(&Value::Nil, |flow| flow.get(key));
        let mut trigger = match parents.get(&TRIGGER) {
            Some(Value::Map(trigger)) => trigger.clone(),
            _ => Map::new(),
        };
        let mut parent = Map::new();
        parent.push("parameters", parameters);
        // The step that came to the widget.
        parent.push("step_sid", sid::step(execution, steps.saturating_sub(1)));
        parent.push("execution_sid", execution.clone());
        parent.push("flow_sid", of_flow("flow_sid").clone());
        parent.push("trigger_type", trigger_type(&trigger));
        trigger.insert(PARENT, parent);
        let mut flow = Map::new();
        flow.push("sid", execution.clone());
        flow.push("flow_sid", run.sid.clone());
        flow.push("channel", of_flow("channel").clone());
        flow.push(VARIABLES, Map::new());
        flow.push("data", of_flow("data").clone());
        let mut context = Map::new();
        context.push(TRIGGER, trigger);
        context.push(FLOW, flow);
        context.push(WIDGETS, Map::new());
        if let Some(contact) = parents.get("contact") {
            context.push("contact", contact.clone());
        }
        context
    }

    /// The subflow came to its end: each variable that it set is an output of the widget.
    pub(super) fn complete(&mut self, run: &'p RunSubflow) -> &'p Exit {
        let variables = self.ascend();
        let outputs = self.outputs();
        for (key, value) in variables.iter() {
            outputs.insert(key.clone(), value.clone());
        }
        &run.completed
    }

    /// The subflow cannot go on.
    pub(super) fn give_up(&mut self, run: &'p RunSubflow) -> &'p Exit {
        self.ascend();
        &run.failed
    }

    /// Comes back to the widget that runs the subflow, with the variables that the subflow set.
    fn ascend(&mut self) -> Map {
        self.program = self.root;
        self.running = None;
        let mut context = self.execution.ascend();
        std::mem::take(context.map_mut(&FLOW).map_mut(&VARIABLES))
    }

    /// The widget in whose subflow the execution is.
    pub(super) fn within(&self) -> Option<Text> {
        let parent = self.execution.parent.as_ref()?;
        Some(parent.widget.clone())
    }
}

/// The program in which an execution stands, and the widget that runs it where it is a subflow.
pub(super) fn place<'p>(
    root: &'p Program,
    execution: &Execution,
) -> Option<(&'p Program, Option<&'p RunSubflow>)> {
    let Some(parent) = &execution.parent else {
        return Some((root, None));
    };
    match &root.widget(parent.at)?.action {
        Action::RunSubflow(run) => Some((&run.program, Some(run))),
        _ => None,
    }
}

/// The event that started the parent, by the part of `trigger` that it filled (*unconfirmed* how Studio
/// spells it).
fn trigger_type(trigger: &Map) -> &'static str {
    let is = |kind| trigger.get(kind).is_some();
    if is("conversation") {
        "incomingConversationMessage"
    } else if is("message") {
        "incomingMessage"
    } else {
        "incomingRequest"
    }
}
