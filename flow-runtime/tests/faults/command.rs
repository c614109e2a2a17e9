//! Which runs are made: `FLOW_FAULTS`.

use std::env;

use crate::plan::{KINDS, POINTS, Strike};

/// What `FLOW_FAULTS` asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Not set: runs drawn by seed.
    Some,
    /// `full`: all of them.
    All,
    /// `visit/Computed.7=Crash,Begun.9=Full/3`: one run of a scenario, with its strikes and its
    /// seed, which may be left out.
    One {
        scenario: String,
        strikes: Vec<Strike>,
        seed: u64,
    },
}

impl Command {
    pub(crate) fn given() -> Self {
        match env::var("FLOW_FAULTS") {
            Ok(text) => Command::of(&text),
            Err(_) => Command::Some,
        }
    }

    fn of(text: &str) -> Self {
        if text == "full" {
            return Command::All;
        }
        let mut parts = text.split('/');
        let scenario = parts.next().unwrap().to_owned();
        let strikes = parts.next().unwrap_or_default().split(',');
        Command::One {
            scenario,
            strikes: strikes
                .filter(|text| !text.is_empty())
                .map(strike)
                .collect(),
            seed: parts.next().map_or(0, |seed| seed.parse().unwrap()),
        }
    }
}

fn strike(text: &str) -> Strike {
    let (place, kind) = text.split_once('=').unwrap();
    let (point, nth) = place.split_once('.').unwrap();
    let named = |name: &str, value: &dyn std::fmt::Debug| format!("{value:?}") == name;
    Strike {
        point: *POINTS.iter().find(|value| named(point, value)).unwrap(),
        nth: nth.parse().unwrap(),
        kind: *KINDS.iter().find(|value| named(kind, value)).unwrap(),
    }
}

/// The command that repeats a run.
pub(crate) fn repeating(scenario: &str, strikes: &[Strike], seed: u64) -> String {
    let strikes: Vec<_> = strikes.iter().map(ToString::to_string).collect();
    format!(
        "FLOW_FAULTS='{scenario}/{}/{seed}' cargo test -p flow-runtime --features fault-points \
         --test faults {scenario}",
        strikes.join(",")
    )
}
