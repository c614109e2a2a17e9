//! Which edges of flows the tests of a program took.
//!
//! # Of all tests
//!
//! Where the environment variable `FLOW_COVERAGE` names a directory, every runtime and every
//! [simulation](super::simulate) notes there which edges it takes: each process in a file of its own, so
//! tests can run in as many as they like. `flow coverage` adds them up:
//!
//! ```text
//! $ rm -rf target/flow-coverage
//! $ FLOW_COVERAGE=$PWD/target/flow-coverage cargo test
//! $ flow coverage target/flow-coverage --fail-under 90
//! SupportDesk   9 of 10 edges   90.0 %   src/support_desk.rs
//!
//! never taken:
//!   src/support_desk.rs:31: add_support_agent —fail→ explain
//! ```
//!
//! The path is taken from where each test runs, so an absolute one is best. With `--lcov FILE` the same
//! is written for tools that show coverage beside the source, and with `--diagram FILE` as a picture.
//!
//! A flow is known there once a test names it: to a runtime, to a simulation, to [`explore`](super::explore()),
//! or to [`locked`](super::locked()), whose one test names all of them.
//!
//! # Of one test
//!
//! [`Coverage::of`] adds up the simulations of one test, which can then ask for every edge:
//!
//! ```
//! use flow_runtime::prelude::*;
//! use flow_runtime::testing::{Coverage, simulate};
//!
//! flow! {
//!     pub flow Greeter {
//!         trigger { incoming_conversation_message => check }
//!
//!         split_based_on check {
//!             input: "{{trigger.conversation.Body}}",
//!
//!             contains("bye") => end,
//!             _ => greet,
//!         }
//!
//!         send_message greet {
//!             body: "Hello",
//!
//!             _ => end,
//!         }
//!     }
//! }
//!
//! # fn main() { flow_runtime::testing::block_on(async {
//! let mut coverage = Coverage::of::<Greeter>();
//! for body in ["hi", "bye"] {
//!     let mut chat = simulate(Greeter);
//!     chat.customer(body).await;
//!     coverage.add(&chat);
//! }
//! coverage.expect_every_edge();
//! # }) }
//! ```
//!
//! # What an edge is
//!
//! An arm as it is written: `_` is one, however many events it answers to, and `sent | failed` are two.
//! Arms for what cannot happen here, a call for instance, are none.

use std::collections::BTreeMap;
use std::fmt;

use flow_model::{Flow as Model, Machine, printable};

use super::Simulation;
use super::outline::{Edge, Outline, Starts, taken, unexpected};
use crate::driver::Step;
use crate::flow::{Flow, FlowEntry, Source};
use crate::program::{Definition, Program};

mod lcov;
mod read;
mod record;

pub use read::CoverageError;
pub(crate) use record::{known, took};

/// Which edges of flows were taken, and how often: see the [module](self).
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    flows: Vec<Covered>,
}

/// Which edges of a flow were taken, and how often.
#[derive(Clone, Debug)]
pub struct Covered {
    machine: Machine,
    source: Source,
    starts: Starts,
    outline: Outline,
    /// How often, by the place of the widget and that of the arm in it.
    counts: BTreeMap<(u16, u16), u64>,
}

impl Coverage {
    /// That of a flow and of its typed subflows, of which nothing was taken yet.
    pub fn of<F: Flow>() -> Self {
        let definition = Definition::of::<F>();
        let subflows = definition.subflows.iter().map(FlowEntry::definition);
        let mut coverage = Coverage::default();
        coverage.know(&definition.machine, &definition.source, Starts::Itself);
        for subflow in subflows {
            coverage.know(&subflow.machine, &subflow.source, Starts::Parent);
        }
        coverage
    }

    /// Adds what a simulation took so far: once, when it is over.
    pub fn add(&mut self, simulation: &Simulation) {
        if let Some(open) = &simulation.open {
            self.add_steps(&open.program, &simulation.seen.course);
        }
    }

    /// Adds steps of a program, for instance those of a
    /// [conversation's turns](crate::host::local::Conversation::turns).
    pub fn add_steps(&mut self, program: &Program, steps: &[Step]) {
        for step in steps {
            let (program, starts) = place(program, step);
            if let Some(edge) = taken(program.machine(), step) {
                let flow = self.know(program.machine(), program.source(), starts);
                *self.flows[flow].counts.entry(edge).or_default() += 1;
            }
        }
    }

    /// The flows, in order of their names.
    pub fn flows(&self) -> impl ExactSizeIterator<Item = &Covered> {
        self.flows.iter()
    }

    /// Keeps the flows of which this is so.
    pub fn retain(&mut self, is: impl FnMut(&Covered) -> bool) {
        self.flows.retain(is);
    }

    /// Every edge, and how often it was taken.
    pub fn edges(&self) -> impl Iterator<Item = (&Edge, u64)> {
        self.flows.iter().flat_map(Covered::edges)
    }

    /// The edges that were never taken.
    pub fn untaken(&self) -> impl Iterator<Item = &Edge> {
        let edges = self.edges().filter(|(_, count)| *count == 0);
        edges.map(|(edge, _)| edge)
    }

    /// How much of the edges was taken, in per cent: 100 of none.
    pub fn percent(&self) -> f64 {
        percent(self.edges())
    }

    /// Fails the test unless every edge was taken.
    ///
    /// # Panics
    ///
    /// With the report.
    #[track_caller]
    pub fn expect_every_edge(&self) -> &Self {
        self.expect_every_edge_but([])
    }

