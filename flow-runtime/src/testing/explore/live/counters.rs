//! Variables that are made from themselves: how far they are told apart.

use std::collections::BTreeSet;

use flow_model::Value;

use super::Live;
use crate::testing::explore::cell::Cell;
use crate::testing::explore::reads::Flows;

/// How far a counter is told apart beyond the numbers that the flows compare with.
const BEYOND: f64 = 2.0;

impl Live {
    pub(super) fn find_counters(&mut self, flows: &Flows<'_>) {
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
