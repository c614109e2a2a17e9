//! `flow`: what conversation flows need beside the compiler.

use std::process::ExitCode;

use clap::Parser;
use flow_cli::args::Args;
use flow_cli::terminal::Terminal;

fn main() -> ExitCode {
    let args = Args::parse();
    flow_cli::run(&args, &mut Terminal::standard()).into()
}
