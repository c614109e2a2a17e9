//! A panic of the host's own, which no flow can cause: it costs what was under way, and no more.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use tokio::time::sleep;

use super::follow_up::AGAIN;
use crate::function;
use crate::telemetry;

/// What a future comes to; none: it panicked, and whoever ran it begins it anew.
pub(super) async fn survived<T>(what: &str, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|cx| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx)));
        match polled {
            Ok(poll) => poll.map(Some),
            Err(panic) => {
                let said = function::message(&*panic);
                telemetry::host_panicked(what, &said);
                Poll::Ready(None)
            }
        }
    })
    .await
}

/// Runs something until it comes to its end, again as often as it panics.
pub(super) async fn ever<F: Future<Output = ()>>(what: &'static str, run: impl Fn() -> F) {
    while survived(what, run()).await.is_none() {
        sleep(AGAIN).await;
    }
}
