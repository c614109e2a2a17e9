//! Variables: what templates read, and whether an execution that comes there has it.
//!
//! Each path means a *cell*: an output of a widget, a variable, what came with the trigger. The flow is
//! walked as all its executions would ([`walk`]), which are told apart in *worlds* by what started
//! them and by what their splits have decided ([`world`]). What is unset in every world of a widget
//! is never set there; what is unset in some may be. `liquid` says of each read whether it reckons
//! with a blank.
//!
//! Two facts are *unconfirmed* of Studio: exactly one kind of trigger is filled, and a widget that
//! runs again keeps the outputs that its new run does not set.

mod arms;
mod cells;
mod interface;
pub(crate) mod onward;
mod order;
pub(crate) mod passed;
mod paths;
mod plan;
mod reads;
mod reasons;
mod sites;
mod split;
mod unknown;
mod unset;
mod walk;
mod world;

pub use interface::{Given, OutputRead, Taken, gives, is_subflow, output_reads, takes, takes_any};

use super::Code;
use super::allows::is_half_read;
use super::codes::{DUPLICATE_NAME, DUPLICATE_WIDGET, RESERVED_NAME, UNKNOWN_EVENT, UNKNOWN_KIND};
use super::context::Context;
use super::findings::Findings;
use super::{graph, reach};
use cells::Names;
use plan::{Numbers, Plan};
use reads::{Read, Standing};
use walk::Walk;

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    let templates = sites::templates(cx);
    if templates.is_empty() {
        return;
    }
    let names = Names::new(cx);
    // Where some way may lead anywhere, what the others lead to is reached at least.
    let reached = reach::reached(cx).unwrap_or_else(|| {
        let triggers = (0..cx.flow.widgets.len()).filter(|&widget| cx.is_trigger(widget));
        graph::reached(&cx.edges, triggers)
    });
    let mut reads = reads::reads(&names, &templates);
    reads.retain(|read| reached[read.template.widget]);
    unknown::check(&names, &reads, findings);
    reads.retain(|read| read.standing(&names) != Standing::Guarded);
    let plan = Plan::new(&names, &templates, numbers(&reads));
    let walk = Walk::new(cx, &plan);
    let doubt = Doubt::new(cx, findings);
    if !doubt.ways && !doubt.knowledge {
        arms::check(cx, &walk, findings);
    }
    unset::check(&names, &walk, &reads, &doubt, findings);
}

fn numbers<'f>(reads: &[Read<'_, 'f>]) -> Numbers<'f> {
    let mut numbers = Numbers::default();
    for cell in reads.iter().filter_map(Read::cell) {
        numbers.number(cell);
    }
    numbers
}

/// What another finding hides, so that nothing may be said that rests on it.
struct Doubt {
    /// Some way is missing: nobody can say what is never set. But what is unset on a way that is
    /// there, is.
    ways: bool,
    /// What a split or a `set_variables` does is not known, or what some widget is.
    knowledge: bool,
}

impl Doubt {
    fn new(cx: &Context<'_>, findings: &Findings) -> Self {
        let decides = |&widget: &usize| {
            let kind = cx.kind(widget);
            kind.is_none_or(|kind| kind.is_split() || kind.word == "set_variables")
        };
        let mut doubt = Doubt {
            ways: findings.paths_unclear,
            knowledge: cx.flow.widgets.iter().any(is_half_read),
        };
        let hard = findings
            .list
            .iter()
            .filter(|finding| !finding.diagnostic.code.lint);
        for finding in hard {
            let code = finding.diagnostic.code;
            let of_ways = code.id.starts_with("F02");
            doubt.ways |= of_ways;
            doubt.knowledge |=
                !of_ways && (HIDING.contains(&code) || finding.widgets.iter().any(decides));
        }
        doubt
    }
}

/// Names without which nobody knows what happens.
const HIDING: [&Code; 5] = [
    &UNKNOWN_KIND,
    &UNKNOWN_EVENT,
    &DUPLICATE_WIDGET,
    &DUPLICATE_NAME,
    &RESERVED_NAME,
];
