//! A flow made ready to be talked with: what starts it, and what it runs besides itself.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;
use flow_model::flow::{self, Event, Flow, Target, ValueKind, Widget};
use flow_model::machine::{EntryRow, ValueRow, lower};
use flow_model::{Map, Text, Value, liquid};
use flow_runtime::flow::Source;
use flow_runtime::host::local::{Builder, NewRequest};
use flow_runtime::program::Definition;
use flow_runtime::testing::Explore;

use super::{Call, Kind, Mocks, Trigger, listed, stand_in};
use crate::error::Error;

/// `--subflow SID=FILE`
#[derive(Clone, Debug)]
pub(crate) struct Subflow {
    pub(crate) sid: String,
    pub(crate) file: PathBuf,
}

impl FromStr for Subflow {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((sid, file)) if !file.is_empty() => Ok(Subflow {
                sid: sid.to_owned(),
                file: file.into(),
            }),
            _ => Err(
                "write the SID of the `run_subflow`, then the file: `FW0123=other.json`".to_owned(),
            ),
        }
    }
}

/// A flow, cut down to what is started, with its subflows.
#[derive(Debug)]
pub(crate) struct Stage {
    flow: Flow,
    triggers: Vec<Trigger>,
    /// How many widgets were left out, since only other events lead to them.
    pub(crate) left_out: usize,
    /// The subflows that run, by SID.
    subflows: Vec<(String, Flow)>,
}

impl Stage {
    /// The part of a flow that is started by that event; by default by a message, where its trigger
    /// connects one, else by what it connects.
    pub(crate) fn new(mut flow: Flow, asked: Option<Trigger>) -> Result<Self, Error> {
        let connected = connected(&flow);
        let is = |trigger: &Trigger| connected.iter().any(|word| word == trigger.word());
        let started: Vec<Trigger> = match asked {
            Some(trigger) if is(&trigger) => vec![trigger],
            Some(trigger) => {
                return Err(Error::NotConnected {
                    flow: flow.name.text,
                    event: trigger.word(),
                    connected,
                });
            }
            None => {
                let mut all: Vec<_> = Trigger::value_variants().to_vec();
                all.retain(is);
                match all.first() {
                    Some(first) if first.is_message() => all.retain(|it| it.is_message()),
                    _ => all.truncate(1),
                }
                all
            }
        };
        if started.is_empty() {
            let flow = flow.name.text;
            return Err(Error::NothingStarts { flow, connected });
        }
        let before = reached(&flow).len();
        narrow(&mut flow, &started);
        let reached = reached(&flow);
        let left_out = before.saturating_sub(reached.len());
        let mut index = 0;
        flow.widgets.retain(|_| {
            index += 1;
            reached.contains(&(index - 1))
        });
        Ok(Stage {
            flow,
            triggers: started,
            left_out,
            subflows: Vec::new(),
        })
    }

    /// Calls the flow so.
    pub(crate) fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.flow.name.text);
    }

    /// Lets a SID mean that flow, which some widget must run.
    pub(crate) fn subflow(&mut self, sid: &str, flow: Flow) -> Result<(), Error> {
        let runs = self.flow.widgets.iter().filter(|widget| is_subflow(widget));
        let known: BTreeSet<_> = runs.map(flow_sid).collect();
        if !known.contains(sid) {
            return Err(Error::NoSubflow {
                sid: sid.to_owned(),
                known: listed(known),
            });
        }
        let Stage { flow, .. } = Stage::new(flow, Some(Trigger::Parent))?;
        self.subflows.push((sid.to_owned(), flow));
        Ok(())
    }

    /// Every widget that asks something of elsewhere, those of subflows too.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let flows = [&self.flow]
            .into_iter()
            .chain(self.subflows.iter().map(|(_, flow)| flow));
        let widgets = flows.flat_map(|flow| &flow.widgets);
        let calls = widgets.filter_map(|widget| {
            let kind = Kind::of_widget(widget)?;
            let known = kind == Kind::Subflow && self.knows(widget);
            (!known).then(|| Call {
                widget: widget.studio_name().to_owned(),
                kind,
            })
        });
        calls.collect()
    }

    fn knows(&self, widget: &Widget) -> bool {
        let sid = flow_sid(widget);
        self.subflows.iter().any(|(known, _)| known == sid)
    }

    /// The flow's name, and a builder that holds it: a `run_subflow` whose flow is not at hand runs a
    /// stand-in, whose answer is that of the mocks; and one that another flow starts gets a parent that
    /// `request` starts. Where the flow is written says the caller.
    pub(crate) fn builder(
        mut self,
        mut builder: Builder,
        mocks: &Mocks,
        request: Option<&NewRequest>,
        written: impl Fn(&Flow) -> Source,
    ) -> (String, Builder) {
        let stand_ins = self.stand_ins(|widget| mocks.keys(widget));
        for (sid, flow) in &self.subflows {
            builder = builder.subflow(sid.clone(), flow);
        }
        for (sid, flow) in &stand_ins {
            builder = builder.subflow(sid.clone(), made(flow));
        }
        let name = self.flow.name.text.clone();
        let definition = Definition::from(&self.flow).written(written(&self.flow));
        let builder = match (self.is_run_by_parent(), request) {
            (true, Some(request)) => {
                let parent = stand_in::parent(&name, &request.parameters);
                builder
                    .subflow(stand_in::SELF, definition)
                    .define(made(&parent))
            }
            _ => builder.define(definition),
        };
        (name, builder)
    }

    /// An exploration of the flow, in which stand-ins give and take whatever is read; where the flow is
    /// written says the caller.
    pub(crate) fn explore(mut self, written: impl Fn(&Flow) -> Source) -> Explore {
        let read = reads(&self.flow);
        let keys = |widget: &str| {
            let of_widget = read.iter().filter(|path| match &path[..] {
                [root, name, _, ..] => root == "widgets" && name == widget,
                _ => false,
            });
            of_widget.map(|path| path[2].to_string()).collect()
        };
        let stand_ins = self.stand_ins(keys);
        let definition = Definition::from(&self.flow).written(written(&self.flow));
        let mut explore = if self.is_run_by_parent() {
            let given = read.iter().filter_map(|path| match &path[..] {
                [_, parent, parameters, key, ..]
                    if parent == "parent" && parameters == "parameters" =>
                {
                    Some((key.clone(), Value::from("")))
                }
                _ => None,
            });
            let parent = stand_in::parent(&self.flow.name.text, &given.collect());
            Explore::of(made(&parent)).subflow(stand_in::SELF, definition)
        } else {
            Explore::of(definition)
        };
        for (sid, flow) in &self.subflows {
            explore = explore.subflow(sid.clone(), flow);
        }
        for (sid, flow) in &stand_ins {
            explore = explore.subflow(sid.clone(), made(flow));
        }
        explore
    }

    /// Lets each `run_subflow` whose flow is not at hand run a stand-in, which gives these variables.
    fn stand_ins(&mut self, keys: impl Fn(&str) -> BTreeSet<String>) -> Vec<(String, Flow)> {
        let mut stand_ins = Vec::new();
        for index in 0..self.flow.widgets.len() {
            let widget = &self.flow.widgets[index];
            if !is_subflow(widget) || self.knows(widget) {
                continue;
            }
            let sid = format!("mock:{}", widget.studio_name());
            let keys = keys(widget.studio_name());
            stand_ins.push((sid.clone(), stand_in::subflow(widget, keys)));
            let widget = &mut self.flow.widgets[index];
            widget.properties.retain(|it| it.key.text != "flow_sid");
            widget.properties.push(stand_in::property("flow_sid", &sid));
        }
        stand_ins
    }

    /// What starts the flow at once, if anything does.
    pub(crate) fn request(&self, customer: &str, parameters: Map) -> Option<NewRequest> {
        let at_once = !self.triggers.iter().any(|trigger| trigger.is_message());
        at_once.then(|| NewRequest::new(customer.to_owned()).parameters(parameters))
    }

    fn is_run_by_parent(&self) -> bool {
        self.triggers == [Trigger::Parent]
    }
}

