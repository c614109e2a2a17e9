//! One turn: computed on the room, written down as a commit.

use flow_model::Text;

use super::room::{Call, Room};
use super::stage::Stage;
use super::{Activity, HostError};
use crate::conversation::Timestamp;
use crate::driver::{Event, EventKind, Step};
use crate::function::FunctionError;
use crate::store::StoreError;
use crate::store::commit::{Commit, Mover, Place, Turn, Write, Written};
use crate::store::in_hand::{Holding, InHand, STARTS};
use crate::telemetry;

/// Why a turn cannot be computed.
#[derive(Debug)]
pub(super) enum Stop {
    /// What a program asked for is refused; the room is as it was.
    Refused(HostError),
    /// What a function asked for is refused; the room is as it was.
    Denied(FunctionError),
    /// It cannot be written down.
    Faulty(StoreError),
    /// The flow of that conversation cannot take the event: it is to be ended.
    Poisoned(Poison),
}

/// A flow that fails on an event.
#[derive(Clone, Debug)]
pub(super) struct Poison {
    pub(super) conversation: i64,
    pub(super) reason: Text,
}

/// A turn while it is computed.
///
/// The room changes as it will be once the commit is written; where that fails it is thrown away.
pub(super) struct Draft<'r> {
    pub(super) room: &'r mut Room,
    pub(super) now: Timestamp,
    pub(super) poisoned: &'r [Poison],
    pub(super) stage: Option<&'r dyn Stage>,
    commit: Commit,
    /// Whether the chat's row is to be written.
    chat: bool,
    in_hand: &'r InHand,
    /// The conversation whose flow runs.
    holding: Option<Holding<'r>>,
    /// The turn under way, until it is in the log.
    pub(super) turn: Option<telemetry::Turn>,
    pub(super) after: After,
}

/// What is to be done once the commit is written.
#[derive(Clone, Debug, Default)]
pub(super) struct After {
    pub(super) turns: Vec<telemetry::Turn>,
    pub(super) activity: Vec<Activity>,
    /// The earliest timer that it armed.
    pub(super) due: Option<Timestamp>,
    pub(super) executions: Vec<(usize, Place)>,
    pub(super) queued: Vec<(usize, Place)>,
    pub(super) calls: Vec<(usize, Place)>,
    /// Whether people are handed something.
    pub(super) tasks: bool,
    /// The conversations whose flows took the process with them, and need not be suspected now.
    pub(super) acquitted: Vec<i64>,
}

impl After {
    /// Puts the rows that were made into the room; gives the calls that may now be made.
    pub(super) fn settle(&self, room: &mut Room, written: &Written) -> Vec<(usize, Call)> {
        room.chat.newest = written.newest;
        for &(seat, place) in &self.executions {
            if let Some(active) = &mut room.seats[seat].active {
                active.id = written.row(place);
            }
        }
        for &(seat, place) in &self.queued {
            if let Some(waiting) = room.seats[seat].queue.back_mut() {
                waiting.turn = written.row(place);
            }
        }
        let mut calls = Vec::new();
        for &(seat, place) in &self.calls {
            if let Some(call) = room.seats[seat].calls.last_mut() {
                call.effect = written.row(place);
                calls.push((seat, call.clone()));
            }
        }
        calls
    }
}

/// A line of the log to be: what happened, and under which name.
pub(super) struct Entry<'e> {
    pub(super) identity: Text,
    pub(super) event: &'e Event,
    pub(super) position: Option<u64>,
}

impl<'e> Entry<'e> {
    pub(super) fn of(event: &'e Event) -> Self {
        let position = match &event.kind {
            EventKind::Message { message, .. } => Some(message.index),
            _ => None,
        };
        Entry {
            identity: event.identity.clone(),
            event,
            position,
        }
    }
}

impl<'r> Draft<'r> {
    pub(super) fn new(
        room: &'r mut Room,
        now: Timestamp,
        poisoned: &'r [Poison],
        in_hand: &'r InHand,
        stage: Option<&'r dyn Stage>,
    ) -> Self {
        let commit = Commit {
            newest: room.chat.newest,
            writes: Vec::new(),
        };
        Draft {
            room,
            now,
            poisoned,
            stage,
            commit,
            chat: false,
            in_hand,
            holding: None,
            turn: None,
            after: After::default(),
        }
    }

