//! What the command line says of a talk.

use std::path::PathBuf;

use crate::run::{Function, Subflow, Trigger};

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
