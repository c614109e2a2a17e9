//! What every family looks up: each widget's kind, and where each arm leads.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::near;
use crate::catalogue::{self, Kind, Nature};
use crate::flow::{Event, Flow, Name, Target, Widget, Word};
use crate::liquid::{Survey, survey};

/// A nearest name is looked for so often: a flow with more unknown names has another trouble, and
/// each look reads every name.
const LOOKS: usize = 64;

/// A flow with its names looked up.
pub(super) struct Context<'f> {
    pub(super) flow: &'f Flow,
    kinds: Vec<Option<&'static Kind>>,
    names: HashMap<&'f str, usize>,
    /// Every name that a target can mean, each once, in written order.
    widget_names: Vec<&'f str>,
    /// Widgets whose name an earlier one bears already: first that one, then the later one.
    pub(super) twins: Vec<(usize, usize)>,
    /// Where each widget's arms lead, ends and unknown targets left out.
    pub(super) edges: Vec<Vec<usize>>,
    unknown_targets: OnceCell<Vec<UnknownTarget<'f>>>,
    /// The templates that were read so far: each is read once, whoever asks.
    surveys: RefCell<HashMap<&'f str, Rc<Survey>>>,
}

/// A target that no widget bears.
pub(super) struct UnknownTarget<'f> {
    pub(super) widget: usize,
    pub(super) name: &'f Name,
    /// The widgets it may have meant, the nearest first. None: it may have meant any.
    pub(super) near: Vec<usize>,
}

impl<'f> Context<'f> {
    pub(super) fn new(flow: &'f Flow) -> Self {
        let mut cx = Context {
            flow,
            kinds: flow
                .widgets
                .iter()
                .map(|widget| known(&widget.kind).and_then(catalogue::kind))
                .collect(),
            names: HashMap::with_capacity(flow.widgets.len()),
            widget_names: Vec::with_capacity(flow.widgets.len()),
            twins: Vec::new(),
            edges: Vec::with_capacity(flow.widgets.len()),
            unknown_targets: OnceCell::new(),
            surveys: RefCell::default(),
        };
        cx.name_widgets();
        cx.follow_arms();
        cx
    }

    fn name_widgets(&mut self) {
        for (index, widget) in self.flow.widgets.iter().enumerate() {
            if widget.is_trigger() || widget.ident.text.is_empty() {
                continue;
            }
            let first = *self.names.entry(&widget.ident.text).or_insert(index);
            if first == index {
                self.widget_names.push(&widget.ident.text);
            } else {
                self.twins.push((first, index));
            }
        }
    }

    fn follow_arms(&mut self) {
        let edges = self.flow.widgets.iter().map(|widget| {
            let targets = targets(widget).map(|name| self.names.get(name.text.as_str()).copied());
            targets.flatten().collect()
        });
        self.edges = edges.collect();
    }

    /// The targets that no widget bears, in written order.
    pub(super) fn unknown_targets(&self) -> &[UnknownTarget<'f>] {
        self.unknown_targets.get_or_init(|| {
            let mut looked: HashMap<&str, Vec<usize>> = HashMap::new();
            let mut unknown = Vec::new();
            for (widget, of) in self.flow.widgets.iter().enumerate() {
                for name in targets(of) {
                    let text = name.text.as_str();
                    if self.names.contains_key(text) {
                        continue;
                    }
                    if !looked.contains_key(text) && looked.len() < LOOKS {
                        looked.insert(text, self.widgets_near(text));
                    }
                    let near = looked.get(text).cloned().unwrap_or_default();
                    unknown.push(UnknownTarget { widget, name, near });
                }
            }
            unknown
        })
    }

    fn widgets_near(&self, name: &str) -> Vec<usize> {
        near::near(name, self.widget_names())
            .into_iter()
            .filter_map(|name| self.names.get(name).copied())
            .collect()
    }

    /// Every name that a target can mean, each once, in written order.
    pub(super) fn widget_names(&self) -> impl Iterator<Item = &'f str> {
        self.widget_names.iter().copied()
    }

    /// The widget of that name in the source; the first of two.
    pub(super) fn widget(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// What a template of the flow says.
    pub(super) fn survey(&self, template: &'f str) -> Rc<Survey> {
        let mut surveys = self.surveys.borrow_mut();
        let survey = surveys
            .entry(template)
            .or_insert_with(|| Rc::new(survey(template)));
        Rc::clone(survey)
    }

    /// The catalogue's row of a widget; none where its kind is quoted, unknown or could not be read.
    pub(super) fn kind(&self, widget: usize) -> Option<&'static Kind> {
        self.kinds.get(widget).copied().flatten()
    }

    /// The widgets of kinds that the catalogue knows.
    pub(super) fn known_widgets(
        &self,
    ) -> impl Iterator<Item = (usize, &'f Widget, &'static Kind)> + '_ {
        let widgets = self.flow.widgets.iter().enumerate();
        widgets.filter_map(|(index, widget)| Some((index, widget, self.kind(index)?)))
    }

    /// Whether executions start at this widget.
    pub(super) fn is_trigger(&self, widget: usize) -> bool {
        self.kind(widget)
            .is_some_and(|kind| kind.nature == Nature::Trigger)
    }

    /// Whether a widget was there that could not even be named: any target may have meant it.
    pub(super) fn has_unread_widget(&self) -> bool {
        self.flow
            .widgets
            .iter()
            .any(|widget| widget.ident.text.is_empty())
    }
}

/// The word itself, where it is one of the catalogue's or a misspelt one.
pub(super) fn known(word: &Word) -> Option<&str> {
    (!word.quoted && !word.text.is_empty()).then_some(word.text.as_str())
}

/// Whether a word means what the catalogue writes `word` and Studio `studio`.
pub(super) fn means(given: &Word, word: &str, studio: &str) -> bool {
    given.text == if given.quoted { studio } else { word }
}

/// Whether an arm stands for one that could not be read.
pub(super) fn is_unread(event: &Event, target: &Target) -> bool {
    match event {
        Event::Named { word, .. } => word.text.is_empty(),
        Event::Rest(_) => matches!(target, Target::Error(_)),
    }
}

fn targets(widget: &Widget) -> impl Iterator<Item = &Name> {
    widget.arms.iter().filter_map(|arm| match &arm.target {
        Target::Widget(name) if !name.text.is_empty() => Some(name),
        _ => None,
    })
}
