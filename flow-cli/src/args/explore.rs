//! What the command line says of an exploration.

use std::path::PathBuf;

use crate::run::{Subflow, Trigger};

/// Walk every path of a flow, and say which edges nothing takes
///
/// Wherever the flow waits, what its splits tell apart is tried: texts that meet each condition, no
/// answer, a refused message; results of functions and requests, and their failure. Told are edges that
/// nothing takes, waits from which nothing ends, executions that a limit ends, each with the shortest
/// conversation to it, as a person can act it out.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow explore bot.json                          say what nothing takes
  flow explore bot.json --all                    and how to come to each widget
  flow explore bot.json --say \"order 17\"        try that text as well

Exit codes: 0 every edge is taken and every end is good, 1 something was found, 2 it could not be
explored.")]
pub(crate) struct Explore {
    /// Show the shortest conversation to each widget too
    #[arg(long)]
    pub(crate) all: bool,

    /// Try that text as well, wherever somebody answers
    #[arg(long, value_name = "TEXT")]
    pub(crate) say: Vec<String>,

    /// The bound: how many turns a conversation has at most
    #[arg(long, value_name = "N")]
    pub(crate) turns: Option<usize>,

    /// The bound: how often something is tried in all
    #[arg(long, value_name = "N")]
    pub(crate) tries: Option<usize>,

    /// The flow that a `run_subflow` means by that SID; others are stood in for
    #[arg(long, value_name = "SID=FILE")]
    pub(crate) subflow: Vec<Subflow>,

    /// What starts the flow; by default a message, where its trigger connects one
    #[arg(long, value_enum, value_name = "EVENT")]
    pub(crate) trigger: Option<Trigger>,

    /// The values of the flow's settings: TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,

    /// A flow as Studio exports it, or as its REST API answers; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}
