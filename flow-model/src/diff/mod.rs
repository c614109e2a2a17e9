//! What changed from one version of a flow to another, as a person would say it.
//!
//! Two flows are compared by what they mean: a default left out equals the default written, `_`
//! equals the events that it stands for, and a widget that is only called otherwise is renamed, not
//! gone and new. What stays in the source (comments, accepted lints, the order of widgets) is no
//! change. Both flows may have errors.

mod arms;
mod leaving;
mod pairs;
mod properties;
mod wording;

use crate::flow::{Flow, Names};

use arms::Delta;
use leaving::Side;
pub(crate) use leaving::{Goal, Leaving};
pub(crate) use pairs::Pairs;

/// One change. Its [`Display`](std::fmt::Display) is one line, without a final stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What it is about.
    pub about: About,
    /// What became of that.
    pub what: What,
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The flow itself, or many widgets at once.
    Flow,
    /// A widget.
    Widget {
        /// Its name in Studio: the new one, if it is still there.
        name: String,
        /// Where it stands in the old flow; none where it is new.
        old: Option<usize>,
        /// Where it stands in the new flow; none where it is gone.
        new: Option<usize>,
    },
}

/// What became of something. Values are given as they are shown: shortened, and of a long text the
/// part that changed.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The flow has another name in Studio.
    FlowName(Was),
    /// The flow has another description.
    Description(Was),
    /// Whether one caller may have several executions at a time.
    ConcurrentCalls(bool),
    /// Another type holds the flow's settings.
    Settings(Was),
    /// Widgets have other places on the canvas: which, in the new flow.
    Moved(Vec<usize>),
    /// The widget is new.
    Added {
        /// Its kind.
        kind: String,
    },
    /// The widget is gone.
    Removed {
        /// Its kind.
        kind: String,
    },
    /// The widget has another name in Studio.
    Renamed {
        /// The one it had.
        from: String,
    },
    /// The widget is of another kind.
    Kind(Was),
    /// A property, or an entry within one.
    Property {
        /// `body`, `parameters.day`.
        path: String,
        /// Its value.
        was: Was,
    },
    /// The entries of a property are the same in another order.
    Order {
        /// `variables`.
        path: String,
    },
    /// Arms that are new.
    ArmAdded {
        /// What they answer to.
        arm: String,
        /// Where they lead.
        to: Option<String>,
    },
    /// Arms that are gone.
    ArmRemoved {
        /// What they answered to.
        arm: String,
        /// Where they led.
        to: Option<String>,
    },
    /// Arms that lead elsewhere.
    Redirected {
        /// What they answer to.
        arms: Vec<String>,
        /// Where they lead; none: the execution ends.
        to: Option<String>,
        /// Where they led.
        from: Option<String>,
    },
    /// An arm of a split tests something else.
    Condition {
        /// Where it leads.
        to: Option<String>,
        /// What it tests.
        was: Was,
    },
    /// An arm of a split has another label.
    Label {
        /// What it tests.
        arm: String,
        /// The label.
        was: Was,
    },
    /// The arms of a split are tried in another order: this one.
    ArmOrder(Vec<String>),
}

/// What something was, and what it is now; none where it is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Was {
    /// Before.
    pub old: Option<String>,
    /// Now.
    pub new: Option<String>,
}

/// Every change: first the flow's own, then widget by widget in the new flow's order, a widget that
/// is gone after the one that it followed, and what moved on the canvas last.
pub fn diff(old: &Flow, new: &Flow) -> Vec<Change> {
    Comparison::new(old, new).changes()
}

/// Two flows side by side.
pub(crate) struct Comparison<'f> {
    pub(crate) old: &'f Flow,
    pub(crate) new: &'f Flow,
    pub(crate) pairs: Pairs,
    names: [Names<'f>; 2],
}

impl<'f> Comparison<'f> {
    pub(crate) fn new(old: &'f Flow, new: &'f Flow) -> Self {
        Comparison {
            old,
            new,
            pairs: Pairs::of(old, new),
            names: [old.names(), new.names()],
        }
    }

