//! `flow replay`

use std::path::Path;

use flow_model::Map;
use flow_model::printable::{self, counted};
use flow_runtime::driver::{Event, EventKind};
use flow_runtime::flow::Source;
use flow_runtime::host::local::{Builder, OpenError, Replayed, Runtime};
use flow_runtime::store::{self, Recording};

use crate::args::store::Replay;
use crate::commands::run::{answers, own, staged, values};
use crate::error::{Error, Outcome};
use crate::run::{Subflow, Trigger};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Replay, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let mut recording = store::recording(&args.store, &args.execution)?;
    let Some(runtime) = open(args, &mut recording, terminal)? else {
        return Ok(Outcome::Failed);
    };
    let replay = runtime.replay(&recording);
    let replay = replay.map_err(|error| Error::Run(error.to_string()))?;
    for turn in &replay.turns {
        terminal.print(&shown(turn, recording.turns[0].event.at))?;
    }
    if let Some(difference) = replay.difference {
        let difference = difference.to_string();
        terminal.print(&format!("differs: {}\n", printable::line(&difference)))?;
        return Ok(Outcome::Found);
    }
    let steps: usize = replay.turns.iter().map(|turn| turn.steps.len()).sum();
    terminal.print(&format!(
        "the same: {}, {} and the state in the end\n",
        counted(replay.turns.len(), "turn"),
        counted(steps, "step"),
    ))?;
    Ok(Outcome::Clean)
}

/// The flow of the command line, ready to run; none where something is wrong with it, which is drawn.
fn open(
    args: &Replay,
    recording: &mut Recording,
    terminal: &mut Terminal,
) -> Result<Option<Runtime>, Error> {
    // Under the name that is recorded, as a flow's SID is made from it.
    let recorded = recording.flow.to_string();
    let Some((name, builder)) = builder(
        Given {
            flow: &args.flow,
            name: Some(&recorded),
            subflows: &args.subflow,
            trigger: args.trigger,
            parameters: parameters(recording),
            mock: args.mock.as_deref(),
            settings: args.settings.as_deref(),
        },
        terminal,
    )?
    else {
        return Ok(None);
    };
    recording.flow = name.into();
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Run(error.to_string()))?;
    // Nobody asks it for anything, so it does not miss the one in which it was opened.
    let runtime = tokio.block_on(builder.in_memory());
    runtime.map(Some).map_err(refused)
}

/// What the request gave that started it.
fn parameters(recording: &Recording) -> Map {
    match recording.turns.first().map(|turn| &turn.event.kind) {
        Some(EventKind::Request { parameters, .. }) => parameters.clone(),
        _ => Map::new(),
    }
}

/// A flow of the command line, with what it takes besides.
pub(super) struct Given<'a> {
    pub(super) flow: &'a Path,
    /// What it is called here; none: as in its file.
    pub(super) name: Option<&'a str>,
    pub(super) subflows: &'a [Subflow],
    pub(super) trigger: Option<Trigger>,
    /// Those of the request that starts it, where one does.
    pub(super) parameters: Map,
    pub(super) mock: Option<&'a Path>,
    pub(super) settings: Option<&'a Path>,
}

/// The flow's name, and a builder that holds it; none where something is wrong with it, which is
/// drawn.
pub(super) fn builder(
    given: Given<'_>,
    terminal: &mut Terminal,
) -> Result<Option<(String, Builder)>, Error> {
    let staged = staged(given.flow, given.trigger, given.subflows, terminal)?;
    let Some((_, mut stage)) = staged else {
        return Ok(None);
    };
    if let Some(name) = given.name {
        stage.rename(name);
    }
    let Some(mocks) = answers(given.mock, &stage.calls(), terminal)? else {
        return Ok(None);
    };
    let request = stage.request("", given.parameters);
    let builder = Runtime::builder().settings(values(given.settings)?);
    let stage = stage.builder(builder, &mocks, request.as_ref(), |_| Source::NONE);
    Ok(Some(stage))
}

/// Why it could not be opened.
pub(super) fn refused(error: OpenError) -> Error {
    match error {
        OpenError::Store(error) => Error::Store(error.into()),
        OpenError::Settings(errors) => Error::Settings(errors),
        OpenError::Program(error) => Error::CannotRun(own(error)),
        error => Error::Run(error.to_string()),
    }
}

/// A turn: its event, the steps it causes and what is sent, as it can be printed.
fn shown(turn: &Replayed, start: i64) -> String {
    let mut text = format!(
        "{}: {}\n",
        passed(turn.event.at.saturating_sub(start)),
        event(&turn.event)
    );
    let mut add = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    for step in &turn.steps {
        add(&format!("  · {}", printable::line(&step.to_string())));
        for note in step.notes_in_words() {
            add(&format!("    {}", printable::line(&note)));
        }
    }
    for (author, body) in &turn.said {
        let (author, body) = (printable::line(author), printable::message(body));
        add(&format!("  {author}: {body}"));
    }
    text
}

fn event(event: &Event) -> String {
    let text = match &event.kind {
        EventKind::Message { message, early, .. } => {
            let early = if *early { " (it had waited)" } else { "" };
            let author = printable::line(&message.author);
            let body = printable::message(&message.body);
            return format!("{author} wrote: {body}{early}");
        }
        EventKind::Request { to, .. } => format!("a request to talk to {to}"),
        EventKind::Result { outcome, .. } => {
            let json = serde_json::to_string(outcome).unwrap_or_default();
            format!("a result: {json}")
        }
        EventKind::Timer { .. } => "the time was over".to_owned(),
        EventKind::End => "it was told to end".to_owned(),
    };
    printable::line(&text).into_owned()
}

/// The time since the start.
fn passed(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!(
        "{hours}:{minutes:02}:{:02}.{:03}",
        seconds % 60,
        milliseconds % 1000
    )
}
