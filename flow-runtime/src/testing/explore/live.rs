//! What of an execution can still matter where it stands: two that agree in it go on alike.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

use flow_model::machine;
use flow_model::{Map, Value};

use super::cell::{Cell, NOW, look, nested, path};
use super::reads::{At, Flows, Given};
use crate::driver::cast;
use crate::execution::{Execution, Wait};

/// How far a counter is told apart beyond the numbers that the flows compare with.
const BEYOND: f64 = 2.0;

/// What can still matter, by where an execution waits.
pub(super) struct Live {
    /// Every place that a split reads, itself or through variables.
    cells: Vec<Cell>,
    /// For each flow and widget: which of the cells matter while the execution waits there; of a
    /// `run_subflow`, while its subflow runs.
    waits: Vec<Vec<Vec<usize>>>,
    /// Cells whose every use is a condition of their own value alone.
    told: Vec<bool>,
    /// Of cells that are made from themselves: between which numbers they are told apart.
    counts: Vec<Option<(f64, f64)>>,
    essences: HashMap<(usize, String), String>,
}

impl Live {
    pub(super) fn new(flows: &Flows<'_>) -> Self {
        let cells = relevant(flows);
        let mut live = Live {
            waits: Vec::new(),
            told: vec![false; cells.len()],
            counts: vec![None; cells.len()],
            essences: HashMap::new(),
            cells,
        };
        live.find_counters(flows);
        for n in 0..live.cells.len() {
            live.told[n] = live.is_told(flows, n, &mut vec![false; live.cells.len()]);
        }
        live.walk(flows);
        live
    }

    /// Every place that a split reads, itself or through variables.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// What tells an execution from others; `start` is what time it started at, of those tried.
    pub(super) fn key(&mut self, flows: &Flows<'_>, execution: &Execution, start: usize) -> String {
        let (flow, parent) = match &execution.parent {
            None => (0, None),
            Some(frame) => (flows.subflow(&frame.widget).unwrap_or(0), Some(frame)),
        };
        let at = usize::from(execution.at);
        let wait = match execution.wait {
            Wait::Result(_) => 'r',
            Wait::Reply(_) => 'w',
            Wait::Ended => 'e',
        };
        let row = if leads_to_itself(flows, flow, at) {
            execution.in_a_row
        } else {
            0
        };
        let above = parent.map_or(usize::MAX, |frame| usize::from(frame.at));
        let mut key = format!("{flow} {at} {above} {wait} {row}");
        let root = parent.map_or(&execution.context, |frame| &frame.context);
        let mut cells = self.waits[flow].get(at).cloned().unwrap_or_default();
        if let Some(frame) = parent {
            let more = self.waits[0].get(usize::from(frame.at));
            cells.extend(more.into_iter().flatten());
            cells.sort_unstable();
            cells.dedup();
        }
        for n in cells {
            let cell = &self.cells[n];
            if cell.path == [NOW] {
                let _ = write!(key, "|{start}");
                continue;
            }
            let context = match cell.flow {
                0 => root,
                _ => &execution.context,
            };
            let value = look(context, &cell.path).cloned().unwrap_or_default();
            let essence = self.essence(flows, n, &value);
            let _ = write!(key, "|{essence}");
        }
        key
    }

    /// What of a value the splits can tell.
    fn essence(&mut self, flows: &Flows<'_>, n: usize, value: &Value) -> String {
        let raw = value.to_string();
        if let Some((least, most)) = self.counts[n] {
            let number = value.as_str().map_or(raw.as_str(), str::trim);
            if let Ok(number) = number.parse::<f64>() {
                return number.clamp(least, most).to_string();
            }
        }
        if !self.told[n] {
            return raw;
        }
        let known = (n, raw);
        if let Some(essence) = self.essences.get(&known) {
            return essence.clone();
        }
        let mut essence = String::new();
        let cell = self.cells[n].clone();
        for reader in &flows.readers {
            if reader.tested.cells.contains(&cell) {
                essence.push_str(&reader.outcome(&cell, value).unwrap_or_default());
                essence.push(',');
            }
        }
        for set in &flows.sets {
            if !set.reading.cells.contains(&cell) {
                continue;
            }
            let mut context = Map::new();
            nested(&mut context, &cell.path, value.clone());
            let scope = At {
                context: &context,
                now: 0,
            };
            let given = match set.kind {
                Given::Copy | Given::Json => value.clone(),
                Given::Text => Value::Text(set.reading.render(&scope)),
                Given::Cast => cast::number(set.reading.render(&scope)),
            };
            for target in &set.targets {
                if let Some(target) = self.cells.iter().position(|it| it == target) {
                    let more = self.essence(flows, target, &given);
                    let _ = write!(essence, "({more})");
                }
            }
        }
        self.essences.insert(known, essence.clone());
        essence
    }

