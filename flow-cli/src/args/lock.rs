//! What the command line says of locks.

use std::path::PathBuf;

/// Write down where executions may wait in flows that are deployed
///
/// It is for a release: the file is committed, and `flow check --lock` holds later flows to it. What
/// may wait in these flows comes to what is there already, as somebody may wait since an earlier
/// release; a flow that would strand those who wait in the ones before is refused. Once nobody waits
/// in an earlier version any more, delete the file and write it anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow lock flows/*.json -o flow.lock            write it at a release
  flow check --lock flow.lock flows/*.json       hold the flows to it, before the next one

A flow is known by its name, which is that of its file where it does not say another.

Exit codes: 0 it is written, 1 somebody would be stranded, 2 a file could not be read.")]
pub(crate) struct Lock {
    /// The file to write, or to write on; standard output by default
    #[arg(short, long, value_name = "LOCK")]
    pub(crate) output: Option<PathBuf>,

    /// Flows as Studio exports them, or as its REST API answers; `-` alone reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}
