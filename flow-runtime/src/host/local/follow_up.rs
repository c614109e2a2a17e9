//! What is left to be done at an address once its mail is handled: events of the queue, ends, calls.

use std::time::Duration;

use flow_model::Text;
use tokio::time::Instant;

use super::HostError;
use super::calls::{self, Caller};
use super::room::{Call, Seat};
use super::task::Task;
use super::transact::{Failure, host_error};
use crate::conversation::State;
use crate::driver::Outcome;
use crate::execution::Execution;
use crate::store::StoreError;
use crate::telemetry;

/// After how long something that could not be done is tried again.
pub(super) const AGAIN: Duration = Duration::from_secs(1);

/// What is left to be done in a room.
enum Next {
    /// The conversation is closed: the reply that the execution waits for can never come.
    End(usize),
    /// The first event of the queue can have its turn.
    Queued(usize),
    /// A call that the last run of the program left is made again.
    Again(usize, Call),
    /// It was interrupted too often.
    GiveUp(i64, Text),
    /// Nobody waits for it any more.
    Forget(usize, Text),
}

impl Task {
    /// Does what is left to be done; what cannot be done now is tried again in a second, however
    /// much mail comes meanwhile.
    pub(super) async fn follow_up(&mut self) {
        let now = Instant::now();
        if self.again.is_some_and(|again| again <= now) {
            self.again = None;
            for (conversation, key, outcome) in std::mem::take(&mut self.kept) {
                self.result(conversation, key, outcome).await;
            }
        }
        let behind = match self.advance().await {
            Ok(()) => false,
            Err(error) => self.falls_behind(&error),
        };
        let left = behind || !self.kept.is_empty();
        self.again = left.then(|| self.again.unwrap_or(now + AGAIN));
    }

    async fn advance(&mut self) -> Result<(), HostError> {
        loop {
            self.room().await?;
            let done = match self.next() {
                None => return Ok(()),
                Some(Next::End(seat)) => self.transact(None, |draft| draft.end(seat)).await,
                Some(Next::Queued(seat)) => {
                    self.transact(None, |draft| draft.next_of_queue(seat)).await
                }
                Some(Next::Again(seat, call)) => self.call_again(seat, call).await,
                Some(Next::GiveUp(conversation, key)) => {
                    self.give_up(conversation, key).await;
                    Ok(())
                }
                Some(Next::Forget(seat, key)) => {
                    self.transact(None, |draft| draft.forget(seat, &key)).await
                }
            };
            done.map_err(host_error)?;
        }
    }

    fn next(&self) -> Option<Next> {
        let room = self.room.as_ref()?;
        let closed = room.chat.state == State::Closed;
        room.seats.iter().enumerate().find_map(|(at, seat)| {
            let mut calls = seat.calls.iter();
            if closed && seat.running().is_some_and(Execution::waits_for_reply) {
                Some(Next::End(at))
            } else if !seat.queue.is_empty() && seat.is_ready() {
                Some(Next::Queued(at))
            } else if seat.is_held() {
                None
            } else {
                let left = calls.find(|call| !self.calls.contains(&call.key))?;
                Some(self.left(at, seat, left))
            }
        })
    }

    /// What becomes of a call that the last run of the program left.
    fn left(&self, at: usize, seat: &Seat, call: &Call) -> Next {
        let awaits =
            |execution: &Execution| execution.emitted(&call.key) && execution.turns() == call.wait;
        if !seat.running().is_some_and(awaits) {
            Next::Forget(at, call.key.clone())
        } else if call.attempts < self.inner.limits.attempts {
            Next::Again(at, call.clone())
        } else {
            Next::GiveUp(seat.conversation, call.key.clone())
        }
    }

    /// Whether what is left can ever be done.
    fn falls_behind(&mut self, error: &HostError) -> bool {
        if !matches!(error, HostError::Store(StoreError::Failed(_))) {
            telemetry::behind(&self.sid(), error);
            return true;
        }
        self.kept.clear(); // only a new opening goes on
        self.calls.clear();
        for waiter in self.waiters.drain(..) {
            let _ = waiter.send(Err(error.clone()));
        }
        false
    }

    async fn call_again(&mut self, seat: usize, call: Call) -> Result<(), Failure> {
        self.transact(None, |draft| draft.count_attempt(seat, &call.key))
            .await?;
        let call = Call {
            attempts: call.attempts + 1,
            ..call
        };
        if let Some(room) = &self.room {
            let flow = &room.seats[seat].flow;
            telemetry::call_again(&room.chat.sid, flow, &call.key, call.attempts);
            if let Some(meters) = self.inner.meters.flow(flow) {
                meters.retried();
            }
        }
        self.start_call(seat, call);
        Ok(())
    }

    async fn give_up(&mut self, conversation: i64, key: Text) {
        let outcome = Outcome::Failed {
            reason: "interrupted".into(),
            code: None,
        };
        telemetry::given_up(&self.sid(), &key);
        self.calls.insert(key.clone());
        self.result(conversation, key, outcome).await;
    }

    pub(super) fn start_call(&mut self, seat: usize, call: Call) {
        let Some(room) = &self.room else { return };
        if !self.calls.insert(call.key.clone()) {
            return; // it is under way
        }
        let seat = &room.seats[seat];
        let running = seat.running();
        let caller = Caller {
            inner: self.inner.clone(),
            address: self.address.clone(),
            conversation: seat.conversation,
            conversation_sid: room.chat.sid.clone(),
            registered: seat.registered.clone(),
            within: running.and_then(|execution| execution.within().cloned()),
            widget: running.map_or(Text::EMPTY, |execution| execution.widget().clone()),
        };
        self.inner.spawn(calls::make(caller, call));
    }
}