    fn is_told(&self, flows: &Flows<'_>, n: usize, under_way: &mut Vec<bool>) -> bool {
        let cell = &self.cells[n];
        if under_way[n] || cell.path == [NOW] {
            return false;
        }
        under_way[n] = true;
        let overlaps = |cells: &[Cell]| cells.iter().any(|it| it.overlaps(cell));
        let only = |cells: &[Cell]| cells == [cell.clone()];
        let of_readers = flows.readers.iter().all(|reader| {
            let tests = reader.conditions.iter();
            let is_constant = tests.clone().all(|test| test.condition.is_some());
            let argued = tests.flat_map(|test| &test.arguments);
            let argued = argued.flat_map(|argument| &argument.cells);
            if argued.clone().any(|it| it.overlaps(cell)) {
                return false;
            }
            !overlaps(&reader.tested.cells) || only(&reader.tested.cells) && is_constant
        });
        let of_sets = of_readers
            && flows.sets.iter().all(|set| {
                if !overlaps(&set.reading.cells) {
                    return true;
                }
                let mut targets = set.targets.iter();
                set.kind != Given::Json
                    && only(&set.reading.cells)
                    && targets.all(|target| {
                        let mut related =
                            (0..self.cells.len()).filter(|&it| self.cells[it].overlaps(target));
                        related.all(|it| {
                            self.cells[it] == *target && self.is_told(flows, it, under_way)
                        })
                    })
            });
        under_way[n] = false;
        of_sets
    }

    fn find_counters(&mut self, flows: &Flows<'_>) {
        let count = self.cells.len();
        let mut leads = vec![BTreeSet::new(); count];
        for set in &flows.sets {
            for (from, leads) in leads.iter_mut().enumerate() {
                let cell = &self.cells[from];
                if set.reading.cells.iter().any(|it| it.overlaps(cell)) {
                    let targets = (0..count)
                        .filter(|&to| set.targets.iter().any(|it| it.overlaps(&self.cells[to])));
                    leads.extend(targets);
                }
            }
        }
        for start in 0..count {
            let mut reached = BTreeSet::new();
            let mut open: Vec<usize> = leads[start].iter().copied().collect();
            while let Some(next) = open.pop() {
                if reached.insert(next) {
                    open.extend(&leads[next]);
                }
            }
            if reached.contains(&start) {
                let made: Vec<&Cell> = reached.iter().map(|&n| &self.cells[n]).collect();
                self.counts[start] = Some(range(flows, &made));
            }
        }
    }

    /// Walks the flows against their arrows, subflows first, until nothing more is found to matter.
    fn walk(&mut self, flows: &Flows<'_>) {
        let mut entered: Vec<Cells> = flows
            .all
            .iter()
            .map(|read| vec![BTreeSet::new(); read.machine.widgets.len()])
            .collect();
        self.waits = flows
            .all
            .iter()
            .map(|read| vec![Vec::new(); read.machine.widgets.len()])
            .collect();
        for flow in (0..flows.all.len()).rev() {
            loop {
                let before = entered[flow].clone();
                for widget in flows.all[flow].machine.clone().widgets() {
                    let (waits, enters) = self.matters(flows, flow, &widget, &entered);
                    self.waits[flow][widget.index] = waits.into_iter().collect();
                    entered[flow][widget.index] = enters;
                }
                if before == entered[flow] {
                    break;
                }
            }
        }
    }

