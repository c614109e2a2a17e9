//! What an exploration found, as its reader is told.

use std::fmt::{self, Write as _};

use flow_model::Text;

use super::Bound;
use super::play::Act;
use super::reads::Flows;
use super::search::{At, Found, Way};
use super::talk::Talk;
use crate::flow::Source;
use crate::program::Program;
use crate::testing::outline::{Edge, Outline, Starts, Station};
use crate::testing::place::{Place, Spot, find};

/// What an exploration found. Printed, it says what was never reached and what went wrong, each with a
/// conversation; with `{:#}` it has the shortest conversation to every widget too.
#[derive(Debug)]
pub struct Exploration {
    program: Program,
    outlines: Vec<Outline>,
    found: Found,
    bound: Bound,
    /// Which of the flows are reported.
    reported: Vec<bool>,
}

/// A widget on which a conversation can end as nobody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The name of the flow's type.
    pub flow: Text,
    /// The widget, in Studio's name.
    pub widget: Text,
    /// Its file and its line, where they are known.
    pub file: Text,
    /// See `file`; 0: not known.
    pub line: u32,
    /// What happens there.
    pub why: Text,
    /// The shortest conversation to it.
    pub talk: Talk,
}

/// The flow and its subflows as reports speak of them.
pub(super) fn outlines(flows: &Flows<'_>) -> Vec<Outline> {
    let outlines = flows.all.iter().enumerate().map(|(n, read)| {
        let starts = if n == 0 {
            Starts::Itself
        } else {
            Starts::Parent
        };
        Outline::new(read.program.machine(), read.program.source(), starts)
    });
    outlines.collect()
}

impl Exploration {
    pub(super) fn new(
        program: Program,
        outlines: Vec<Outline>,
        found: Found,
        bound: Bound,
    ) -> Self {
        Exploration {
            reported: outlines
                .iter()
                .map(|outline| outline.file != *Source::MADE.file)
                .collect(),
            program,
            outlines,
            found,
            bound,
        }
    }

