//! What the command line says.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Conversation flows as Twilio Studio has them: what they need beside the compiler.
#[derive(Debug, Parser)]
#[command(name = "flow", version, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 all is well, 1 something was found, 2 it could not be done.")]
pub struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Fmt(Fmt),
}

/// Lay out every `flow!` in Rust files: rustfmt passes over them
///
/// Only what stands between the braces of a `flow!` is changed, and of that only the white space
/// and the commas at the ends of lines. Comments are kept. A file in which a flow cannot be read
/// is left as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow fmt src/bot.rs             lay it out, in place
  flow fmt --check src/*.rs       show what would change; exit with 1 if anything would
  flow fmt - < bot.rs             lay out standard input, to standard output")]
pub(crate) struct Fmt {
    /// Change nothing: print what would change, and exit with 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,

    /// Rust files; `-` alone reads standard input and writes standard output
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}
