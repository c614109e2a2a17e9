//! What an exploration found, as its reader is told.

use flow_model::Text;

use super::Bound;
use super::play::Act;
use super::reads::Flows;
use super::search::{At, Found, Way};
use super::talk::Talk;
use crate::flow::Source;
use crate::program::Program;
use crate::testing::outline::{Edge, Outline, Starts, Station, unexpected};
use crate::testing::place::{Place, Spot, find};

mod printed;

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
        self.expect_every_edge_but([])
    }

    /// The same but for edges that nothing here can take, each as the report prints it: a subflow that
    /// never fails, for instance, leaves `["address —failed→ end"]`.
    ///
    /// # Panics
    ///
    /// With the report; also where one of these is taken.
    #[track_caller]
    pub fn expect_every_edge_but<'k>(&self, known: impl IntoIterator<Item = &'k str>) -> &Self {
        let known: Vec<_> = known.into_iter().collect();
        let edges = self.edges();
        let edges = edges.map(|edge| (edge, self.way_by(edge).is_some()));
        if let Some(what) = unexpected(edges, &known) {
            panic!("{what}\n\n{self}");
        }
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
        machines.extend(self.program.subflows().map(Program::machine));
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

    /// The widget that an edge leads out of.
    fn from(&self, edge: &Edge) -> Option<At> {
        let mut outlines = self.outlines.iter();
        let is = |it: &Outline| it.flow == edge.flow && it.file == edge.file;
        Some((outlines.position(is)?, edge.at.0))
    }

    fn way_by(&self, edge: &Edge) -> Option<Way> {
        let at = self.from(edge)?;
        self.found.edges.get(&(at, edge.at.1)).copied()
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
}
