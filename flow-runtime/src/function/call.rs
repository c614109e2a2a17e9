//! Calling a function so that whatever it does comes out as an outcome.

use std::any::Any;
use std::time::Duration;

use flow_model::Value;
use tokio::task::{JoinError, JoinSet};

use crate::driver::Outcome;
use crate::function::{FunctionContext, FunctionEntry, FunctionError, Parameters};

/// How long a function may take by default: Studio's limit.
pub const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Calls a function in a task of its own. An error, a panic and taking longer than `limit` are
/// outcomes too; so is a panic while it is cut short.
///
/// The limit can end only a function that awaits: one that blocks its thread goes on, unheard.
pub async fn perform(
    entry: &FunctionEntry,
    parameters: Parameters,
    cx: FunctionContext,
    limit: Duration,
) -> Outcome {
    let call = entry.call;
    match within(limit, async move { call(parameters, cx).await }).await {
        Ok(result) => outcome(result),
        Err(Cut::Panic(text)) => failed(format!("the function panicked: {text}"), None),
        Err(Cut::Late) => too_long(limit),
    }
}

/// What a function came to.
pub(crate) fn outcome(result: Result<Value, FunctionError>) -> Outcome {
    match result {
        Ok(value) => Outcome::Returned { value },
        Err(FunctionError { code, message }) => failed(message, code),
    }
}

/// The outcome of a function that took longer than it may.
pub(crate) fn too_long(limit: Duration) -> Outcome {
    let seconds = limit.as_secs_f64();
    failed(format!("the function took longer than {seconds} s"), None)
}

/// Why something did not come to its own end.
pub(crate) enum Cut {
    /// It panicked, saying this.
    Panic(String),
    /// It took too long.
    Late,
}

/// Runs something in a task of its own, which ends with this future.
pub(crate) async fn within<T: Send + 'static>(
    limit: Duration,
    future: impl Future<Output = T> + Send + 'static,
) -> Result<T, Cut> {
    let mut task = JoinSet::new();
    task.spawn(future);
    match tokio::time::timeout(limit, task.join_next()).await {
        Ok(Some(ended)) => ended.map_err(|error| Cut::Panic(text(error))),
        Ok(None) | Err(_) => Err(Cut::Late),
    }
}

fn failed(reason: String, code: Option<u32>) -> Outcome {
    Outcome::Failed {
        reason: reason.into(),
        code,
    }
}

fn text(error: JoinError) -> String {
    match error.try_into_panic() {
        Ok(panic) => message(&*panic).to_owned(),
        Err(_) => "the runtime is closing".to_owned(),
    }
}

/// What a panic says.
pub(crate) fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}