fn is_subflow(widget: &Widget) -> bool {
    Kind::of_widget(widget) == Some(Kind::Subflow)
}

/// What flow a `run_subflow` means.
fn flow_sid(widget: &Widget) -> &str {
    let property = widget.property("flow_sid");
    property.map_or("", |property| property.value.text())
}

/// The events of the trigger that lead to a widget.
fn connected(flow: &Flow) -> Vec<String> {
    let trigger = flow.widgets.iter().find(|widget| widget.is_trigger());
    let arms = trigger.into_iter().flat_map(|trigger| &trigger.arms);
    let leads = arms.filter(|arm| matches!(arm.target, Target::Widget(_)));
    leads
        .filter_map(|arm| match &arm.event {
            Event::Named { word, .. } => Some(word.text.clone()),
            Event::Rest(_) => None,
        })
        .collect()
}

/// A flow that nobody wrote.
fn made(flow: &Flow) -> Definition {
    Definition::from(flow).written(Source::MADE)
}

/// Every path that the texts of a flow read.
fn reads(flow: &Flow) -> Vec<Vec<Text>> {
    let machine = lower(flow);
    let texts = machine
        .entries
        .iter()
        .filter_map(|EntryRow { value, .. }| match value {
            ValueRow::Text(range) | ValueRow::Json(range) => Some(*range),
            _ => None,
        });
    let texts = texts.chain(machine.arms.iter().map(|arm| arm.subject));
    let reads = texts.flat_map(|range| liquid::reads(machine.text(range)));
    reads.map(|read| read.path).collect()
}

/// Leaves the trigger only the arms of these events.
fn narrow(flow: &mut Flow, triggers: &[Trigger]) {
    let mut widgets = flow.widgets.iter_mut();
    if let Some(widget) = widgets.find(|widget| widget.is_trigger()) {
        widget.arms.retain(|arm| match &arm.event {
            Event::Named { word, .. } => triggers.iter().any(|it| it.word() == word.text),
            Event::Rest(_) => false,
        });
    }
}

/// Which widgets the trigger leads to, itself among them.
fn reached(flow: &Flow) -> BTreeSet<usize> {
    let names = flow.names();
    let mut left: Vec<usize> = (0..flow.widgets.len())
        .filter(|&index| flow.widgets[index].is_trigger())
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(index) = left.pop() {
        if reached.insert(index) {
            let arms = &flow.widgets[index].arms;
            left.extend(arms.iter().filter_map(|arm| names.target(arm)));
        }
    }
    reached
}

/// The entries of a map that a widget is given.
pub(super) fn entries<'w>(widget: &'w Widget, key: &str) -> Vec<(&'w str, &'w flow::Value)> {
    match widget.property(key).map(|property| &property.value.kind) {
        Some(ValueKind::Map(entries)) => entries
            .iter()
            .map(|entry| (entry.key.text.as_str(), &entry.value))
            .collect(),
        _ => Vec::new(),
    }
}
