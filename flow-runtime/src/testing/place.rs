//! Which widget a test means.

use flow_model::check::near;
use flow_model::{Machine, Text};

use crate::flow::{Flow, Handle};
use crate::program::Program;

/// A list up to this length is told whole.
const FEW: usize = 12;

/// A widget as a test names it: its handle, `SupportDesk::confirm`, or its name, `"confirm"`. That of a
/// subflow is named in the same way.
pub trait Place {
    /// The flow, where that is known, and the name of the widget.
    #[doc(hidden)]
    fn named(&self) -> (Option<&str>, &str);
}

impl<F: Flow> Place for Handle<F> {
    fn named(&self) -> (Option<&str>, &str) {
        (Some(F::machine().name()), self.name())
    }
}

impl Place for str {
    fn named(&self) -> (Option<&str>, &str) {
        (None, self)
    }
}

impl Place for String {
    fn named(&self) -> (Option<&str>, &str) {
        (None, self)
    }
}

impl<P: Place + ?Sized> Place for &P {
    fn named(&self) -> (Option<&str>, &str) {
        P::named(self)
    }
}

/// One widget of a flow or of one of its subflows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The name of its flow.
    pub(super) flow: Text,
    /// Its name in Studio.
    pub(super) widget: Text,
}

/// The flow whose widgets a step speaks of.
pub(super) fn flow_of<'p>(program: &'p Program, within: Option<&Text>) -> &'p Program {
    within
        .and_then(|widget| program.subflow(widget))
        .unwrap_or(program)
}

/// The widget that is meant among those of a flow, which is the first, and of its subflows; or what is
/// wrong with its name.
pub(super) fn find(flows: &[&Machine], place: &dyn Place) -> Result<Spot, String> {
    let (flow, name) = place.named();
    let named = |machine: &Machine| flow.is_none_or(|flow| machine.name() == flow);
    let spot = flows.iter().find_map(|machine| {
        let widget = widget(machine, name).filter(|_| named(machine))?;
        Some(Spot {
            flow: machine.name().to_owned().into(),
            widget: widget.to_owned().into(),
        })
    });
    spot.ok_or_else(|| {
        let main = flows.first().map_or("", |machine| machine.name());
        match flow {
            Some(flow) => {
                format!("`{name}` is a widget of the flow `{flow}`, which `{main}` does not run")
            }
            None => unknown(flows, main, name),
        }
    })
}

/// The name in Studio of the widget that is called so here or there.
fn widget<'m>(machine: &'m Machine, name: &str) -> Option<&'m str> {
    let mut widgets = machine.widgets();
    let found = widgets.find(|widget| widget.name() == name || widget.ident() == name)?;
    Some(found.name())
}

fn unknown(flows: &[&Machine], main: &str, name: &str) -> String {
    let widgets = flows.iter().flat_map(|machine| machine.widgets());
    let widgets = widgets.filter(|widget| !widget.is_trigger());
    let known: Vec<_> = widgets.map(|widget| widget.name()).collect();
    let advice = advice(name, &known, "it");
    format!("the flow `{main}` has no widget `{name}`{advice}")
}

/// What may have been meant by a name that is not known: the nearest, else all that `it` has, where they
/// are few.
pub(super) fn advice(name: &str, known: &[&str], it: &str) -> String {
    match near(name, known.iter().copied()).first() {
        Some(near) => format!(": did you mean `{near}`?"),
        None if known.is_empty() => format!(": {it} has none"),
        None if known.len() <= FEW => format!(": {it} has {}", list(known)),
        None => String::new(),
    }
}

/// Who there is, as a part of a sentence.
pub(super) fn there(names: &[&str]) -> String {
    match names {
        [] => "nobody is there".to_owned(),
        [one] => format!("there is `{one}`"),
        names => format!("there are {}", list(names)),
    }
}

/// `a`, `b` and `c`.
pub(super) fn list<S: AsRef<str>>(names: &[S]) -> String {
    let quoted: Vec<_> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
