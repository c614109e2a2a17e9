//! What the command line says of stores.

use std::path::PathBuf;

use clap::Subcommand;
use clap::builder::NonEmptyStringValueParser;

use crate::run::{Subflow, Trigger};

/// Look after a store: the SQLite file in which a program keeps its conversations
///
/// What only reads (`backup`, `check`, `held`) works beside the program that runs the store; what
/// changes it needs that program stopped. Never copy the file itself while it runs.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow store backup support.db -o monday.db      copy it, while it runs
  flow store check support.db                    say whether it is as it must be
  flow store restore monday.db support.db        put the copy in its place, paused
  flow store resume support.db                   let it go on
  flow store held support.db                     which executions wait for a program that can carry it on
  flow store compact support.db                  make the file smaller")]
pub(crate) struct Store {
    #[command(subcommand)]
    pub(crate) command: StoreCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    Backup(Backup),
    Check(CheckStore),
    Restore(Restore),
    Resume(Resume),
    Held(HeldIn),
    Compact(Compact),
}

/// Copy a store, while it runs or not
///
/// The copy is one moment of it, and appears whole or not at all.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// Where to write the copy: a file that is not there yet
    #[arg(short, long, value_name = "COPY")]
    pub(crate) output: PathBuf,

    /// The store
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Say whether a store is as it must be
///
/// The whole file is read, in one moment of it, and nothing is changed: whether SQLite finds it
/// undamaged, whether each execution has its turns and its effect, whether any message was lost or
/// stands in the wrong place. Each finding names its rows, to be looked up with `sqlite3`. What the
/// program has still to do is told apart, and is no finding.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes: 0 nothing is wrong, 1 something is, 2 the file could not be read as a store.")]
pub(crate) struct CheckStore {
    /// The store
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Put a copy in the place of a store that does not run
///
/// The store that is there is kept, as `FILE.replaced`. The one that was put back is paused until
/// `flow store resume FILE`: no program opens it, since nobody knows what was sent after the copy was
/// made.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The copy
    #[arg(value_name = "COPY")]
    pub(crate) copy: PathBuf,

    /// The store
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Let a store go on that is paused, as it was put back from a copy
///
/// It says what the program will do as soon as it opens the store. A call that is made again has the
/// key that it had, so that whoever is called can know it; messages that came after the copy was made
/// are missing.
#[derive(Debug, clap::Args)]
pub(crate) struct Resume {
    /// The store
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// List the executions that wait for a program that can carry them on, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow store held support.db                     what the program that ran last could not carry on
  flow store held support.db --flow new.json     what another version of a flow could not

Exit codes: 0 none is held, 1 some are, 2 the file could not be read as a store.
`flow execution end FILE SID` ends one that no program will carry on.")]
pub(crate) struct HeldIn {
    /// Ask it of this version of the flow: which of its executions it could not carry on
    #[arg(long, value_name = "FLOW")]
    pub(crate) flow: Option<PathBuf>,

    /// What the flow is called in the store; by default as it is called in its own file
    #[arg(long, value_name = "NAME", requires = "flow")]
    pub(crate) name: Option<String>,

    /// The flow that a `run_subflow` means by that SID
    #[arg(long, value_name = "SID=FLOW", requires = "flow")]
    pub(crate) subflow: Vec<Subflow>,

    /// The values of the flow's settings: TOML
    #[arg(long, value_name = "FILE", requires = "flow")]
    pub(crate) settings: Option<PathBuf>,

    /// The store
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Make the file of a store smaller that does not run
///
/// What was pruned leaves room that new rows use, and the file does not shrink by itself.
#[derive(Debug, clap::Args)]
pub(crate) struct Compact {
    /// The store
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// Do something to one execution of a store
#[derive(Debug, clap::Args)]
pub(crate) struct Execution {
    #[command(subcommand)]
    pub(crate) command: ExecutionCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExecutionCommand {
    End(End),
}

/// End an execution of a store that does not run, whether it is held or waits
///
/// What it had asked for and has no result is forgotten. Messages that wait start the next execution
/// once a program runs the store.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow store held support.db                     which executions are held
  flow execution end support.db FN0123…          end one")]
pub(crate) struct End {
    /// The store
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// The execution, FN…
    #[arg(value_name = "SID", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) sid: String,
}

/// Run a recorded execution through a flow once more, step by step, and compare
///
/// Its events come from the store, which may run meanwhile; nothing is written, nothing leaves, and
/// functions are answered as they were. It says where the flow first takes another way than the one
/// that is recorded, sends another message or remembers something else.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow replay support.db FN0123… --flow bot.json   what happened, and whether it would again

Exit codes: 0 it is the same, 1 something differs, 2 it could not be replayed.")]
pub(crate) struct Replay {
    /// The flow, as Studio exports it, or as its REST API answers
    #[arg(long, value_name = "FILE")]
    pub(crate) flow: PathBuf,

    /// The flow that a `run_subflow` means by that SID
    #[arg(long, value_name = "SID=FILE")]
    pub(crate) subflow: Vec<Subflow>,

    /// What starts the flow, as it was said to `flow run`; by default a message
    #[arg(long, value_enum, value_name = "EVENT")]
    pub(crate) trigger: Option<Trigger>,

    /// The mocks that answered its subflows, as they were given to `flow run`
    #[arg(long, value_name = "FILE")]
    pub(crate) mock: Option<PathBuf>,

    /// The values of the flow's settings: TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,

    /// The store
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,

    /// The execution, FN…
    #[arg(value_name = "EXECUTION", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) execution: String,
}
