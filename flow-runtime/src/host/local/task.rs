//! The task of one address: it owns the turns of every flow there, one at a time.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use flow_model::Text;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::timeout;

use super::calls::{self, Caller};
use super::draft::{self, Draft, Poison, Stop};
use super::inner::Inner;
use super::mail::{Answer, Mail};
use super::operations::{self, Answered};
use super::room::{Call, Room};
use super::{Activity, HostError, NewMessage};
use crate::conversation::{Done, Message, Operation, State};
use crate::driver::Outcome;
use crate::execution::Execution;
use crate::function::FunctionError;
use crate::store::StoreError;
use crate::store::commit::{Commit, Write};
use crate::store::write::Refusal;
use crate::store::{chat, read};

/// After how long something that the store did not take is offered again.
const AGAIN: Duration = Duration::from_secs(1);

/// How often a turn is computed again because something changed meanwhile; nothing should.
const CONFLICTS: usize = 3;

/// Why a turn came to nothing.
#[derive(Debug)]
enum Failure {
    /// Its event was there already.
    Duplicate,
    Host(HostError),
    Function(FunctionError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Host(error.into())
    }
}

pub(super) struct Task {
    inner: Arc<Inner>,
    address: Text,
    mailbox: mpsc::Receiver<Mail>,
    feed: broadcast::Sender<Activity>,
    /// None: not read yet, or not to be trusted any more.
    room: Option<Room>,
    /// Timers wait until the mailbox is empty: a reply in time is never too late.
    timers: VecDeque<(i64, u64, oneshot::Sender<bool>)>,
    /// The calls under way, by their keys.
    calls: HashSet<Text>,
    /// Results that the store did not take.
    kept: Vec<(i64, Text, Outcome)>,
    /// Something is left to be done, and could not be.
    behind: bool,
    waiters: Vec<Answer<()>>,
}

impl Task {
    pub(super) fn new(
        inner: Arc<Inner>,
        address: Text,
        mailbox: mpsc::Receiver<Mail>,
        feed: broadcast::Sender<Activity>,
    ) -> Self {
        Task {
            inner,
            address,
            mailbox,
            feed,
            room: None,
            timers: VecDeque::new(),
            calls: HashSet::new(),
            kept: Vec::new(),
            behind: false,
            waiters: Vec::new(),
        }
    }

    /// Works until nobody asked for anything for a while.
    pub(super) async fn run(mut self) {
        loop {
            match self.mailbox.try_recv() {
                Ok(mail) => self.handle(mail).await,
                Err(mpsc::error::TryRecvError::Disconnected) => return,
                Err(mpsc::error::TryRecvError::Empty) => {
                    if let Some((conversation, wait, looked_at)) = self.timers.pop_front() {
                        let over = self.timer(conversation, wait).await;
                        let _ = looked_at.send(over);
                    } else if self.rest().await {
                        return;
                    }
                }
            }
        }
    }

    /// Waits for mail; whether there was none for so long that the task may go.
    async fn rest(&mut self) -> bool {
        let busy = !self.kept.is_empty() || self.behind;
        if self.calls.is_empty() && !busy {
            for waiter in self.waiters.drain(..) {
                let _ = waiter.send(Ok(()));
            }
        }
        let patience = if busy { AGAIN } else { self.inner.limits.idle };
        match timeout(patience, self.mailbox.recv()).await {
            Ok(Some(mail)) => self.handle(mail).await,
            Ok(None) => return true,
            Err(_) if busy => self.catch_up().await,
            Err(_) => {
                return self.calls.is_empty() && self.inner.retire(&self.address, &self.mailbox);
            }
        }
        false
    }

