//! What the command line says.

pub(crate) mod coverage;
pub(crate) mod explore;
pub(crate) mod lock;
pub(crate) mod run;
pub(crate) mod store;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::draw::Format;

/// Conversation flows as Twilio Studio has them: what they need beside the compiler.
#[derive(Debug, Parser)]
#[command(name = "flow", version)]
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
    Run(run::Run),
    Explore(explore::Explore),
    Coverage(coverage::Coverage),
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
/// something was read that Studio does not write today, and are warnings too where a word looks
/// misspelt.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  flow check bot.json                            say what is wrong with it
  flow check --deny all flows/*.json             let a warning fail the build, too
  flow check --allow may_be_unset bot.json       be silent about one lint
  flow check --format github flows/*.json        annotate a pull request
  flow check --lock flow.lock flows/*.json       let nobody be stranded who waits

Exit codes: 0 no error, 1 an error or a lint that is denied, 2 a file could not be read as a flow;
with `--format json` and `github` such a file is an error without a code, at its first line.
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
