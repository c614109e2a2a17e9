//! A flow as a type: what the `flow!` macro leaves in a crate.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use flow_model::Machine;
use serde::{Deserialize, Serialize};

use crate::function::FunctionEntry;
use crate::program::Definition;

/// A flow that was declared with `flow!`.
///
/// Its widgets are constants of the type (`SupportDesk::confirm`), so everything else is written
/// `<SupportDesk as Flow>::…` and no widget's name can hide it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no flow",
    label = "this type does not implement `Flow`",
    note = "declare a flow with `flow!`"
)]
pub trait Flow: Send + Sync + 'static {
    /// Its tables.
    fn machine() -> &'static Machine;

    /// Its typed functions, in the order in which the tables number them.
    fn functions() -> &'static [FunctionEntry];

    /// Its typed subflows, in the order in which the tables number them.
    fn subflows() -> &'static [FlowEntry] {
        &[]
    }

    /// What it takes and gives where another flow runs it.
    const SHAPE: FlowShape = FlowShape::NONE;

    /// Where it is written: for what is said of its widgets, never for what they do.
    const SOURCE: Source = Source::NONE;
}

/// Where a flow is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file, as the compiler was given it: from the root of the workspace. Empty: not known.
    pub file: Cow<'static, str>,
    /// The line of each widget, and after it those of its arms, in written order.
    pub lines: Cow<'static, [u32]>,
}

impl Source {
    /// Of a flow of which nobody knows where it is written.
    pub const NONE: Source = Source {
        file: Cow::Borrowed(""),
        lines: Cow::Borrowed(&[]),
    };

    /// Of a flow that nobody wrote, and that was made to stand in for another one: reports say nothing of
    /// it.
    pub const MADE: Source = Source {
        file: Cow::Borrowed("(made)"),
        lines: Cow::Borrowed(&[]),
    };
}

/// What a flow takes and gives where another flow runs it, for the compiler's checks.
#[derive(Clone, Copy, Debug)]
pub struct FlowShape {
    /// Whether its trigger connects `incoming_parent`.
    pub connected: bool,
    /// Whether it runs a subflow itself.
    pub nests: bool,
    /// The parameters that it reads under `trigger.parent.parameters`, and whether each must be given;
    /// none: any.
    pub takes: Option<&'static [(&'static str, bool)]>,
    /// The variables that its `set_variables` set; none: any.
    pub gives: Option<&'static [&'static str]>,
}

impl FlowShape {
    /// Of a flow that no other flow can run.
    pub const NONE: FlowShape = FlowShape {
        connected: false,
        ..FlowShape::ANY
    };

    /// Of a flow of which nothing can be said, as it is in error.
    pub const ANY: FlowShape = FlowShape {
        connected: true,
        nests: false,
        takes: None,
        gives: None,
    };
}

/// A flow as the tables of another one know it: without its type.
#[derive(Clone, Copy)]
pub struct FlowEntry(fn() -> Definition);

impl FlowEntry {
    /// The entry of `F`.
    pub const fn of<F: Flow>() -> Self {
        FlowEntry(Definition::of::<F>)
    }

    /// The flow.
    pub fn definition(&self) -> Definition {
        self.0()
    }
}

impl fmt::Debug for FlowEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FlowEntry({})", self.definition().machine.name())
    }
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
