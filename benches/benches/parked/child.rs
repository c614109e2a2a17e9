//! What is measured in a process of its own, because its memory is, or because it is killed.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use flow_runtime::Runtime;
use flow_runtime::conversation::Timestamp;
use flow_runtime::host::local::NewMessage;

use super::flow::{CUSTOMER, LATER, Parked, address, open};
use super::store;

/// The first argument of such a process.
pub(crate) const WORD: &str = "child";

/// How long a process serves before it is killed.
const UNDER_LOAD: Duration = Duration::from_secs(2);

const CLIENTS: i64 = 64;

/// What such a process told.
pub(crate) struct Opened {
    pub(crate) milliseconds: f64,
    /// The most memory it had; not known everywhere.
    pub(crate) megabytes: f64,
}

pub(crate) struct Child;

impl Child {
    pub(crate) fn open(file: &Path, now: Timestamp) -> Opened {
        told(command("open", file, now))
    }

    pub(crate) fn wake(file: &Path, now: Timestamp) -> Opened {
        told(command("wake", file, now))
    }

    /// Has a process serve clients, and kills it.
    pub(crate) fn kill_under_load(file: &Path, parked: i64) {
        let mut child = command("load", file, parked);
        let mut child = child.stdout(Stdio::piped()).spawn().expect("a process");
        let mut line = String::new();
        let mut told = BufReader::new(child.stdout.take().expect("its output"));
        told.read_line(&mut line).expect("it serves");
        assert_eq!(line, "serving\n");
        std::thread::sleep(UNDER_LOAD);
        child.kill().expect("it still serves");
        child.wait().expect("it is gone");
    }
}

fn command(what: &str, file: &Path, number: i64) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args([WORD, what]).arg(file).arg(number.to_string());
    command
}

fn told(mut command: Command) -> Opened {
    let mut child = command.stdout(Stdio::piped()).spawn().expect("a process");
    let mut told = String::new();
    let mut output = child.stdout.take().expect("its output");
    output.read_to_string(&mut told).expect("text");
    let status = child.wait().expect("it is gone");
    let mut numbers = told.split_whitespace().map(|number| number.parse().ok());
    match (status.success(), numbers.next(), numbers.next()) {
        (true, Some(Some(milliseconds)), Some(Some(megabytes))) => Opened {
            milliseconds,
            megabytes,
        },
        _ => panic!("{command:?} ended with {status} and told `{told}`"),
    }
}

/// Does what the arguments say, in such a process.
pub(crate) fn run(arguments: &[String]) {
    let [what, file, number] = arguments else {
        panic!("this is for the benchmark's own processes")
    };
    let (file, number) = (Path::new(file), number.parse().expect("a number"));
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .expect("a runtime");
    tokio.block_on(async {
        let began = Instant::now();
        match what.as_str() {
            "open" => {
                let runtime = open(file, number).await;
                tell(began);
                runtime.close().await;
            }
            "wake" => {
                let runtime = open(file, number).await;
                until_none_is_due(file, number).await;
                tell(began);
                runtime.close().await;
            }
            _ => load(file, number).await,
        }
    });
}

fn tell(began: Instant) {
    let milliseconds = began.elapsed().as_secs_f64() * 1e3;
    println!("{milliseconds} {}", megabytes().unwrap_or(f64::NAN));
}

/// The most memory that this process had.
fn megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

async fn until_none_is_due(file: &Path, now: Timestamp) {
    let db = store::read(file);
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM execution WHERE due <= ?)";
    let mut none = db.prepare(sql).expect("SQL");
    let mut is_done = || none.query_row([now], |row| row.get::<_, bool>(0));
    while !is_done().expect("an answer") {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Serves clients, each of which writes in one conversation after the other, for ever.
async fn load(file: &Path, parked: i64) {
    let runtime = Arc::new(open(file, LATER).await);
    let next = Arc::new(AtomicI64::new(0));
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        clients.spawn(write(runtime.clone(), next.clone(), parked));
    }
    clients.join_all().await;
}

async fn write(runtime: Arc<Runtime>, next: Arc<AtomicI64>, parked: i64) {
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        let scattered = n.wrapping_mul(611_953) % parked + 1;
        let chat = runtime.conversation::<Parked>(&address(scattered)).await;
        let message = NewMessage::new(CUSTOMER, "anything");
        let delivered = chat.expect("it is there").deliver(message).await;
        delivered.expect("it is taken");
        if n == CLIENTS {
            println!("serving");
        }
    }
}
