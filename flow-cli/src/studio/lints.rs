//! How lints are taken: a flow in JSON has no `#[allow]`.

use flow_model::Code;
use flow_model::check::index;

use crate::draw::{Finding, Level};
use crate::error::Error;

/// What stands for every lint.
const ALL: &str = "all";

/// What stands for the notes, which are no lints.
const NOTES: &str = "notes";

/// The lints that are allowed, and those that are denied.
#[derive(Debug, Default)]
pub(crate) struct Lints {
    allowed: Set,
    denied: Set,
    /// Whether notes are allowed, and so not told.
    notes: bool,
    /// Whether notes are denied.
    denied_notes: bool,
}

impl Lints {
    /// By their names or codes, as they were asked for.
    pub(crate) fn new(allow: &[String], deny: &[String]) -> Result<Self, Error> {
        let is_notes = |asked: &&String| asked.eq_ignore_ascii_case(NOTES);
        Ok(Lints {
            allowed: Set::new(allow.iter().filter(|asked| !is_notes(asked)))?,
            denied: Set::new(deny.iter().filter(|asked| !is_notes(asked)))?,
            notes: allow.iter().any(|asked| is_notes(&asked)),
            denied_notes: deny.iter().any(|asked| is_notes(&asked)),
        })
    }

    /// A note as grave as it is taken; none where notes are not told.
    pub(crate) fn note(&self, note: Finding) -> Option<Finding> {
        let level = match note.level {
            _ if self.denied_notes => Level::Error,
            Level::Warning if self.denied.all => Level::Error,
            level => level,
        };
        (!self.notes).then_some(Finding { level, ..note })
    }

    pub(crate) fn allows(&self, code: &Code) -> bool {
        // What is said of one by its name goes before what is said of all.
        let with_all = self.allowed.all && !self.denied.names(code);
        code.lint && (with_all || self.allowed.names(code))
    }

    /// How grave a finding is.
    pub(crate) fn level(&self, code: &Code) -> Level {
        match code.lint && !self.denied.holds(code) {
            true => Level::Warning,
            false => Level::Error,
        }
    }
}

/// Some lints.
#[derive(Debug, Default)]
struct Set {
    all: bool,
    codes: Vec<&'static Code>,
}

impl Set {
    fn new<'a>(asked: impl Iterator<Item = &'a String>) -> Result<Self, Error> {
        let mut set = Set::default();
        for asked in asked {
            if asked.eq_ignore_ascii_case(ALL) {
                set.all = true;
                continue;
            }
            match index::find(asked) {
                Ok(code) if code.lint => set.codes.push(code),
                Ok(code) => return Err(Error::NoLint(code)),
                Err(unknown) => return Err(Error::UnknownLint(unknown)),
            }
        }
        Ok(set)
    }

    fn holds(&self, code: &Code) -> bool {
        self.all || self.names(code)
    }

    fn names(&self, code: &Code) -> bool {
        self.codes.contains(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flow_model::check::codes::{SPINNING_CYCLE, UNKNOWN_TARGET, UNREACHABLE_WIDGET};

    fn lints(allow: &[&str], deny: &[&str]) -> Lints {
        let owned = |names: &[&str]| {
            names
                .iter()
                .map(|&name| name.to_owned())
                .collect::<Vec<_>>()
        };
        Lints::new(&owned(allow), &owned(deny)).unwrap()
    }

    #[test]
    fn notes_are_told_unless_they_are_allowed_or_denied() {
        let taken = |allow: &[&str], deny: &[&str], level| {
            let note = Finding {
                level,
                code: None,
                message: String::new(),
                help: None,
                range: 0..0,
            };
            lints(allow, deny).note(note).map(|note| note.level)
        };
        assert_eq!(taken(&[], &[], Level::Note), Some(Level::Note));
        assert_eq!(taken(&[], &["all"], Level::Note), Some(Level::Note));
        assert_eq!(taken(&[], &["notes"], Level::Note), Some(Level::Error));
        assert_eq!(taken(&["notes"], &[], Level::Note), None);
        // A slip is a warning, which `all` denies as well.
        assert_eq!(taken(&["all"], &[], Level::Warning), Some(Level::Warning));
        assert_eq!(taken(&[], &["all"], Level::Warning), Some(Level::Error));
        assert_eq!(taken(&["notes"], &["all"], Level::Warning), None);
    }

    #[test]
    fn a_lint_is_a_warning_until_it_is_denied() {
        let level = |deny: &[&str]| lints(&[], deny).level(&SPINNING_CYCLE);
        assert_eq!(level(&[]), Level::Warning);
        assert_eq!(level(&["unreachable_widget"]), Level::Warning);
        assert_eq!(level(&["spinning-cycle"]), Level::Error);
        assert_eq!(level(&["f0401"]), Level::Error);
        assert_eq!(level(&["all"]), Level::Error);
        assert_eq!(lints(&["all"], &[]).level(&UNKNOWN_TARGET), Level::Error);
    }

    #[test]
    fn what_is_said_by_name_goes_before_what_is_said_of_all() {
        let allows = |allow: &[&str], deny: &[&str]| {
            let lints = lints(allow, deny);
            [&SPINNING_CYCLE, &UNREACHABLE_WIDGET, &UNKNOWN_TARGET].map(|code| lints.allows(code))
        };
        assert_eq!(allows(&["F0401"], &[]), [true, false, false]);
        assert_eq!(allows(&["all"], &[]), [true, true, false]);
        assert_eq!(allows(&["all"], &["F0401"]), [false, true, false]);
        assert_eq!(allows(&["F0401"], &["all"]), [true, false, false]);
        assert_eq!(allows(&["F0401"], &["F0401"]), [true, false, false]);
    }
}
