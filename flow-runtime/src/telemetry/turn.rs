//! A turn, from the event that reaches a flow until what it caused is durable.

use std::time::Instant;

use flow_model::Text;
use tracing::{Span, debug, field, info, info_span, warn};

use super::meters::Meters;
use super::{TARGET, events, micros};
use crate::driver::{EventKind, Step};
use crate::execution::Execution;

/// A turn under way.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    /// The seat of the flow.
    pub(crate) seat: usize,
    span: Span,
    began: Instant,
    event: &'static str,
    outcome: Text,
    moved: Option<Moved>,
    carried: bool,
}

/// An execution that a turn moved.
#[derive(Clone, Debug)]
struct Moved {
    started: bool,
    /// It ended, by this event.
    ended: Option<Text>,
}

impl Turn {
    pub(crate) fn begin(seat: usize, conversation: &str, flow: &str, event: &EventKind) -> Self {
        let event = match event {
            EventKind::Message { .. } => "message",
            EventKind::Request { .. } => "request",
            EventKind::Result { .. } => "result",
            EventKind::Timer { .. } => "timer",
            EventKind::End => "end",
        };
        Turn {
            seat,
            span: info_span!(
                target: TARGET,
                "turn",
                conversation,
                flow,
                event,
                execution = field::Empty,
                widget = field::Empty,
                outcome = field::Empty,
            ),
            began: Instant::now(),
            event,
            outcome: Text::EMPTY,
            moved: None,
            carried: false,
        }
    }

    /// Calls the driver, whose events are the turn's.
    pub(crate) fn drive<T>(&self, run: impl FnOnce() -> T) -> T {
        self.span.in_scope(run)
    }

    /// What becomes of the event, as the log has it.
    pub(crate) fn logged(&mut self, outcome: &Text) {
        self.outcome = outcome.clone();
        self.span.record("outcome", self.word());
    }

    /// The execution that it moves.
    pub(crate) fn moves(&mut self, execution: &Execution, steps: &[Step], starts: bool) {
        self.span.record("execution", execution.sid().as_str());
        self.span.record("widget", execution.widget().as_str());
        let ended = execution.is_ended();
        self.moved = Some(Moved {
            started: starts,
            ended: ended.then(|| steps.last().map_or(Text::EMPTY, |step| step.event.clone())),
        });
    }

    /// The execution goes on in another version of its flow.
    pub(crate) fn carries(&mut self) {
        self.carried = true;
    }

    /// It is durable.
    pub(crate) fn done(&self, conversation: &str, flow: &str, meters: &Meters) {
        let took = self.began.elapsed();
        let outcome = self.word();
        if let Some(meters) = meters.flow(flow) {
            let counter = match outcome {
                "moved" => &meters.moved,
                "queued" => &meters.queued,
                "ended" => &meters.ended,
                _ => &meters.ignored,
            };
            counter.increment(1);
            meters.turn.record(took);
            if self.event == "timer" && self.moved.is_some() {
                meters.timers.increment(1);
            }
        }
        self.span.in_scope(|| {
            self.tell(conversation, flow);
            debug!(
                name: "turn",
                target: TARGET,
                microseconds = micros(took),
                "a turn is durable"
            );
        });
    }

    fn tell(&self, conversation: &str, flow: &str) {
        if self.word() == "ended" {
            warn!(
                name: "execution.aborted",
                target: TARGET,
                conversation,
                flow,
                "a flow could not take an event"
            );
            events::why(&self.outcome);
        }
        let Some(moved) = &self.moved else { return };
        if moved.started {
            info!(name: "execution.started", target: TARGET, "an execution began");
        }
        if self.carried {
            info!(
                name: "execution.carried",
                target: TARGET,
                "an execution goes on in another version"
            );
        }
        if let Some(by) = &moved.ended {
            info!(
                name: "execution.ended",
                target: TARGET,
                by = by.as_str(),
                "an execution came to its end"
            );
        }
    }

    /// The first word of the outcome: what follows it may be anybody's.
    fn word(&self) -> &'static str {
        match self.outcome.split(':').next() {
            Some("moved") => "moved",
            Some("queued") => "queued",
            Some("ended") => "ended",
            _ => "ignored",
        }
    }
}