    /// The same but for edges that nothing here can take, each as the report prints it:
    /// `["address —failed→ end"]`.
    ///
    /// # Panics
    ///
    /// With the report; also where one of these is taken.
    #[track_caller]
    pub fn expect_every_edge_but<'k>(&self, known: impl IntoIterator<Item = &'k str>) -> &Self {
        let known: Vec<_> = known.into_iter().collect();
        let edges = self.edges().map(|(edge, count)| (edge, count > 0));
        if let Some(what) = unexpected(edges, &known) {
            panic!("{what}\n\n{self}");
        }
        self
    }

    /// The same as an `lcov` tracefile: the lines of widgets and arms, and a branch for each arm.
    pub fn lcov(&self) -> String {
        lcov::write(&self.flows)
    }

    /// The place of a flow, which is known from here on.
    fn know(&mut self, machine: &Machine, source: &Source, starts: Starts) -> usize {
        let is_known = |flow: &Covered| flow.machine == *machine && flow.source == *source;
        if let Some(known) = self.flows.iter().position(is_known) {
            self.flows[known].start(starts);
            return known;
        }
        let before = |flow: &Covered| flow.machine.name() <= machine.name();
        let at = self.flows.iter().take_while(|flow| before(flow)).count();
        self.flows
            .insert(at, Covered::new(machine.clone(), source.clone(), starts));
        at
    }
}

/// The program whose widgets a step speaks of, and what starts it.
fn place<'p>(program: &'p Program, step: &Step) -> (&'p Program, Starts) {
    let within = step.within.as_ref();
    match within.and_then(|widget| program.subflow(widget)) {
        Some(subflow) => (subflow, Starts::Parent),
        None => (program, Starts::Itself),
    }
}

impl Covered {
    fn new(machine: Machine, source: Source, starts: Starts) -> Self {
        Covered {
            outline: Outline::new(&machine, &source, starts),
            machine,
            source,
            starts,
            counts: BTreeMap::new(),
        }
    }

    /// It can be started so too.
    fn start(&mut self, starts: Starts) {
        let starts = self.starts.or(starts);
        if starts != self.starts {
            self.starts = starts;
            self.outline = Outline::new(&self.machine, &self.source, starts);
        }
    }

    /// Its widgets, and where it is written.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// The flow itself, to be drawn.
    pub fn flow(&self) -> Model {
        self.machine.flow()
    }

    /// Every edge, and how often it was taken.
    pub fn edges(&self) -> impl Iterator<Item = (&Edge, u64)> {
        let edges = self.outline.edges();
        edges.map(|edge| (edge, self.counts.get(&edge.at).copied().unwrap_or(0)))
    }

    /// Whether an arm was taken, by the place of the widget and that of the arm in it; none: it cannot be.
    pub fn is_taken(&self, widget: usize, arm: usize) -> Option<bool> {
        let at = |edge: &Edge| (usize::from(edge.at.0), usize::from(edge.at.1));
        let mut edges = self.edges();
        edges
            .find(|(edge, _)| at(edge) == (widget, arm))
            .map(|(_, count)| count > 0)
    }

    /// How much of the edges was taken, in per cent: 100 of none.
    pub fn percent(&self) -> f64 {
        percent(self.edges())
    }
}

fn percent<'e>(edges: impl Iterator<Item = (&'e Edge, u64)>) -> f64 {
    let (taken, all) = counted(edges);
    match all {
        0 => 100.0,
        all => 100.0 * taken as f64 / all as f64,
    }
}

/// How many were taken, of how many.
fn counted<'e>(edges: impl Iterator<Item = (&'e Edge, u64)>) -> (usize, usize) {
    edges.fold((0, 0), |(taken, all), (_, count)| {
        (taken + usize::from(count > 0), all + 1)
    })
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = |name: &str, edges: (usize, usize), percent: f64, file: &str| {
            // Never rounded up to what it is not.
            let percent = (percent * 10.0).floor() / 10.0;
            let of = format!("{} of {}", edges.0, printable::counted(edges.1, "edge"));
            [
                name.to_owned(),
                of,
                format!("{percent:.1} %"),
                file.to_owned(),
            ]
        };
        let mut rows: Vec<_> = self
            .flows
            .iter()
            .map(|flow| {
                let outline = &flow.outline;
                row(
                    &outline.flow,
                    counted(flow.edges()),
                    flow.percent(),
                    &outline.file,
                )
            })
            .collect();
        if self.flows.len() > 1 {
            rows.push(row("in all", counted(self.edges()), self.percent(), ""));
        }
        let width = |n: usize| rows.iter().map(|row| row[n].chars().count()).max();
        let (name, of, percent) = (width(0), width(1), width(2));
        for row in &rows {
            let line = format!(
                "{:name$}   {:>of$}   {:>percent$}   {}",
                row[0],
                row[1],
                row[2],
                row[3],
                name = name.unwrap_or(0),
                of = of.unwrap_or(0),
                percent = percent.unwrap_or(0),
            );
            writeln!(f, "{}", line.trim_end())?;
        }
        let mut untaken = self.untaken().peekable();
        if untaken.peek().is_some() {
            writeln!(f, "\nnever taken:")?;
        }
        for edge in untaken {
            writeln!(f, "  {edge:#}")?;
        }
        Ok(())
    }
}
