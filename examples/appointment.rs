//! Finding an appointment in the terminal: a flow that asks, waits and asks again. Two people take
//! part, and either may answer: `partner: tuesday`.
//!
//!     cargo run --example appointment
//!
//! `--help` lists what else it takes.

#[path = "flows/appointment.rs"]
mod flow;

use std::process::ExitCode;

use flow_runtime::channel::console::Console;

fn main() -> ExitCode {
    Console::new("appointment.db")
        .customer("+15557770123")
        .participant("partner", "+15557770124")
        .run::<flow::Appointment>()
}