    /// What is to be written, and what to do then.
    pub(super) fn finish(mut self) -> (Commit, After) {
        if self.chat {
            let chat = &self.room.chat;
            self.commit.push(Write::ChatState {
                chat: chat.id,
                last_index: chat.last_index,
                state: chat.state,
                recent: chat.tags.recent(),
            });
        }
        (self.commit, self.after)
    }

    /// Notes that the flow runs, until the turn is computed.
    pub(super) fn hold(&mut self, seat: usize) {
        let conversation = self.room.seats[seat].conversation;
        if self.holding.as_ref().map(|holding| holding.conversation) != Some(conversation) {
            self.holding = None; // one at a time
            self.holding = Some(self.in_hand.take(conversation));
        }
    }

    /// Whether a flow runs.
    #[cfg(feature = "mutants")]
    pub(super) fn holds(&self) -> bool {
        self.holding.is_some()
    }

    /// Why the flow of that conversation may not run.
    pub(super) fn poison(&self, conversation: i64) -> Option<Text> {
        let known = |poison: &&Poison| poison.conversation == conversation;
        match self.poisoned.iter().find(known) {
            Some(poison) => Some(poison.reason.clone()),
            None if self.in_hand.is_accused(conversation) => {
                Some(format!("the process ended while it ran, {STARTS} times running").into())
            }
            None => None,
        }
    }

    /// An event reaches a flow.
    pub(super) fn begin(&mut self, seat: usize, entry: &Entry<'_>) {
        let (sid, flow) = (&self.room.chat.sid, &self.room.seats[seat].flow);
        let begin = || telemetry::Turn::begin(seat, sid, flow, &entry.event.kind);
        self.turn.get_or_insert_with(begin);
    }

    /// Tells more of the turn that was just put into the log.
    pub(super) fn with_turn(&mut self, tell: impl FnOnce(&mut telemetry::Turn)) {
        self.after.turns.last_mut().map(tell);
    }

    pub(super) fn write(&mut self, write: Write) -> Place {
        self.commit.push(write)
    }

    /// Writes something of the chat.
    pub(super) fn write_chat(&mut self, write: Write) -> Place {
        self.chat = true;
        self.commit.push(write)
    }

    /// Writes a line of the log.
    pub(super) fn write_turn(&mut self, turn: Turn) -> Place {
        let block = self.room.chat.tags.note(&turn.identity);
        self.write_chat(Write::Turn(Turn { block, ..turn }))
    }

    pub(super) fn publish(&mut self, activity: Activity) {
        self.after.activity.push(activity);
    }

    pub(super) fn ignore(&mut self, seat: usize, entry: &Entry<'_>, why: &str) -> Result<(), Stop> {
        let outcome = format!("ignored: {why}").into();
        self.log(seat, entry, Mover::None, outcome, &[]).map(drop)
    }

    pub(super) fn log(
        &mut self,
        seat: usize,
        entry: &Entry<'_>,
        execution: Mover,
        outcome: Text,
        steps: &[Step],
    ) -> Result<Place, Stop> {
        self.begin(seat, entry);
        if let Some(mut turn) = self.turn.take() {
            turn.logged(&outcome);
            self.after.turns.push(turn);
        }
        Ok(self.write_turn(Turn {
            conversation: self.room.seats[seat].conversation,
            execution,
            identity: entry.identity.clone(),
            at: self.now,
            position: entry.position,
            outcome,
            event: json(entry.event)?,
            steps: json(&steps)?,
            block: None,
        }))
    }
}

pub(super) fn next_index(last: Option<u64>) -> u64 {
    last.map_or(0, |last| last + 1)
}

pub(super) fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, Stop> {
    serde_json::to_string(value).map_err(faulty)
}

pub(super) fn faulty(error: serde_json::Error) -> Stop {
    Stop::Faulty(StoreError::Faulty(error.to_string()))
}