    async fn handle(&mut self, mail: Mail) {
        match mail {
            Mail::Bind { flow, answer } => {
                let bound = self.bind(flow).await;
                let failed = bound.is_err();
                let _ = answer.send(bound);
                if failed {
                    return; // there may be nothing to follow up
                }
            }
            Mail::Deliver { message, answer } => {
                let delivered = self.deliver(message).await;
                let _ = answer.send(delivered);
            }
            Mail::Add { who, answer } => {
                let added = self.change(|draft| draft.add(&who)).await;
                let _ = answer.send(added);
            }
            Mail::Remove { author, answer } => {
                let removed = self.change(|draft| {
                    draft.remove(&author);
                    Ok(())
                });
                let _ = answer.send(removed.await);
            }
            Mail::Close { answer } => {
                let closed = self.change(|draft| draft.close().map(drop)).await;
                let _ = answer.send(closed);
            }
            Mail::HandOver { flow, answer } => {
                let handed_over = self.change(|draft| {
                    let seats = &draft.room.seats;
                    match seats.iter().position(|seat| seat.flow == flow) {
                        Some(seat) => draft.hand_over(seat),
                        None => Ok(()),
                    }
                });
                let _ = answer.send(handed_over.await);
            }
            Mail::Operate {
                conversation,
                key,
                operation,
                answer,
            } => {
                let done = self.operate(conversation, &key, &operation).await;
                let _ = answer.send(done);
            }
            Mail::Result {
                conversation,
                key,
                outcome,
            } => self.result(conversation, key, outcome).await,
            Mail::Timer {
                conversation,
                wait,
                looked_at,
            } => {
                self.timers.push_back((conversation, wait, looked_at));
                return;
            }
            Mail::Standing { flow, answer } => {
                let standing = self.room().await.map(|room| room.standing(&flow));
                let _ = answer.send(standing.map_err(HostError::from));
            }
            Mail::Quiet { answer } => {
                self.waiters.push(answer);
            }
            Mail::Look => {}
        }
        self.follow_up().await;
    }

    async fn bind(&mut self, flow: Text) -> Result<(), HostError> {
        let known = |room: &Room| room.seats.iter().any(|seat| seat.flow == flow);
        if self.room.as_ref().is_some_and(known) {
            return Ok(());
        }
        let address = self.address.clone();
        let sid = crate::sid::conversation(&address);
        let commit = Commit {
            writes: vec![
                Write::Chat {
                    address: address.clone(),
                    sid,
                },
                Write::Conversation { flow, address },
            ],
        };
        self.room = None;
        match self.inner.store.commit(commit).await {
            Ok(_) => Ok(()),
            Err(refusal) => Err(store_error(refusal).into()),
        }
    }

    async fn deliver(&mut self, message: NewMessage) -> Result<(Message, bool), HostError> {
        let queue = self.inner.limits.queue;
        let delivered = self.transact(|draft| draft.deliver(&message, queue)).await;
        let failure = match delivered {
            Ok(delivered) => return Ok((delivered, false)),
            Err(failure) => failure,
        };
        // One that was taken before has the answer it had then, whatever has changed since.
        if let Some(id) = &message.id
            && let Some(before) = self.message(draft::identity(id)).await?
        {
            return Ok((before, true));
        }
        Err(host_error(failure))
    }

    async fn message(&mut self, key: Text) -> Result<Option<Message>, StoreError> {
        let chat = self.room().await?.chat.id;
        let read = move |db: &_| chat::message_by_key(db, chat, &key);
        self.inner.store.read(read).await
    }

