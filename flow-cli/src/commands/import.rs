//! `flow import`

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use flow_model::printable::counted;
use flow_model::source::{self, Remark};

use crate::args;
use crate::commands::check::{Count, DRAWN};
use crate::draw::{self, Format};
use crate::error::{Error, Outcome};
use crate::input;
use crate::output::{self, Over};
use crate::studio::{self, Studio};
use crate::terminal::Terminal;

pub(crate) fn run(args: &args::Import, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if args.files.len() > 1 && args.files.iter().any(|path| input::is_stdin(path)) {
        return Err(Error::StdinAmongFiles);
    }
    let targets = targets(args)?;
    let mut worst = Outcome::Clean;
    for (path, target) in args.files.iter().zip(targets) {
        let outcome = match file(args, path, target.as_deref(), terminal) {
            Ok(outcome) => outcome,
            // A reader of the results who cannot be reached is no matter of one file.
            Err(error @ Error::Stdout(_)) => return Err(error),
            Err(error) => {
                terminal.report(&error);
                Outcome::Failed
            }
        };
        worst = worst.max(outcome);
    }
    Ok(worst)
}

/// Where each flow goes; none: standard output.
fn targets(args: &args::Import) -> Result<Vec<Option<PathBuf>>, Error> {
    let output = args.output.as_deref().filter(|path| !input::is_stdin(path));
    let folder = output.filter(|path| path.is_dir());
    let many = args.files.len() > 1;
    let one_for_many = |place: &str| Error::OneForMany {
        flows: args.files.len(),
        place: place.to_owned(),
    };
    match (output, folder) {
        (Some(path), None) if is_written_as_folder(path) => {
            Err(Error::NoDirectory(path.to_owned()))
        }
        (None, _) if many => Err(one_for_many("standard output")),
        (None, _) => Ok(vec![None]),
        (Some(path), None) if many => Err(one_for_many(&format!("`{}`", path.display()))),
        (Some(path), None) if path.extension().is_none_or(|ending| ending != "rs") => {
            Err(Error::NotRust(path.to_owned()))
        }
        (Some(path), None) => Ok(vec![Some(path.to_owned())]),
        (_, Some(_)) if many && args.name.is_some() => Err(Error::NameForMany),
        (_, Some(folder)) => {
            let mut taken: HashMap<PathBuf, &Path> = HashMap::new();
            let targets = args.files.iter().map(|path| {
                let name = args.name.clone().unwrap_or_else(|| studio::stem(path));
                let target = folder.join(module_name(&name) + ".rs");
                match taken.insert(target.clone(), path) {
                    None => Ok(Some(target)),
                    Some(first) => Err(Error::SameFile {
                        first: first.display().to_string(),
                        second: path.display().to_string(),
                        path: target,
                    }),
                }
            });
            targets.collect()
        }
    }
}

fn is_written_as_folder(path: &Path) -> bool {
    path.to_string_lossy().ends_with(std::path::is_separator)
}

/// The name of a module, made from that of a file or a type: `Support-Desk` is `support_desk`.
fn module_name(name: &str) -> String {
    let mut made = String::new();
    let mut before = '_';
    for letter in name.chars() {
        let is_word = letter.is_ascii_alphanumeric();
        let begins = letter.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (begins || !is_word) && !made.is_empty() && !made.ends_with('_') {
            made.push('_');
        }
        if is_word {
            made.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    let made = made.trim_end_matches('_');
    match made.chars().next() {
        None => "flow".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("flow_{made}"),
        Some(_) => made.to_owned(),
    }
}

fn file(
    args: &args::Import,
    path: &Path,
    target: Option<&Path>,
    terminal: &mut Terminal,
) -> Result<Outcome, Error> {
    let over = match args.force {
        true => Over::Any,
        false => Over::None,
    };
    let mut studio = studio::read(path, &studio::stem(path))?;
    if let Some(name) = &args.name {
        rename(&mut studio, path, name)?;
    }
    let remarks = studio.import.notes.iter().map(|note| Remark {
        at: note.location,
        text: note.message.clone(),
    });
    let source = source::print(&studio.import.flow, &remarks.collect::<Vec<_>>());
    match target {
        None => terminal.print(&source)?,
        Some(path) => output::write(path, &source, over)?,
    }
    let count = tell(&studio, terminal);
    let into = target.map_or_else(
        || "standard output".to_owned(),
        |it| it.display().to_string(),
    );
    let widgets = counted(studio.import.flow.widgets.len(), "widget");
    let found = count.found().map(|found| format!("; {found}"));
    terminal.tell(&format!("{into}: {widgets}{}\n", found.unwrap_or_default()));
    Ok(match count.errors {
        0 => Outcome::Clean,
        _ => Outcome::Found,
    })
}

/// Calls the flow's type as the caller wants it.
fn rename(studio: &mut Studio, path: &Path, name: &str) -> Result<(), Error> {
    let flow = &mut studio.import.flow;
    let usable = flow_model::studio::import::type_name(name);
    if usable != name {
        return Err(Error::TypeName {
            asked: name.to_owned(),
            usable,
        });
    }
    if flow.friendly_name.is_none() && !input::is_stdin(path) {
        flow.friendly_name = Some(flow.name.clone());
    }
    flow.name.text = name.to_owned();
    Ok(())
}

/// Says what was found on standard error.
fn tell(studio: &Studio, terminal: &mut Terminal) -> Count {
    let mut findings = studio.of_flow();
    findings.extend(studio.notes(true));
    findings.sort_by_key(|finding| finding.range.start);
    let (source, drawing) = (studio.source(), terminal.drawing);
    for finding in findings.iter().take(DRAWN) {
        terminal.tell(&draw::draw(Format::Text, drawing, &source, finding));
    }
    if findings.len() > DRAWN {
        let more = findings.len() - DRAWN;
        terminal.tell(&format!("… and {more} more in {}\n\n", source.name()));
    }
    Count::of(&findings)
}
