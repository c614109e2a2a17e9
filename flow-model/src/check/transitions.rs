//! Transitions: every event leads somewhere, once.

use super::codes::{
    DANGLING_EVENT, EVENT_ARGUMENTS, EVENT_HANDLED_TWICE, MISPLACED_ATTRIBUTE, NO_TRIGGER,
    NOTHING_LEFT, REST_NOT_LAST, SECOND_TRIGGER, SPLIT_WITHOUT_REST, TRIGGER_UNCONNECTED,
    UNKNOWN_TARGET,
};
use super::context::{Context, UnknownTarget, is_unread, known, means};
use super::findings::Findings;
use super::near;
use crate::catalogue::{self, Kind};
use crate::flow::{Arm, Event, Target, Widget};

pub(super) fn check(cx: &Context<'_>, findings: &mut Findings) {
    triggers(cx, findings);
    unknown_targets(cx, findings);
    for (index, widget, kind) in cx.known_widgets() {
        rest_not_last(index, widget, findings);
        if kind.is_split() {
            split(index, widget, findings);
        } else {
            events(index, widget, kind, cx.is_trigger(index), findings);
        }
    }
}

fn triggers(cx: &Context<'_>, findings: &mut Findings) {
    let widgets = &cx.flow.widgets;
    let mut triggers = (0..widgets.len()).filter(|&index| cx.is_trigger(index));
    let Some(first) = triggers.next() else {
        let unread = widgets.iter().any(|widget| widget.kind.text.is_empty());
        // A misspelt kind may have been the trigger's.
        let misspelt = |widget: &Widget| {
            known(&widget.kind).is_some_and(|kind| !near::near(kind, ["trigger"]).is_empty())
        };
        if !unread && !widgets.iter().any(misspelt) {
            findings
                .report(&NO_TRIGGER, cx.flow.name.at, "the flow has no trigger")
                .help("say what starts it: `trigger { incoming_message => … }`");
        }
        return;
    };
    let trigger = &widgets[first];
    let unconnected = |arm: &Arm| matches!(arm.target, Target::End(_));
    if trigger.arms.iter().all(unconnected) {
        let message = "nothing is connected to the trigger, so the flow does nothing";
        findings
            .report(&TRIGGER_UNCONNECTED, trigger.kind.at, message)
            .of(first)
            .help("let an event lead to a widget: `incoming_message => …`");
    }
    for second in triggers {
        let message = "a flow has one trigger, and there is one already";
        findings
            .report(&SECOND_TRIGGER, widgets[second].kind.at, message)
            .of(second)
            .help("write all events into the first");
    }
}

fn unknown_targets(cx: &Context<'_>, findings: &mut Findings) {
    let unread = cx.has_unread_widget();
    for target in cx.unknown_targets() {
        if unread && target.near.is_empty() {
            continue;
        }
        let name = &target.name.text;
        let (message, help) = match name.as_str() {
            "trigger" => (
                "the trigger is where executions start, and no target".to_owned(),
                "name the widget to go to".to_owned(),
            ),
            _ => (format!("there is no widget `{name}`"), meant(cx, target)),
        };
        findings
            .report(&UNKNOWN_TARGET, target.name.at, message)
            .of(target.widget)
            .help(help);
    }
}

/// What an unknown target may have meant: a widget, or `end`.
fn meant(cx: &Context<'_>, target: &UnknownTarget<'_>) -> String {
    let near = target.near.iter();
    let near = near.map(|&widget| cx.flow.widgets[widget].ident.text.as_str());
    let near = near::near(&target.name.text, near.chain(["end"]));
    near::help(&near, "the targets are", cx.widget_names().chain(["end"]))
        .unwrap_or_else(|| "a target is a widget of this flow, or `end`".to_owned())
}

fn rest_not_last(index: usize, widget: &Widget, findings: &mut Findings) {
    let mut arms = widget
        .arms
        .iter()
        .filter(|arm| !is_unread(&arm.event, &arm.target))
        .peekable();
    while let Some(arm) = arms.next() {
        if let Event::Rest(at) = arm.event
            && arms.peek().is_some()
        {
            findings
                .report(
                    &REST_NOT_LAST,
                    at,
                    "`_` takes every event not named above it, so it stands last",
                )
                .of(index)
                .help("move this arm to the end; an event is named above it");
        }
    }
}

fn split(index: usize, widget: &Widget, findings: &mut Findings) {
    let is_rest = |arm: &Arm| match &arm.event {
        Event::Rest(_) => true,
        // It may have meant `_`.
        Event::Named { word, arguments } => {
            word.text.is_empty()
                || (arguments.is_none()
                    && known(word).is_some_and(|word| catalogue::operator(word).is_none()))
        }
    };
    if !widget.arms.iter().any(is_rest) {
        let message = format!(
            "`{}` has no arm for an input that none of its operators accepts",
            widget.ident.text
        );
        findings
            .report(&SPLIT_WITHOUT_REST, widget.ident.at, message)
            .of(index)
            .help("add `_ => …`, Studio's `noMatch`");
    }
    for arm in &widget.arms {
        if let (Event::Rest(at), Some(_)) = (&arm.event, &arm.label) {
            let message = "`_` has no label (`///`) in Studio";
            findings
                .report(&MISPLACED_ATTRIBUTE, *at, message)
                .of(index)
                .help("make it a comment: `//`");
        }
        if let (Event::Rest(_), Some(subject)) = (&arm.event, &arm.subject) {
            let message = "`_` tests nothing, so it has no subject";
            findings
                .report(&MISPLACED_ATTRIBUTE, subject.at, message)
                .of(index)
                .help("leave `#[subject(…)]` out");
        }
    }
}

