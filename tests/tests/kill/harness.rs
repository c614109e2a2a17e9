//! The harness: a host that is killed again and again while the world writes to it, and then judged.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fmt, fs, thread};

use flow_tests::host::{Config, Mistake, Process, is_port};
use flow_tests::random::Random;
use flow_tests::recorder::Recorded;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::judge::{self, Verdict};
use crate::world::{Seen, World};

pub(crate) const HOST: &str = env!("CARGO_BIN_EXE_host");
const RECORDER: &str = env!("CARGO_BIN_EXE_recorder");

/// How long a host lives, in milliseconds: from, and how much more at most.
const LIFE: (u64, u64) = (50, 200);

/// How long nothing may move before a host that is left alone counts as stuck.
const STUCK: Duration = Duration::from_secs(4);

/// What is run.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) kills: u64,
    pub(crate) mistake: Option<Mistake>,
}

/// What came of it.
pub(crate) struct Report {
    pub(crate) plan: Plan,
    pub(crate) verdict: Verdict,
    seen: Seen,
    executions: u32,
    turns: u32,
    calls: usize,
    repeated: usize,
    folder: TempDir,
}

impl Plan {
    /// A plan of so many kills, with a seed of its own unless `FLOW_SEED` gives one.
    pub(crate) fn of(kills: u64) -> Self {
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap();
        Plan {
            seed: given("FLOW_SEED").unwrap_or(now.as_nanos() as u64 % 1_000_000),
            kills,
            mistake: None,
        }
    }

    pub(crate) fn run(&self) -> Report {
        let folder = tempfile::tempdir().unwrap();
        let recorder = Recorder::start(self.seed);
        let config = Config {
            store: folder.path().join("flow.db"),
            recorder: format!("http://127.0.0.1:{}", recorder.port),
            attempts: Some(1_000_000), // what is asked for must arrive in the end
            mistake: self.mistake.clone(),
            ..Config::default()
        };
        let world = World::begin(self.seed);
        let mut random = Random::new(self.seed, u64::MAX);
        for _ in 0..self.kills {
            let life = LIFE.0 + random.below(LIFE.1);
            let mut host = Process::start(Path::new(HOST), &config).unwrap();
            thread::scope(|scope| {
                let output = host.output().unwrap();
                scope.spawn(|| world.listens(port(output).unwrap_or(0))); // it may not come so far
                thread::sleep(Duration::from_millis(life));
                kill(host, &config.store);
            });
            world.listens(0);
        }
        let mut host = Process::start(Path::new(HOST), &config).unwrap();
        world.listens(host.listens().unwrap());
        let seen = world.end();
        wait_until_quiet(&config.store);
        kill(host, &config.store);
        let recorded = recorder.recorded();

        let db = Connection::open(&config.store).unwrap();
        let count = |sql| db.query_row(sql, [], |row| row.get(0)).unwrap();
        let mut keys: Vec<_> = recorded.iter().map(|recorded| &recorded.key).collect();
        keys.sort();
        keys.dedup();
        Report {
            plan: self.clone(),
            verdict: judge::judge(&config.store, &seen.acknowledged, &recorded).unwrap(),
            seen,
            executions: count("SELECT count(*) FROM execution"),
            turns: count("SELECT count(*) FROM turn"),
            calls: recorded.len(),
            repeated: recorded.len() - keys.len(),
            folder,
        }
    }
}

/// A number that the environment gives.
pub(crate) fn given(name: &str) -> Option<u64> {
    let given = env::var(name).ok()?;
    Some(
        given
            .parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {given}")),
    )
}

/// The port in the first line that a program prints; none: it ended before.
fn port(output: impl Read) -> Option<u16> {
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).ok()?;
    is_port(&line)
}

fn kill(host: Process, store: &Path) {
    let status = host.kill().unwrap();
    if status.signal() != Some(9) {
        let errors = fs::read_to_string(store.with_extension("errors")).unwrap();
        panic!("the host ended by itself, {status}:\n{errors}");
    }
}

/// Waits until nothing is left to be done, or nothing of it is done any more.
fn wait_until_quiet(store: &PathBuf) {
    let db = Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let turns = || -> u32 {
        db.query_row("SELECT count(*) FROM turn", [], |row| row.get(0))
            .unwrap()
    };
    let (mut before, mut since) = (turns(), Instant::now());
    while judge::left(&db).unwrap() != [0; 3] && since.elapsed() < STUCK {
        thread::sleep(Duration::from_millis(50));
        let now = turns();
        if now != before {
            (before, since) = (now, Instant::now());
        }
    }
}

impl Report {
    /// Fails where anything is wrong, and says how to see it again.
    pub(crate) fn expect_nothing_wrong(self) {
        println!("{self}");
        if self.verdict != Verdict::default() || self.seen.forgotten != 0 {
            let folder = self.folder.path().to_owned();
            let report = self.to_string();
            let _ = self.folder.keep();
            panic!("{report}\nthe store is left in {}", folder.display());
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan {
            seed,
            kills,
            mistake,
        } = &self.plan;
        if let Some(mistake) = mistake {
            write!(f, "{mistake:?}: ")?;
        }
        writeln!(
            f,
            "{kills} kills, {} events in {} executions and {} turns, {} asked again, {} recognised, \
             {} forgotten, {} calls of which {} repeated",
            self.seen.acknowledged.len(),
            self.executions,
            self.turns,
            self.seen.retried,
            self.seen.recognised,
            self.seen.forgotten,
            self.calls,
            self.repeated,
        )?;
        write!(f, "{}", self.verdict)?;
        if mistake.is_some() {
            return Ok(());
        }
        write!(
            f,
            "\nagain: FLOW_SEED={seed} FLOW_KILLS={kills} cargo test -p flow-tests --test kill nothing_is_lost"
        )
    }
}

/// The recorder in its process, until this is dropped.
struct Recorder {
    child: Child,
    port: u16,
}

impl Recorder {
    fn start(seed: u64) -> Self {
        let mut child = Command::new(RECORDER)
            .arg(seed.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let port = port(child.stdout.take().unwrap()).unwrap();
        Recorder { child, port }
    }

    /// What it has recorded, once what is late has come.
    fn recorded(&self) -> Vec<Recorded> {
        thread::sleep(Duration::from_millis(100));
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(b"GET /record HTTP/1.1\r\n\r\n").unwrap();
        let mut stream = BufReader::new(stream);
        let (mut line, mut length) = (String::new(), 0);
        while line != "\r\n" {
            line.clear();
            stream.read_line(&mut line).unwrap();
            if let Some(given) = line.strip_prefix("Content-Length: ") {
                length = given.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
