//! The walk itself: what costs least first, and each state once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet};

use flow_model::Text;

use super::inputs::{Input, Inputs};
use super::live::Live;
use super::play::{Act, Played, Seen, play};
use super::reads::Flows;
use super::{Bound, Own};
use crate::driver::{Effect, Outcome, Step, in_words};
use crate::execution::Execution;
use crate::program::Program;
use crate::testing::outline::taken_at;

/// A widget: its flow, and its place in it.
pub(super) type At = (usize, u16);

/// What happened in a walk.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What happened, each after the one that it names.
    pub(super) nodes: Vec<Node>,
    /// The cheapest way to each widget, to each arm, and to each end that is none.
    pub(super) widgets: BTreeMap<At, Way>,
    pub(super) edges: BTreeMap<(At, u16), Way>,
    pub(super) stops: BTreeMap<(At, Text), Way>,
    /// Of each widget that was left: what went wrong there, where something did each time.
    pub(super) troubles: BTreeMap<At, Option<String>>,
    /// Widgets on which an execution can wait from where no end is reached.
    pub(super) dead_ends: BTreeMap<At, Way>,
    pub(super) states: usize,
    pub(super) tries: usize,
    /// The most turns of any conversation.
    pub(super) turns: usize,
    /// Whether the bound kept it from going on.
    pub(super) is_cut: bool,
}

/// Something that happened.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) before: Option<usize>,
    pub(super) act: Act,
}

/// A way somewhere: what it costs, and what happened last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) cost: u32,
    pub(super) node: usize,
}

/// A state that is still to be tried.
struct Open {
    execution: Execution,
    call: Option<Effect>,
    node: usize,
    state: usize,
    cost: u32,
    turns: usize,
    /// Which of the times that are tried it began at.
    time: usize,
}

/// A state: executions that go on alike.
struct State {
    /// Where it waits, and the way to it.
    at: At,
    way: Way,
    /// The states from which it is reached.
    from: Vec<usize>,
    /// Whether something that happens there ends the execution as its flow says.
    ends: bool,
}

pub(super) struct Search<'x> {
    program: &'x Program,
    flows: &'x Flows<'x>,
    live: Live,
    inputs: Inputs<'x>,
    bound: Bound,
    found: Found,
    names: Vec<HashMap<&'x str, usize>>,
    states: Vec<State>,
    known: HashMap<String, usize>,
    /// The states in which something that is sent was refused.
    refused: HashSet<String>,
    queue: BinaryHeap<Reverse<(u32, usize)>>,
    open: HashMap<usize, Open>,
}

impl<'x> Search<'x> {
    pub(super) fn new(flows: &'x Flows<'x>, own: &'x Own, bound: Bound) -> Self {
        let live = Live::new(flows);
        let names = flows.all.iter().map(|read| {
            let widgets = read.program.machine().widgets();
            widgets
                .map(|widget| (widget.name(), widget.index))
                .collect()
        });
        Search {
            program: flows.all[0].program,
            flows,
            inputs: Inputs::new(flows, &live, own),
            live,
            bound,
            found: Found::default(),
            names: names.collect(),
            states: Vec::new(),
            known: HashMap::new(),
            refused: HashSet::new(),
            queue: BinaryHeap::new(),
            open: HashMap::new(),
        }
    }

    pub(super) fn run(mut self) -> Found {
        for input in self.inputs.openings() {
            self.happens(None, input);
        }
        while let Some(Reverse((_, next))) = self.queue.pop() {
            let Some(open) = self.open.remove(&next) else {
                continue;
            };
            if open.turns >= self.bound.turns {
                self.found.is_cut = true;
                continue;
            }
            for input in self.inputs.at(&open.execution, open.call.as_ref()) {
                self.happens(Some(&open), input);
            }
        }
        self.found.states = self.states.len();
        if !self.found.is_cut {
            self.find_dead_ends();
        }
        self.found
    }

    /// Something happens in a state; and then again for each thing that is sent, which is refused.
    fn happens(&mut self, open: Option<&Open>, input: Input) {
        let mut sent = Vec::new();
        let mut act = Act {
            input,
            refused: None,
        };
        if !self.try_out(open, &act, &mut sent) {
            return;
        }
        for (n, key) in sent.into_iter().enumerate() {
            if self.refused.insert(key) {
                act.refused = Some(n);
                self.try_out(open, &act, &mut Vec::new());
            }
        }
    }

    /// Gives the states in which something was sent; whether anything happened.
    fn try_out(&mut self, open: Option<&Open>, act: &Act, sent: &mut Vec<String>) -> bool {
        if self.found.tries >= self.bound.tries {
            self.found.is_cut = true;
            return false;
        }
        self.found.tries += 1;
        let time = match (&act.input, open) {
            (Input::Start(opening), _) => opening.time,
            (_, Some(open)) => open.time,
            (_, None) => 0,
        };
        let mut steps = Vec::new();
        let (live, flows) = (&mut self.live, self.flows);
        let execution = open.map(|open| &open.execution);
        let played = play(self.program, execution, act, &mut |seen| match seen {
            Seen::Steps(more) => steps.extend_from_slice(more),
            Seen::Sent { execution, .. } => sent.push(live.key(flows, execution, time)),
        });
        let Some(played) = played else {
            return false;
        };
        let cost = open.map_or(0, |open| open.cost) + cost(act);
        self.take_down(open, act, cost, &steps, played, time);
        true
    }

