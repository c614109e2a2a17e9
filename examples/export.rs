//! Prints a flow as the JSON that Twilio Studio imports.
//!
//!     cargo run --example export
//!     cargo run --example export -- appointment
//!     cargo run --example export -- support_desk --settings production.toml
//!     cargo run --example export -- support_desk --lock examples/flow.lock
//!
//! `--lock` is for a release: it writes down where conversations may wait in what is exported, and
//! refuses a flow that would strand those who wait in the one before.
//!
//! The settings of the flow are those of the example, then those of the file, then those of the
//! environment: `FLOW_SUPPORT_AGENT=+15557770142`.

use std::error::Error;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use flow_runtime::lock::{Flows, Lock};
use flow_runtime::machine;
use flow_runtime::model::{Machine, studio};
use flow_runtime::settings::{self, Values};

#[path = "flows/appointment.rs"]
mod appointment;
#[path = "flows/support_desk.rs"]
mod support_desk;

/// What the command line asks for.
struct Asked {
    flow: &'static Machine,
    settings: Values,
    flows: Flows,
    lock: Option<String>,
}

fn asked(mut words: impl Iterator<Item = String>) -> Result<Asked, String> {
    let (mut flow, mut file, mut lock) = (None, None, None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--settings" => {
                let path = words.next();
                file = Some(path.ok_or("`--settings` needs a file: `--settings production.toml`")?);
            }
            "--lock" => {
                let path = words.next();
                lock = Some(path.ok_or("`--lock` needs a file: `--lock examples/flow.lock`")?);
            }
            _ => flow = Some(word),
        }
    }
    let (flow, flows, mut settings) = match flow.as_deref().unwrap_or("support_desk") {
        "support_desk" => (
            machine::<support_desk::SupportDesk>(),
            Flows::new().flow::<support_desk::SupportDesk>(),
            support_desk::Numbers::default().into(),
        ),
        "appointment" => (
            machine::<appointment::Appointment>(),
            Flows::new().flow::<appointment::Appointment>(),
            Values::new(),
        ),
        name => {
            return Err(format!(
                "there is no flow `{name}`; there are `support_desk` and `appointment`"
            ));
        }
    };
    if let Some(file) = file {
        let text = fs::read_to_string(&file)
            .map_err(|error| format!("`{file}` cannot be read: {error}"))?;
        let given = settings::from_toml(&text).map_err(|error| format!("`{file}`: {error}"))?;
        settings.merge(given);
    }
    settings.merge(settings::from_env("FLOW_"));
    Ok(Asked {
        flow,
        settings,
        flows,
        lock,
    })
}

/// Writes down where conversations may wait.
fn record(flows: &Flows, file: &str) -> Result<(), Box<dyn Error>> {
    let mut lock = Lock::read(file)?.unwrap_or_default();
    lock.record(flows)?;
    Ok(lock.write(file)?)
}

fn main() -> ExitCode {
    let Asked {
        flow,
        settings,
        flows,
        lock,
    } = match asked(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(what) => {
            eprintln!("{what}");
            return ExitCode::from(2);
        }
    };
    let options = studio::Options {
        // Where a server of yours answers for the typed functions of the flow.
        function_base: Some("https://example.com/functions".to_owned()),
        settings,
        ..studio::Options::default()
    };
    let json = match studio::export(&flow.flow(), &options) {
        Ok(json) => json,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    if let Some(Err(error)) = lock.map(|file| record(&flows, &file)) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    match io::stdout().write_all(json.as_bytes()) {
        // Whoever reads has seen enough: `… | head`.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("the flow could not be printed: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

#[cfg(test)]
mod tests {
    use flow_runtime::testing::locked;

    use super::appointment::Appointment;
    use super::support_desk::SupportDesk;

    #[test]
    fn nobody_who_waits_is_stranded() {
        locked("examples/flow.lock")
            .flow::<SupportDesk>()
            .flow::<Appointment>()
            .expect_carried();
    }
}
