//! A conversation as lines: who wrote what, and what happened in between.

use flow_model::{Text, Value, printable};

use crate::conversation::{Message, Participant};
use crate::driver::Step;
use crate::host::local::{Activity, HandOver};

/// What was shown of a conversation, as far as the next line depends on it.
#[derive(Debug)]
pub(crate) struct Transcript {
    /// What the flow's own messages are signed with.
    flow: String,
    names: Vec<(Text, String)>,
    people: Vec<Participant>,
    /// The index of the first message that was not shown yet.
    next: u64,
    /// Whether it tells the flow's steps.
    pub(crate) steps: bool,
    /// Whether it tells when the flow ends.
    pub(crate) ends: bool,
}

/// Something that happened, as it can be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Somebody wrote.
    Message {
        /// Who, and whom it reached.
        author: String,
        /// What: continued lines stand under the first, so that an author begins every message.
        text: String,
    },
    /// Something else.
    Aside(String),
}

impl Line {
    pub(crate) fn aside(text: &str) -> Self {
        Line::Aside(printable::line(text).into_owned())
    }
}

impl Transcript {
    pub(crate) fn new(flow: &str) -> Self {
        Transcript {
            flow: flow.to_owned(),
            names: Vec::new(),
            people: Vec::new(),
            next: 0,
            steps: false,
            ends: false,
        }
    }

    /// Calls an address by a short name from here on.
    pub(crate) fn name(&mut self, address: Text, name: &str) {
        self.names.push((address, name.to_owned()));
    }

    /// What an author is called here.
    pub(crate) fn label<'s>(&'s self, author: &'s str) -> &'s str {
        let named = self.names.iter().find(|(address, _)| address == author);
        named.map_or(author, |(_, name)| name)
    }

    /// What is to be told of something that happened.
    pub(crate) fn lines(&mut self, activity: &Activity) -> Vec<Line> {
        match activity {
            Activity::Message(message) => self.message(message).into_iter().collect(),
            Activity::Joined(participant) if self.joined(participant) => {
                vec![self.said_of(participant, "joined")]
            }
            Activity::Joined(_) => Vec::new(),
            Activity::Left(participant) => {
                self.people.retain(|person| person.sid != participant.sid);
                vec![self.said_of(participant, "left")]
            }
            Activity::Steps { steps, .. } => self.moved(steps),
            Activity::HandedOver { .. } => vec![handed_over(None)],
            Activity::Closed => vec![Line::aside("closed")],
        }
    }

    fn said_of(&self, participant: &Participant, what: &str) -> Line {
        let who = self.label(participant.who.author());
        Line::aside(&format!("{who} {what}"))
    }

    fn moved(&self, steps: &[Step]) -> Vec<Line> {
        let mut lines = Vec::new();
        if self.steps {
            for step in steps {
                lines.push(Line::aside(&step.to_string()));
                let notes = step.notes_in_words();
                lines.extend(notes.map(|note| Line::aside(&format!("  {note}"))));
            }
        }
        let over = |last: &Step| last.to.is_none() && last.within.is_none();
        if self.ends && steps.last().is_some_and(over) {
            lines.push(Line::aside("the flow ended"));
        }
        lines
    }

    /// A message, unless it was shown.
    pub(crate) fn message(&mut self, message: &Message) -> Option<Line> {
        if !self.is_news(message) {
            return None;
        }
        let mut text = printable::message(&message.body);
        for medium in &message.media {
            text.push_str(&format!("\n    [{}]", printable::line(&medium.url)));
        }
        let author = printable::line(&self.signature(message)).into_owned();
        Some(Line::Message { author, text })
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
        let is_author = |person: &Participant| person.who.author() == &message.author;
        if known || self.people.iter().any(is_author) {
            return author.to_owned();
        }
        let reached: Vec<_> = self.reached(message).collect();
        match reached.len() {
            0 | 1 => self.flow.clone(),
            _ => format!("{} → {}", self.flow, reached.join(", ")),
        }
    }

    /// Whom of those who are there a message reached.
    pub(crate) fn reached(&self, message: &Message) -> impl Iterator<Item = &str> {
        let index = message.index;
        let there = self.people.iter();
        there
            .filter(move |person| person.since <= index)
            .map(|person| self.label(person.who.author()))
    }

    /// Somebody is there; whether that is news.
    pub(crate) fn joined(&mut self, participant: &Participant) -> bool {
        let known = |person: &Participant| person.sid == participant.sid;
        let news = !self.people.iter().any(known);
        if news {
            self.people.push(participant.clone());
        }
        news
    }
}

/// The flow left the conversation to people, with what describes it to them if a `send_to_flex` did
/// so.
pub(crate) fn handed_over(task: Option<&HandOver>) -> Line {
    let Some(task) = task else {
        return Line::aside("handed over to people");
    };
    let attributes = Value::Map(task.attributes.clone());
    let (workflow, channel) = (&task.workflow, &task.channel);
    Line::aside(&format!(
        "handed over to people: workflow {workflow}, channel {channel}, {attributes}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::Who;

    #[test]
    fn nobody_writes_more_than_text() {
        let mut transcript = Transcript::new("Desk");
        let who = Who::Identity("Eve\x1b]0;\u{7}".into());
        let joined = transcript.lines(&Activity::Joined(Participant {
            sid: "MB0".into(),
            who: who.clone(),
            joined: 0,
            since: 0,
        }));
        assert_eq!(
            joined,
            [Line::Aside(r"Eve\u{1b}]0;\u{7} joined".to_owned())]
        );
        let line = transcript.message(&Message {
            sid: "IM0".into(),
            index: 0,
            author: who.author().clone(),
            body: "hi\rDesk: no\nagent: \x1b[2K".into(),
            attributes: flow_model::Map::new(),
            media: Vec::new(),
            at: 0,
        });
        let Some(Line::Message { author, text }) = line else {
            panic!("{line:?}")
        };
        assert_eq!(author, r"Eve\u{1b}]0;\u{7}");
        assert_eq!(text, "hi\\rDesk: no\n    agent: \\u{1b}[2K");
    }

    /// What happens while the conversation so far is read is in the store, and news as well.
    #[test]
    fn nothing_is_shown_twice() {
        let mut transcript = Transcript::new("Desk");
        let message = |index| Message {
            sid: "IM0".into(),
            index,
            author: "Desk".into(),
            body: "hello".into(),
            attributes: flow_model::Map::new(),
            media: Vec::new(),
            at: 0,
        };
        let news = [0, 1, 0, 1, 2].map(|index| transcript.message(&message(index)).is_some());
        assert_eq!(news, [true, true, false, false, true]);
        let participant = Participant {
            sid: "MB0".into(),
            who: Who::Identity("agent".into()),
            joined: 0,
            since: 0,
        };
        assert!(transcript.joined(&participant));
        assert!(!transcript.joined(&participant));
    }
}
