//! What was measured, as a table.

use crate::Cell;
use crate::load::Figures;
use crate::options::Options;

/// The engines in the order of the table, and what each is compared with.
const ENGINES: [&str; 4] = ["host", "log", "sqlite", "postgres"];

pub(crate) fn print(options: &Options, cells: &[Cell]) {
    println!(
        "medians of {} rounds of {} s, {} conversations; (lowest–highest)",
        options.rounds,
        options.time.as_secs_f64(),
        options.conversations
    );
    println!("| clients | engine | turns/s | host is × | p50 ms | p99 ms |");
    println!("|---:|---|---:|---:|---:|---:|");
    for &clients in &options.clients {
        let of = |engine: &str| {
            let same = |cell: &&Cell| cell.clients == clients && cell.engine == engine;
            cells.iter().find(same)
        };
        for engine in ENGINES {
            if let Some(cell) = of(engine) {
                println!("{}", row(cell, of("host")));
            }
        }
    }
}

fn row(cell: &Cell, host: Option<&Cell>) -> String {
    let rate = |figures: &Figures| figures.rate;
    let (p50, p99) = (|f: &Figures| f.p50, |f: &Figures| f.p99);
    let rates = sorted(&cell.rounds, rate);
    // Ratios within a round, since the machine drifts between rounds.
    let ratio = |of: fn(&Figures) -> f64| {
        let host = host.filter(|host| host.engine != cell.engine)?;
        let rounds = host.rounds.iter().zip(&cell.rounds);
        Some(middle(sorted_of(
            rounds.map(|(host, other)| of(host) / of(other)).collect(),
        )))
    };
    let shown = |ratio: Option<f64>| ratio.map_or(String::new(), |ratio| format!(" ({ratio:.2})"));
    format!(
        "| {} | {} | {:.0} ({:.0}–{:.0}) | {} | {:.2}{} | {:.2}{} |",
        cell.clients,
        cell.engine,
        middle(rates.clone()),
        rates.first().copied().unwrap_or(f64::NAN),
        rates.last().copied().unwrap_or(f64::NAN),
        ratio(rate).map_or(String::new(), |ratio| format!("{ratio:.3}")),
        middle(sorted(&cell.rounds, p50)),
        shown(ratio(p50)),
        middle(sorted(&cell.rounds, p99)),
        shown(ratio(p99)),
    )
}

fn sorted(rounds: &[Figures], of: fn(&Figures) -> f64) -> Vec<f64> {
    sorted_of(rounds.iter().map(of).collect())
}

fn sorted_of(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

fn middle(sorted: Vec<f64>) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