    /// Every edge of the flow and of its subflows that could be taken here, in written order.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        let outlines = self.outlines.iter().zip(&self.reported);
        let reported = outlines.filter(|(_, is_reported)| **is_reported);
        reported.flat_map(|(outline, _)| outline.edges())
    }

    /// The edges that were taken.
    pub fn reached_edges(&self) -> impl Iterator<Item = &Edge> {
        self.edges().filter(|edge| self.way_by(edge).is_some())
    }

    /// The edges that nothing took.
    pub fn unreached_edges(&self) -> impl Iterator<Item = &Edge> {
        self.edges().filter(|edge| self.way_by(edge).is_none())
    }

    /// The widgets that were never reached, each with its flow's name.
    pub fn unreached_widgets(&self) -> impl Iterator<Item = (&Text, &Text)> {
        self.widgets()
            .filter(|(at, ..)| !self.is_reached(*at))
            .map(|(_, flow, widget)| (flow, &widget.name))
    }

    /// Widgets on which the flow can wait, and from where nothing that was tried ends it. None are
    /// known where the bound kept the exploration from going on.
    pub fn dead_ends(&self) -> Vec<Stop> {
        let why = Text::Static("nothing that can happen here ever ends the flow");
        let found = self.found.dead_ends.iter();
        found
            .filter(|(at, _)| self.reported[at.0])
            .map(|(at, way)| self.stop(*at, why.clone(), *way))
            .collect()
    }

    /// Where a limit ended an execution, or a split had no way.
    pub fn stops(&self) -> Vec<Stop> {
        let found = self.found.stops.iter();
        found
            .filter(|((at, _), _)| self.reported[at.0])
            .map(|((at, why), way)| self.stop(*at, why.clone(), *way))
            .collect()
    }

    /// The shortest conversation to a widget; none: it was not reached.
    ///
    /// # Panics
    ///
    /// Where neither the flow nor a subflow of it has such a widget.
    #[track_caller]
    pub fn conversation_to(&self, place: impl Place) -> Option<Talk> {
        let at = self.at(&place);
        let way = self.found.widgets.get(&at)?;
        Some(self.talk(*way))
    }

    /// The shortest conversation that takes an edge; none: it was not taken.
    pub fn conversation_by(&self, edge: &Edge) -> Option<Talk> {
        Some(self.talk(self.way_by(edge)?))
    }

    /// Whether everything was tried that would be, without coming to the bound.
    pub fn is_complete(&self) -> bool {
        !self.found.is_cut
    }

    /// How many states there are: executions that can go on differently.
    pub fn states(&self) -> usize {
        self.found.states
    }

    /// How often something was tried.
    pub fn tries(&self) -> usize {
        self.found.tries
    }

    /// Fails the test unless every edge was taken.
    ///
    /// # Panics
    ///
    /// With the report.
    #[track_caller]
    pub fn expect_every_edge(&self) -> &Self {
        assert!(
            self.unreached_edges().next().is_none(),
            "not every edge is taken\n\n{self}"
        );
        self
    }

    /// Whether no conversation comes to a dead end or is ended by a limit, of all that were tried.
    pub fn ends_well(&self) -> bool {
        let mut found = self.found.dead_ends.keys();
        let mut stopped = self.found.stops.keys();
        !found.any(|at| self.reported[at.0]) && !stopped.any(|(at, _)| self.reported[at.0])
    }

    /// Fails the test where a conversation can come to a dead end, or be ended by a limit.
    ///
    /// # Panics
    ///
    /// With the report.
    #[track_caller]
    pub fn expect_good_ends(&self) -> &Self {
        assert!(
            self.ends_well(),
            "a conversation can end as nobody wants\n\n{self}"
        );
        self
    }

    #[track_caller]
    fn at(&self, place: &dyn Place) -> At {
        let mut machines = vec![self.program.machine()];
        let names: Vec<_> = self
            .program
            .machine()
            .widgets()
            .map(|it| it.name())
            .collect();
        let subflows = names.iter().filter_map(|name| self.program.subflow(name));
        machines.extend(subflows.map(Program::machine));
        let Spot { flow, widget } = match find(&machines, place) {
            Ok(spot) => spot,
            Err(what) => panic!("{what}"),
        };
        let found = self
            .widgets()
            .find(|(_, its_flow, station)| **its_flow == flow && station.name == widget);
        found.map_or((0, u16::MAX), |(at, ..)| at)
    }

    fn widgets(&self) -> impl Iterator<Item = (At, &Text, &Station)> {
        let outlines = self.outlines.iter().enumerate();
        let reported = outlines.filter(|(n, _)| self.reported[*n]);
        reported.flat_map(|(n, outline)| {
            let widgets = (0..).zip(&outline.widgets);
            widgets.map(move |(index, widget)| ((n, index), &outline.flow, widget))
        })
    }

    /// A trigger is reached where something starts.
    fn is_reached(&self, at: At) -> bool {
        let mut edges = self.found.edges.keys();
        self.found.widgets.contains_key(&at) || edges.any(|(from, _)| *from == at)
    }

    fn way_by(&self, edge: &Edge) -> Option<Way> {
        let mut outlines = self.outlines.iter();
        let is = |it: &Outline| it.flow == edge.flow && it.file == edge.file;
        let flow = outlines.position(is)?;
        let (widget, arm) = edge.at;
        self.found.edges.get(&((flow, widget), arm)).copied()
    }

    fn stop(&self, at: At, why: Text, way: Way) -> Stop {
        let outline = &self.outlines[at.0];
        let widget = &outline.widgets[usize::from(at.1)];
        Stop {
            flow: outline.flow.clone(),
            widget: widget.name.clone(),
            file: outline.file.clone(),
            line: widget.line,
            why,
            talk: self.talk(way),
        }
    }

    fn talk(&self, way: Way) -> Talk {
        let mut acts: Vec<&Act> = Vec::new();
        let mut next = Some(way.node);
        while let Some(node) = next.and_then(|next| self.found.nodes.get(next)) {
            acts.push(&node.act);
            next = node.before;
        }
        acts.reverse();
        Talk::of(&self.program, self.name(), &acts)
    }

    /// What the flow is called.
    fn name(&self) -> &Text {
        let mut outlines = self.outlines.iter().zip(&self.reported);
        let reported = outlines.find(|(_, is_reported)| **is_reported);
        reported.map_or(self.program.name(), |(outline, _)| &outline.flow)
    }

    fn head(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (edges, reached) = (self.edges().count(), self.reached_edges().count());
        let widgets = self.widgets().count();
        let unreached = self.unreached_widgets().count();
        writeln!(
            f,
            "{}: {reached} of {edges} edges taken, {} of {widgets} widgets reached",
            self.name(),
            widgets - unreached
        )?;
        let Found {
            states,
            tries,
            turns,
            ..
        } = self.found;
        let bound = self.bound;
        match self.found.is_cut {
            false => writeln!(
                f,
                "  all that matters was tried: {tries} tries in {states} states, {turns} turns at most"
            ),
            true => writeln!(
                f,
                "  stopped at the bound of {bound}, after {turns} turns and {tries} tries in {states} \
                 states: a larger bound lets it go further"
            ),
        }
    }
}

impl fmt::Display for Exploration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head(f)?;
        let unreached: Vec<_> = self.unreached_edges().collect();
        if !unreached.is_empty() {
            writeln!(f, "\nnever taken:")?;
        }
        for edge in unreached {
            let from = self
                .widgets()
                .find(|(at, flow, _)| **flow == edge.flow && at.1 == edge.at.0);
            let is_reached = from.is_some_and(|(at, ..)| self.is_reached(at));
            let why = if is_reached {
                ""
            } else {
                " (nothing comes to it)"
            };
            writeln!(f, "  {edge:#}{why}")?;
        }
        told(f, "dead ends", &self.dead_ends())?;
        told(f, "ended, though the flow says otherwise", &self.stops())?;
        if f.alternate() {
            for (at, _, widget) in self.widgets() {
                if let Some(way) = self.found.widgets.get(&at) {
                    writeln!(f, "\nto `{}`:", widget.name)?;
                    f.write_str(&indented(&self.talk(*way)))?;
                }
            }
        }
        Ok(())
    }
}

fn told(f: &mut fmt::Formatter<'_>, title: &str, stops: &[Stop]) -> fmt::Result {
    if !stops.is_empty() {
        writeln!(f, "\n{title}:")?;
    }
    for stop in stops {
        let Stop {
            widget,
            file,
            line,
            why,
            talk,
            ..
        } = stop;
        let place = match (file.as_str(), line) {
            ("", 0) => String::new(),
            ("", line) => format!("line {line}: "),
            (file, 0) => format!("{file}: "),
            (file, line) => format!("{file}:{line}: "),
        };
        writeln!(f, "  {place}`{widget}`: {why}")?;
        f.write_str(&indented(talk))?;
    }
    Ok(())
}

fn indented(talk: &Talk) -> String {
    let mut text = String::new();
    for line in talk.to_string().lines() {
        let _ = writeln!(text, "    {line}");
    }
    text
}
