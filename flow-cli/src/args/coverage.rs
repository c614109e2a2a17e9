//! What the command line says of coverage.

use std::path::PathBuf;

/// Say which edges of flows the tests of a program took
///
/// The tests are run with the environment variable FLOW_COVERAGE, which names a directory: each process
/// notes there what its flows do. An edge is an arm as it is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  FLOW_COVERAGE=$PWD/target/flow-coverage cargo test
  flow coverage target/flow-coverage                     what was never taken, and where it is written
  flow coverage target/flow-coverage --fail-under 90     fail where less than 90 % was taken
  flow coverage target/flow-coverage --lcov flows.info   for tools that show it beside the source
  flow coverage target/flow-coverage --diagram desk.svg --flow SupportDesk

Take the directory away before the tests are run again: what it holds is added up.

Exit codes: 0 all is well, 1 less was taken than is asked for, 2 there is no coverage.")]
pub(crate) struct Coverage {
    /// Fail where less than so many per cent of the edges were taken, of all flows together
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) fail_under: Option<f64>,

    /// Write it as lcov does, too
    #[arg(long, value_name = "FILE")]
    pub(crate) lcov: Option<PathBuf>,

    /// Draw a flow too, what was never taken marked; the ending says what: .svg, .mmd, .md, .dot
    #[arg(long, value_name = "FILE")]
    pub(crate) diagram: Option<PathBuf>,

    /// Of that flow alone, by the name of its type; with several, of these
    #[arg(long, value_name = "NAME")]
    pub(crate) flow: Vec<String>,

    /// The directory that FLOW_COVERAGE named
    #[arg(value_name = "DIR")]
    pub(crate) directory: PathBuf,
}

fn percent(text: &str) -> Result<f64, String> {
    match text.trim_end_matches('%').trim().parse::<f64>() {
        Ok(percent @ 0.0..=100.0) => Ok(percent),
        _ => Err("write a number from 0 to 100".to_owned()),
    }
}