    pub(crate) fn changes(&self) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        let of_flow = |what| Change {
            about: About::Flow,
            what,
        };
        changes.extend(self.of_flow().into_iter().map(of_flow));
        let mut gone = self.gone().into_iter().peekable();
        while let Some((_, old)) = gone.next_if(|(after, _)| after.is_none()) {
            changes.push(self.removed(old));
        }
        for new in 0..self.new.widgets.len() {
            self.of_widget(new, &mut changes);
            while let Some((_, old)) = gone.next_if(|&(after, _)| after == Some(new)) {
                changes.push(self.removed(old));
            }
        }
        let moved = self.moved();
        if !moved.is_empty() {
            changes.push(of_flow(What::Moved(moved)));
        }
        changes
    }

    fn of_flow(&self) -> Vec<What> {
        let (old, new) = (self.old, self.new);
        let mut what = Vec::new();
        // A type's name is the source's; who gives no other name may call the type as he likes.
        let is_named = old.friendly_name.is_some() || new.friendly_name.is_some();
        if is_named && old.friendly_name() != new.friendly_name() {
            what.push(What::FlowName(wording::texts(
                Some(old.friendly_name()),
                Some(new.friendly_name()),
            )));
        }
        if old.description != new.description {
            let given = |text: &'f str| (!text.is_empty()).then_some(text);
            what.push(What::Description(wording::texts(
                given(&old.description),
                given(&new.description),
            )));
        }
        let settings = |flow: &'f Flow| flow.settings.as_ref().map(|name| name.text.as_str());
        if settings(old) != settings(new) {
            what.push(What::Settings(Was {
                old: settings(old).map(str::to_owned),
                new: settings(new).map(str::to_owned),
            }));
        }
        let allowed = |flow: &Flow| flow.allow_concurrent_calls.unwrap_or(true);
        if allowed(old) != allowed(new) {
            what.push(What::ConcurrentCalls(allowed(new)));
        }
        what
    }

    /// The widgets that are gone, each with the widget that it followed, in the order of the new flow.
    fn gone(&self) -> Vec<(Option<usize>, usize)> {
        let mut after = None;
        let mut gone = Vec::new();
        for (old, new) in self.pairs.new_of.iter().enumerate() {
            match new {
                Some(new) => after = Some(*new),
                None => gone.push((after, old)),
            }
        }
        gone.sort();
        gone
    }

    fn removed(&self, old: usize) -> Change {
        let widget = &self.old.widgets[old];
        Change {
            about: About::Widget {
                name: widget.studio_name().to_owned(),
                old: Some(old),
                new: None,
            },
            what: What::Removed {
                kind: wording::word(&widget.kind),
            },
        }
    }

    fn of_widget(&self, new: usize, changes: &mut Vec<Change>) {
        let widget = &self.new.widgets[new];
        let old = self.pairs.old_of[new];
        let mut what = Vec::new();
        match old {
            None => what.push(What::Added {
                kind: wording::word(&widget.kind),
            }),
            Some(old) => {
                let before = &self.old.widgets[old];
                if before.studio_name() != widget.studio_name() {
                    what.push(What::Renamed {
                        from: before.studio_name().to_owned(),
                    });
                }
                if !pairs::same_kind(before, widget) {
                    what.push(What::Kind(Was {
                        old: Some(wording::word(&before.kind)),
                        new: Some(wording::word(&widget.kind)),
                    }));
                }
                properties::compare(before, widget, &self.pairs, &mut what);
                arms::tell(&self.arms(old, new), &mut what);
            }
        }
        changes.extend(what.into_iter().map(|what| Change {
            about: About::Widget {
                name: widget.studio_name().to_owned(),
                old,
                new: Some(new),
            },
            what,
        }));
    }

    /// The arms of two widgets side by side.
    pub(crate) fn arms(&self, old: usize, new: usize) -> Vec<Delta<'_>> {
        let [old_names, new_names] = &self.names;
        let old = Side {
            flow: self.old,
            names: old_names,
            widget: &self.old.widgets[old],
        };
        let new = Side {
            flow: self.new,
            names: new_names,
            widget: &self.new.widgets[new],
        };
        arms::compare(old, new, &self.pairs)
    }

    fn moved(&self) -> Vec<usize> {
        let widgets = self.pairs.old_of.iter().enumerate();
        let is_moved = |&(new, old): &(usize, &Option<usize>)| {
            old.is_some_and(|old| self.old.widgets[old].place != self.new.widgets[new].place)
        };
        widgets.filter(is_moved).map(|(new, _)| new).collect()
    }
}
