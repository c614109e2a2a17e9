//! What a test saw of its conversation.

use std::fmt::Write as _;
use std::time::Duration;

use crate::channel::transcript::{Line, Transcript, handed_over};
use crate::conversation::{Message, Participant, Timestamp};
use crate::driver::Step;
use crate::execution::{Execution, Wait};
use crate::host::local::{Activity, HandOver, Standing};
use crate::model::Text;

/// Everything that was seen, and where the last thing that was done began.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) transcript: Transcript,
    lines: Vec<Line>,
    pub(super) messages: Vec<Written>,
    /// The steps since the last thing that was done.
    pub(super) steps: Vec<Step>,
    /// Every step.
    pub(super) course: Vec<Step>,
    /// How many messages there were when the last thing was done.
    before: usize,
    /// The first message that no expectation met yet.
    next: usize,
    pub(super) people: Vec<Participant>,
    /// The execution that moved last.
    pub(super) sid: Option<Text>,
    pub(super) execution: Option<Execution>,
    pub(super) standing: Standing,
    /// What a `send_to_flex` handed over.
    pub(super) hand_over: Option<HandOver>,
}

/// A message as the test sees it.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) message: Message,
    /// Whether the flow wrote it, or a function did.
    pub(super) is_flows: bool,
    /// Whom it reached, by their names here.
    pub(super) reached: Vec<String>,
}

impl Seen {
    pub(super) fn new(flow: &str) -> Self {
        let mut transcript = Transcript::new(flow);
        transcript.steps = true;
        transcript.ends = true;
        Seen {
            transcript,
            lines: Vec::new(),
            messages: Vec::new(),
            steps: Vec::new(),
            course: Vec::new(),
            before: 0,
            next: 0,
            people: Vec::new(),
            sid: None,
            execution: None,
            standing: Standing::Idle,
            hand_over: None,
        }
    }

    /// Something is done now: expectations are of what comes after it.
    pub(super) fn begin(&mut self) {
        self.steps.clear();
        self.before = self.messages.len();
        self.next = self.before;
    }

    /// Writes down something that no conversation tells.
    pub(super) fn aside(&mut self, text: String) {
        self.lines.push(Line::aside(&text));
    }

    /// Writes down what happened; `said` is the message that the test delivered.
    pub(super) fn hear(&mut self, activity: &Activity, said: Option<&Text>) {
        match activity {
            Activity::HandedOver { .. } => self.lines.push(handed_over(self.hand_over.as_ref())),
            activity => self.lines.extend(self.transcript.lines(activity)),
        }
        match activity {
            Activity::Message(message) => self.messages.push(Written {
                message: message.clone(),
                is_flows: said != Some(&message.sid),
                reached: self
                    .transcript
                    .reached(message)
                    .map(str::to_owned)
                    .collect(),
            }),
            Activity::Steps {
                execution, steps, ..
            } => {
                self.sid = Some(execution.clone());
                self.steps.extend_from_slice(steps);
                self.course.extend_from_slice(steps);
            }
            _ => {}
        }
    }

    /// What the flow wrote since the last thing that was done, and no expectation met.
    pub(super) fn news(&self) -> impl Iterator<Item = (usize, &Written)> {
        let new = self.messages.iter().enumerate().skip(self.next);
        new.filter(|(_, written)| written.is_flows)
    }

    /// An expectation met that message.
    pub(super) fn met(&mut self, index: usize) {
        self.next = index + 1;
    }

    /// The last message that an expectation met since the last thing that was done.
    pub(super) fn last_met(&self) -> Option<&Written> {
        let met = self.messages.get(self.before..self.next)?;
        met.iter().rfind(|written| written.is_flows)
    }

    /// The conversation as lines.
    pub(super) fn told(&self) -> String {
        let mut told = String::new();
        for line in &self.lines {
            let _ = match line {
                Line::Message { author, text } => writeln!(told, "{author}: {text}"),
                Line::Aside(text) => writeln!(told, "  · {text}"),
            };
        }
        told
    }

    /// Where the flow stands, as the end of a sentence that begins with it.
    pub(super) fn stands(&self, now: Timestamp) -> String {
        let waits = match &self.execution {
            None => "has not started".to_owned(),
            Some(execution) => waits(execution, now),
        };
        match &self.standing {
            Standing::HandedOver => {
                format!("{waits}, and the conversation is handed over to people")
            }
            Standing::Closed => format!("{waits}, and the conversation is closed"),
            Standing::Held { why, .. } => format!("is held: {why}"),
            Standing::Idle | Standing::Active { .. } => waits,
        }
    }
}

fn waits(execution: &Execution, now: Timestamp) -> String {
    let what = match execution.wait() {
        Wait::Reply(until) => format!("up to {} for an answer", span(until.saturating_sub(now))),
        Wait::Result(_) => "for a result".to_owned(),
        Wait::Ended => return "has ended".to_owned(),
    };
    let widget = execution.widget();
    match execution.within() {
        Some(within) => format!("waits at `{widget}`, in the subflow of `{within}`, {what}"),
        None => format!("waits at `{widget}` {what}"),
    }
}

/// A span in milliseconds.
pub(super) fn milliseconds(span: Duration) -> Timestamp {
    Timestamp::try_from(span.as_millis()).unwrap_or(Timestamp::MAX)
}

/// A span of milliseconds in words: `4 h`, `1 min 30 s`.
pub(super) fn span(milliseconds: Timestamp) -> String {
    const UNITS: [(Timestamp, &str); 5] = [
        (86_400_000, "d"),
        (3_600_000, "h"),
        (60_000, "min"),
        (1_000, "s"),
        (1, "ms"),
    ];
    let mut rest = milliseconds.max(0);
    let mut parts = Vec::new();
    for (unit, name) in UNITS {
        if rest >= unit {
            parts.push(format!("{} {name}", rest / unit));
            rest %= unit;
        }
    }
    if parts.is_empty() {
        parts.push("no time".to_owned());
    }
    parts.join(" ")
}
