//! What an import survived, and how it read it.

use crate::flow::Location;

/// Something in the file that is not as Studio writes it today, and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub location: Location,
    /// What it is and how it was read, in lower case and without a final stop.
    pub message: String,
    /// What to do about it, if anything.
    pub help: Option<String>,
}

/// The notes so far.
#[derive(Debug, Default)]
pub(super) struct Notes {
    list: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    note: Note,
    /// Whether it says that something was put into quotes.
    quoting: bool,
}

impl Notes {
    pub(super) fn add(&mut self, location: Location, message: impl Into<String>) {
        self.push(location, message.into(), None, false);
    }

    pub(super) fn help(&mut self, location: Location, message: String, help: String) {
        self.push(location, message, Some(help), false);
    }

    /// Says that something was put into quotes.
    pub(super) fn quoting(&mut self, location: Location, message: String, help: Option<String>) {
        self.push(location, message, help, true);
    }

    fn push(&mut self, location: Location, message: String, help: Option<String>, quoting: bool) {
        let note = Note {
            location,
            message,
            help,
        };
        if !self.list.iter().rev().take(4).any(|kept| kept.note == note) {
            self.list.push(Kept { note, quoting });
        }
    }

    /// Forgets what is said of quotes between two locations, because all of it is in quotes now.
    pub(super) fn forget(&mut self, within: std::ops::RangeInclusive<Location>) {
        self.list
            .retain(|kept| !kept.quoting || !within.contains(&kept.note.location));
    }

    /// All of them in order of location.
    pub(super) fn into_list(self) -> Vec<Note> {
        let mut notes: Vec<_> = self.list.into_iter().map(|kept| kept.note).collect();
        notes.sort_by_key(|note| note.location);
        notes.dedup();
        notes
    }
}
