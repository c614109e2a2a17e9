//! Where what matters: found by walking the flows against their arrows.

use std::collections::BTreeSet;

use flow_model::machine;

use super::Live;
use crate::testing::explore::cell::{Cell, path};
use crate::testing::explore::reads::{Flows, Given};

/// For each widget of a flow, some cells.
type Cells = Vec<BTreeSet<usize>>;

impl Live {
    /// Walks the flows against their arrows, subflows first, until nothing more is found to matter.
    pub(super) fn walk(&mut self, flows: &Flows<'_>) {
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
                        Some(target) => all.extend(entered[flow].get(target).into_iter().flatten()),
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
