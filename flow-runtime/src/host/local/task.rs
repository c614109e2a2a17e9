//! The task of one address: it owns the turns of every flow there, one at a time.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use flow_model::Text;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

use super::draft::Draft;
use super::inner::Inner;
use super::mail::{Answer, Change, Mail, Timer};
use super::operations::{self, Answered};
use super::room::Room;
use super::slots::Feed;
use super::transact::{Failure, Once, host_error, store_error};
use super::{HostError, NewMessage, events};
use crate::conversation::{Done, Message, Operation, Participant};
use crate::driver::Outcome;
use crate::fault::Point;
use crate::sid;
use crate::store::commit::{Commit, Write};
use crate::store::{StoreError, chat, read};
use crate::telemetry::{self, One};

/// How long a task lives on that only its timer woke: a million of them may be due.
const PASSING: Duration = Duration::from_millis(1);

pub(super) struct Task {
    pub(super) inner: Arc<Inner>,
    pub(super) address: Text,
    mailbox: mpsc::Receiver<Mail>,
    pub(super) feed: Feed,
    /// None: not read yet, or not to be trusted any more.
    pub(super) room: Option<Room>,
    /// Timers wait until the mailbox is empty: a reply in time is never too late.
    timers: VecDeque<Timer>,
    /// The calls under way, by their keys.
    pub(super) calls: HashSet<Text>,
    /// Results that the store did not take.
    pub(super) kept: Vec<(i64, Text, Outcome)>,
    /// When what could not be done is tried again; none: nothing is left.
    pub(super) again: Option<Instant>,
    pub(super) waiters: Vec<Answer<()>>,
    /// What was answered and is still to be written.
    #[cfg(feature = "mutants")]
    pub(super) late: Option<(Commit, super::draft::After)>,
    /// Whether anybody but a timer woke it, and may come again soon.
    visited: bool,
    _active: One,
}

impl Task {
    pub(super) fn new(
        inner: Arc<Inner>,
        address: Text,
        mailbox: mpsc::Receiver<Mail>,
        feed: Feed,
    ) -> Self {
        Task {
            _active: inner.meters.active(),
            inner,
            address,
            mailbox,
            feed,
            room: None,
            timers: VecDeque::new(),
            calls: HashSet::new(),
            kept: Vec::new(),
            again: None,
            waiters: Vec::new(),
            #[cfg(feature = "mutants")]
            late: None,
            visited: false,
        }
    }

    /// Works until nobody asked for anything for a while.
    pub(super) async fn run(mut self) {
        loop {
            match self.mailbox.try_recv() {
                Ok(mail) => self.handle(mail).await,
                Err(mpsc::error::TryRecvError::Disconnected) => return,
                Err(mpsc::error::TryRecvError::Empty) => {
                    if let Some(timer) = self.timers.pop_front() {
                        self.timer(timer).await;
                    } else if self.rest().await {
                        return;
                    }
                }
            }
        }
    }

    /// Waits for mail; whether there was none for so long that the task may go.
    async fn rest(&mut self) -> bool {
        if self.calls.is_empty() && self.again.is_none() {
            for waiter in self.waiters.drain(..) {
                let _ = waiter.send(Ok(()));
            }
        }
        let patience = match self.again {
            Some(again) => again.saturating_duration_since(Instant::now()),
            None if self.visited || !self.calls.is_empty() => self.inner.limits.idle,
            None => PASSING,
        };
        match timeout(patience, self.mailbox.recv()).await {
            Ok(Some(mail)) => self.handle(mail).await,
            Ok(None) => return true,
            Err(_) if self.again.is_some() => self.follow_up().await,
            Err(_) => {
                return self.calls.is_empty() && self.inner.retire(&self.address, &self.mailbox);
            }
        }
        false
    }

    async fn handle(&mut self, mail: Mail) {
        self.visited |= !matches!(mail, Mail::Timer(_) | Mail::Look(_));
        self.inner.store.faults.pass(Point::Received).await;
        match mail {
            Mail::Bind { flow, answer } => {
                let bound = self.bind(flow).await;
                let failed = bound.is_err();
                reply(answer, bound);
                if failed {
                    return; // there may be nothing to follow up
                }
            }
            Mail::Deliver { message, answer } => reply(answer, self.deliver(message).await),
            Mail::Start {
                flow,
                request,
                answer,
            } => reply(answer, self.start(&flow, &request).await),
            Mail::Change { change, answer } => reply(answer, self.change(&change).await),
            Mail::Operate {
                conversation,
                key,
                operation,
                answer,
            } => reply(answer, self.operate(conversation, &key, &operation).await),
            Mail::Result {
                conversation,
                key,
                outcome,
            } => self.result(conversation, key, outcome).await,
            Mail::Cut { key } => {
                self.calls.remove(&key);
            }
            Mail::Timer(timer) => {
                // The one that was asked for before is of an earlier round.
                self.timers
                    .retain(|other| other.conversation != timer.conversation);
                self.timers.push_back(timer);
                return;
            }
            Mail::Standing { flow, answer } => {
                let standing = self.room().await.map(|room| room.standing(&flow));
                reply(answer, standing.map_err(HostError::from));
            }
            Mail::Quiet { answer } => self.waiters.push(answer),
            Mail::Look(looked) => {
                self.follow_up().await;
                looked.done();
                return;
            }
        }
        self.inner.store.faults.pass(Point::Answered).await;
        self.follow_up().await;
    }

