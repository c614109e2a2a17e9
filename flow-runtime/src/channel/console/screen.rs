//! What the console shows: one line a message, with its author.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use flow_model::{Text, printable};

use crate::channel::transcript::{Line, Transcript, handed_over};
use crate::conversation::{Message, Participant};
use crate::host::local::{Activity, HandOver};

/// The transcript on the standard output, notes on the standard error.
pub(super) struct Screen {
    transcript: Transcript,
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
        let mut transcript = Transcript::new(flow);
        transcript.steps = steps;
        Screen {
            transcript,
            live,
            colours: io::stdout().is_terminal() && may_be_coloured(|name| env::var_os(name)),
        }
    }

    /// Whether to say when the flow ends.
    pub(super) fn says_ends(&mut self, ends: bool) {
        self.transcript.ends = ends;
    }

    /// Shows an address by a short name from here on.
    pub(super) fn name(&mut self, address: Text, name: &str) {
        self.transcript.name(address, name);
    }

    /// What an author is called here.
    pub(super) fn label<'s>(&'s self, author: &'s str) -> &'s str {
        self.transcript.label(author)
    }

    pub(super) fn show(&mut self, activity: &Activity) -> io::Result<()> {
        let lines = self.transcript.lines(activity);
        lines.iter().try_for_each(|line| self.line(line))
    }

    /// The flow left the conversation to people, with what describes it to them if a `send_to_flex`
    /// did so.
    pub(super) fn handed_over(&self, task: Option<&HandOver>) -> io::Result<()> {
        self.line(&handed_over(task))
    }

    /// Shows a message, unless it was shown.
    pub(super) fn message(&mut self, message: &Message) -> io::Result<()> {
        match self.transcript.message(message) {
            Some(line) => self.line(&line),
            None => Ok(()),
        }
    }

    /// Somebody is there already.
    pub(super) fn joined(&mut self, participant: &Participant) {
        self.transcript.joined(participant);
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
        writeln!(io::stderr(), "note: {}", printable::line(text))
    }

    fn line(&self, line: &Line) -> io::Result<()> {
        let paint = |colour| if self.colours { colour } else { "" };
        let plain = paint(PLAIN);
        let mut out = io::stdout().lock();
        match line {
            Line::Message { author, text } => {
                writeln!(out, "{}{author}:{plain} {text}", paint(BOLD))?;
                out.flush()
            }
            Line::Aside(text) => writeln!(out, "{}  · {text}{plain}", paint(DIM)),
        }
    }
}

/// Whether the variables of the environment let a terminal have colours: an empty `NO_COLOR` is none.
fn may_be_coloured(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    variable("NO_COLOR").is_none_or(|value| value.is_empty())
        && variable("TERM").is_none_or(|terminal| terminal != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_colours_go_to_whoever_refuses_them_or_has_none() {
        let coloured = |set: &[(&str, &str)]| {
            may_be_coloured(|name| {
                let found = set.iter().find(|(it, _)| *it == name);
                found.map(|(_, value)| value.into())
            })
        };
        assert!(coloured(&[]));
        assert!(coloured(&[("NO_COLOR", ""), ("TERM", "xterm-256color")]));
        assert!(!coloured(&[("NO_COLOR", "1")]));
        assert!(!coloured(&[("TERM", "dumb")]));
    }
}
