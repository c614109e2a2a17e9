//! A recorded execution once more through the driver, step by step.

use flow_model::Text;
use flow_model::printable::counted;
use serde_json::Value;

use super::effects::closed;
use super::{HostError, Runtime};
use crate::driver::{self, Event, Ignored, Outcome, Request, Run, Step};
use crate::execution::Execution;
use crate::program::Program;
use crate::sid;
use crate::store::recording::{self, Recorded, Recording};

/// How a note begins that says that the execution went on in another version of the flow: here one
/// version runs all of it.
const VERSION: &str = "version ";

/// A recorded execution, run again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Replay {
    /// The turns, up to the first that differs.
    pub turns: Vec<Replayed>,
    /// Where it first differs from what is recorded; none: steps, messages and the state in the end
    /// are the same.
    pub difference: Option<Difference>,
}

/// A turn, run again.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// The event.
    pub event: Event,
    /// The steps that it causes now.
    pub steps: Vec<Step>,
    /// What the flow sends now: the author, and the text.
    pub said: Vec<(Text, Text)>,
}

/// Where a replay differs from what is recorded.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Difference {
    /// The log does not have all of it.
    #[error(
        "the log has {logged} of its {}: the others were deleted after the retention, and it cannot be replayed",
        counted(taken, "turn")
    )]
    Pruned {
        /// How many turns moved it.
        taken: u64,
        /// How many are left.
        logged: usize,
    },
    /// The flow does not start by the first event.
    #[error("turn 1: the trigger does not connect the event")]
    NotStarted,
    /// The execution does not take the event.
    #[error("turn {turn}: the event moves nothing: {why}")]
    Ignored {
        /// The turn, from 1.
        turn: usize,
        /// Why.
        why: Ignored,
    },
    /// A step is another.
    #[error("turn {turn}: recorded is {}, and now it is {}", shown(.recorded.as_deref()), shown(.now.as_deref()))]
    Step {
        /// The turn, from 1.
        turn: usize,
        /// The step as it was; none: there was none more.
        recorded: Option<Box<Step>>,
        /// The step as it is now; none: there is none more.
        now: Option<Box<Step>>,
    },
    /// A message is another.
    #[error("turn {turn}: recorded is the message {recorded:?}, and now it is {now:?}")]
    Message {
        /// The turn, from 1.
        turn: usize,
        /// What was said.
        recorded: Text,
        /// What is said now.
        now: Text,
    },
    /// The state in the end is another.
    #[error("in the end `{path}` is recorded as {recorded}, and now it is {now}")]
    State {
        /// Where it first differs.
        path: String,
        /// What is there, as JSON.
        recorded: String,
        /// What is there now.
        now: String,
    },
}

fn shown(step: Option<&Step>) -> String {
    let Some(step) = step else {
        return "no further step".to_owned();
    };
    let notes: String = step
        .notes_in_words()
        .map(|note| format!(" ({note})"))
        .collect();
    format!("`{step}`{notes}")
}

impl Runtime {
    /// What the store has of the execution of that SID.
    pub async fn recording(&self, sid: &str) -> Result<Option<Recording>, HostError> {
        let sid = sid.to_owned();
        let read = move |db: &_| recording::read(db, &sid);
        self.inner.read(read).await
    }

    /// Runs a recording through its flow as it is here: nothing is written, and nothing leaves.
    pub fn replay(&self, recording: &Recording) -> Result<Replay, HostError> {
        match self.inner.programs.get(&recording.flow) {
            Some(registered) => Ok(replay(&registered.program, recording)),
            None => Err(HostError::UnknownFlow(recording.flow.clone())),
        }
    }
}

/// Runs a recording through a program, up to the first difference.
pub fn replay(program: &Program, recording: &Recording) -> Replay {
    let mut replay = Replay {
        turns: Vec::new(),
        difference: None,
    };
    if recording.turns.len() as u64 != recording.taken {
        replay.difference = Some(Difference::Pruned {
            taken: recording.taken,
            logged: recording.turns.len(),
        });
        return replay;
    }
    let mut execution = None;
    for (turn, recorded) in (1..).zip(&recording.turns) {
        let again = Again {
            program,
            recording,
            recorded,
            turn,
        };
        let run = match again.first(execution.take()) {
            Ok(run) => run,
            Err(difference) => {
                replay.difference = Some(difference);
                return replay;
            }
        };
        let (replayed, after, difference) = again.carry_out(run);
        replay.turns.push(replayed);
        if difference.is_some() {
            replay.difference = difference;
            return replay;
        }
        execution = Some(after);
    }
    replay.difference = execution.and_then(|execution| state(&recording.state, &execution));
    replay
}

/// One turn, run again.
struct Again<'r> {
    program: &'r Program,
    recording: &'r Recording,
    recorded: &'r Recorded,
    turn: usize,
}

