//! What a running program tells of itself: spans and events through
//! [`tracing`](https://docs.rs/tracing), figures through the [`metrics`](https://docs.rs/metrics)
//! facade. Without a subscriber and a recorder nothing is told, and it costs nothing that could be
//! measured.
//!
//! ```no_run
//! # async fn example<SupportDesk: flow_runtime::Flow>() -> Result<(), Box<dyn std::error::Error>> {
//! // Both before the runtime is opened: `tracing_subscriber::fmt().init()`, and a recorder of metrics
//! // such as `metrics_exporter_prometheus::PrometheusBuilder::new().install()`.
//! let runtime = flow_runtime::Runtime::builder().flow::<SupportDesk>().open("support.db").await?;
//! # Ok(())
//! # }
//! ```
//!
//! The names, levels, fields and labels below are promised: they change with a new major version
//! alone. The sentence that an event comes with is for people, and may change. The target of all is
//! `flow_runtime`.
//!
//! # What is never told
//!
//! Above the level `debug` there is no text of anybody's: no message, no author or address, no
//! parameter, no result or error of a function. A conversation is called by its SID
//! (`sid::conversation(address)`), an execution by its own, a widget and an event by their names in
//! Studio. At `debug` the event `why` gives the reason of the warning before it, in words that may
//! quote such a text. No level shows the body of a message.
//!
//! # Spans
//!
//! | span | level | fields | from, to |
//! |---|---|---|---|
//! | `turn` | info | `conversation`, `flow`, `event`, `execution`, `widget`, `outcome` | an event reaches a flow; what it caused is durable |
//! | `call` | info | `conversation`, `flow`, `widget`, `key`, `attempt` | a function or a request is called; it has answered. What a function tells is inside |
//!
//! `event` is `message`, `request`, `result`, `timer` or `end`; `outcome` is `moved`, `queued`,
//! `ignored` or `ended` (the flow could not take the event, and its execution was ended). `widget` is
//! where the execution stands then.
//!
//! # Events
//!
//! What is told in a span has the fields of that, and does not repeat them; a warning has its own, as a
//! subscriber that shows no more has no spans.
//!
//! | event | level | fields | when |
//! |---|---|---|---|
//! | `runtime.opened` | info | `flows` | a runtime is ready |
//! | `runtime.closed` | info | | it was closed, and everything is written |
//! | `runtime.cut_short` | warn | | it was closed while calls were under way: they are made again at the next start |
//! | `version.active` | info | `flow`, `digest` | at opening: executions of this version of a flow wait |
//! | `client.missing` | warn | `flow`, `widgets` | at opening: these widgets call elsewhere, and no client was given |
//! | `execution.started` | info | | in `turn`: an execution began |
//! | `execution.ended` | info | `by` | in `turn`: it came to its end, by this event of its widget |
//! | `execution.aborted` | warn | `conversation`, `flow` | in `turn`: a flow could not take an event, so its execution was ended |
//! | `execution.large` | warn | `conversation`, `flow`, `execution`, `bytes` | its state is larger than 256 KiB, and is written anew with every turn: told once while the conversation is in memory; at 1 MiB it ends |
//! | `execution.held` | warn | `conversation`, `flow`, `execution` | this program may not run it: it waits for another |
//! | `execution.released` | info | `conversation`, `flow`, `execution` | one that was held goes on |
//! | `execution.carried` | info | | in `turn`: it goes on in another version of its flow |
//! | `turn` | debug | `microseconds` | in `turn`: a turn is durable: so long after the event reached the flow |
//! | `step` | debug | `conversation`, `flow`, `execution`, `from`, `event`, `to` | an execution left a widget; without `to` the flow ended |
//! | `call.ended` | debug | `outcome`, `microseconds` | in `call`: a call `returned` or was `answered` |
//! | `call.failed` | warn | `conversation`, `flow`, `widget`, `key`, `attempt`, `microseconds` | in `call`: a call failed: the widget takes its `fail` |
//! | `call.again` | info | `conversation`, `flow`, `key`, `attempt` | the last run of the program left a call: it is made again |
//! | `call.given_up` | warn | `conversation`, `key` | a call was interrupted too often |
//! | `result.kept` | warn | `conversation`, `key` | the store did not take the result of a call: it is offered again |
//! | `conversation.handed_over` | info | `conversation`, `flow` | a flow left a conversation to people |
//! | `hand_over.lost` | warn | `hand_over`, `worker` | who took it went away before they heard of it, and it could not be put back |
//! | `conversation.closed` | info | `conversation` | a conversation is over |
//! | `conversation.behind` | warn | `conversation` | something is left to be done there, and is tried again each second |
//! | `timer.failed` | warn | `conversation` | a timer could not fire: it is tried again |
//! | `timers.unread` | warn | | the timers could not be read: they are tried again |
//! | `clock.leapt` | warn | `milliseconds` | the clock was set, or the machine slept; at opening: it is behind the store, whose time stands still until it has caught up |
//! | `message.too_old` | warn | `conversation`, `sent`, `days` | an event older than the retention was refused |
//! | `retention.deleted` | info | `rows` | what is older than the retention was deleted |
//! | `retention.failed` | warn | | it could not be deleted: it is tried again |
//! | `store.copied` | info | `copy` | a store of an older version was copied before it is brought up to date |
//! | `store.uncounted` | warn | | what waits in it could not be counted: two gauges stay away |
//! | `store.failed` | error | `error` | nothing is written any more |
//! | `store.shared` | warn | | another program wrote to the store |
//! | `store.untidy` | warn | `error` | the store could not be tidied up when it was closed |
//! | `store.locked` | warn | `error` | its lock stays until the process ends |
//! | `process.ended` | warn | `row`, `starts` | the process ended while the flow of a conversation ran, of which this is the row in the store |
//! | `in_hand.failed` | debug | `error` | what is in hand could not be noted |
//! | `driver.panicked` | error | `flow` | a mistake of this crate: the execution is ended |
//! | `host.panicked` | error | `what` | a mistake of this crate: that part of the runtime is begun anew |
//! | `why` | debug | `why` | the reason of the warning before it |
//!
//! # Metrics
//!
//! | metric | kind | labels | what |
//! |---|---|---|---|
//! | [`flow_turns_total`](TURNS) | counter | `flow`, `outcome` | turns |
//! | [`flow_turn_seconds`](TURN_SECONDS) | histogram | `flow` | from the event that reached the flow until its turn was durable |
//! | [`flow_deliver_seconds`](DELIVER_SECONDS) | histogram | `flow` | the same as who called `deliver` saw it, the wait for its turn included |
//! | [`flow_timers_total`](TIMERS) | counter | `flow` | timers that fired |
//! | [`flow_calls_total`](CALLS) | counter | `flow`, `outcome` | calls that `returned`, were `answered` or `failed` |
//! | [`flow_call_seconds`](CALL_SECONDS) | histogram | `flow` | how long they took |
//! | [`flow_call_retries_total`](CALL_RETRIES) | counter | `flow` | calls that were made again after a stop |
//! | [`flow_active_conversations`](ACTIVE) | gauge | | conversations in memory |
//! | [`flow_parked`](PARKED) | gauge | | executions that have not ended, all of which wait: for a reply, a result, or a program that may run them |
//! | [`flow_queue_depth`](QUEUE) | gauge | | messages that wait for their turn |
//! | [`flow_store_jobs`](STORE_JOBS) | gauge | | commits that wait for the disk |
//! | [`flow_commit_seconds`](COMMIT_SECONDS) | histogram | | one transaction of the store, fsync included |
//! | [`flow_group_size`](GROUP_SIZE) | histogram | | how many commits it held |
//! | [`flow_store_refusals_total`](STORE_REFUSALS) | counter | `reason` | commits that the store did not take: `full`, `busy`, `failed`, `faulty` |
//!
//! The recorder is asked for each metric once, when a runtime is opened: one that is installed later
//! hears of the next runtime. `flow_parked` and `flow_queue_depth` are counted in the background after
//! the opening, and kept by what is written from then on; until they are counted they stay away.

