//! Arms that no execution takes, as every path to their split has decided the same already.

use super::split::Split;
use super::walk::{Truth, Walk};
use crate::check::codes::ARM_NEVER_TAKEN;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::graph;
use crate::check::near;
use crate::check::reach::written;

/// So many earlier splits are named.
const NAMED: usize = 3;

pub(super) fn check(cx: &Context<'_>, walk: &Walk<'_, '_>, findings: &mut Findings) {
    let told: Vec<_> = findings
        .list
        .iter()
        .filter(|finding| *finding.diagnostic.code == ARM_NEVER_TAKEN)
        .map(|finding| finding.diagnostic.location)
        .collect();
    for &widget in &walk.plan.order.widgets {
        let Some(split) = walk.plan.splits.list.get(&widget) else {
            continue;
        };
        let worlds = &walk.worlds[widget].list;
        let truths: Vec<_> = worlds
            .iter()
            .map(|world| walk.truths(split, world))
            .collect();
        for (place, arm) in cx.flow.widgets[widget].arms.iter().enumerate() {
            let decided = |truths: &Vec<Truth>| truths[place] == Truth::Decided;
            if truths.is_empty() || !truths.iter().all(decided) || told.contains(&arm.event.at()) {
                continue;
            }
            let (why, help) = reason(cx, walk, widget, split);
            findings
                .report(
                    &ARM_NEVER_TAKEN,
                    arm.event.at(),
                    format!("no execution takes `{}` here: {why}", written(&arm.event)),
                )
                .of(widget)
                .help(help);
        }
    }
}

/// Who has decided it.
fn reason(cx: &Context<'_>, walk: &Walk<'_, '_>, widget: usize, split: &Split) -> (String, String) {
    let worlds = walk.worlds[widget].list.iter();
    let mut texts: Vec<_> = worlds
        .filter_map(|world| walk.constant(split, world))
        .map(|text| format!("{text:?}"))
        .collect();
    texts.sort_unstable();
    texts.dedup();
    let variable = split
        .variable
        .map(|variable| walk.plan.splits.variables[variable].name);
    if let Some(name) = variable.filter(|_| !texts.is_empty()) {
        return (
            format!(
                "on every path `flow.variables.{name}` is {}",
                near::list(texts.iter().map(String::as_str), "or")
            ),
            "take the arm out, or set the variable to what it tests on some path".to_owned(),
        );
    }
    let topic = split.topic.map(|topic| &walk.plan.splits.topics[topic]);
    let splits = topic.map_or(&[][..], |topic| &topic.splits);
    let leads_here =
        |&&other: &&usize| other != widget && graph::reached(&cx.edges, [other])[widget];
    let earlier = splits.iter().filter(leads_here).take(NAMED);
    let earlier: Vec<_> = earlier
        .map(|&other| cx.flow.widgets[other].ident.text.as_str())
        .collect();
    let has = if earlier.len() == 1 { "has" } else { "have" };
    (
        format!(
            "{} {has} already decided `{}`",
            near::list(earlier, "and"),
            topic.map_or("", |topic| &topic.text)
        ),
        "take the arm out, or lead here from where it is still open".to_owned(),
    )
}
