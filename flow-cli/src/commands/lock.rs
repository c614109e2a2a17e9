//! `flow lock`

use std::collections::HashMap;

use flow_model::printable::counted;
use flow_runtime::lock::Flows;

use crate::args::lock::Lock;
use crate::draw::{self, Format, Level};
use crate::error::{Error, Outcome};
use crate::input;
use crate::output::{self, Over};
use crate::studio::{self, Locked, Studio};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Lock, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if args.files.len() > 1 && args.files.iter().any(|path| input::is_stdin(path)) {
        return Err(Error::StdinAmongFiles);
    }
    let output = args.output.as_deref().filter(|path| !input::is_stdin(path));
    let mut locked = match output {
        None => Locked::first("standard output".to_owned()),
        Some(path) => Locked::to_write(path)?,
    };
    let studios = studios(args)?;
    let mut flows = Flows::new();
    let mut count = 0;
    for studio in &studios {
        let (source, drawing) = (studio.source(), terminal.result_drawing());
        let found = locked.findings(studio, &mut flows).into_iter();
        // That a flow is new is no news here.
        for finding in found.filter(|finding| finding.level == Level::Error) {
            terminal.print(&draw::draw(Format::Text, drawing, &source, &finding))?;
            count += 1;
        }
    }
    if count > 0 || locked.lock.record(&flows).is_err() {
        terminal.tell(&format!(
            "{}: not written, {}\n",
            locked.name(),
            counted(count, "error")
        ));
        return Ok(Outcome::Found);
    }
    let text = locked.lock.to_string();
    match output {
        None => terminal.print(&text)?,
        Some(path) => output::write(path, &text, Over::Any)?,
    }
    let places: usize = locked.lock.flows().map(|flow| places(&locked, flow)).sum();
    terminal.tell(&format!(
        "{}: {}, in which executions may wait at {}\n",
        locked.name(),
        counted(locked.lock.flows().count(), "flow"),
        counted(places, "widget"),
    ));
    Ok(Outcome::Clean)
}

/// At how many widgets of a flow somebody may wait.
fn places(locked: &Locked, flow: &str) -> usize {
    let mut widgets: Vec<_> = locked.lock.waiting(flow).map(|it| &it.widget).collect();
    widgets.dedup();
    widgets.len()
}

/// All files or none: a lock without one of them would not protect it.
fn studios(args: &Lock) -> Result<Vec<Studio>, Error> {
    let mut names = HashMap::new();
    let mut studios = Vec::new();
    for path in &args.files {
        let studio = studio::read(path, &studio::stem(path))?;
        let flow = studio.import.flow.name.text.clone();
        let second = studio.input.name.clone();
        if let Some(first) = names.insert(flow.clone(), second.clone()) {
            return Err(Error::SameFlow {
                first,
                second,
                flow,
            });
        }
        studios.push(studio);
    }
    Ok(studios)
}
