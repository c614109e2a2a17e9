//! What the console shows: one line a message, with its author.

use std::io::{self, IsTerminal, Write};

use flow_model::{Text, Value};

use crate::conversation::{Message, Participant};
use crate::driver::Step;
use crate::host::local::{Activity, HandOver};

/// The transcript on the standard output, notes on the standard error.
pub(super) struct Screen {
    /// What the flow's own messages are signed with.
    flow: String,
    names: Vec<(Text, String)>,
    people: Vec<Participant>,
    /// The index of the first message that was not shown yet.
    next: u64,
    steps: bool,
    /// Whether it says when the flow ends.
    ends: bool,
    /// Whether a person types the lines.
    live: bool,
    colours: bool,
}

const DIM: &str = "\x1b[2m";
const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";
const LINE_BEFORE: &str = "\x1b[1A\x1b[2K";

impl Screen {
    pub(super) fn new(flow: &str, live: bool, steps: bool) -> Self {
        let colours = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Screen {
            flow: flow.to_owned(),
            names: Vec::new(),
            people: Vec::new(),
            next: 0,
            steps,
            ends: false,
            live,
            colours,
        }
    }

    /// Whether to say when the flow ends.
    pub(super) fn says_ends(&mut self, ends: bool) {
        self.ends = ends;
    }

    /// Shows an address by a short name from here on.
    pub(super) fn name(&mut self, address: Text, name: &str) {
        self.names.push((address, name.to_owned()));
    }

    /// What an author is called here.
    pub(super) fn label<'s>(&'s self, author: &'s str) -> &'s str {
        let named = self.names.iter().find(|(address, _)| address == author);
        named.map_or(author, |(_, name)| name)
    }

    pub(super) fn show(&mut self, activity: &Activity) -> io::Result<()> {
        match activity {
            Activity::Message(message) => self.message(message),
            Activity::Joined(participant) if self.joined(participant) => {
                self.aside(&format!("{} joined", self.label(participant.who.author())))
            }
            Activity::Joined(_) => Ok(()),
            Activity::Left(participant) => {
                self.people.retain(|person| person.sid != participant.sid);
                self.aside(&format!("{} left", self.label(participant.who.author())))
            }
            Activity::Steps { steps, .. } => {
                if self.steps {
                    for step in steps {
                        self.aside(&said(step))?;
                        for note in &step.notes {
                            self.aside(&format!("  {note}"))?;
                        }
                    }
                }
                match steps.last() {
                    Some(last) if self.ends && last.to.is_none() && last.within.is_none() => {
                        self.aside("the flow ended")
                    }
                    _ => Ok(()),
                }
            }
            Activity::HandedOver { .. } => self.handed_over(None),
            Activity::Closed => self.aside("closed"),
        }
    }

    /// The flow left the conversation to people, with what describes it to them if a `send_to_flex`
    /// did so.
    pub(super) fn handed_over(&self, task: Option<&HandOver>) -> io::Result<()> {
        let Some(task) = task else {
            return self.aside("handed over to people");
        };
        let attributes = Value::Map(task.attributes.clone());
        let (workflow, channel) = (&task.workflow, &task.channel);
        self.aside(&format!(
            "handed over to people: workflow {workflow}, channel {channel}, {attributes}"
        ))
    }

    /// Shows a message, unless it was shown.
    pub(super) fn message(&mut self, message: &Message) -> io::Result<()> {
        if !self.is_news(message) {
            return Ok(());
        }
        let (bold, plain) = if self.colours {
            (BOLD, PLAIN)
        } else {
            ("", "")
        };
        let author = self.signature(message);
        let mut out = io::stdout().lock();
        // Continued lines stand under the first, so that an author begins every message.
        let body = message.body.trim_end().replace('\n', "\n    ");
        writeln!(out, "{bold}{author}:{plain} {body}")?;
        for medium in &message.media {
            writeln!(out, "    [{}]", medium.url)?;
        }
        out.flush()
    }

    fn is_news(&mut self, message: &Message) -> bool {
        let news = message.index >= self.next;
        self.next = self.next.max(message.index.saturating_add(1));
        news
    }

    /// Who wrote a message; of one that the flow wrote to several, whom it reached.
    fn signature(&self, message: &Message) -> String {
        let author = self.label(&message.author);
        let known = author != message.author.as_str();
        if known
            || self
                .people
                .iter()
                .any(|person| person.who.author() == &message.author)
        {
            return author.to_owned();
        }
        let reached = self
            .people
            .iter()
            .filter(|person| person.since <= message.index);
        let reached: Vec<_> = reached
            .map(|person| self.label(person.who.author()))
            .collect();
        match reached.len() {
            0 | 1 => self.flow.clone(),
            _ => format!("{} → {}", self.flow, reached.join(", ")),
        }
    }

    /// Somebody is there; whether that is news.
    pub(super) fn joined(&mut self, participant: &Participant) -> bool {
        let known = |person: &Participant| person.sid == participant.sid;
        let news = !self.people.iter().any(known);
        if news {
            self.people.push(participant.clone());
        }
        news
    }

    /// Takes the line that was typed off the screen: its message is shown with its author.
    pub(super) fn typed(&self) -> io::Result<()> {
        if !(self.live && self.colours) {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        write!(out, "{LINE_BEFORE}")?;
        out.flush()
    }

    /// Something for the person at the terminal, and no part of the transcript.
    pub(super) fn note(&self, text: &str) -> io::Result<()> {
        writeln!(io::stderr(), "note: {text}")
    }

    fn aside(&self, text: &str) -> io::Result<()> {
        let (dim, plain) = if self.colours { (DIM, PLAIN) } else { ("", "") };
        writeln!(io::stdout(), "{dim}  · {text}{plain}")
    }
}

fn said(step: &Step) -> String {
    let to = step.to.as_deref().unwrap_or("end");
    let within = step.within.as_ref().map(|widget| format!("{widget}: "));
    let within = within.unwrap_or_default();
    format!("{within}{} —{}→ {to}", step.from, step.event)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Who;

    /// What happens while the conversation so far is read is in the store, and news as well.
    #[test]
    fn nothing_is_shown_twice() {
        let mut screen = Screen::new("Desk", false, false);
        let message = |index| Message {
            sid: "IM0".into(),
            index,
            author: "Desk".into(),
            body: "hello".into(),
            attributes: flow_model::Map::new(),
            media: Vec::new(),
            at: 0,
        };
        let news = [0, 1, 0, 1, 2].map(|index| screen.is_news(&message(index)));
        assert_eq!(news, [true, true, false, false, true]);
        let participant = Participant {
            sid: "MB0".into(),
            who: Who::Identity("agent".into()),
            joined: 0,
            since: 0,
        };
        assert!(screen.joined(&participant));
        assert!(!screen.joined(&participant));
    }
}
