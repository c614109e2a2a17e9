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
    /// Whether it says how something is carried that [`Import::findings`](super::Import::findings)
    /// has too.
    pub refused: bool,
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

/// Why something was put into quotes, if it was.
#[derive(Clone, Copy, PartialEq)]
enum Quoting {
    No,
    /// The catalogue does not know it.
    Unknown,
    /// The checks refuse it.
    Refused,
}

impl Notes {
    pub(super) fn add(&mut self, location: Location, message: impl Into<String>) {
        self.push(location, message.into(), None, Quoting::No);
    }

    pub(super) fn help(&mut self, location: Location, message: String, help: String) {
        self.push(location, message, Some(help), Quoting::No);
    }

    /// Says that something was put into quotes.
    pub(super) fn quoting(&mut self, location: Location, message: String, help: Option<String>) {
        self.push(location, message, help, Quoting::Unknown);
    }

    /// Says that something was put into quotes because the checks refuse it.
    pub(super) fn refusal(&mut self, location: Location, message: String, help: Option<String>) {
        self.push(location, message, help, Quoting::Refused);
    }

    fn push(
        &mut self,
        location: Location,
        message: String,
        help: Option<String>,
        quoting: Quoting,
    ) {
        let note = Note {
            location,
            message,
            help,
            refused: quoting == Quoting::Refused,
        };
        if !self.list.iter().rev().take(4).any(|kept| kept.note == note) {
            let quoting = quoting != Quoting::No;
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
