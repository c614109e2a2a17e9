//! The events that stand alone: each function is one of them.

use std::fmt::{Debug, Display};
use std::path::Path;
use std::time::Duration;

use flow_model::Text;
use tracing::{debug, error, info, warn};

use super::TARGET;
use crate::driver::Step;

pub(crate) fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}

/// The reason of the warning before it. It may quote anybody.
pub(crate) fn why(why: &dyn Display) {
    debug!(name: "why", target: TARGET, %why, "the reason");
}

pub(crate) fn opened(flows: usize) {
    info!(name: "runtime.opened", target: TARGET, flows, "a runtime is ready");
}

pub(crate) fn runtime_closed() {
    info!(name: "runtime.closed", target: TARGET, "the runtime is closed");
}

pub(crate) fn cut_short() {
    warn!(name: "runtime.cut_short", target: TARGET, "calls were cut short; they are made again at the next start");
}

pub(crate) fn version_active(flow: &str, digest: &str) {
    info!(name: "version.active", target: TARGET, flow, digest, "executions of this version are active");
}

pub(crate) fn client_missing(flow: &str, widgets: &dyn Debug) {
    warn!(name: "client.missing", target: TARGET, flow, ?widgets, "these widgets call elsewhere, and fail without a client: give the builder one, with `http` or `fetch`");
}

pub(crate) fn held(conversation: &str, flow: &str, execution: &str, reason: &dyn Display) {
    warn!(name: "execution.held", target: TARGET, conversation, flow, execution, "this program may not run an execution: `flow store held` says why");
    why(reason);
}

pub(crate) fn execution_large(conversation: &str, flow: &str, execution: &str, bytes: usize) {
    warn!(name: "execution.large", target: TARGET, conversation, flow, execution, bytes, "the state of an execution is large, and ends it at 1 MiB: let its flow keep less");
}

pub(crate) fn released(conversation: &str, flow: &str, execution: &str) {
    info!(name: "execution.released", target: TARGET, conversation, flow, execution, "an execution that was held goes on");
}

pub(crate) fn step(conversation: &str, flow: &str, execution: &str, step: &Step) {
    debug!(
        name: "step",
        target: TARGET,
        conversation,
        flow,
        execution,
        from = step.from.as_str(),
        event = step.event.as_str(),
        to = step.to.as_ref().map(Text::as_str),
        "an execution left a widget"
    );
}

pub(crate) fn call_again(conversation: &str, flow: &str, key: &str, attempt: u32) {
    info!(name: "call.again", target: TARGET, conversation, flow, key, attempt, "a call is made again");
}

pub(crate) fn given_up(conversation: &str, key: &str) {
    warn!(name: "call.given_up", target: TARGET, conversation, key, "a call was interrupted too often");
}

pub(crate) fn result_kept(conversation: &str, key: &str, error: &dyn Display) {
    warn!(name: "result.kept", target: TARGET, conversation, key, "a result could not be written; it is offered again");
    why(error);
}

pub(crate) fn handed_over(conversation: &str, flow: &str) {
    info!(name: "conversation.handed_over", target: TARGET, conversation, flow, "a flow left a conversation to people");
}

pub(crate) fn not_put_back(hand_over: &str, worker: &str, error: &dyn Display) {
    warn!(name: "hand_over.lost", target: TARGET, hand_over, worker, "who took a hand-over went away before they heard of it, and it could not be put back: claim it for them again");
    why(error);
}

pub(crate) fn conversation_closed(conversation: &str) {
    info!(name: "conversation.closed", target: TARGET, conversation, "a conversation is over");
}

pub(crate) fn behind(conversation: &str, error: &dyn Display) {
    warn!(name: "conversation.behind", target: TARGET, conversation, "something is left to be done; it is tried again");
    why(error);
}

pub(crate) fn timer_failed(conversation: &str, error: &dyn Display) {
    warn!(name: "timer.failed", target: TARGET, conversation, "a timer could not fire; it is tried again");
    why(error);
}

pub(crate) fn timers_unread(error: &dyn Display) {
    warn!(name: "timers.unread", target: TARGET, "the timers could not be read; they are tried again");
    why(error);
}

pub(crate) fn uncounted(error: &dyn Display) {
    warn!(name: "store.uncounted", target: TARGET, "what waits in the store could not be counted; `flow_parked` and `flow_queue_depth` stay away");
    why(error);
}

pub(crate) fn clock_leapt(milliseconds: i64) {
    warn!(name: "clock.leapt", target: TARGET, milliseconds, "the clock was set, or the machine slept");
}

pub(crate) fn too_old(conversation: &str, sent: i64, days: u64) {
    warn!(name: "message.too_old", target: TARGET, conversation, sent, days, "an event older than the retention was refused");
}

pub(crate) fn retention_deleted(rows: usize) {
    info!(name: "retention.deleted", target: TARGET, rows, "what is older than the retention was deleted");
}

pub(crate) fn retention_failed(error: &dyn Display) {
    warn!(name: "retention.failed", target: TARGET, "what is old could not be deleted; it is tried again");
    why(error);
}

pub(crate) fn store_copied(copy: &Path) {
    info!(name: "store.copied", target: TARGET, copy = %copy.display(), "the store is brought up to date; this is a copy of it");
}

pub(crate) fn store_failed(error: &dyn Display) {
    error!(name: "store.failed", target: TARGET, %error, "nothing is written any more");
}

pub(crate) fn store_shared() {
    warn!(name: "store.shared", target: TARGET, "another program wrote to the store: that is not supported");
}

pub(crate) fn store_untidy(error: &dyn Display) {
    warn!(name: "store.untidy", target: TARGET, %error, "the store could not be tidied up");
}

pub(crate) fn store_locked(error: &dyn Display) {
    warn!(name: "store.locked", target: TARGET, %error, "the lock of the store stays until the process ends");
}

pub(crate) fn process_ended(row: i64, starts: u8) {
    warn!(name: "process.ended", target: TARGET, row, starts, "the process ended while the flow of this conversation ran");
}

pub(crate) fn in_hand_failed(error: &dyn Display) {
    debug!(name: "in_hand.failed", target: TARGET, %error, "what is in hand is not noted");
}

pub(crate) fn host_panicked(what: &str, text: &dyn Display) {
    error!(name: "host.panicked", target: TARGET, what, "a part of the runtime panicked, and is begun anew: please report it");
    why(text);
}

pub(crate) fn driver_panicked(flow: &str, text: &dyn Display) {
    error!(name: "driver.panicked", target: TARGET, flow, "the driver panicked: please report it");
    why(text);
}
