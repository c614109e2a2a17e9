//! From a turn that is computed to one that is durable.

use flow_model::Text;

use super::HostError;
use super::draft::{After, Draft, Poison, Stop};
use super::room::Room;
use super::task::Task;
use crate::conversation::Timestamp;
use crate::execution::Stored;
use crate::fault::Point;
use crate::function::FunctionError;
use crate::store::commit::Written;
use crate::store::write::Refusal;
use crate::store::{StoreError, read, trail};

/// How often a turn is computed again because something changed meanwhile; nothing should.
const CONFLICTS: usize = 3;

/// An event that may come again, and has its turn once.
pub(super) struct Once<'o> {
    /// The conversation of the flow that hears of it; none: every flow there does.
    pub(super) conversation: Option<i64>,
    pub(super) identity: &'o Text,
}

/// Why a turn came to nothing.
#[derive(Debug)]
pub(super) enum Failure {
    /// Its event was there already.
    Duplicate,
    Host(HostError),
    Function(FunctionError),
}

impl From<HostError> for Failure {
    fn from(error: HostError) -> Self {
        Failure::Host(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Host(error.into())
    }
}

impl Task {
    /// The room, read where it is not at hand.
    pub(super) async fn room(&mut self) -> Result<&mut Room, StoreError> {
        #[cfg(feature = "mutants")]
        self.commit_late().await;
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
        let active = rows.seats.iter().map(|seat| seat.active.as_ref());
        let stored: Vec<_> = active
            .map(|active| active.map(|active| Stored::read(&active.beside, &active.state)))
            .collect();
        let inner = &self.inner;
        let read = stored.iter().flatten().flatten();
        inner.versions.make_ready(&inner.store, read).await?;
        let stored = (stored, &inner.versions);
        let (room, versions) = Room::new(rows, &self.address, &inner.programs, stored)?;
        if !versions.writes.is_empty() {
            let held = room.told_of(&versions);
            self.inner
                .store
                .commit(versions)
                .await
                .map_err(store_error)?;
            for seat in held {
                room.seats[seat].tell_held(&room.chat.sid);
            }
            if let Some(due) = earliest(&room) {
                self.inner.arm(due);
            }
        }
        Ok(room)
    }

    /// Whether the log may have a turn of that identity. Where it has none this says so, but for one
    /// of billions.
    pub(super) async fn may_know(&mut self, identity: &str) -> Result<bool, StoreError> {
        let chat = &mut self.room().await?.chat;
        if !chat.tags.are_complete() {
            let last = chat.newest.block;
            let blocks = match last {
                Some(_) => {
                    let read = move |db: &_| trail::blocks(db, last);
                    self.inner.store.read(read).await?
                }
                None => Vec::new(),
            };
            self.room().await?.chat.tags.complete(blocks);
        }
        Ok(self.room().await?.chat.tags.may_have(identity))
    }

    /// Whether the log has that event.
    async fn knows(&mut self, once: &Once<'_>) -> Result<bool, StoreError> {
        if !self.may_know(once.identity).await? {
            return Ok(false);
        }
        let chat = self.room().await?.chat.id;
        let (conversation, identity) = (once.conversation, once.identity.clone());
        let read = move |db: &_| trail::turn_of(db, chat, conversation, &identity);
        Ok(self.inner.store.read(read).await?.is_some())
    }

    /// Computes a turn and commits it: again where something changed meanwhile, and with the end
    /// of its execution where a flow cannot take the event. One that has its turn `once` is looked for
    /// in the log each time.
    pub(super) async fn transact<T>(
        &mut self,
        once: Option<Once<'_>>,
        compute: impl Fn(&mut Draft<'_>) -> Result<T, Stop> + Send,
    ) -> Result<T, Failure> {
        let mut poisoned: Vec<Poison> = Vec::new();
        let mut conflicts = 0;
        let inner = self.inner.clone();
        loop {
            if let Some(once) = &once
                && self.knows(once).await?
            {
                return Err(Failure::Duplicate);
            }
            let now = inner.clock.now();
            let stage = inner.stage.as_ref().map(|staged| &*staged.0);
            let room = self.room().await?;
            let computed = {
                let mut draft = Draft::new(room, now, &poisoned, &inner.store.in_hand, stage);
                let computed = compute(&mut draft);
                #[cfg(feature = "mutants")]
                super::mutant::abort(inner.mutant.as_ref(), &draft);
                computed.map(|value| (value, draft.finish()))
            };
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
            inner.store.faults.pass(Point::Computed).await;
            #[cfg(feature = "mutants")]
            let Some(commit) = self.mutated(commit, &after).await else {
                return Ok(value);
            };
            match self.inner.store.commit(commit).await {
                Ok(written) => {
                    self.committed(&after, &written);
                    self.inner.store.faults.pass(Point::Released).await;
                    return Ok(value);
                }
                Err(refusal) => {
                    self.room = None; // it is ahead of the store
                    // Where nobody knows whether it was written, its timer is armed all the same.
                    if let Some(due) = after.due {
                        self.inner.arm(due);
                    }
                    conflicts += 1;
                    match refusal {
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
    pub(super) fn committed(&mut self, after: &After, written: &Written) {
        let Some(room) = &mut self.room else { return };
        let calls = after.settle(room, written);
        // Before anybody is told, whose code may panic.
        if let Some(due) = after.due {
            self.inner.arm(due);
        }
        for turn in &after.turns {
            turn.done(
                &room.chat.sid,
                &room.seats[turn.seat].flow,
                &self.inner.meters,
            );
        }
        for activity in &after.activity {
            activity.tell(&room.chat.sid);
        }
        if let Some(feed) = self.feed.get() {
            for activity in &after.activity {
                let _ = feed.send(activity.clone()); // nobody may be listening any more
            }
        }
        if after.tasks {
            self.inner.handed_over.notify_waiters();
        }
        for conversation in &after.acquitted {
            self.inner.store.in_hand.acquit(*conversation);
        }
        for (seat, call) in calls {
            self.start_call(seat, call);
        }
    }
}

fn earliest(room: &Room) -> Option<Timestamp> {
    room.seats
        .iter()
        .filter_map(|seat| seat.running()?.due())
        .min()
}

pub(super) fn store_error(refusal: Refusal) -> StoreError {
    match refusal {
        Refusal::Store(error) => error,
        Refusal::Conflict => {
            StoreError::Faulty("somebody else writes to this conversation".to_owned())
        }
    }
}

pub(super) fn host_error(failure: Failure) -> HostError {
    match failure {
        Failure::Host(error) => error,
        Failure::Function(error) => StoreError::Faulty(error.message).into(),
        Failure::Duplicate => {
            StoreError::Faulty("it is in the log and nowhere else".to_owned()).into()
        }
    }
}
