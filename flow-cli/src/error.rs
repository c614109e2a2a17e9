//! Why something could not be done, and how a command ends.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use flow_model::Code;
use flow_model::check::index::Unknown;
use flow_model::settings::FillError;
use flow_runtime::lock::LockError;
use flow_runtime::program::{Problem, ProgramError};
use flow_runtime::store::ToolError;
use flow_runtime::testing::coverage::CoverageError;

use crate::input::InputError;
use crate::run::listed;
use crate::studio::Refused;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A file could not be written.
    #[error("`{}` cannot be written: {}", path.display(), system(source))]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not to be written.
    #[error("`{}` is read-only", .0.display())]
    ReadOnly(PathBuf),
    /// The results could not be written.
    #[error("standard output cannot be written: {0}")]
    Stdout(io::Error),
    /// A file holds no flow.
    #[error(transparent)]
    Refused(Box<Refused>),
    /// A file would be written over.
    #[error("`{}` is there already", .0.display())]
    Exists(PathBuf),
    /// A directory has the name of a file that was to be written.
    #[error("`{}` is a directory", .0.display())]
    Directory(PathBuf),
    /// A file was to be written into a directory that is not there.
    #[error("there is no directory `{}`", .0.display())]
    NoDirectory(PathBuf),
    /// The ending of a file does not say what is to be written.
    #[error("{}", ending(.0))]
    Ending(PathBuf),
    /// A flow was to be written into a file that is none of Rust's.
    #[error("`{}` is no Rust file", .0.display())]
    NotRust(PathBuf),
    /// Several flows were to be written into one file.
    #[error("{flows} flows cannot be written into {place}")]
    OneForMany {
        /// How many.
        flows: usize,
        /// Where.
        place: String,
    },
    /// Two flows were to be written into the same file.
    #[error("`{first}` and `{second}` would both be written into `{}`", path.display())]
    SameFile {
        /// The flow that came first.
        first: String,
        /// The other.
        second: String,
        /// The file.
        path: PathBuf,
    },
    /// The name of a flow's type is none.
    #[error("`{asked}` cannot be the name of a type")]
    TypeName {
        /// As it was asked for.
        asked: String,
        /// A name that can.
        usable: String,
    },
    /// One name was given for several flows.
    #[error("`--name` names one flow, and several are imported")]
    NameForMany,
    /// The error index has no such page.
    #[error(transparent)]
    NoPage(Unknown),
    /// No lint has that name.
    #[error("there is no lint `{}`", .0.asked)]
    UnknownLint(Unknown),
    /// It is the name of an error.
    #[error("`{}` ({}) is no lint, and is always an error", .0.name, .0.id)]
    NoLint(&'static Code),
    /// `-` was named beside files.
    #[error("`-` is standard input, and stands alone")]
    StdinAmongFiles,
    /// A flow was to be read from where the talk comes from.
    #[error("standard input is what the flow is told, so the flow cannot come from it")]
    StdinIsTalk,
    /// The trigger does not connect the event that was asked for.
    #[error("the trigger of `{flow}` does not connect `{event}`")]
    NotConnected {
        /// The flow.
        flow: String,
        /// The event.
        event: &'static str,
        /// What it does connect.
        connected: Vec<String>,
    },
    /// Nothing that happens here starts the flow.
    #[error("the trigger of `{flow}` connects nothing that happens here")]
    NothingStarts {
        /// The flow.
        flow: String,
        /// What it does connect.
        connected: Vec<String>,
    },
    /// Parameters were given to what takes none.
    #[error("a message starts this flow, and takes no `--parameters`")]
    NoParameters,
    /// Parameters are none.
    #[error("`--parameters` is no JSON object: {0}")]
    Parameters(String),
    /// A function was given for a widget that calls none.
    #[error("no widget `{widget}` calls a function or makes a request")]
    NoCall {
        /// The widget.
        widget: String,
        /// Those that do.
        calls: String,
    },
    /// A flow was given for a SID that no widget means.
    #[error("no widget that runs means the flow `{sid}`")]
    NoSubflow {
        /// As it was given.
        sid: String,
        /// Those that widgets mean.
        known: String,
    },
    /// Settings are missing or wrong.
    #[error("{}", lines(.0))]
    Settings(Vec<FillError>),
    /// Widgets do not run here.
    #[error(transparent)]
    CannotRun(ProgramError),
    /// Something else keeps the flow from running.
    #[error("{0}")]
    Run(String),
    /// No lock is there to hold flows to.
    #[error("there is no file `{}`", .0.display())]
    NoLock(PathBuf),
    /// A lock could not be read.
    #[error("`{name}` is not read: {error}")]
    Lock {
        /// The file.
        name: String,
        /// What is wrong.
        error: LockError,
    },
    /// Two files hold flows of one name.
    #[error("`{first}` and `{second}` are both called `{flow}`")]
    SameFlow {
        /// The file that came first.
        first: String,
        /// The other.
        second: String,
        /// The name of their flows.
        flow: String,
    },
    /// Something could not be done with a store.
    #[error(transparent)]
    Store(#[from] ToolError),
    /// Coverage could not be read.
    #[error(transparent)]
    Coverage(#[from] CoverageError),
    /// There is no coverage of a flow of that name.
    #[error("no test that was run started a flow `{flow}`")]
    NoFlow {
        /// As it was asked for.
        flow: String,
        /// Those that there are.
        known: String,
    },
    /// A picture is of one flow.
    #[error("there are several flows, and a picture is of one")]
    SeveralFlows(String),
    /// `-` was named twice.
    #[error("standard input cannot be both flows")]
    StdinTwice,
}

/// What the system says, without the name of the file that is written first and nobody knows.
fn system(error: &io::Error) -> String {
    match error.raw_os_error() {
        Some(_) => error.to_string(),
        None => error.kind().to_string(),
    }
}

fn lines(errors: &[FillError]) -> String {
    let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
    errors.join("\n")
}

/// What to do where settings are missing.
const SETTINGS: &str = "give them in a file, `--settings FILE`, or as FLOW_NAME in the environment";

fn lacks_settings(error: &ProgramError) -> bool {
    error.problems.iter().any(|problem| match problem {
        Problem::Setting(_) => true,
        Problem::Subflow { error, .. } => lacks_settings(error),
        _ => false,
    })
}

fn connects(connected: &[String]) -> String {
    match connected.is_empty() {
        true => "it connects no event".to_owned(),
        false => format!("it connects {}", listed(connected)),
    }
}

fn ending(path: &Path) -> String {
    let path_shown = path.display();
    match path.extension() {
        Some(ending) => format!(
            "`{path_shown}` ends in `.{}`, which is no kind of diagram",
            ending.display()
        ),
        None => format!("`{path_shown}` has no ending that says what to draw"),
    }
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Error::Input(error) => error.help(),
            Error::Write { path, .. } => {
                let directory = path
                    .parent()
                    .filter(|parent| !parent.as_os_str().is_empty());
                let name =
                    directory.map_or_else(|| ".".into(), |parent| parent.display().to_string());
                Some(format!(
                    "the new text is written beside the file and then put in its place, so `{name}` \
                     must be writable too"
                ))
            }
            Error::ReadOnly(_) => Some("make it writable, or leave it out".to_owned()),
            Error::StdinAmongFiles => Some("call the command once for each".to_owned()),
            Error::StdinTwice => Some("name a file for one of the two".to_owned()),
            Error::Refused(refused) => refused.help(),
            Error::Exists(_) => Some("`--force` writes over it".to_owned()),
            Error::Directory(_) => Some("name a file in it".to_owned()),
            Error::NoDirectory(_) => Some("make it first, or name another".to_owned()),
            Error::Ending(_) => Some(
                "end its name in `.svg`, `.mmd` (Mermaid), `.md` (Mermaid in Markdown) or `.dot` \
                 (Graphviz)"
                    .to_owned(),
            ),
            Error::NotRust(path) => Some(format!(
                "end its name in `.rs`, for instance `{}`",
                path.with_extension("rs").display()
            )),
            Error::OneForMany { .. } => Some(
                "name a directory that is there, `-o src/flows/`, and each gets a file of its own"
                    .to_owned(),
            ),
            Error::SameFile { .. } => Some("import one of them by itself, with `-o`".to_owned()),
            Error::NameForMany => Some("leave it out: each is named after its file".to_owned()),
            Error::TypeName { usable, .. } => Some(format!("for instance `{usable}`")),
            Error::UnknownLint(unknown) => Some(unknown.near.first().map_or_else(
                || "`flow explain` lists them all".to_owned(),
                |near| format!("did you mean `{}`?", near.name),
            )),
            Error::NoPage(_) => Some("`flow explain` without a code lists them all".to_owned()),
            Error::StdinIsTalk => Some("name a file".to_owned()),
            Error::NotConnected { connected, .. } => Some(connects(connected)),
            Error::NothingStarts { connected, .. } => Some(format!(
                "{}; a message, a request or another flow could start it: `flow run --help`",
                connects(connected)
            )),
            Error::Parameters(_) => Some("for instance `--parameters '{\"name\": \"Ann\"}'`".to_owned()),
            Error::NoParameters => Some(
                "`--trigger incoming_request` starts it by a request, where its trigger connects that"
                    .to_owned(),
            ),
            Error::NoCall { calls, .. } => Some(match calls.as_str() {
                "" => "none does that runs".to_owned(),
                calls => format!("these do: {calls}"),
            }),
            Error::NoSubflow { known, .. } => Some(match known.as_str() {
                "" => "none runs another flow: leave `--subflow` out".to_owned(),
                known => format!("they mean {known}"),
            }),
            Error::Coverage(error) => error.help().map(|help| help.to_string()),
            Error::NoFlow { known, .. } => Some(format!("there are {known}")),
            Error::SeveralFlows(flows) => {
                Some(format!("say which with `--flow NAME`: there are {flows}"))
            }
            Error::Settings(_) => Some(SETTINGS.to_owned()),
            Error::CannotRun(error) if lacks_settings(error) => Some(SETTINGS.to_owned()),
            Error::NoLock(path) => Some(format!(
                "`flow lock FILE… -o {}` writes it, from the flows as they are deployed",
                path.display()
            )),
            Error::SameFlow { .. } => {
                Some("a lock knows a flow by its name: give each file a name of its own".to_owned())
            }
            Error::CannotRun(_)
            | Error::Run(_)
            | Error::NoLint(_)
            | Error::Stdout(_)
            | Error::Lock { .. }
            | Error::Store(_) => None,
        }
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All is well.
    Clean,
    /// Something was found, or differs.
    Found,
    /// It could not be done: a file, or how the command was called.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Failed => 2,
        })
    }
}
