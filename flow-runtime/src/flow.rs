//! A flow as a type: what the `flow!` macro leaves in a crate.

use std::fmt;
use std::marker::PhantomData;

use flow_model::Machine;

use crate::function::FunctionEntry;

/// A flow that was declared with `flow!`.
///
/// Its widgets are constants of the type (`SupportDesk::confirm`), so everything else is written
/// `<SupportDesk as Flow>::…` and no widget's name can hide it.
pub trait Flow: Send + Sync + 'static {
    /// Its tables.
    fn machine() -> &'static Machine;

    /// Its typed functions, in the order in which the tables number them.
    fn functions() -> &'static [FunctionEntry];
}

/// The tables of a flow.
pub fn machine<F: Flow>() -> &'static Machine {
    F::machine()
}

/// One widget of the flow `F`.
pub struct Handle<F> {
    index: u16,
    flow: PhantomData<fn() -> F>,
}

impl<F> Handle<F> {
    /// The widget of that number; the `flow!` macro makes every handle there is.
    #[doc(hidden)]
    pub const fn new(index: u16) -> Self {
        Handle {
            index,
            flow: PhantomData,
        }
    }

    /// Its place in [`Machine::widgets`].
    pub const fn index(&self) -> u16 {
        self.index
    }
}

impl<F: Flow> Handle<F> {
    /// Its name in Studio, in templates and in the store.
    pub fn name(&self) -> &'static str {
        F::machine()
            .widget(usize::from(self.index))
            .map_or("", |widget| widget.name())
    }
}

impl<F> Clone for Handle<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Handle<F> {}

impl<F> PartialEq for Handle<F> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<F> Eq for Handle<F> {}

impl<F: Flow> fmt::Debug for Handle<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.name())
    }
}