    /// What matters while the execution waits on a widget, and when it comes to it.
    fn matters(
        &self,
        flows: &Flows<'_>,
        flow: usize,
        widget: &machine::Widget<'_>,
        entered: &[Cells],
    ) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let after = |words: &[&str]| {
            let mut all = BTreeSet::new();
            for arm in widget.arms() {
                let is_meant = match arm.event {
                    machine::Event::Known(event) => words.is_empty() || words.contains(&event.word),
                    _ => true,
                };
                if is_meant {
                    match arm.target {
                        Some(target) => all.extend(&entered[flow][target]),
                        None => all.extend(self.at_end(flow)),
                    }
                }
            }
            all
        };
        let own = |names: &[&str]| {
            let place = path(&[&["widgets", widget.name()], names].concat());
            move |cell: &Cell| cell.flow == flow && cell.is_under(&place)
        };
        let without = |mut cells: BTreeSet<usize>, is: &dyn Fn(&Cell) -> bool| {
            cells.retain(|&n| !is(&self.cells[n]));
            cells
        };
        let of_sets = |cells: &mut BTreeSet<usize>| {
            for set in &flows.sets {
                if set.flow == flow && set.widget == widget.index && set.kind != Given::Copy {
                    cells.extend(self.positions(&set.reading.cells));
                }
            }
        };
        match widget.kind().map_or("", |kind| kind.word) {
            "split_based_on" => {
                let mut cells = after(&[]);
                for reader in &flows.readers {
                    if reader.flow == flow && reader.widget == widget.index {
                        let arguments = reader.conditions.iter().flat_map(|test| &test.arguments);
                        let read = arguments.flat_map(|argument| &argument.cells);
                        cells.extend(self.positions(read.chain(&reader.tested.cells)));
                    }
                }
                (BTreeSet::new(), cells)
            }
            "set_variables" => {
                let targets: Vec<&Cell> = flows
                    .sets
                    .iter()
                    .filter(|set| set.flow == flow && set.widget == widget.index)
                    .flat_map(|set| &set.targets)
                    .collect();
                let is_set = |cell: &Cell| {
                    let mut targets = targets.iter();
                    targets.any(|it| it.flow == cell.flow && cell.is_under(&it.path))
                };
                let mut cells = without(after(&[]), &is_set);
                of_sets(&mut cells);
                (BTreeSet::new(), cells)
            }
            "send_and_wait_for_reply" => {
                let mut waits = without(after(&["incoming_message"]), &own(&["inbound"]));
                waits.extend(after(&["timeout", "delivery_failure"]));
                let mut enters = without(waits.clone(), &own(&["outbound"]));
                of_sets(&mut enters);
                (waits, enters)
            }
            "send_message" => {
                let mut cells = without(after(&[]), &own(&["outbound"]));
                of_sets(&mut cells);
                (cells.clone(), cells)
            }
            "run_function" => {
                let mut cells = after(&[]);
                for name in ["body", "content_type", "status_code", "headers"] {
                    cells = without(cells, &own(&[name]));
                }
                (cells.clone(), cells)
            }
            "run_subflow" if flow == 0 => {
                // What started the execution is read in the subflow too.
                let is_fixed = |n: &usize| self.cells[*n].flow == 0 && self.cells[*n].is_fixed();
                let mut waits = after(&[]);
                waits.extend((0..self.cells.len()).filter(is_fixed));
                let mut enters = waits.clone();
                of_sets(&mut enters);
                (waits, enters)
            }
            _ => {
                let cells = after(&[]);
                (cells.clone(), cells)
            }
        }
    }

    /// What matters of a flow at its end: the variables of a subflow.
    fn at_end(&self, flow: usize) -> Vec<usize> {
        let variables = path(&["flow", "variables"]);
        let is_given = |cell: &Cell| flow > 0 && cell.flow == flow && cell.is_under(&variables);
        (0..self.cells.len())
            .filter(|&n| is_given(&self.cells[n]))
            .collect()
    }

    fn positions<'c>(&self, cells: impl IntoIterator<Item = &'c Cell>) -> Vec<usize> {
        let cells: Vec<&Cell> = cells.into_iter().collect();
        (0..self.cells.len())
            .filter(|&n| cells.iter().any(|it| it.overlaps(&self.cells[n])))
            .collect()
    }
}

/// For each widget of a flow, some cells.
type Cells = Vec<BTreeSet<usize>>;

/// Every place that a split reads, and every one from which those are made.
fn relevant(flows: &Flows<'_>) -> Vec<Cell> {
    let mut cells = BTreeSet::new();
    for reader in &flows.readers {
        cells.extend(reader.tested.cells.iter().cloned());
        for test in &reader.conditions {
            for argument in &test.arguments {
                cells.extend(argument.cells.iter().cloned());
            }
        }
    }
    loop {
        let before = cells.len();
        for set in &flows.sets {
            let matters = |target: &Cell| cells.iter().any(|cell| cell.overlaps(target));
            if set.targets.iter().any(matters) {
                cells.extend(set.reading.cells.iter().cloned());
            }
        }
        if cells.len() == before {
            return cells.into_iter().collect();
        }
    }
}

/// Between which numbers a counter is told apart that these cells are made from: those that they are
/// compared with, and a little more on both sides.
fn range(flows: &Flows<'_>, made: &[&Cell]) -> (f64, f64) {
    let (mut least, mut most) = (0.0f64, 1.0f64);
    let mut compared = |number: Option<f64>| {
        if let Some(number) = number.filter(|number| number.is_finite()) {
            (least, most) = (least.min(number), most.max(number));
        }
    };
    let reads = |cells: &[Cell]| {
        cells
            .iter()
            .any(|cell| made.iter().any(|it| it.overlaps(cell)))
    };
    for reader in flows.readers.iter().filter(|it| reads(&it.tested.cells)) {
        for argument in reader.conditions.iter().flat_map(|test| &test.arguments) {
            let entries = argument.constant.split(',');
            entries.for_each(|entry| compared(entry.trim().parse().ok()));
        }
        let literals = &reader.tested.literals.compared;
        literals.iter().for_each(|value| compared(number(value)));
    }
    for set in flows.sets.iter().filter(|it| reads(&it.reading.cells)) {
        let literals = &set.reading.literals.compared;
        literals.iter().for_each(|value| compared(number(value)));
    }
    (least - BEYOND, most + BEYOND)
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Whether a widget leads to itself at once: of these the driver counts the rounds.
fn leads_to_itself(flows: &Flows<'_>, flow: usize, at: usize) -> bool {
    let Some(widget) = flows.all[flow].machine.widget(at) else {
        return false;
    };
    widget.arms().any(|arm| arm.target == Some(at))
}
