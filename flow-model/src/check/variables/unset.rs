//! Reads of what is never set where they stand, and of what may be unset there.

use std::collections::HashSet;

use super::Doubt;
use super::cells::{Cell, Names};
use super::paths::Steps;
use super::reads::{Read, Standing};
use super::reasons::{self, Reason};
use super::sites::Site;
use super::walk::Walk;
use super::world::Value;
use crate::check::codes::{MAY_BE_UNSET, NEVER_SET_HERE};
use crate::check::findings::Findings;

/// What is said of a cell at a widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Never,
    May,
    Fine,
}

/// Each cell once a widget.
pub(super) fn check<'f>(
    names: &Names<'_, 'f>,
    walk: &Walk<'_, 'f>,
    reads: &[Read<'_, 'f>],
    doubt: &Doubt,
    findings: &mut Findings,
) {
    let mut told = HashSet::new();
    let mut steps = None;
    for read in reads {
        let (Some(cell), widget) = (read.cell(), read.template.widget) else {
            continue;
        };
        let Some(number) = walk.plan.cells.get(cell) else {
            continue;
        };
        let standing = read.standing(names);
        let verdict = verdict(walk, widget, number);
        let says = match verdict {
            Verdict::Never => !doubt.ways && !doubt.knowledge && !is_hidden(names, walk, cell),
            Verdict::May => !doubt.knowledge && standing == Standing::Plain,
            Verdict::Fine => false,
        };
        if !says || read.is_first_round(names, &walk.plan.order) || !told.insert((widget, cell)) {
            continue;
        }
        match verdict {
            Verdict::Never => never(names, walk, read, cell, findings),
            _ => {
                let steps = steps.get_or_insert_with(|| Steps::new(names.cx, walk));
                may(names, steps, read, (cell, number), findings);
            }
        }
    }
}

/// What a cell is in the worlds of a widget.
pub(super) fn verdict(walk: &Walk<'_, '_>, widget: usize, cell: usize) -> Verdict {
    let worlds = &walk.worlds[widget].list;
    let mut unset = worlds.iter().filter(|world| world.value(cell).unset);
    let is_unset = |value: Value| value.unset && !value.set && !value.may;
    if worlds.is_empty() || unset.clone().next().is_none() {
        Verdict::Fine
    } else if unset.clone().count() == worlds.len()
        && unset.all(|world| is_unset(world.value(cell)))
    {
        Verdict::Never
    } else {
        Verdict::May
    }
}

/// Whether nothing that sets a cell is ever reached: then that is what is said.
fn is_hidden(names: &Names<'_, '_>, walk: &Walk<'_, '_>, cell: Cell<'_>) -> bool {
    let is_reached = |widget: usize| !walk.worlds[widget].list.is_empty();
    match cell {
        Cell::Ran(widget) | Cell::Output(widget, _) | Cell::Rest(widget) => !is_reached(widget),
        Cell::Variable(name) => !names.setters(name).iter().any(|&setter| is_reached(setter)),
        Cell::Trigger(_) | Cell::Data | Cell::Channel => false,
    }
}

fn never(
    names: &Names<'_, '_>,
    walk: &Walk<'_, '_>,
    read: &Read<'_, '_>,
    cell: Cell<'_>,
    findings: &mut Findings,
) {
    let Reason { why, help } = reasons::reason(names, walk, read, cell);
    let so = match read.template.site {
        Site::Input | Site::Arm => ", so this tests a blank",
        _ => "",
    };
    findings
        .report(
            &NEVER_SET_HERE,
            read.template.at,
            format!("`{}` is never set here{so}: {why}", read.path()),
        )
        .of(read.template.widget)
        .range(read.read.range.clone())
        .help(help);
}

fn may(
    names: &Names<'_, '_>,
    steps: &Steps<'_, '_, '_>,
    read: &Read<'_, '_>,
    (cell, number): (Cell<'_>, usize),
    findings: &mut Findings,
) {
    let path = steps.path(number, read.template.widget);
    let drawn = super::paths::draw(names.cx, steps.walk, &path, cell);
    let read_path = read.path();
    let stand_in = format!("{{{{{read_path} | default: \"\"}}}}");
    findings
        .report(
            &MAY_BE_UNSET,
            read.template.at,
            format!("`{read_path}` may be unset here: nothing sets it on the path `{drawn}`"),
        )
        .of(read.template.widget)
        .range(read.read.range.clone())
        .help(match cell {
            Cell::Trigger(_) | Cell::Data => format!("say what stands for it: `{stand_in}`"),
            _ => format!("set it on that path, or say what stands for it: `{stand_in}`"),
        });
}
