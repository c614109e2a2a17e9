//! The metrics of a runtime, each asked for once: to count is then an addition.

use std::collections::HashMap;
use std::time::Duration;

use flow_model::Text;
use metrics::{Counter, Gauge, Histogram, Unit, counter, gauge, histogram};

use super::{
    ACTIVE, CALL_RETRIES, CALL_SECONDS, CALLS, COMMIT_SECONDS, DELIVER_SECONDS, GROUP_SIZE, PARKED,
    QUEUE, STORE_JOBS, STORE_REFUSALS, TIMERS, TURN_SECONDS, TURNS,
};
use crate::store::StoreError;

/// What a runtime counts.
#[derive(Debug)]
pub(crate) struct Meters {
    flows: HashMap<Text, FlowMeters>,
    active: Gauge,
}

/// What is counted of one flow.
#[derive(Debug)]
pub(crate) struct FlowMeters {
    pub(super) moved: Counter,
    pub(super) queued: Counter,
    pub(super) ignored: Counter,
    pub(super) ended: Counter,
    pub(super) turn: Histogram,
    deliver: Histogram,
    pub(super) timers: Counter,
    pub(super) returned: Counter,
    pub(super) answered: Counter,
    pub(super) failed: Counter,
    pub(super) call: Histogram,
    retries: Counter,
}

impl Meters {
    pub(crate) fn new<'f>(flows: impl Iterator<Item = &'f Text>) -> Self {
        describe();
        Meters {
            flows: flows
                .map(|flow| (flow.clone(), FlowMeters::of(flow)))
                .collect(),
            active: gauge!(ACTIVE),
        }
    }

    /// Those of a flow; none: this program has none of that name.
    pub(crate) fn flow(&self, flow: &str) -> Option<&FlowMeters> {
        self.flows.get(flow)
    }

    /// A conversation is in memory, as long as this lives.
    pub(crate) fn active(&self) -> One {
        One::of(&self.active)
    }
}

impl FlowMeters {
    fn of(flow: &Text) -> Self {
        let flow = || flow.as_str().to_owned();
        let turns = |outcome| counter!(TURNS, "flow" => flow(), "outcome" => outcome);
        let calls = |outcome| counter!(CALLS, "flow" => flow(), "outcome" => outcome);
        FlowMeters {
            moved: turns("moved"),
            queued: turns("queued"),
            ignored: turns("ignored"),
            ended: turns("ended"),
            turn: histogram!(TURN_SECONDS, "flow" => flow()),
            deliver: histogram!(DELIVER_SECONDS, "flow" => flow()),
            timers: counter!(TIMERS, "flow" => flow()),
            returned: calls("returned"),
            answered: calls("answered"),
            failed: calls("failed"),
            call: histogram!(CALL_SECONDS, "flow" => flow()),
            retries: counter!(CALL_RETRIES, "flow" => flow()),
        }
    }

    pub(crate) fn delivered(&self, took: Duration) {
        self.deliver.record(took);
    }

    pub(crate) fn retried(&self) {
        self.retries.increment(1);
    }
}

/// What a store counts.
#[derive(Debug)]
pub(crate) struct StoreMeters {
    commit: Histogram,
    group: Histogram,
    full: Counter,
    busy: Counter,
    failed: Counter,
    faulty: Counter,
}

impl StoreMeters {
    pub(crate) fn new() -> Self {
        let refusals = |reason| counter!(STORE_REFUSALS, "reason" => reason);
        StoreMeters {
            commit: histogram!(COMMIT_SECONDS),
            group: histogram!(GROUP_SIZE),
            full: refusals("full"),
            busy: refusals("busy"),
            failed: refusals("failed"),
            faulty: refusals("faulty"),
        }
    }

    /// So many commits were written in one transaction.
    pub(crate) fn written(&self, commits: usize, took: Duration) {
        self.commit.record(took);
        self.group
            .record(u32::try_from(commits).unwrap_or(u32::MAX));
    }

    pub(crate) fn refused(&self, error: &StoreError) {
        let counter = match error {
            StoreError::Full => &self.full,
            StoreError::Busy => &self.busy,
            StoreError::Failed(_) => &self.failed,
            StoreError::Faulty(_) => &self.faulty,
        };
        counter.increment(1);
    }
}

/// One of what a gauge counts, as long as it lives.
#[derive(Debug)]
pub(crate) struct One(Gauge);

impl One {
    pub(crate) fn of(gauge: &Gauge) -> Self {
        gauge.increment(1);
        One(gauge.clone())
    }
}

impl Drop for One {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

/// Says what each metric is, to a recorder that shows it.
fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_counter!(TURNS, "Turns");
    describe_histogram!(
        TURN_SECONDS,
        Unit::Seconds,
        "From an event that reached a flow until its turn was durable"
    );
    describe_histogram!(
        DELIVER_SECONDS,
        Unit::Seconds,
        "From the call of deliver until its answer"
    );
    describe_counter!(TIMERS, "Timers that fired");
    describe_counter!(CALLS, "Calls of functions, and requests");
    describe_histogram!(CALL_SECONDS, Unit::Seconds, "How long calls took");
    describe_counter!(CALL_RETRIES, "Calls that were made again after a stop");
    describe_gauge!(ACTIVE, "Conversations in memory");
    describe_gauge!(PARKED, "Executions that have not ended, and wait");
    describe_gauge!(QUEUE, "Messages that wait for their turn");
    describe_gauge!(STORE_JOBS, "Commits that wait for the disk");
    describe_histogram!(
        COMMIT_SECONDS,
        Unit::Seconds,
        "One transaction of the store, fsync included"
    );
    describe_histogram!(
        GROUP_SIZE,
        Unit::Count,
        "Commits in one transaction of the store"
    );
    describe_counter!(STORE_REFUSALS, "Commits that the store did not take");
}
