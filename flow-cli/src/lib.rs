//! The `flow` command, as a library: what its binary does, and what tests hold it to.

pub mod args;
pub mod commands;
pub mod draw;
pub mod error;
pub mod formatter;
pub mod input;
pub mod output;
mod picture;
mod run;
pub mod studio;
pub mod terminal;

use args::{Args, Command};
use error::Outcome;
use terminal::Terminal;

/// Does what was asked for.
pub fn run(args: &Args, terminal: &mut Terminal) -> Outcome {
    let done = match &args.command {
        Command::Check(check) => commands::check::run(check, terminal),
        Command::Import(import) => commands::import::run(import, terminal),
        Command::Diagram(diagram) => commands::diagram::run(diagram, terminal),
        Command::Diff(diff) => commands::diff::run(diff, terminal),
        Command::Lock(lock) => commands::lock::run(lock, terminal),
        Command::Explain(explain) => commands::explain::run(explain, terminal),
        Command::Explore(explore) => commands::explore::run(explore, terminal),
        Command::Coverage(coverage) => commands::coverage::run(coverage, terminal),
        Command::Run(run) => commands::run::run(run, terminal),
        Command::Fmt(fmt) => commands::fmt::run(fmt, terminal),
        Command::Store(store) => commands::store::run(store, terminal),
        Command::Execution(execution) => commands::store::execution(execution, terminal),
        Command::Replay(replay) => commands::replay::run(replay, terminal),
    };
    done.unwrap_or_else(|error| {
        terminal.report(&error);
        Outcome::Failed
    })
}
