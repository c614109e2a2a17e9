//! What is remembered of one address while it is active.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use flow_model::Text;

use super::Standing;
use super::past::Versions;
use crate::conversation::State;
use crate::driver::{Event, Request};
use crate::execution::{Execution, LoadError, Past, Stored};
use crate::program::Program;
use crate::store::StoreError;
use crate::store::chat::Chat;
use crate::store::commit::{Commit, Write};
use crate::store::read;
use crate::telemetry;

/// A program and its row in the store.
#[derive(Debug)]
pub(super) struct Registered {
    pub(super) program: Program,
    pub(super) version: i64,
}

/// An execution as it was read.
pub(super) type Read = Result<Stored, LoadError>;

/// The programs by the name of their flow.
pub(super) type Programs = HashMap<Text, Arc<Registered>>;

/// An embedded conversation, with every flow that takes part in it.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) chat: Chat,
    pub(super) seats: Vec<Seat>,
}

/// The conversation as one flow sees it.
#[derive(Debug)]
pub(super) struct Seat {
    /// Its row.
    pub(super) conversation: i64,
    pub(super) flow: Text,
    /// What the SIDs of its executions are made from.
    pub(super) key: Text,
    /// None: this program has no such flow.
    pub(super) registered: Option<Arc<Registered>>,
    pub(super) handed_over: bool,
    pub(super) active: Option<Active>,
    /// The execution of whose size was told.
    pub(super) large: Option<Text>,
    pub(super) calls: Vec<Call>,
    pub(super) queue: VecDeque<Waiting>,
}

/// An execution that has not ended.
#[derive(Debug)]
pub(super) struct Active {
    /// Its row.
    pub(super) id: i64,
    /// The row of the version to which it is carried over, where its own names another still.
    pub(super) version: Option<i64>,
    pub(super) is: Is,
}

/// Whether an execution can go on here.
#[derive(Debug)]
pub(super) enum Is {
    Running(Box<Execution>),
    Held { sid: Text, why: Text },
}

/// A function that was called, and whose result is not written yet.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The row of its effect.
    pub(super) effect: i64,
    pub(super) key: Text,
    /// The number of the wait that it answers.
    pub(super) wait: u64,
    pub(super) attempts: u32,
    pub(super) request: Request,
}

/// An event that waits for its execution to be ready.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) position: u64,
    /// The turn that queued it.
    pub(super) turn: i64,
    pub(super) event: Event,
}

/// What becomes of a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reception {
    Ignore(&'static str),
    Queue,
    Start,
    Move,
}

impl Room {
    /// The room of what the store holds, and what has to be written because this program differs
    /// from the last one. `stored` are the executions of its seats, and the versions in which
    /// they began are ready.
    pub(super) fn new(
        rows: read::Room,
        address: &str,
        programs: &Programs,
        (stored, versions): (Vec<Option<Read>>, &Versions),
    ) -> Result<(Room, Commit), StoreError> {
        let mut commit = Commit::default();
        let mut seats = Vec::with_capacity(rows.seats.len());
        for (mut row, stored) in rows.seats.into_iter().zip(stored) {
            let active = row.active.take().zip(stored);
            let mut seat = Seat::new(row, address, programs)?;
            seat.active =
                active.map(|(row, stored)| seat.take_up(row, stored, versions, &mut commit));
            seats.push(seat);
        }
        let room = Room {
            chat: rows.chat,
            seats,
        };
        Ok((room, commit))
    }

    /// The seat of that conversation.
    pub(super) fn seat(&self, conversation: i64) -> Option<usize> {
        self.seats
            .iter()
            .position(|seat| seat.conversation == conversation)
    }

    /// The seats whose executions are held from now on, or no longer.
    pub(super) fn told_of(&self, versions: &Commit) -> Vec<usize> {
        let rows = versions.writes.iter().filter_map(|write| match write {
            Write::Hold { id, .. } => Some(*id),
            _ => None,
        });
        let seat = |row| {
            let active = |seat: &Seat| seat.active.as_ref().is_some_and(|active| active.id == row);
            self.seats.iter().position(active)
        };
        rows.filter_map(seat).collect()
    }

    /// How it stands with that flow.
    pub(super) fn standing(&self, flow: &str) -> Standing {
        let Some(seat) = self.seats.iter().find(|seat| seat.flow == *flow) else {
            return Standing::Idle;
        };
        match &seat.active {
            Some(Active {
                is: Is::Held { sid, why },
                ..
            }) => Standing::Held {
                execution: sid.clone(),
                why: why.clone(),
            },
            _ if self.chat.state == State::Closed => Standing::Closed,
            _ if seat.handed_over => Standing::HandedOver,
            Some(Active {
                is: Is::Running(execution),
                ..
            }) => Standing::Active {
                execution: execution.sid().clone(),
                widget: execution.widget().clone(),
            },
            None => Standing::Idle,
        }
    }
}