impl Again<'_> {
    fn first(&self, execution: Option<Execution>) -> Result<Run, Difference> {
        let Recorded { event, outcome, .. } = self.recorded;
        let run = match (execution, outcome.strip_prefix("ended: ")) {
            (None, _) => driver::start(self.program, &self.recording.start, event)
                .ok_or(Difference::NotStarted)?,
            (Some(execution), Some(reason)) => {
                driver::abort(self.program, execution, event, reason.to_owned().into())
            }
            (Some(execution), None) => driver::run(self.program, execution, event),
        };
        match run.ignored {
            None => Ok(run),
            Some(why) => Err(Difference::Ignored {
                turn: self.turn,
                why,
            }),
        }
    }

    /// Gives the flow the results that were at hand in the turn.
    fn carry_out(&self, mut run: Run) -> (Replayed, Execution, Option<Difference>) {
        let mut replayed = Replayed {
            event: self.recorded.event.clone(),
            steps: Vec::new(),
            said: Vec::new(),
        };
        let mut other = None;
        loop {
            replayed.steps.append(&mut run.steps);
            let Some(effect) = run.effect.take() else {
                break;
            };
            let outcome = match effect.request {
                Request::Send { author, body, .. } => {
                    let sent = self.recording.messages.get(&effect.key);
                    if let Some(message) = sent.filter(|message| message.body != body) {
                        other.get_or_insert(Difference::Message {
                            turn: self.turn,
                            recorded: message.body.clone(),
                            now: body.clone(),
                        });
                    }
                    replayed.said.push((author, body));
                    match sent {
                        Some(message) => Outcome::Accepted {
                            message: message.clone(),
                        },
                        None => closed(),
                    }
                }
                Request::HandOver(_) => self.handed_over(sid::task(&effect.key)),
                Request::Call { .. } | Request::Fetch { .. } | Request::Http { .. } => break,
            };
            run = driver::answer(self.program, run.execution, &outcome);
        }
        let difference = self.step(&replayed.steps).or(other);
        (replayed, run.execution, difference)
    }

    /// A hand-over is deleted after its time, and may be so before its execution.
    fn handed_over(&self, task: Text) -> Outcome {
        let is_there = self.recording.tasks.contains(&task);
        let at = self.recorded.event.at;
        match self.recording.closed {
            Some(closed_at) if closed_at <= at && !is_there => closed(),
            _ => Outcome::HandedOver { task },
        }
    }

    /// The first step that is another.
    fn step(&self, now: &[Step]) -> Option<Difference> {
        let recorded = &self.recorded.steps;
        let count = recorded.len().max(now.len());
        let plain = |step: &Step| {
            let mut step = step.clone();
            step.notes.retain(|note| !note.starts_with(VERSION));
            step
        };
        let at = (0..count).find(|&at| recorded.get(at).map(plain) != now.get(at).map(plain))?;
        Some(Difference::Step {
            turn: self.turn,
            recorded: recorded.get(at).cloned().map(Box::new),
            now: now.get(at).cloned().map(Box::new),
        })
    }
}

/// Where the state differs: it is the same bytes where nothing does. The version of the flow is no
/// difference by itself: whether another one goes the same way is what is asked.
fn state(recorded: &str, execution: &Execution) -> Option<Difference> {
    let value = |json: &str| serde_json::from_str::<Value>(json).unwrap_or_default();
    let was = value(recorded);
    let digest = |value: &Value| Some(value.as_str()?.to_owned().into());
    let mut execution = execution.clone();
    if let Some(digest) = digest(&was["digest"]) {
        execution.digest = digest;
    }
    if let (Some(frame), Some(digest)) = (&mut execution.parent, digest(&was["parent"]["digest"])) {
        frame.digest = digest;
    }
    let now = serde_json::to_string(&execution).unwrap_or_default();
    if now == *recorded {
        return None;
    }
    let mut path = String::new();
    let (recorded, now) = first(&mut path, was, value(&now));
    Some(Difference::State {
        path,
        recorded,
        now,
    })
}

/// Goes down to the first difference of two values.
fn first(path: &mut String, recorded: Value, now: Value) -> (String, String) {
    let (Value::Object(mut recorded), Value::Object(mut now)) = (recorded.clone(), now.clone())
    else {
        return (recorded.to_string(), now.to_string());
    };
    let keys: Vec<String> = recorded.keys().chain(now.keys()).cloned().collect();
    for key in keys {
        let (recorded, now) = (recorded.remove(&key), now.remove(&key));
        if recorded == now {
            continue;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&key);
        let absent = |value: Option<Value>| value.map_or("absent".to_owned(), |it| it.to_string());
        return match (recorded, now) {
            (Some(recorded), Some(now)) => first(path, recorded, now),
            (recorded, now) => (absent(recorded), absent(now)),
        };
    }
    // Objects that are equal but for the order of their members.
    (
        Value::Object(recorded).to_string(),
        Value::Object(now).to_string(),
    )
}
