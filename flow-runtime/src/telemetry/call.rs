//! A call under way.

use std::time::Instant;

use flow_model::Text;
use tracing::{Span, debug, info_span, warn};

use super::meters::Meters;
use super::{TARGET, events, micros};
use crate::driver::Outcome;

/// A call of a function, or a request, from its start to its end.
#[derive(Debug)]
pub(crate) struct Calling {
    span: Span,
    began: Instant,
    conversation: Text,
    flow: Text,
    widget: Text,
    key: Text,
    attempt: u32,
}

impl Calling {
    pub(crate) fn begin(
        (conversation, flow, widget): (&Text, &Text, &Text),
        key: &Text,
        attempt: u32,
    ) -> Self {
        Calling {
            span: info_span!(
                target: TARGET,
                "call",
                conversation = conversation.as_str(),
                flow = flow.as_str(),
                widget = widget.as_str(),
                key = key.as_str(),
                attempt,
            ),
            began: Instant::now(),
            conversation: conversation.clone(),
            flow: flow.clone(),
            widget: widget.clone(),
            key: key.clone(),
            attempt,
        }
    }

    /// What it tells is told within this.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    pub(crate) fn done(self, outcome: &Outcome, meters: &Meters) {
        let took = self.began.elapsed();
        let (word, reason) = match outcome {
            Outcome::Returned { .. } => ("returned", None),
            Outcome::Failed { reason, .. } => ("failed", Some(reason)),
            _ => ("answered", None),
        };
        if let Some(meters) = meters.flow(&self.flow) {
            let counter = match word {
                "returned" => &meters.returned,
                "failed" => &meters.failed,
                _ => &meters.answered,
            };
            counter.increment(1);
            meters.call.record(took);
        }
        let microseconds = micros(took);
        let (conversation, flow) = (self.conversation.as_str(), self.flow.as_str());
        let (widget, key) = (self.widget.as_str(), self.key.as_str());
        self.span.in_scope(|| match reason {
            None => debug!(
                name: "call.ended",
                target: TARGET,
                outcome = word,
                microseconds,
                "a call has answered"
            ),
            Some(reason) => {
                warn!(
                    name: "call.failed",
                    target: TARGET,
                    conversation,
                    flow,
                    widget,
                    key,
                    attempt = self.attempt,
                    microseconds,
                    "a call failed"
                );
                events::why(reason);
            }
        });
    }
}