    /// Remembers what is new of it.
    fn take_down(
        &mut self,
        open: Option<&Open>,
        act: &Act,
        cost: u32,
        steps: &[Step],
        played: Played,
        time: usize,
    ) {
        let before = open.map(|open| open.node);
        let way = Way {
            cost,
            node: self.found.nodes.len(),
        };
        let mut is_news = self.saw(steps, way);
        let is_turn = !matches!(act.input, Input::Answer(_));
        let turns = open.map_or(0, |open| open.turns) + usize::from(is_turn);
        self.found.turns = self.found.turns.max(turns);
        let Played { execution, call } = played;
        if execution.is_ended() {
            let stopped = |step: &Step| stop(step).is_some();
            if !steps.last().is_some_and(stopped)
                && let Some(open) = open
            {
                self.states[open.state].ends = true;
            }
        } else {
            let key = self.live.key(self.flows, &execution, time);
            let next = self.states.len();
            let state = *self.known.entry(key).or_insert(next);
            let from = open.map(|open| open.state);
            if state == next {
                is_news = true;
                self.states.push(State {
                    at: self.at(execution.within(), execution.widget()),
                    way,
                    from: Vec::new(),
                    ends: false,
                });
                self.queue.push(Reverse((cost, next)));
                self.open.insert(
                    next,
                    Open {
                        execution,
                        call,
                        node: way.node,
                        state,
                        cost,
                        turns,
                        time,
                    },
                );
            }
            let state = &mut self.states[state];
            if let Some(from) = from
                && !state.from.contains(&from)
            {
                state.from.push(from);
            }
        }
        if is_news {
            let act = act.clone();
            self.found.nodes.push(Node { before, act });
        }
    }

    /// Whether a way is the cheapest so far to something on it.
    fn saw(&mut self, steps: &[Step], way: Way) -> bool {
        let mut is_news = false;
        for step in steps {
            let (flow, widget) = self.at(step.within.as_ref(), &step.from);
            let machine = self.flows.all[flow].program.machine();
            if let Some(arm) = taken_at(machine, usize::from(widget), step) {
                is_news |= cheapest(&mut self.found.edges, ((flow, widget), arm), way);
            }
            let trouble = self.found.troubles.entry((flow, widget));
            let trouble = trouble.or_insert_with(|| step.notes_in_words().next());
            if step.notes.is_empty() {
                *trouble = None;
            }
            if let Some(to) = &step.to {
                let to = self.at(step.within.as_ref(), to);
                is_news |= cheapest(&mut self.found.widgets, to, way);
            }
            if let Some(why) = stop(step) {
                is_news |= cheapest(&mut self.found.stops, ((flow, widget), why), way);
            }
        }
        is_news
    }

    fn at(&self, within: Option<&Text>, widget: &Text) -> At {
        let flow = within.map_or(0, |within| self.flows.subflow(within).unwrap_or(0));
        let index = self.names[flow].get(widget.as_str()).copied();
        (flow, u16::try_from(index.unwrap_or(0)).unwrap_or(0))
    }

    /// Goes back from every end: where that does not come, nothing ends.
    fn find_dead_ends(&mut self) {
        let mut ends: Vec<bool> = self.states.iter().map(|state| state.ends).collect();
        let mut open: Vec<usize> = (0..ends.len()).filter(|&n| ends[n]).collect();
        while let Some(state) = open.pop() {
            for &from in &self.states[state].from {
                if !std::mem::replace(&mut ends[from], true) {
                    open.push(from);
                }
            }
        }
        for (state, _) in self.states.iter().zip(ends).filter(|(_, ends)| !ends) {
            cheapest(&mut self.found.dead_ends, state.at, state.way);
        }
    }
}

/// Keeps the cheaper of two ways; whether that is the new one.
fn cheapest<K: Ord>(ways: &mut BTreeMap<K, Way>, to: K, way: Way) -> bool {
    let known = ways.entry(to).or_insert(Way {
        cost: u32::MAX,
        node: 0,
    });
    let is_cheaper = way.cost < known.cost;
    if is_cheaper {
        *known = way;
    }
    is_cheaper
}

/// What ends an execution, or a subflow, that could have gone on, in words.
pub(in crate::testing) fn stop(step: &Step) -> Option<Text> {
    let is_stop = |note: &&Text| {
        ["81000", "81001", "81005"]
            .iter()
            .any(|code| note.starts_with(code))
    };
    let why = match step.event.as_str() {
        "aborted" => step.notes.last(),
        _ => step.notes.iter().find(is_stop),
    };
    why.map(|note| in_words(note).into())
}

/// What a person would rather do comes first: they write, and what they ask for is done.
fn cost(act: &Act) -> u32 {
    let input = match &act.input {
        Input::Start(opening) => 10 + u32::from(opening.time > 0),
        Input::Say { parameters, .. } => 10 + u32::from(!parameters.is_empty()),
        Input::Silence => 12,
        Input::Answer(Outcome::Failed { .. }) => 3,
        Input::Answer(_) => 1,
    };
    input + if act.refused.is_some() { 5 } else { 0 }
}