    async fn bind(&mut self, flow: Text) -> Result<(), HostError> {
        let known = |room: &Room| room.seats.iter().any(|seat| seat.flow == flow);
        if self.room.as_ref().is_some_and(known) {
            return Ok(());
        }
        let address = self.address.clone();
        let sid = sid::conversation(&address);
        let commit = Commit::aside(vec![
            Write::Chat {
                address: address.clone(),
                sid,
            },
            Write::Conversation { flow, address },
        ]);
        self.room = None;
        match self.inner.store.commit(commit).await {
            Ok(_) => Ok(()),
            Err(refusal) => Err(store_error(refusal).into()),
        }
    }

    async fn deliver(&mut self, message: NewMessage) -> Result<(Message, bool), HostError> {
        self.inner.remembers(&self.sid(), message.sent)?;
        let queue = self.inner.limits.queue;
        let identity = message.id.as_ref().map(events::identity);
        let once = identity.as_ref().map(|identity| Once {
            conversation: None,
            identity,
        });
        let deliver = |draft: &mut Draft<'_>| draft.deliver(&message, queue);
        let failure = match self.transact(once, deliver).await {
            Ok(delivered) => return Ok((delivered, false)),
            Err(failure) => failure,
        };
        // One that was taken before has the answer it had then, whatever has changed since.
        if let Some(identity) = identity
            && let Some(before) = self.message(identity).await?
        {
            return Ok((before, true));
        }
        Err(host_error(failure))
    }

    async fn message(&mut self, key: Text) -> Result<Option<Message>, StoreError> {
        if !self.may_know(&key).await? {
            return Ok(None);
        }
        let chat = self.room().await?.chat.id;
        let read = move |db: &_| chat::message_by_key(db, chat, &key);
        self.inner.store.read(read).await
    }

    async fn change(&mut self, change: &Change) -> Result<Option<Participant>, HostError> {
        self.transact(None, |draft| draft.change(change))
            .await
            .map_err(host_error)
    }

    async fn operate(
        &mut self,
        conversation: i64,
        key: &str,
        operation: &Operation,
    ) -> Result<Done, Failure> {
        let identity = operations::identity(key);
        let once = Once {
            conversation: Some(conversation),
            identity: &identity,
        };
        let done = self
            .transact(Some(once), |draft| {
                draft.perform(conversation, key, operation)
            })
            .await;
        let failure = match done {
            Ok(done) => return Ok(done),
            Err(failure) => failure,
        };
        // The same operation of an earlier attempt has the answer it had then.
        let logged = self.logged(conversation, identity).await?;
        if let Some(answered) = logged.and_then(|event| serde_json::from_str(&event).ok()) {
            let Answered { done } = answered;
            return Ok(done);
        }
        Err(failure)
    }

    /// What the log says of an event that came before.
    pub(super) async fn logged(
        &mut self,
        conversation: i64,
        identity: Text,
    ) -> Result<Option<String>, StoreError> {
        if !self.may_know(&identity).await? {
            return Ok(None);
        }
        let chat = self.room().await?.chat.id;
        let read = move |db: &_| read::logged_event(db, chat, conversation, &identity);
        self.inner.store.read(read).await
    }

    pub(super) async fn result(&mut self, conversation: i64, key: Text, outcome: Outcome) {
        let written = self
            .transact(None, |draft| draft.result(conversation, &key, &outcome))
            .await;
        match written {
            Ok(()) | Err(Failure::Duplicate | Failure::Function(_)) => {
                self.calls.remove(&key);
            }
            Err(Failure::Host(HostError::Store(StoreError::Failed(_)))) => {
                self.calls.remove(&key); // only a new opening goes on
            }
            Err(Failure::Host(error)) => {
                telemetry::result_kept(&self.sid(), &key, &error);
                self.kept.push((conversation, key, outcome));
            }
        }
    }

    async fn timer(&mut self, timer: Timer) {
        let Timer {
            conversation, wait, ..
        } = timer;
        match self
            .transact(None, |draft| draft.timer(conversation, wait))
            .await
            .map_err(host_error)
        {
            Ok(()) => timer.looked_at.done(),
            Err(HostError::Store(StoreError::Full | StoreError::Busy)) => timer.looked_at.refused(),
            Err(error) => {
                telemetry::timer_failed(&self.sid(), &error);
            }
        }
        self.follow_up().await;
    }

    /// The SID of the conversation, by which it is told of.
    pub(super) fn sid(&self) -> Text {
        sid::conversation(&self.address)
    }
}

/// Whoever asked may have gone away.
fn reply<T, E>(answer: Answer<T, E>, result: Result<T, E>) {
    let _ = answer.send(result);
}