/// What an arm of a widget that is no split answers to.
#[derive(Clone, Copy, PartialEq)]
enum Answers {
    /// An event by its place in the catalogue.
    To(usize),
    /// Every other event.
    Rest,
    /// An event that cannot be told: quoted, misspelt or not read.
    Unclear,
}

fn events(index: usize, widget: &Widget, kind: &Kind, trigger: bool, findings: &mut Findings) {
    let answers: Vec<_> = widget.arms.iter().map(|arm| answers(arm, kind)).collect();
    for (place, arm) in widget.arms.iter().enumerate() {
        arm_of_event(index, arm, answers[place], findings);
        handled_twice(index, widget, kind, (place, &answers), findings);
    }
    let named = |event: usize| answers.contains(&Answers::To(event));
    let left: Vec<_> = (0..kind.events.len())
        .filter(|&event| !named(event) && !may_be_meant(widget, kind, event))
        .collect();
    match answers.iter().position(|answer| *answer == Answers::Rest) {
        Some(rest) if (0..kind.events.len()).all(named) => {
            let message = format!("every event of `{}` is named already", kind.word);
            findings
                .report(&NOTHING_LEFT, widget.arms[rest].event.at(), message)
                .of(index)
                .help("leave `_` out");
        }
        Some(_) => {}
        None if trigger || left.is_empty() || has_unread_arm(widget) => {}
        None => dangling(index, widget, kind, &left, findings),
    }
}

fn answers(arm: &Arm, kind: &Kind) -> Answers {
    match &arm.event {
        event if is_unread(event, &arm.target) => Answers::Unclear,
        Event::Rest(_) => Answers::Rest,
        Event::Named { word, .. } => kind
            .events
            .iter()
            .position(|event| means(word, event.word, event.studio))
            .map_or(Answers::Unclear, Answers::To),
    }
}

fn has_unread_arm(widget: &Widget) -> bool {
    widget
        .arms
        .iter()
        .any(|arm| is_unread(&arm.event, &arm.target))
}

/// Whether a misspelt event of the widget may have meant this one: one that is near, or, where no
/// event is near, any.
fn may_be_meant(widget: &Widget, kind: &Kind, event: usize) -> bool {
    widget.arms.iter().any(|arm| match &arm.event {
        Event::Named { word, .. } => known(word)
            .filter(|word| kind.event(word).is_none())
            .is_some_and(|word| {
                let near = near::near(word, kind.events.iter().map(|event| event.word));
                near.is_empty() || near.contains(&kind.events[event].word)
            }),
        Event::Rest(_) => false,
    })
}

fn arm_of_event(index: usize, arm: &Arm, answers: Answers, findings: &mut Findings) {
    if let (
        Answers::To(_),
        Event::Named {
            word,
            arguments: Some(arguments),
        },
    ) = (answers, &arm.event)
        // What a quoted event is given is the rest of its transition, as JSON: not checked either.
        && !word.quoted
    {
        let at = arguments.first().map_or(word.at, |argument| argument.at);
        findings
            .report(
                &EVENT_ARGUMENTS,
                at,
                format!("the event `{}` takes no arguments", word.text),
            )
            .of(index)
            .help(
                "leave the parentheses out; only the operators of `split_based_on` take arguments",
            );
    }
    if arm.label.is_some() {
        findings
            .report(
                &MISPLACED_ATTRIBUTE,
                arm.event.at(),
                "only a condition of a split has a label (`///`)",
            )
            .of(index)
            .help("make it a comment: `//`");
    }
    if let Some(subject) = &arm.subject {
        findings
            .report(
                &MISPLACED_ATTRIBUTE,
                subject.at,
                "only a condition of a split has a subject",
            )
            .of(index)
            .help("leave `#[subject(…)]` out");
    }
}

fn handled_twice(
    index: usize,
    widget: &Widget,
    kind: &Kind,
    (place, answers): (usize, &[Answers]),
    findings: &mut Findings,
) {
    let Answers::To(event) = answers[place] else {
        return;
    };
    if answers[..place].contains(&answers[place]) {
        let message = format!("`{}` is handled already", kind.events[event].word);
        findings
            .report(&EVENT_HANDLED_TWICE, widget.arms[place].event.at(), message)
            .of(index)
            .help("leave one of the two arms out: an event leads to one place");
    }
}

fn dangling(index: usize, widget: &Widget, kind: &Kind, left: &[usize], findings: &mut Findings) {
    let words = || left.iter().map(|&event| kind.events[event].word);
    let (them, also) = match (left.len(), widget.arms.is_empty()) {
        (1, false) => ("it", "also "),
        (1, true) => ("it", ""),
        (_, false) => ("them", "also "),
        (_, true) => ("them", ""),
    };
    let message = format!(
        "`{}` can {also}leave by {}, and no arm handles {them}",
        kind.word,
        near::list(words(), "or")
    );
    let arms: Vec<_> = words().map(|word| format!("`{word} => …`")).collect();
    let help = match left.len() {
        1 => format!("add {}, or `_ => …` for every event not named", arms[0]),
        _ => format!("add {}, or one `_ => …` for all of them", arms.join(", ")),
    };
    findings
        .report(&DANGLING_EVENT, widget.ident.at, message)
        .of(index)
        .help(help);
}
