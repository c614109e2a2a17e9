//! Calling a function so that whatever it does comes out as an outcome.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use std::time::Duration;

use crate::driver::Outcome;
use crate::function::{FunctionContext, FunctionEntry, FunctionError, Parameters};

/// How long a function may take by default: Studio's limit.
pub const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Calls a function. An error, a panic and taking longer than `limit` are outcomes too.
///
/// The limit can end only a function that awaits: one that blocks its thread holds it.
pub async fn perform(
    entry: &FunctionEntry,
    parameters: Parameters,
    cx: FunctionContext,
    limit: Duration,
) -> Outcome {
    match tokio::time::timeout(limit, call(entry, parameters, cx)).await {
        Ok(Ok(Ok(value))) => Outcome::Returned { value },
        Ok(Ok(Err(FunctionError { code, message }))) => failed(message, code),
        Ok(Err(panic)) => failed(format!("the function panicked: {}", text(&*panic)), None),
        Err(_) => failed(
            format!("the function took longer than {} s", limit.as_secs_f64()),
            None,
        ),
    }
}

type Panic = Box<dyn Any + Send>;

async fn call(
    entry: &FunctionEntry,
    parameters: Parameters,
    cx: FunctionContext,
) -> Result<Result<flow_model::Value, FunctionError>, Panic> {
    // Safe to go on after a panic: the future is dropped and never polled again.
    let mut future = catch_unwind(AssertUnwindSafe(|| (entry.call)(parameters, cx)))?;
    poll_fn(
        |cx| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        },
    )
    .await
}

fn failed(reason: String, code: Option<u32>) -> Outcome {
    Outcome::Failed {
        reason: reason.into(),
        code,
    }
}

fn text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}
