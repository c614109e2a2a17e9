//! Prints a flow as the JSON that Twilio Studio imports.
//!
//!     cargo run --example export
//!     cargo run --example export -- appointment

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use flow_runtime::machine;
use flow_runtime::model::{Machine, studio};

#[path = "flows/appointment.rs"]
mod appointment;
#[path = "flows/support_desk.rs"]
mod support_desk;

fn flow(name: &str) -> Option<&'static Machine> {
    match name {
        "support_desk" => Some(machine::<support_desk::SupportDesk>()),
        "appointment" => Some(machine::<appointment::Appointment>()),
        _ => None,
    }
}

fn main() -> ExitCode {
    let name = std::env::args().nth(1);
    let name = name.as_deref().unwrap_or("support_desk");
    let Some(machine) = flow(name) else {
        eprintln!("there is no flow `{name}`; there are `support_desk` and `appointment`");
        return ExitCode::from(2);
    };
    // Where a server of yours answers for the typed functions of the flow.
    let options = studio::Options {
        function_base: Some("https://example.com/functions".to_owned()),
    };
    let json = match studio::export(&machine.flow(), &options) {
        Ok(json) => json,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    match io::stdout().write_all(json.as_bytes()) {
        // Whoever reads has seen enough: `… | head`.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("the flow could not be printed: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
