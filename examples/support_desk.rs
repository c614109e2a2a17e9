//! The support desk in the terminal: write "support", then speak as the agent with `agent: …`.
//!
//!     cargo run --example support_desk
//!     printf 'hello\nsupport\nagent: hi!\n' | cargo run --example support_desk
//!
//! `--help` lists what else it takes.

#[path = "flows/support_desk.rs"]
mod flow;

use std::process::ExitCode;

use flow_runtime::channel::console::Console;

fn main() -> ExitCode {
    let numbers = flow::Numbers::default();
    Console::new("support_desk.db")
        .customer("+15557770123")
        .alias("agent", numbers.support_agent.clone())
        .settings(numbers)
        .run::<flow::SupportDesk>()
}
