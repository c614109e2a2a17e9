//! Durable turns: the whole local host, beside what nothing of its kind can beat, in one run.
//!
//! A turn is a message in, a path of four widgets (`split_based_on`, `set_variables`,
//! `split_based_on`, `send_and_wait_for_reply`) and one message out. It counts once it is answered,
//! and it is answered once it is on the disk: every engine syncs before it answers. As many clients
//! as the column says bring turns, each the next when its last is answered, to 2,000 conversations in
//! no order, each message under an id of its channel, so that it is looked for in the log;
//! one client alone rests for a millisecond between two turns, so that its latency is unloaded.
//!
//! - **host**: `Conversation::deliver` to its answer, on a store in a file.
//! - **log**: the bytes of that turn appended to a file by one thread, one `fdatasync` for what is
//!   waiting. No host that is durable can be faster on this disk.
//! - **sqlite**: the rows of that turn written by hand, one thread, one transaction for what is
//!   waiting, into a store of the host's own: what is left of the host without host and driver.
//! - **postgres**: the rows of a turn with an outbox in one call of a function, and the outbox's
//!   mark in a second commit, by pgbench over a local socket; where a server is named in
//!   `FLOW_BENCH_POSTGRES` (its host or socket folder) or the programs of one are installed. One
//!   client of pgbench does not rest.
//!
//! Restate is measured after them where `FLOW_BENCH_RESTATE=1` asks for it; see `peers/README.md`.
//!
//! The rounds are interleaved, and the table holds medians over them: compare within one run alone.
//!
//! ```text
//! cargo bench -p flow-benches --bench durable -- [--seconds 2] [--rounds 5] [--clients 1,64,512]
//!     [--conversations 2000] [--engines host,log,sqlite,postgres]
//! ```

#![allow(clippy::expect_used, clippy::panic)]

mod host;
mod load;
mod log;
mod options;
mod postgres;
mod sample;
mod sqlite;
mod table;

use std::process::Command;
use std::sync::Arc;

use load::{Figures, Load};
use options::Options;
use sample::Sample;

/// One engine at one number of clients, by rounds.
struct Cell {
    engine: &'static str,
    clients: usize,
    rounds: Vec<Figures>,
}

fn main() {
    let options = Options::read(std::env::args().skip(1));
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .expect("a runtime");
    let cells = tokio.block_on(measure(&options));
    table::print(&options, &cells);
    if std::env::var_os("FLOW_BENCH_RESTATE").is_some() {
        restate(&options);
    }
}

/// Restate's turns under the same load, after the rounds of the others: its table is its own.
fn restate(options: &Options) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/restate/run.sh");
    let clients: Vec<String> = options.clients.iter().map(usize::to_string).collect();
    let status = Command::new(script)
        .args(["--seconds", &options.time.as_secs_f64().to_string()])
        .args(["--rounds", &options.rounds.to_string()])
        .args(["--clients", &clients.join(",")])
        .args(["--conversations", &options.conversations.to_string()])
        .status();
    let status = status.expect("a shell");
    assert!(status.success(), "Restate could not be measured: {status}");
}

async fn measure(options: &Options) -> Vec<Cell> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let sample = Sample::take().await;
    let conversations = options.conversations;
    let host = host::Host::open(folder.path(), conversations).await;
    let log = Arc::new(log::Log::open(folder.path(), &sample));
    let sqlite = Arc::new(sqlite::Sqlite::open(folder.path(), &sample, conversations).await);
    let postgres = options
        .wants("postgres")
        .then(|| postgres::Postgres::find(folder.path(), &sample, conversations))
        .flatten();
    let mut cells = Vec::new();
    for round in 0..options.rounds {
        eprintln!("round {} of {}", round + 1, options.rounds);
        for &clients in &options.clients {
            let load = Load {
                clients,
                conversations,
                time: options.time,
            };
            let mut add = |engine, figures| add(&mut cells, engine, clients, figures);
            if options.wants("log") {
                add("log", load.run(&log).await);
            }
            if options.wants("sqlite") {
                add("sqlite", load.run(&sqlite).await);
            }
            if options.wants("host") {
                add("host", load.run(&host).await);
            }
            if let Some(postgres) = &postgres {
                add("postgres", postgres.run(&load));
            }
        }
    }
    host.close().await;
    cells
}

fn add(cells: &mut Vec<Cell>, engine: &'static str, clients: usize, figures: Figures) {
    let same = |cell: &&mut Cell| cell.engine == engine && cell.clients == clients;
    match cells.iter_mut().find(same) {
        Some(cell) => cell.rounds.push(figures),
        None => cells.push(Cell {
            engine,
            clients,
            rounds: vec![figures],
        }),
    }
}
