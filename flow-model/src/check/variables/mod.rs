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
mod order;
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

pub use interface::{Given, Taken, gives, takes};

use super::allows::is_half_read;
use super::codes::{
    DUPLICATE_NAME, DUPLICATE_WIDGET, RESERVED_NAME, UNKNOWN_EVENT, UNKNOWN_KIND, UNKNOWN_OPERATOR,
};
use super::context::Context;
use super::findings::Findings;
use super::reach;
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
    let reached = reach::reached(cx);
    let is_reached = |widget: usize| reached.as_ref().is_none_or(|reached| reached[widget]);
    let mut reads = reads::reads(&names, &templates);
    reads.retain(|read| is_reached(read.template.widget));
    unknown::check(&names, &reads, findings);
    if reached.is_none() {
        return;
    }
    reads.retain(|read| read.standing(&names) != Standing::Guarded);
    let plan = Plan::new(&names, &templates, numbers(&reads));
    let walk = Walk::new(cx, &plan);
    let is_clear = ways_are_clear(cx, findings);
    if is_clear {
        arms::check(cx, &walk, findings);
    }
    unset::check(&names, &walk, &reads, is_clear, findings);
}

fn numbers<'f>(reads: &[Read<'_, 'f>]) -> Numbers<'f> {
    let mut numbers = Numbers::default();
    for cell in reads.iter().filter_map(Read::cell) {
        numbers.number(cell);
    }
    numbers
}

/// Whether every way that an execution may go is known. Where one is missing, nobody can say what is
/// never set; but what is unset on a way that is there, is.
fn ways_are_clear(cx: &Context<'_>, findings: &Findings) -> bool {
    let hides_ways = |code: &super::Code| {
        let of_names = [
            &UNKNOWN_KIND,
            &UNKNOWN_EVENT,
            &UNKNOWN_OPERATOR,
            &DUPLICATE_WIDGET,
            &DUPLICATE_NAME,
            &RESERVED_NAME,
        ];
        let of_transitions = code.id.starts_with("F02");
        of_transitions || of_names.contains(&code)
    };
    let mut found = findings.list.iter().map(|finding| finding.diagnostic.code);
    !found.any(hides_ways) && !findings.paths_unclear && !cx.flow.widgets.iter().any(is_half_read)
}
