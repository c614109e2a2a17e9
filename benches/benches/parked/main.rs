//! Parked conversations: what many that wait cost on the disk and in memory, how long a store of
//! them takes to open, and how fast those whose time has come wake.
//!
//! Two conversations are taken through the host, and their rows copied under other addresses, with
//! the SIDs that the host itself would give ([`store`]). Every figure is then taken in a process of
//! its own ([`child`]): the memory is the most that it ever had.
//!
//! - **warm**: opened again, its file in the page cache.
//! - **cold**: the file taken out of the page cache first (by `dd`, which needs no privilege).
//! - **killed**: opened after a process that served 64 clients from it was killed.
//! - **wake**: the clock an hour later; from the opening until every timer that is due by then has
//!   had its turn: a `send_and_wait_for_reply` times out, the next one asks, and its timer is armed.
//!   The floor for it is `durable -- --engines log --clients 64`, run before or after it.
//!
//! ```text
//! cargo bench -p flow-benches --bench parked -- [--parked 100000] [--due 100000] [--rounds 5]
//! ```

#![allow(clippy::expect_used, clippy::panic)]

mod child;
mod flow;
mod store;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use child::{Child, Opened};
use flow::{HOUR, LATER, START};

struct Options {
    parked: i64,
    due: i64,
    rounds: usize,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((first, rest)) if first == child::WORD => child::run(rest),
        _ => measure(&Options::read(&arguments)),
    }
}

fn measure(options: &Options) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let (empty, file) = (
        folder.path().join("empty.db"),
        folder.path().join("flow.db"),
    );
    store::create(&empty);
    let began = Instant::now();
    store::create(&file);
    store::fill(&file, options.parked, options.due);
    println!(
        "{} parked conversations, {} of them due in an hour; made in {:.0} s",
        options.parked,
        options.due,
        began.elapsed().as_secs_f64()
    );
    disk(&file, options.parked);
    println!("| open to ready | median ms | lowest–highest | memory, MB |");
    println!("|---|---:|---:|---:|");
    opens("empty store", options, || Child::open(&empty, START));
    opens("warm", options, || Child::open(&file, LATER));
    if is_dropped(&file) {
        opens("cold", options, || {
            is_dropped(&file);
            Child::open(&file, LATER)
        });
    } else {
        println!("| cold | not measured: `dd` cannot take the file out of the cache | | |");
    }
    let wakes: Vec<Opened> = (1..=options.rounds as i64)
        .map(|round| {
            let before = store::timer_turns(&file);
            let woken = Child::wake(&file, LATER + round * 2 * HOUR);
            let turns = store::timer_turns(&file) - before;
            assert_eq!(turns, options.due, "each had one turn");
            woken
        })
        .collect();
    let last = LATER + options.rounds as i64 * 2 * HOUR;
    opens("killed", options, || {
        Child::kill_under_load(&file, options.parked);
        Child::open(&file, last)
    });
    for woken in wakes {
        let rate = options.due as f64 / (woken.milliseconds / 1e3);
        println!(
            "{} due: {rate:.0} turns/s, {:.0} MB of memory",
            options.due, woken.megabytes
        );
    }
}

/// Bytes of the disk for each conversation.
fn disk(file: &Path, parked: i64) {
    let each = |bytes: i64| bytes as f64 / parked as f64;
    let (mut whole, mut used, mut unused) = (0, 0, 0);
    println!("| table, with its indexes | bytes each | of them unused |");
    println!("|---|---:|---:|");
    for space in store::space(file) {
        let (bytes, free) = (each(space.bytes), each(space.unused));
        println!("| {} | {bytes:.0} | {free:.0} |", space.table);
        whole += space.bytes;
        if ["execution", "conversation"].contains(&&*space.table) {
            used += space.bytes - space.unused;
            unused += space.unused;
        }
    }
    let state = store::state_bytes(file);
    println!(
        "an execution and its conversation: {state:.0} bytes of state, {:.0} beside it, {:.0} of room \
         that pages have left; {:.0} bytes with its log, its messages and its participants",
        each(used) - state,
        each(unused),
        each(whole),
    );
}

fn opens(what: &str, options: &Options, open: impl Fn() -> Opened) {
    let mut opened: Vec<Opened> = (0..options.rounds).map(|_| open()).collect();
    opened.sort_by(|one, other| one.milliseconds.total_cmp(&other.milliseconds));
    let (first, last) = (&opened[0], &opened[opened.len() - 1]);
    println!(
        "| {what} | {:.1} | {:.1}–{:.1} | {:.1} |",
        opened[opened.len() / 2].milliseconds,
        first.milliseconds,
        last.milliseconds,
        opened
            .iter()
            .map(|opened| opened.megabytes)
            .fold(0.0, f64::max),
    );
}

/// Takes a file out of the page cache; whether that is possible here.
fn is_dropped(file: &Path) -> bool {
    let mut of = std::ffi::OsString::from("of=");
    of.push(file);
    let mut dd = Command::new("dd");
    dd.arg(of).args([
        "oflag=nocache",
        "conv=notrunc,fdatasync",
        "count=0",
        "status=none",
    ]);
    dd.status().is_ok_and(|status| status.success())
}

impl Options {
    fn read(arguments: &[String]) -> Self {
        let mut options = Options {
            parked: 100_000,
            due: 100_000,
            rounds: 5,
        };
        let mut arguments = arguments.iter().filter(|word| *word != "--bench"); // cargo's own
        while let Some(name) = arguments.next() {
            let value = arguments.next().and_then(|value| value.parse().ok());
            let value: i64 = value.unwrap_or_else(|| panic!("`{name}` wants a number"));
            match name.as_str() {
                "--parked" => options.parked = value,
                "--due" => options.due = value,
                "--rounds" => options.rounds = value as usize,
                _ => panic!("`{name}` is not known: --parked, --due, --rounds"),
            }
        }
        options.due = options.due.min(options.parked);
        options
    }
}