    async fn change<T>(
        &mut self,
        change: impl Fn(&mut Draft<'_>) -> Result<T, Stop> + Send,
    ) -> Result<T, HostError> {
        self.transact(change).await.map_err(host_error)
    }

    async fn operate(
        &mut self,
        conversation: i64,
        key: &str,
        operation: &Operation,
    ) -> Result<Done, FunctionError> {
        let done = self
            .transact(|draft| draft.perform(conversation, key, operation))
            .await;
        let failure = match done {
            Ok(done) => return Ok(done),
            Err(failure) => failure,
        };
        // The same operation of an earlier attempt has the answer it had then.
        let identity = operations::identity(key);
        let read = move |db: &_| read::logged_event(db, conversation, &identity);
        let logged = self.inner.store.read(read).await;
        let logged = logged.map_err(|error| FunctionError::new(error.to_string()))?;
        if let Some(answered) = logged.and_then(|event| serde_json::from_str(&event).ok()) {
            let Answered { done } = answered;
            return Ok(done);
        }
        Err(match failure {
            Failure::Function(error) => error,
            failure => FunctionError::new(host_error(failure).to_string()),
        })
    }

    async fn result(&mut self, conversation: i64, key: Text, outcome: Outcome) {
        let written = self
            .transact(|draft| draft.result(conversation, &key, &outcome))
            .await;
        match written {
            Ok(()) | Err(Failure::Duplicate | Failure::Function(_)) => {
                self.calls.remove(&key);
            }
            Err(Failure::Host(HostError::Store(StoreError::Failed(_)))) => {
                self.calls.remove(&key); // only a new opening goes on
            }
            Err(Failure::Host(error)) => {
                tracing::warn!(%key, %error, "a result could not be written; it is kept");
                self.kept.push((conversation, key, outcome));
            }
        }
    }

    /// Looks at a timer; whether that is over.
    async fn timer(&mut self, conversation: i64, wait: u64) -> bool {
        let fired = self.transact(|draft| draft.timer(conversation, wait)).await;
        self.follow_up().await;
        matches!(fired, Ok(()) | Err(Failure::Duplicate))
    }

    /// Offers again what the store did not take.
    async fn catch_up(&mut self) {
        for (conversation, key, outcome) in std::mem::take(&mut self.kept) {
            self.result(conversation, key, outcome).await;
        }
        self.follow_up().await;
    }

    /// Does what is left to be done now: events of the queue, ends, calls.
    async fn follow_up(&mut self) {
        self.behind = false;
        loop {
            let step = match self.room().await {
                Ok(_) => self.next(),
                Err(error) => return self.fall_behind(&error.into()),
            };
            let done = match step {
                None => return,
                Some(Next::End(seat)) => self.transact(|draft| draft.end(seat)).await,
                Some(Next::Queued(seat)) => self.transact(|draft| draft.next_of_queue(seat)).await,
                Some(Next::Call(seat, call)) => self.resume(seat, call).await,
            };
            match done {
                Ok(()) | Err(Failure::Duplicate) => {}
                Err(failure) => return self.fall_behind(&host_error(failure)),
            }
        }
    }

    fn next(&self) -> Option<Next> {
        let room = self.room.as_ref()?;
        let closed = room.chat.state == State::Closed;
        room.seats.iter().enumerate().find_map(|(at, seat)| {
            let waits = seat.running().is_some_and(Execution::waits_for_reply);
            let left = || {
                seat.calls
                    .iter()
                    .find(|call| !self.calls.contains(&call.key))
            };
            if closed && waits {
                Some(Next::End(at))
            } else if !seat.queue.is_empty() && seat.is_ready() {
                Some(Next::Queued(at))
            } else if seat.is_held() {
                None
            } else {
                left().map(|call| Next::Call(at, call.clone()))
            }
        })
    }

    fn fall_behind(&mut self, error: &HostError) {
        if matches!(error, HostError::Store(StoreError::Failed(_))) {
            self.kept.clear(); // only a new opening goes on
            self.calls.clear();
            for waiter in self.waiters.drain(..) {
                let _ = waiter.send(Err(error.clone()));
            }
            return;
        }
        tracing::warn!(address = %self.address, %error, "something is left to be done; it is tried again");
        self.behind = true;
    }

    /// Makes a call again that the last run of the program left, as far as it may be.
    async fn resume(&mut self, seat: usize, call: Call) -> Result<(), Failure> {
        let Some(seat_) = self.room.as_ref().map(|room| &room.seats[seat]) else {
            return Ok(());
        };
        let (conversation, running) = (seat_.conversation, seat_.running());
        if running.is_none_or(|execution| execution.turns() != call.wait) {
            return self
                .transact(|draft| {
                    draft.drop_call(seat, &call.key);
                    Ok(())
                })
                .await;
        }
        if call.attempts >= self.inner.limits.attempts {
            let outcome = Outcome::Failed {
                reason: "interrupted".into(),
                code: None,
            };
            self.calls.insert(call.key.clone());
            self.result(conversation, call.key, outcome).await;
            return Ok(());
        }
        self.transact(|draft| {
            draft.count_attempt(seat, &call.key);
            Ok(())
        })
        .await?;
        tracing::info!(key = %call.key, attempt = call.attempts + 1, "a call is made again");
        self.start_call(seat, call);
        Ok(())
    }

    fn start_call(&mut self, seat: usize, call: Call) {
        let Some(room) = &self.room else { return };
        let seat = &room.seats[seat];
        let caller = Caller {
            inner: self.inner.clone(),
            address: self.address.clone(),
            conversation: seat.conversation,
            conversation_sid: room.chat.sid.clone(),
            registered: seat.registered.clone(),
        };
        self.calls.insert(call.key.clone());
        self.inner.spawn(calls::make(caller, call));
    }

    /// The room, read where it is not at hand.
    async fn room(&mut self) -> Result<&mut Room, StoreError> {
        if self.room.is_none() {
            let room = self.load().await?;
            self.room = Some(room);
        }
        match &mut self.room {
            Some(room) => Ok(room),
            None => unreachable!("it was read just now"),
        }
    }

    async fn load(&mut self) -> Result<Room, StoreError> {
        let address = self.address.clone();
        let rows = self
            .inner
            .store
            .read(move |db| read::room(db, &address))
            .await?;
        let rows = rows.ok_or_else(|| {
            StoreError::Faulty(format!("it has no conversation `{}`", self.address))
        })?;
        let (room, versions) = Room::new(rows, &self.address, &self.inner.programs)?;
        if !versions.writes.is_empty() {
            self.inner
                .store
                .commit(versions)
                .await
                .map_err(store_error)?;
            if let Some(due) = earliest(&room) {
                self.inner.arm(due);
            }
        }
        Ok(room)
    }

    /// Computes a turn and commits it: again where something changed meanwhile, and with the end
    /// of its execution where a flow cannot take the event.
    async fn transact<T>(
        &mut self,
        compute: impl Fn(&mut Draft<'_>) -> Result<T, Stop> + Send,
    ) -> Result<T, Failure> {
        let mut poisoned: Vec<Poison> = Vec::new();
        let mut conflicts = 0;
        loop {
            let now = self.inner.clock.now();
            let mut draft = Draft::new(self.room().await?, now, &poisoned);
            let computed = compute(&mut draft).map(|value| (value, draft.finish()));
            let (value, (commit, after)) = match computed {
                Ok(computed) => computed,
                Err(stop) => {
                    self.stopped(stop, &mut poisoned)?;
                    continue;
                }
            };
            if commit.writes.is_empty() {
                return Ok(value);
            }
            match self.inner.store.commit(commit).await {
                Ok(written) => {
                    self.committed(&after, &written);
                    return Ok(value);
                }
                Err(refusal) => {
                    self.room = None; // it is ahead of the store
                    conflicts += 1;
                    match refusal {
                        Refusal::Duplicate => return Err(Failure::Duplicate),
                        Refusal::Conflict if conflicts < CONFLICTS => {}
                        refusal => return Err(store_error(refusal).into()),
                    }
                }
            }
        }
    }

    /// Whether a turn that could not be computed is to be computed otherwise.
    fn stopped(&mut self, stop: Stop, poisoned: &mut Vec<Poison>) -> Result<(), Failure> {
        match stop {
            Stop::Refused(error) => return Err(Failure::Host(error)),
            Stop::Denied(error) => return Err(Failure::Function(error)),
            Stop::Faulty(error) => {
                self.room = None;
                return Err(error.into());
            }
            Stop::Poisoned(poison) => {
                self.room = None;
                let again = |other: &Poison| other.conversation == poison.conversation;
                if poisoned.iter().any(again) {
                    let reason = poison.reason.as_str().to_owned();
                    return Err(StoreError::Faulty(reason).into());
                }
                poisoned.push(poison);
            }
        }
        Ok(())
    }

    /// What a commit promised may now happen.
    fn committed(&mut self, after: &draft::After, written: &crate::store::commit::Written) {
        let Some(room) = &mut self.room else { return };
        let calls = after.settle(room, written);
        for activity in &after.activity {
            let _ = self.feed.send(activity.clone()); // nobody may be listening
        }
        if let Some(due) = after.due {
            self.inner.arm(due);
        }
        for (seat, call) in calls {
            self.start_call(seat, call);
        }
    }
}

/// What is left to be done in a room.
enum Next {
    /// The conversation is closed: the reply that the execution waits for can never come.
    End(usize),
    /// The first event of the queue can have its turn.
    Queued(usize),
    /// A call that the last run of the program left.
    Call(usize, Call),
}

fn earliest(room: &Room) -> Option<crate::conversation::Timestamp> {
    room.seats
        .iter()
        .filter_map(|seat| seat.running()?.due())
        .min()
}

fn store_error(refusal: Refusal) -> StoreError {
    match refusal {
        Refusal::Store(error) => error,
        Refusal::Conflict | Refusal::Duplicate => {
            StoreError::Faulty("somebody else writes to this conversation".to_owned())
        }
    }
}

fn host_error(failure: Failure) -> HostError {
    match failure {
        Failure::Host(error) => error,
        Failure::Function(error) => StoreError::Faulty(error.message).into(),
        Failure::Duplicate => {
            StoreError::Faulty("it is in the log and nowhere else".to_owned()).into()
        }
    }
}
