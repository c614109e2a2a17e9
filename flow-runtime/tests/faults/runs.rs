//! Every point × fault of each scenario, and pairs of them.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use flow_runtime::fault::Point;
use tokio::runtime;
use tokio::time::timeout;

use crate::command::{Command, repeating};
use crate::plan::{KINDS, Kind, Strike, next};
use crate::record::Record;
use crate::script::{Scenario, Step};
use crate::world::{self, Run};
use crate::{archive, desk, shop, visit};

/// How many single faults, and how many pairs, the short form draws for each scenario.
const SINGLES: usize = 160;
const PAIRS: usize = 40;
/// How many pairs the full form draws.
const ALL_PAIRS: usize = 1000;

/// How much longer a run may last than its scenario says.
const PATIENCE: u64 = 900;

/// After how many runs that went wrong it is enough.
const ENOUGH: usize = 5;

#[test]
fn a_visit_ends_the_same_under_every_fault() {
    every_fault(&visit::SCENARIO);
}

#[test]
fn a_shop_ends_the_same_under_every_fault() {
    every_fault(&shop::SCENARIO);
}

#[test]
fn a_desk_ends_the_same_under_every_fault() {
    every_fault(&desk::SCENARIO);
}

#[test]
fn an_archive_ends_the_same_under_every_fault() {
    every_fault(&archive::SCENARIO);
}

fn every_fault(scenario: &'static Scenario) {
    let clean = run(scenario, &[], 0);
    let mut seed = 0x9E37_79B9_7F4A_7C15;
    let singles = singles(&clean);
    let mut pairs = |count| {
        let mut pair = || {
            let mut strike = || {
                let mut strike = singles[draw(&mut seed, singles.len())];
                strike.nth += draw(&mut seed, 3); // a fault makes a run longer
                strike
            };
            (
                vec![strike(), strike()],
                1 + draw(&mut seed, 1 << 30) as u64,
            )
        };
        (0..count).map(|_| pair()).collect::<Vec<_>>()
    };
    let runs = match Command::given() {
        Command::One {
            scenario: name,
            strikes,
            seed,
        } if name == scenario.name => {
            println!(
                "{}\n{:?}",
                clean.record.lines.join("\n"),
                clean.plan.passed()
            );
            vec![(strikes, seed)]
        }
        Command::One { .. } => return,
        Command::All => {
            let mut runs: Vec<_> = singles.iter().map(|strike| (vec![*strike], 0)).collect();
            runs.extend(pairs(ALL_PAIRS));
            runs
        }
        Command::Some => {
            let mut runs = pairs(PAIRS);
            let mut single = || singles[draw(&mut seed, singles.len())];
            runs.extend((0..SINGLES).map(|_| (vec![single()], 0)));
            // A commit in doubt is the rarest of all, and these are few.
            let doubtful =
                |strike: &&Strike| (strike.point, strike.kind) == (Point::Committed, Kind::Full);
            runs.extend(singles.iter().filter(doubtful).map(|one| (vec![*one], 0)));
            runs
        }
    };
    let total = runs.len();
    let failures: Vec<_> = runs
        .iter()
        .filter_map(|(strikes, seed)| failure(scenario, &clean.record, strikes, *seed))
        .take(ENOUGH)
        .collect();
    assert!(
        failures.is_empty(),
        "of {total} runs of `{}` these went wrong, and perhaps more:\n{}",
        scenario.name,
        failures.join("\n")
    );
}

/// Each fault at each time that a run without one passes a point.
fn singles(clean: &Run) -> Vec<Strike> {
    let mut singles = Vec::new();
    for (point, passed) in clean.plan.passed() {
        for nth in 1..=passed {
            let kinds = KINDS.into_iter().filter(|kind| kind.is_at(point));
            singles.extend(kinds.map(|kind| Strike { point, nth, kind }));
        }
    }
    singles
}

/// What is wrong with a run, and how to repeat it.
fn failure(
    scenario: &'static Scenario,
    clean: &Record,
    strikes: &[Strike],
    seed: u64,
) -> Option<String> {
    let ran = catch_unwind(AssertUnwindSafe(|| run(scenario, strikes, seed)));
    let wrong = match ran {
        Ok(Run { record, plan }) => {
            let mut wrong = clean.differences(&record);
            let repeats = |strike: &Strike| strike.kind.repeats_calls();
            let twice = record.calls.iter().find(|(_, times)| *times > 1);
            if let Some((call, times)) = twice
                && !strikes.iter().any(repeats)
            {
                wrong.push(format!("{call:?} was made {times} times"));
            }
            if seed == 0 && plan.fired() < strikes.len() {
                wrong.push("the point is not reached: the run is another each time".to_owned());
            }
            wrong
        }
        Err(panic) => vec![said(&*panic)],
    };
    if wrong.is_empty() {
        return None;
    }
    let command = repeating(scenario.name, strikes, seed);
    Some(format!("{command}\n    {}", wrong.join("\n    ")))
}

fn run(scenario: &'static Scenario, strikes: &[Strike], seed: u64) -> Run {
    let mut builder = runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build().unwrap();
    let run = world::run(scenario, strikes, seed);
    let passes = scenario.steps.iter().map(|step| match step {
        Step::Passes(seconds) => *seconds,
        _ => 0,
    });
    let patience = Duration::from_secs(PATIENCE + passes.sum::<u64>());
    let run = runtime.block_on(async { timeout(patience, run).await });
    run.unwrap_or_else(|_| panic!("it does not come to rest"))
}

fn draw(seed: &mut u64, below: usize) -> usize {
    usize::try_from(next(seed) >> 33).unwrap() % below
}

/// What a panic says.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_default()
}
