//! `flow check`

use std::path::Path;

use flow_model::printable::counted;
use flow_runtime::lock::Flows;

use crate::args::Check;
use crate::draw::{self, Drawing, Finding, Format, Level, Source};
use crate::error::{Error, Outcome};
use crate::input::{self, InputError};
use crate::studio::{self, Lints, Locked, Medium};
use crate::terminal::Terminal;

/// How many findings of a file are drawn: more are read by nobody.
pub(super) const DRAWN: usize = 1_000;

pub(crate) fn run(args: &Check, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if args.files.len() > 1 && args.files.iter().any(|path| input::is_stdin(path)) {
        return Err(Error::StdinAmongFiles);
    }
    let lints = Lints::new(&args.lints.allow, &args.lints.deny)?;
    let locked = args.lock.as_deref().map(Locked::read).transpose()?;
    let mut flows = Flows::new();
    let mut count = Count::default();
    for path in &args.files {
        let lock = locked.as_ref().map(|locked| (locked, &mut flows));
        match file(args.format, path, &lints, lock, terminal) {
            Ok(of_file) => count.add(&of_file),
            // A reader of the results who cannot be reached is no matter of one file.
            Err(error @ Error::Stdout(_)) => return Err(error),
            Err(Error::Refused(refused)) => {
                count.unread += 1;
                let drawing = terminal.result_drawing();
                terminal.print(&refused.draw(args.format, drawing))?;
            }
            // A program reads one stream, and looks there for every file.
            Err(Error::Input(error)) if args.format != Format::Text => {
                count.unread += 1;
                terminal.print(&unread(args.format, &error, terminal.result_drawing()))?;
            }
            Err(error) => {
                count.unread += 1;
                terminal.report(&error);
            }
        }
    }
    // A file that was not read may hold what is missing.
    if let Some(locked) = locked.filter(|_| count.unread == 0) {
        let missing = locked.missing(&flows);
        for finding in &missing {
            let drawing = terminal.result_drawing();
            terminal.print(&draw::draw(args.format, drawing, &locked.source(), finding))?;
        }
        count.errors += missing.len();
    }
    if args.format == Format::Text {
        terminal.tell(&format!("{}\n", count.summary()));
    }
    Ok(match count {
        Count { unread: 1.., .. } => Outcome::Failed,
        Count { errors: 1.., .. } => Outcome::Found,
        _ => Outcome::Clean,
    })
}

fn file(
    format: Format,
    path: &Path,
    lints: &Lints,
    lock: Option<(&Locked, &mut Flows)>,
    terminal: &mut Terminal,
) -> Result<Count, Error> {
    let studio = studio::read(path, &studio::stem(path))?;
    let mut findings = studio.findings(&studio.diagnostics(lints, Medium::Text), lints);
    let notes = studio.notes(false).into_iter();
    findings.extend(notes.filter_map(|note| lints.note(note)));
    if let Some((locked, flows)) = lock {
        let found = locked.findings(&studio, flows);
        let level = |finding: Finding| match finding.level {
            Level::Note => lints.note(finding),
            _ => Some(finding),
        };
        findings.extend(found.into_iter().filter_map(level));
    }
    findings.sort_by_key(|finding| finding.range.start);
    let drawn = match format {
        Format::Json => findings.len(),
        Format::Text | Format::Github => findings.len().min(DRAWN),
    };
    let (source, drawing) = (studio.source(), terminal.result_drawing());
    for finding in &findings[..drawn] {
        terminal.print(&draw::draw(format, drawing, &source, finding))?;
    }
    if drawn < findings.len() && format == Format::Text {
        let more = findings.len() - drawn;
        terminal.print(&format!("… and {more} more in {}\n\n", source.name()))?;
    }
    Ok(Count::of(&findings))
}

/// A file that could not be read, as an error at its beginning.
fn unread(format: Format, error: &InputError, drawing: Drawing) -> String {
    let finding = Finding {
        level: Level::Error,
        code: None,
        message: error.to_string(),
        help: error.help(),
        range: 0..0,
    };
    draw::draw(format, drawing, &Source::new(error.name(), ""), &finding)
}

/// How much was found.
#[derive(Debug, Default)]
pub(super) struct Count {
    files: usize,
    unread: usize,
    pub(super) errors: usize,
    warnings: usize,
    notes: usize,
}

impl Count {
    pub(super) fn of(findings: &[Finding]) -> Self {
        let of = |level| findings.iter().filter(|it| it.level == level).count();
        Count {
            files: 1,
            unread: 0,
            errors: of(Level::Error),
            warnings: of(Level::Warning),
            notes: of(Level::Note),
        }
    }

    fn add(&mut self, other: &Count) {
        self.files += other.files;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }

    /// `2 files: 3 errors, 1 warning`
    fn summary(&self) -> String {
        let files = counted(self.files + self.unread, "file");
        let found = self.found().unwrap_or_else(|| "nothing found".to_owned());
        match (self.unread, self.files) {
            (0, _) => format!("{files}: {found}"),
            (unread, 0) => format!("{files}: {unread} not read"),
            (unread, _) => format!("{files}: {unread} not read, {found}"),
        }
    }

    /// `3 errors, 1 warning`; none where nothing was found.
    pub(super) fn found(&self) -> Option<String> {
        let kinds = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.notes, "note"),
        ];
        let found = kinds.into_iter().filter(|(count, _)| *count > 0);
        let found: Vec<_> = found.map(|(count, of)| counted(count, of)).collect();
        (!found.is_empty()).then(|| found.join(", "))
    }
}
