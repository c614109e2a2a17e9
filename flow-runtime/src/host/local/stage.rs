//! What a test puts between a flow and the world. In production there is none.

use std::sync::Arc;

use flow_model::Text;

use crate::driver::Outcome;
use crate::function::{BoxFuture, FunctionContext, FunctionEntry, Parameters};
use crate::program::Program;

/// What stands in for functions and for the channel.
pub(crate) trait Stage: Send + Sync {
    /// Keeps a call of that widget until it may be made, or comes to an outcome without; none: it is
    /// made at once.
    fn hold(&self, flow: &Text, widget: &Text) -> Option<BoxFuture<'static, Option<Outcome>>>;

    /// Does the call instead of the function; none: the function runs.
    fn call(
        &self,
        function: &FunctionEntry,
        parameters: &Parameters,
        cx: &FunctionContext,
    ) -> Option<BoxFuture<'static, Outcome>>;

    /// Refuses a message of that widget instead of the channel; none: it is taken.
    fn refuse(&self, program: &Program, within: Option<&Text>, widget: &Text) -> Option<Outcome>;
}

/// The stage that a runtime was opened with.
#[derive(Clone)]
pub(super) struct Staged(pub(super) Arc<dyn Stage>);

impl std::fmt::Debug for Staged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Staged")
    }
}