impl Seat {
    fn new(row: read::Seat, address: &str, programs: &Programs) -> Result<Self, StoreError> {
        let calls: Result<_, StoreError> = row.effects.into_iter().map(Call::new).collect();
        let queue: Result<_, StoreError> = row.queue.into_iter().map(Waiting::new).collect();
        Ok(Seat {
            conversation: row.conversation,
            key: format!("{} {address}", row.flow).into(),
            registered: programs.get(&row.flow).cloned(),
            flow: row.flow,
            handed_over: row.handed_over.is_some(),
            active: None,
            large: None,
            calls: calls?,
            queue: queue?,
        })
    }

    /// The execution, where this program may run it; else why not.
    fn take_up(
        &self,
        row: read::Active,
        stored: Read,
        versions: &Versions,
        commit: &mut Commit,
    ) -> Active {
        let version = self.registered.as_ref().and_then(|registered| {
            let differs = *registered.program.digest() != row.beside.digest;
            differs.then_some(registered.version)
        });
        let program = self
            .registered
            .as_ref()
            .map(|registered| &registered.program);
        let past = |digest: &str| versions.get(digest);
        let (is, why, due) = match go_on(program, &self.flow, stored, &past) {
            Ok(execution) => {
                let due = execution.due();
                (Is::Running(Box::new(execution)), None, due)
            }
            Err(why) => {
                let sid = row.beside.sid;
                (
                    Is::Held {
                        sid,
                        why: why.clone(),
                    },
                    Some(why),
                    None,
                )
            }
        };
        if why != row.held {
            commit.push(Write::Hold {
                id: row.id,
                turns: row.beside.turns,
                why,
                due,
            });
        }
        Active {
            id: row.id,
            version,
            is,
        }
    }

    /// The execution, where one runs.
    pub(super) fn running(&self) -> Option<&Execution> {
        match &self.active {
            Some(Active {
                is: Is::Running(execution),
                ..
            }) => Some(execution),
            _ => None,
        }
    }

    /// Tells that its execution is held from now on, or no longer.
    pub(super) fn tell_held(&self, conversation: &str) {
        match &self.active {
            Some(Active {
                is: Is::Held { sid, why },
                ..
            }) => telemetry::held(conversation, &self.flow, sid, why),
            Some(active) => telemetry::released(conversation, &self.flow, active.sid()),
            None => {}
        }
    }

    /// Whether an execution waits for another program.
    pub(super) fn is_held(&self) -> bool {
        matches!(&self.active, Some(active) if matches!(active.is, Is::Held { .. }))
    }

    /// Whether the next message would be taken at once.
    pub(super) fn is_ready(&self) -> bool {
        match &self.active {
            None => self.registered.is_some(),
            Some(_) => self.running().is_some_and(Execution::waits_for_reply),
        }
    }

    /// What becomes of a message that comes now.
    pub(super) fn reception(&self) -> Reception {
        match (&self.active, &self.registered) {
            _ if self.handed_over => Reception::Ignore("handed over"),
            (None, None) => Reception::Ignore("this program has no such flow"),
            _ if !self.queue.is_empty() || !self.is_ready() => Reception::Queue,
            (Some(_), _) => Reception::Move,
            (None, _) => Reception::Start,
        }
    }
}

impl Active {
    /// The SID of the execution.
    pub(super) fn sid(&self) -> &Text {
        match &self.is {
            Is::Running(execution) => execution.sid(),
            Is::Held { sid, .. } => sid,
        }
    }
}

/// The execution, where this program may run it; else why not.
pub(super) fn go_on(
    program: Option<&Program>,
    flow: &str,
    stored: Read,
    past: &Past<'_>,
) -> Result<Execution, Text> {
    let Some(program) = program else {
        return Err(format!("this program has no flow `{flow}`").into());
    };
    let resumed = stored.and_then(|stored| stored.resume(program, past));
    resumed.map_err(|error| error.to_string().into())
}

impl Call {
    fn new(row: read::Pending) -> Result<Self, StoreError> {
        Ok(Call {
            effect: row.id,
            key: row.key,
            wait: row.awaited,
            attempts: row.attempts,
            request: parse(&row.request)?,
        })
    }
}

impl Waiting {
    fn new(row: read::Queued) -> Result<Self, StoreError> {
        Ok(Waiting {
            position: row.position,
            turn: row.turn,
            event: parse(&row.event)?,
        })
    }
}

fn parse<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, StoreError> {
    serde_json::from_str(json)
        .map_err(|error| StoreError::Faulty(format!("it holds JSON of another program: {error}")))
}
