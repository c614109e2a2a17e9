//! The support desk in the terminal: write "support", then speak as the agent with `agent: …`.
//!
//!     cargo run --example support_desk
//!     printf 'hello\nsupport\nagent: hi!\n' | cargo run --example support_desk
//!
//! `--help` lists what else it takes: `--trace` shows what the runtime tells of itself, `--metrics`
//! what it counts.

#[path = "flows/support_desk.rs"]
mod flow;
mod watch;

use std::process::ExitCode;

use flow_runtime::channel::console::Console;

fn main() -> ExitCode {
    let numbers = flow::Numbers::default();
    let code = Console::new("support_desk.db")
        .customer("+15557770123")
        .alias("agent", numbers.support_agent.clone())
        .settings(numbers)
        .flag(
            "--trace",
            "show events on standard error, with the spans that they are in",
            watch::trace,
        )
        .flag(
            "--metrics",
            "show what was counted, in the end",
            watch::metrics,
        )
        .run::<flow::SupportDesk>();
    watch::report();
    code
}
