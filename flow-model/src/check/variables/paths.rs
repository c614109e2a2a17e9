//! The shortest path on which something stays unset.

use std::collections::VecDeque;

use super::cells::Cell;
use super::split::static_text;
use super::walk::{Walk, is_of_something};
use crate::check::context::Context;
use crate::flow::Event;

/// Each step that an execution may take, between worlds.
pub(super) struct Steps<'w, 'p, 'f> {
    pub(super) walk: &'w Walk<'p, 'f>,
    /// By widget, the number of its first world.
    first: Vec<usize>,
    /// Of each world its widget.
    widget: Vec<usize>,
    /// Of each world the ways out of it, and where they lead.
    steps: Vec<Vec<(usize, usize)>>,
    /// The first steps: each from a trigger by one of its ways.
    starts: Vec<(usize, usize, usize)>,
}

/// A widget, and the way by which it is left.
pub(super) type Step = (usize, usize);

/// A path longer than this is drawn without its middle.
const DRAWN: usize = 8;

/// A list of arguments longer than this is drawn as `…`.
const ARGUMENTS: usize = 24;

impl<'w, 'p, 'f> Steps<'w, 'p, 'f> {
    pub(super) fn new(cx: &Context<'f>, walk: &'w Walk<'p, 'f>) -> Self {
        let mut steps = Steps {
            walk,
            first: Vec::with_capacity(walk.worlds.len()),
            widget: Vec::new(),
            steps: Vec::new(),
            starts: Vec::new(),
        };
        for (widget, worlds) in walk.worlds.iter().enumerate() {
            steps.first.push(steps.widget.len());
            steps.widget.extend(worlds.list.iter().map(|_| widget));
        }
        // The last are those in which executions have ended.
        for (widget, worlds) in walk.worlds.iter().enumerate().take(walk.plan.ways.len()) {
            for world in &worlds.list {
                let left = walk.leave(widget, world).into_iter();
                let left =
                    left.filter_map(|(way, key, _)| Some((way, steps.to(widget, way, key)?)));
                let left = left.collect();
                steps.steps.push(left);
            }
        }
        steps.steps.resize(steps.widget.len(), Vec::new());
        for &widget in walk
            .plan
            .order
            .widgets
            .iter()
            .filter(|&&widget| cx.is_trigger(widget))
        {
            for (place, way) in walk.plan.ways[widget].iter().enumerate() {
                let (key, _) = walk.plan.start(way.event);
                let to = steps.to(widget, place, key);
                steps.starts.extend(to.map(|to| (widget, place, to)));
            }
        }
        steps
    }

    fn to(&self, widget: usize, way: usize, mut key: super::world::Key) -> Option<usize> {
        let way = &self.walk.plan.ways[widget][way];
        let at = self.walk.enter(way, &mut key);
        Some(self.first[at] + self.walk.worlds[at].position(&key)?)
    }

    /// A shortest path to a widget on which a cell stays unset; the first of several.
    pub(super) fn path(&self, cell: usize, to: usize) -> Vec<Step> {
        // Of each world that was come to: the world before it, and the step from there.
        let mut before: Vec<Option<(Option<usize>, Step)>> = vec![None; self.widget.len()];
        let mut waiting = VecDeque::new();
        for &(trigger, way, world) in &self.starts {
            if before[world].is_none() && self.start_leaves_unset(trigger, way, cell) {
                before[world] = Some((None, (trigger, way)));
                waiting.push_back(world);
            }
        }
        while let Some(world) = waiting.pop_front() {
            let widget = self.widget[world];
            if widget == to && self.is_unset(world, cell) {
                return way_back(&before, world);
            }
            for &(way, next) in &self.steps[world] {
                if before[next].is_none() && self.leaves_unset(widget, way, cell) {
                    before[next] = Some((Some(world), (widget, way)));
                    waiting.push_back(next);
                }
            }
        }
        Vec::new()
    }

    fn is_unset(&self, world: usize, cell: usize) -> bool {
        let widget = self.widget[world];
        let world = &self.walk.worlds[widget].list[world - self.first[widget]];
        world.value(cell).unset
    }

    fn start_leaves_unset(&self, trigger: usize, way: usize, cell: usize) -> bool {
        let way = &self.walk.plan.ways[trigger][way];
        let (_, cells) = self.walk.plan.start(way.event);
        cells.get(cell).unset && !way.set.contains(&cell) && !way.may.contains(&cell)
    }

    fn leaves_unset(&self, widget: usize, way: usize, cell: usize) -> bool {
        let way = &self.walk.plan.ways[widget][way];
        let rules_out = self
            .walk
            .plan
            .splits
            .list
            .get(&widget)
            .is_some_and(|split| split.cell == Some(cell) && is_of_something(split, way));
        !rules_out && !way.set.contains(&cell) && !way.may.contains(&cell)
    }
}

fn way_back(before: &[Option<(Option<usize>, Step)>], last: usize) -> Vec<Step> {
    let mut path = Vec::new();
    let mut at = Some(last);
    while let Some((earlier, step)) = at.and_then(|at| before[at]) {
        path.push(step);
        at = earlier;
    }
    path.reverse();
    path
}

/// `… gather_intent -speech-> gather_speech -next-> http_intent`: from the last widget that might
/// have set it, if it is on the path.
pub(super) fn draw(cx: &Context<'_>, walk: &Walk<'_, '_>, path: &[Step], cell: Cell<'_>) -> String {
    let setter = match cell {
        Cell::Ran(widget) | Cell::Output(widget, _) | Cell::Rest(widget) => {
            path.iter().rposition(|(step, _)| *step == widget)
        }
        _ => None,
    };
    let from = setter.unwrap_or_default();
    let mut drawn = String::from(if from == 0 { "" } else { "… " });
    let path = &path[from..];
    let hidden = match path.len() {
        0..DRAWN => 0..0,
        long => DRAWN / 2 - 1..long - DRAWN / 2,
    };
    for (place, &(widget, way)) in path.iter().enumerate() {
        if hidden.contains(&place) {
            if place == hidden.start {
                drawn += "… ";
            }
            continue;
        }
        let event = label(cx, walk, (widget, way));
        drawn += &format!("{} -{event}-> ", cx.flow.widgets[widget].ident.text);
    }
    if let Some(&(widget, way)) = path.last()
        && let Some(last) = walk.plan.ways[widget][way].to
    {
        drawn += &cx.flow.widgets[last].ident.text;
    }
    drawn
}

/// The event as it is written, with short arguments.
fn label(cx: &Context<'_>, walk: &Walk<'_, '_>, (widget, way): Step) -> String {
    let way = &walk.plan.ways[widget][way];
    match &cx.flow.widgets[widget].arms[way.arm].event {
        Event::Named {
            word,
            arguments: Some(arguments),
        } => {
            let texts = arguments.iter().filter_map(static_text);
            let texts: Vec<_> = texts.map(|text| format!("{text:?}")).collect();
            let texts = texts.join(", ");
            match texts.len() > ARGUMENTS || texts.is_empty() {
                true => format!("{}(…)", word.text),
                false => format!("{}({texts})", word.text),
            }
        }
        _ => way.event.to_owned(),
    }
}
