//! What of an execution can still matter where it stands: two that agree in it go on alike.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;

use flow_model::{Map, Value};

use super::cell::{Cell, NOW, look, nested};
use super::reading::At;
use super::reads::{Flows, Given};
use crate::driver::cast;
use crate::execution::{Execution, Wait};

mod counters;
mod walk;

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
}

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

/// Whether a widget leads to itself at once: of these the driver counts the rounds.
fn leads_to_itself(flows: &Flows<'_>, flow: usize, at: usize) -> bool {
    let Some(widget) = flows.all[flow].machine.widget(at) else {
        return false;
    };
    widget.arms().any(|arm| arm.target == Some(at))
}
