//! `flow run`

use std::io;
use std::path::Path;
use std::sync::Arc;

use flow_model::printable::counted;
use flow_runtime::channel::console::{Console, ConsoleError, Talk};
use flow_runtime::host::local::{OpenError, Runtime};
use flow_runtime::program::{Problem, ProgramError};
use flow_runtime::settings::{self, Values};

use tokio::sync::mpsc;

use crate::args::run::Run;
use crate::commands::check::Count;
use crate::draw::{self, Finding, Format, Level, Source};
use crate::error::{Error, Outcome};
use crate::input;
use crate::run::{Call, Elsewhere, Mocks, Stage, Subflow, Trigger, mocks, parameters};
use crate::studio::{self, Lints, Medium, Studio};
use crate::terminal::Terminal;

pub(crate) fn run(args: &Run, terminal: &mut Terminal) -> Result<Outcome, Error> {
    if input::is_stdin(&args.file) {
        return Err(Error::StdinIsTalk);
    }
    let staged = staged(&args.file, args.trigger, &args.subflow, terminal)?;
    let Some((studio, stage)) = staged else {
        return Ok(Outcome::Found);
    };
    tell_left_out(&stage, terminal);
    let calls = stage.calls();
    let Some(mocks) = answers(args.mock.as_deref(), &calls, terminal)? else {
        return Ok(Outcome::Failed);
    };
    let parameters = parameters(args.parameters.as_deref())?;
    let request = stage.request(&args.customer, parameters);
    if args.parameters.is_some() && request.is_none() {
        return Err(Error::NoParameters);
    }
    let builder = Runtime::builder().settings(values(args.settings.as_deref())?);
    let (name, builder) = stage.builder(builder, &mocks, request.as_ref(), |flow| {
        studio.source_of(flow)
    });
    let (notes, told) = mpsc::unbounded_channel();
    let elsewhere = Elsewhere::new(calls, mocks, &args.function, args.network, notes)?;
    let elsewhere = Arc::new(elsewhere);
    let builder = builder.fetch(move |call| {
        let elsewhere = elsewhere.clone();
        async move { elsewhere.answer(call).await }
    });
    let mut console = Console::new("").customer(args.customer.clone());
    for address in &args.participant {
        console = console.participant(address.clone(), address.clone());
    }
    let mut talk = Talk::default();
    talk.store.clone_from(&args.store);
    talk.conversation.clone_from(&args.conversation);
    talk.steps = args.steps;
    talk.ends = true;
    talk.request = request;
    talk.notes = Some(told);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Run(error.to_string()))?;
    match runtime.block_on(console.talk(builder, &name, talk)) {
        Ok(()) => Ok(Outcome::Clean),
        // Whoever read the transcript has seen enough: `… | head`.
        Err(ConsoleError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(Outcome::Clean)
        }
        Err(ConsoleError::Open(OpenError::Settings(errors))) => Err(Error::Settings(errors)),
        Err(ConsoleError::Open(OpenError::Program(error))) => Err(Error::CannotRun(own(error))),
        Err(error) => Err(Error::Run(error.to_string())),
    }
}

/// Says how much of a flow does not run, as other things start it.
pub(super) fn tell_left_out(stage: &Stage, terminal: &mut Terminal) {
    if stage.left_out > 0 {
        let widgets = counted(stage.left_out, "widget");
        let verb = if stage.left_out == 1 { "is" } else { "are" };
        terminal.tell(&format!(
            "note: {widgets} that only other events lead to {verb} left out\n"
        ));
    }
}

/// Why a flow does not run, without the parent that was made to run it.
pub(super) fn own(mut error: ProgramError) -> ProgramError {
    match error.problems.pop() {
        Some(Problem::Subflow { error: inner, .. })
            if error.problems.is_empty() && inner.flow == error.flow =>
        {
            inner
        }
        last => {
            error.problems.extend(last);
            error
        }
    }
}

/// A flow with its subflows, ready to be started; none where something is wrong with one of them, which
/// is drawn.
pub(super) fn staged(
    file: &Path,
    trigger: Option<Trigger>,
    subflows: &[Subflow],
    terminal: &mut Terminal,
) -> Result<Option<(Studio, Stage)>, Error> {
    let Some(studio) = flow(file, terminal)? else {
        return Ok(None);
    };
    let mut stage = Stage::new(studio.import.flow.clone(), trigger)?;
    for Subflow { sid, file } in subflows {
        let Some(studio) = flow(file, terminal)? else {
            return Ok(None);
        };
        stage.subflow(sid, studio.import.flow)?;
    }
    Ok(Some((studio, stage)))
}

/// A flow that can run, as far as its checks say; none where they found an error, which is drawn.
fn flow(path: &Path, terminal: &mut Terminal) -> Result<Option<Studio>, Error> {
    let studio = studio::read(path, &studio::stem(path))?;
    let lints = Lints::default();
    let mut findings = studio.findings(&studio.diagnostics(&lints, Medium::Text), &lints);
    findings.extend(studio.notes(false));
    findings.sort_by_key(|finding| finding.range.start);
    let is_error = |finding: &&Finding| finding.level == Level::Error;
    let errors: Vec<_> = findings.iter().filter(is_error).collect();
    draw(&studio.source(), errors.iter().copied(), terminal);
    let Some(found) = Count::of(&findings).found() else {
        return Ok(Some(studio));
    };
    let name = &studio.input.name;
    if errors.is_empty() {
        terminal.tell(&format!(
            "note: {found} in the flow: see `flow check {name}`\n"
        ));
        return Ok(Some(studio));
    }
    terminal.tell(&format!("{name}: {found}, so it is not run\n"));
    Ok(None)
}

/// The answers of a file; none where something is wrong with it, which is drawn.
pub(super) fn answers(
    path: Option<&Path>,
    calls: &[Call],
    terminal: &mut Terminal,
) -> Result<Option<Mocks>, Error> {
    let Some(path) = path else {
        return Ok(Some(Mocks::default()));
    };
    let input = input::read(path)?;
    match mocks::read(&input.text, calls) {
        Ok(mocks) => Ok(Some(mocks)),
        Err(findings) => {
            draw(&Source::new(&input.name, &input.text), &findings, terminal);
            Ok(None)
        }
    }
}

/// The settings of the file, and before them those of the environment.
pub(super) fn values(path: Option<&Path>) -> Result<Values, Error> {
    let mut values = Values::new();
    if let Some(path) = path {
        let input = input::read(path)?;
        let given = settings::from_toml(&input.text);
        values.merge(given.map_err(|error| Error::Run(format!("`{}`: {error}", input.name)))?);
    }
    values.merge(settings::from_env("FLOW_"));
    Ok(values)
}

fn draw<'f>(
    source: &Source<'_>,
    findings: impl IntoIterator<Item = &'f Finding>,
    terminal: &mut Terminal,
) {
    for finding in findings {
        terminal.tell(&draw::draw(Format::Text, terminal.drawing, source, finding));
    }
}
