//! Typed functions: ordinary structs whose fields are the parameters that a `run_function` widget
//! gives.

use std::any::{TypeId, type_name};
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use flow_model::{Map, Value};

mod call;
mod context;
mod output;
mod parameter;

pub(crate) use call::{Cut, message, outcome, too_long, within};
pub use call::{TIME_LIMIT, perform};
pub use context::FunctionContext;
pub use flow_macros::{FunctionOutput, FunctionParameters, Parameter};
#[doc(hidden)]
pub use output::{AnyShape, ShapeOf};
pub use output::{FunctionOutput, Shape, Shaped};
pub use parameter::{
    Address, ConversationSid, Identity, Parameter, ParameterError, Parameters, ParticipantSid,
};

/// A function that a `run_function` widget can run.
///
/// It is called at least once: after a crash a call that was under way is made again, with the
/// same [`FunctionContext::effect_key`]. Hand that key to whatever must happen only once.
///
/// It is made again with the parameters that it was first given, by a new version of the program too.
/// A parameter that the function has gained since is blank text then: the widget takes `fail` where
/// the type has no value for that, as a number has none. An `Option` has, so let a new parameter be one
/// while calls of the old version may be under way.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no function that a widget can run",
    label = "this type does not implement `Function`",
    note = "a function is a struct that derives `FunctionParameters` and implements `Function`"
)]
pub trait Function: FunctionParameters + Send + 'static {
    /// What it returns, read as `widgets.NAME.parsed.FIELD`.
    type Output: FunctionOutput;

    /// Runs it. An error, a panic or more than the limit (10 seconds by default) makes the widget
    /// take `fail`.
    fn call(
        self,
        cx: &FunctionContext,
    ) -> impl Future<Output = Result<Self::Output, FunctionError>> + Send;
}

/// What a function takes; `#[derive(FunctionParameters)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which parameters it takes",
    label = "this type does not implement `FunctionParameters`",
    note = "derive `FunctionParameters` for it"
)]
pub trait FunctionParameters: Sized {
    /// Its fields in written order.
    const FIELDS: &'static [Field];

    /// Makes the function from the rendered parameters.
    fn parse(given: &Parameters) -> Result<Self, ParameterError>;
}

/// One field of a function.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// What the compiler says where it must be given and is not.
    pub missing: &'static str,
}

/// Why a function failed: the text that the widget's `body` then holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// Twilio's error code, where there is one.
    pub code: Option<u32>,
    /// What went wrong, for a person.
    pub message: String,
}

impl FunctionError {
    /// An error without a code.
    pub fn new(message: impl Into<String>) -> Self {
        FunctionError {
            code: None,
            message: message.into(),
        }
    }

    /// The same with one of Twilio's codes.
    pub fn with_code(self, code: u32) -> Self {
        FunctionError {
            code: Some(code),
            ..self
        }
    }
}

impl fmt::Display for FunctionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl<E: std::error::Error> From<E> for FunctionError {
    fn from(error: E) -> Self {
        FunctionError::new(error.to_string())
    }
}

/// A future that owns what it needs.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A function as a flow's tables know it: without its type.
#[derive(Clone, Copy)]
pub struct FunctionEntry {
    /// Its fields.
    pub fields: &'static [Field],
    /// Which function it is, and what its type is called.
    pub identity: fn() -> (TypeId, &'static str),
    /// What it returns.
    pub shape: Shape,
    /// Parses the parameters and calls it.
    pub call: fn(Parameters, FunctionContext) -> BoxFuture<'static, Result<Value, FunctionError>>,
}

impl fmt::Debug for FunctionEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FunctionEntry")
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

impl FunctionEntry {
    /// The entry of `F`.
    pub const fn of<F: Function>() -> Self {
        FunctionEntry {
            fields: F::FIELDS,
            identity: || (TypeId::of::<F>(), type_name::<F>()),
            shape: <F::Output as Shaped>::SHAPE,
            call: call::<F>,
        }
    }
}

fn call<F: Function>(
    given: Parameters,
    cx: FunctionContext,
) -> BoxFuture<'static, Result<Value, FunctionError>> {
    Box::pin(async move {
        let output = F::parse(&given)?.call(&cx).await?;
        returned(&output)
    })
}

/// What a function returned, as the flow reads it.
pub(crate) fn returned<O: FunctionOutput>(output: &O) -> Result<Value, FunctionError> {
    // Through text, so that fields keep their order.
    let json = serde_json::to_string(output)?;
    match serde_json::from_str(&json)? {
        Value::Nil => Ok(Map::new().into()),
        value => Ok(value),
    }
}