mod call;
mod events;
mod levels;
mod meters;
mod turn;

pub(crate) use call::Calling;
pub(crate) use events::*;
pub(crate) use levels::{Level, Levels};
pub(crate) use meters::{Meters, One, StoreMeters};
pub(crate) use turn::Turn;

/// The target of every span and event.
pub const TARGET: &str = "flow_runtime";

/// Turns, by flow and outcome.
pub const TURNS: &str = "flow_turns_total";
/// How long a turn took until it was durable.
pub const TURN_SECONDS: &str = "flow_turn_seconds";
/// How long `deliver` took.
pub const DELIVER_SECONDS: &str = "flow_deliver_seconds";
/// Timers that fired.
pub const TIMERS: &str = "flow_timers_total";
/// Calls, by flow and outcome.
pub const CALLS: &str = "flow_calls_total";
/// How long a call took.
pub const CALL_SECONDS: &str = "flow_call_seconds";
/// Calls that were made again after a stop.
pub const CALL_RETRIES: &str = "flow_call_retries_total";
/// Conversations in memory.
pub const ACTIVE: &str = "flow_active_conversations";
/// Executions that wait.
pub const PARKED: &str = "flow_parked";
/// Messages that wait for their turn.
pub const QUEUE: &str = "flow_queue_depth";
/// Commits that wait for the disk.
pub const STORE_JOBS: &str = "flow_store_jobs";
/// How long one transaction of the store took.
pub const COMMIT_SECONDS: &str = "flow_commit_seconds";
/// How many commits one transaction held.
pub const GROUP_SIZE: &str = "flow_group_size";
/// Commits that the store did not take, by reason.
pub const STORE_REFUSALS: &str = "flow_store_refusals_total";
