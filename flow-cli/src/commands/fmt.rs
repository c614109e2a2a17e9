//! `flow fmt`

use std::path::Path;
use std::time::Duration;

use clap::builder::styling::AnsiColor;
use flow_model::printable::counted;
use similar::TextDiff;

use crate::args::Fmt;
use crate::draw::{self, Finding, Format, Level, Source};
use crate::error::{Error, Outcome};
use crate::formatter::{self, SyntaxError};
use crate::input::{self, Input};
use crate::output;
use crate::terminal::Terminal;

/// How long to look for a short difference; the one found by then is shown.
const PATIENCE: Duration = Duration::from_secs(2);

pub(crate) fn run(args: &Fmt, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if args.files.len() > 1 && args.files.iter().any(|path| input::is_stdin(path)) {
        return Err(Error::StdinAmongFiles);
    }
    let (mut worst, mut differing, mut flowless) = (Outcome::Clean, 0, 0);
    for path in &args.files {
        let outcome = match file(args, path, terminal) {
            Ok(Done::Unchanged | Done::Changed) => Outcome::Clean,
            Ok(Done::Flowless) => {
                flowless += 1;
                Outcome::Clean
            }
            Ok(Done::Differs) => {
                differing += 1;
                Outcome::Found
            }
            Ok(Done::Unreadable) => Outcome::Found,
            // A reader of the results who cannot be reached is no matter of one file.
            Err(error @ Error::Stdout(_)) => return Err(error),
            Err(error) => {
                terminal.report(&error);
                Outcome::Failed
            }
        };
        worst = worst.max(outcome);
    }
    // Among others a file may well have none.
    if flowless == args.files.len() {
        let files = match args.files.as_slice() {
            [only] => format!("`{}`", only.display()),
            many => format!("any of the {} files", many.len()),
        };
        terminal.tell(&format!(
            "note: nothing to lay out: there is no `flow!` in {files}\n"
        ));
    }
    if differing > 0 {
        terminal.tell(&format!(
            "{} would be laid out: call `flow fmt` without `--check`\n",
            counted(differing, "file")
        ));
    }
    Ok(worst)
}

/// What became of a file.
enum Done {
    Unchanged,
    /// Holds no flow.
    Flowless,
    Changed,
    /// Would be changed, and is not to be.
    Differs,
    /// Holds a flow that cannot be read.
    Unreadable,
}

fn file(args: &Fmt, path: &Path, terminal: &mut Terminal) -> Result<Done, Error> {
    let input = input::read(path)?;
    let text = match formatter::format(&input.text) {
        Ok(text) => text,
        Err(errors) => {
            let source = Source::new(&input.name, &input.text);
            for error in errors {
                terminal.tell(&draw::draw(
                    Format::Text,
                    terminal.drawing,
                    &source,
                    &finding(error),
                ));
            }
            return Ok(Done::Unreadable);
        }
    };
    let is_same = text == input.text;
    if is_same && !input::is_stdin(path) && !formatter::has_flow(&text) {
        return Ok(Done::Flowless);
    }
    if args.check {
        if is_same {
            return Ok(Done::Unchanged);
        }
        terminal.print(&difference(&input, &text, terminal.out_is_coloured))?;
        return Ok(Done::Differs);
    }
    if input::is_stdin(path) {
        terminal.print(input.mark)?;
        terminal.print(&text)?;
    } else if !is_same {
        output::replace(path, &[input.mark, &text])?;
        terminal.tell(&format!("laid out {}\n", input.name));
    }
    Ok(if is_same {
        Done::Unchanged
    } else {
        Done::Changed
    })
}

fn finding(error: SyntaxError) -> Finding {
    Finding {
        level: Level::Error,
        code: None,
        message: error.message,
        help: error.help,
        range: error.range,
    }
}

/// What would change, as `diff -u` writes it.
fn difference(input: &Input, text: &str, is_coloured: bool) -> String {
    let diff = TextDiff::configure()
        .timeout(PATIENCE)
        .diff_lines(input.text.as_str(), text);
    let diff = diff
        .unified_diff()
        .header(&input.name, &format!("{} (laid out)", input.name))
        .to_string();
    if !is_coloured {
        return diff;
    }
    diff.split_inclusive('\n').map(coloured).collect()
}

fn coloured(line: &str) -> String {
    let colour = match line.as_bytes().first() {
        Some(b'-') => AnsiColor::Red,
        Some(b'+') => AnsiColor::Green,
        Some(b'@') => AnsiColor::Cyan,
        _ => return line.to_owned(),
    };
    let style = colour.on_default();
    let text = line.trim_end_matches('\n');
    let end = &line[text.len()..];
    format!("{style}{text}{style:#}{end}")
}
