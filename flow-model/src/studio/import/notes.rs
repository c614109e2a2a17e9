//! What an import survived, and how it read it.

use std::ops::RangeInclusive;

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
    /// Whether it is about a word that is not known here and is much like one that is.
    pub slip: bool,
}

impl Note {
    fn new(location: Location, message: String, help: Option<String>) -> Self {
        Note {
            location,
            message,
            help,
            refused: false,
            slip: false,
        }
    }

    fn refused(location: Location, message: String, help: Option<String>) -> Self {
        Note {
            refused: true,
            ..Note::new(location, message, help)
        }
    }
}

/// The notes so far.
#[derive(Debug, Default)]
pub(super) struct Notes {
    list: Vec<Kept>,
    /// Where all is in quotes now, so that nothing is said of quotes within.
    forgotten: Vec<RangeInclusive<Location>>,
}

#[derive(Debug)]
struct Kept {
    note: Note,
    /// Whether it says that something was put into quotes.
    quoting: bool,
}

impl Notes {
    pub(super) fn add(&mut self, location: Location, message: impl Into<String>) {
        self.help(location, message.into(), None);
    }

    pub(super) fn help(&mut self, location: Location, message: String, help: Option<String>) {
        self.push(Note::new(location, message, help), false);
    }

    /// Says that something was put into quotes.
    pub(super) fn quoting(&mut self, location: Location, message: String) {
        self.push(Note::new(location, message, None), true);
    }

    /// Says that a word was put into quotes that may be a slip of another.
    pub(super) fn slip(&mut self, location: Location, message: String, meant: &str) {
        let help = Some(format!("did you mean `{meant}`?"));
        let note = Note {
            slip: true,
            ..Note::new(location, message, help)
        };
        self.push(note, true);
    }

    /// Says that something was put into quotes because the checks refuse it.
    pub(super) fn refusal(&mut self, location: Location, message: String, help: Option<String>) {
        self.push(Note::refused(location, message, help), true);
    }

    /// Says that a whole widget was put into quotes because the checks refuse it: what is within it
    /// is forgotten, and this is not.
    pub(super) fn widget_refusal(
        &mut self,
        location: Location,
        message: String,
        help: Option<String>,
    ) {
        self.push(Note::refused(location, message, help), false);
    }

    fn push(&mut self, note: Note, quoting: bool) {
        self.list.push(Kept { note, quoting });
    }

    /// Forgets what is said of quotes between two locations, because all of it is in quotes now.
    pub(super) fn forget(&mut self, within: RangeInclusive<Location>) {
        self.forgotten.push(within);
    }

    /// All of them in order of location.
    pub(super) fn into_list(mut self) -> Vec<Note> {
        // They are of different widgets, so none holds another.
        self.forgotten.sort_by_key(|within| *within.start());
        let is_forgotten = |location: Location| {
            let after = self
                .forgotten
                .partition_point(|within| *within.start() <= location);
            let within = after.checked_sub(1).map(|before| &self.forgotten[before]);
            within.is_some_and(|within| within.contains(&location))
        };
        let kept = self.list.into_iter();
        let kept = kept.filter(|kept| !(kept.quoting && is_forgotten(kept.note.location)));
        let mut notes: Vec<_> = kept.map(|kept| kept.note).collect();
        notes.sort_by_key(|note| note.location);
        notes.dedup();
        notes
    }
}
