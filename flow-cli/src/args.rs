//! What the command line says.

pub(crate) mod lock;
pub(crate) mod store;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::draw::Format;
use crate::run::{Function, Subflow, Trigger};

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
    Check(Check),
    Import(Import),
    Diagram(Diagram),
    Diff(Diff),
    Run(Run),
    Explore(Explore),
    Coverage(Coverage),
    Lock(lock::Lock),
    Explain(Explain),
    Fmt(Fmt),
    Store(store::Store),
    Execution(store::Execution),
    Replay(store::Replay),
}

/// Say what is wrong with flows that Studio exported
///
/// Every finding is drawn into the JSON, at the characters that it is about. Errors are what no
/// execution survives; lints, which an author may know better about, are warnings; notes say how
/// something was read that Studio does not write today.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow check bot.json                            say what is wrong with it
  flow check --deny all flows/*.json             let a warning fail the build, too
  flow check --allow may_be_unset bot.json       be silent about one lint
  flow check --format github flows/*.json        annotate a pull request
  flow check --lock flow.lock flows/*.json       let nobody be stranded who waits

Exit codes: 0 no error, 1 an error or a lint that is denied, 2 a file could not be read as a flow.
`flow explain F0301` says more about a finding.")]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) lints: Lints,

    /// Find what would strand executions that may wait in the flows that were deployed, too; `flow
    /// lock` writes the file
    #[arg(long, value_name = "LOCK")]
    pub(crate) lock: Option<PathBuf>,

    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Flows as Studio exports them, or as its REST API answers; `-` alone reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

/// How lints are taken.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Lints {
    /// Be silent about a lint, by its name or its code; `all` for every lint, `notes` for notes
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    pub(crate) allow: Vec<String>,

    /// Take a lint for an error; `all` for every lint that is not allowed, `notes` for notes
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    pub(crate) deny: Vec<String>,
}

/// Turn flows that Studio exported into Rust: `flow!` source that compiles
///
/// What Studio's editor fills in by itself is left out, and an export puts it back. A lint is
/// accepted where it is found, with the reason, and what had to be read with some goodwill has a
/// comment. Findings are drawn on standard error; an error is one that `cargo build` will repeat.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow import bot.json                           show its source
  flow import bot.json -o src/bot.rs             write it into a file
  flow import flows/*.json -o src/flows/         write each into a file of its own
  flow import bot.json --name SupportDesk        choose the name of its type")]
pub(crate) struct Import {
    /// Where to write: a Rust file, or a directory that is there; standard output by default
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,

    /// The name of the flow's type; by default it is made from that of the file
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,

    /// Flows as Studio exports them, or as its REST API answers; `-` alone reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

/// Draw a flow, with what is wrong with it
///
/// An SVG is a picture of its own: it needs no font and no script, and a widget's findings are its
/// tooltip. Mermaid is what GitHub draws in Markdown; Graphviz lays out by itself.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow diagram bot.json -o bot.svg               a picture for a browser
  flow diagram bot.json -o bot.md                Mermaid in Markdown, which GitHub draws
  flow diagram bot.json --as dot | dot -Tpng     Graphviz, to standard output")]
pub(crate) struct Diagram {
    /// Where to write; the ending says what: .svg, .mmd, .md, .dot
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// What to write, whatever the ending; without either, Mermaid to standard output
    #[arg(long = "as", value_enum, value_name = "PICTURE")]
    pub(crate) picture: Option<Picture>,

    /// A lint that is not marked, by its name or its code; `all` for every lint
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    pub(crate) allow: Vec<String>,

    /// A flow as Studio exports it, or as its REST API answers; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// What a diagram is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Picture {
    /// A picture of its own
    Svg,
    /// Mermaid, which GitHub and many editors draw
    Mermaid,
    /// Mermaid as a block of Markdown
    Markdown,
    /// The language of Graphviz
    #[value(alias = "graphviz")]
    Dot,
}

/// Say what changed from one version of a flow to another, as a person would
///
/// Flows are compared by what they mean: how the JSON is written, the order of widgets and a
/// default that one of the two spells out are no change.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow diff old.json new.json                    say what changed
  flow diff old.json new.json --diagram ch.svg   draw the new flow, with the changes coloured
  git show HEAD:bot.json | flow diff - bot.json  what changed since the last commit

Exit codes: 0 the flows are the same, 1 they differ, 2 one could not be read as a flow.")]
pub(crate) struct Diff {
    /// Draw the new flow too, changes coloured; the ending says what: .svg, .mmd, .md, .dot
    #[arg(long, value_name = "FILE")]
    pub(crate) diagram: Option<PathBuf>,

    /// How changes are written
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Changes,

    /// The flow as it was; `-` is standard input
    pub(crate) old: PathBuf,

    /// The flow as it is now; `-` is standard input
    pub(crate) new: PathBuf,
}

/// How changes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Changes {
    /// For people: a sentence a line
    #[default]
    Text,
    /// For programs: one JSON object a line
    Json,
}

/// Talk with a flow in the terminal, or over a pipe
///
/// It runs as a compiled flow does, on the same driver and host. A line is a message of the
/// customer's; `ADDRESS: text` is one of a participant's. A reply's time-out really waits; a pipe
/// ends once nothing but time could go on. What the flow asks of elsewhere is answered by a mock, a
/// function at a URL or the network; where none of them does, the widget takes its `fail`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow run bot.json                              talk with it
  flow run bot.json --steps --mock answers.toml  show its steps, and answer what it asks
  printf 'hi\\nyes\\n' | flow run bot.json         over a pipe
  flow run bot.json --function look-up=http://localhost:3000/look-up

A mock is a table with the widget's name, or a list of them, given in turn; the last repeats:

  [look-up]                                      # run_function or make_http_request
  body = { day = \"Monday\", places = 2 }          # JSON, or a text: '{\"day\": \"Monday\"}'

  [[book]]
  when = { day = \"Sunday\" }                      # for these parameters alone
  status = 409                                   # 200 where none is given

  [[book]]
  fail = \"no answer\"                             # nothing answers at all

  [ask-address]                                  # run_subflow: the variables that it sets
  body = { street = \"Main Street\" }

Settings (`{{settings.NAME}}`) come from the file and from FLOW_NAME in the environment. With
TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN there, functions at a URL are called as Twilio signs.

Exit codes: 0 the input ended, 1 an error in the flow, 2 it could not be run.")]
pub(crate) struct Run {
    /// What answers the flow's functions, requests and subflows, by widget: TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) mock: Option<PathBuf>,

    /// Send a widget's function or request to a URL, which may be one of this machine
    #[arg(long, value_name = "NAME=URL")]
    pub(crate) function: Vec<Function>,

    /// Let everything else go where the flow says, on the public network
    #[arg(long)]
    pub(crate) network: bool,

    /// The flow that a `run_subflow` means by that SID
    #[arg(long, value_name = "SID=FILE")]
    pub(crate) subflow: Vec<Subflow>,

    /// What starts the flow; by default a message, where its trigger connects one
    #[arg(long, value_enum, value_name = "EVENT")]
    pub(crate) trigger: Option<Trigger>,

    /// The parameters of a request or of a parent that starts it: a JSON object
    #[arg(long, value_name = "JSON")]
    pub(crate) parameters: Option<String>,

    /// The values of the flow's settings: TOML
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,

    /// Show the flow's steps
    #[arg(long)]
    pub(crate) steps: bool,

    /// The customer's address, for instance `whatsapp:+15557770100`
    #[arg(long, value_name = "ADDRESS", default_value = "customer")]
    pub(crate) customer: String,

    /// Put somebody else in at the start, for instance an agent
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) participant: Vec<String>,

    /// Keep the conversation in this SQLite file, and go on with it the next time
    #[arg(long, value_name = "FILE")]
    pub(crate) store: Option<PathBuf>,

    /// The conversation to go on with, or to start
    #[arg(long, value_name = "NAME", default_value = "main")]
    pub(crate) conversation: String,

    /// A flow as Studio exports it, or as its REST API answers
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

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

    /// How many turns a conversation has at most
    #[arg(long, value_name = "N")]
    pub(crate) turns: Option<usize>,

    /// How often something is tried in all
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

/// Show a page of the error index: why a finding matters, and what to write instead
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow explain F0203                             by the code that is printed
  flow explain unreachable_widget                by the name that `#[allow(…)]` takes
  flow explain                                   list every code")]
pub(crate) struct Explain {
    /// A code, or its name; without one, every code is listed
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
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
