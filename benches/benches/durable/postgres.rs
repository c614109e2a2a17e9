//! Postgres: a turn as one call of a function, and its outbox's mark as a second commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use crate::load::{Figures, Load};
use crate::sample::Sample;

/// Starts and stops a server of our own.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/postgres.sh");

/// A turn: the second commit is what a host does once its message is accepted.
const TURN: &str = "\
\\set conversation random(1, :conversations)
SELECT turn(:conversation) AS effect \\gset
DELETE FROM effect WHERE id = :effect;
";

pub(crate) struct Postgres {
    /// Where pgbench and psql are; empty: wherever the shell finds them.
    programs: PathBuf,
    host: String,
    folder: PathBuf,
    /// Whether the server is ours to stop.
    ours: bool,
    conversations: usize,
}

impl Postgres {
    /// The server that the environment names, or one that is started here; none: there is none.
    pub(crate) fn find(folder: &Path, sample: &Sample, conversations: usize) -> Option<Self> {
        let folder = folder.join("postgres");
        let mut postgres = Postgres {
            programs: PathBuf::new(),
            host: String::new(),
            folder: folder.clone(),
            ours: false,
            conversations,
        };
        match std::env::var("FLOW_BENCH_POSTGRES") {
            Ok(host) => {
                fs::create_dir_all(&folder).expect("a folder");
                postgres.host = host;
            }
            Err(_) => {
                let started = Command::new(SCRIPT).arg("start").arg(&folder).output();
                let started = started.expect("a shell");
                if !started.status.success() {
                    let reason = String::from_utf8_lossy(&started.stderr);
                    eprintln!("without postgres: {}", reason.trim());
                    return None;
                }
                let told = String::from_utf8_lossy(&started.stdout).into_owned();
                let mut told = told.lines();
                postgres.host = told.next().unwrap_or_default().to_owned();
                postgres.programs = told.next().unwrap_or_default().into();
                postgres.ours = true;
            }
        }
        fs::write(folder.join("schema.sql"), schema(sample, conversations)).expect("a file");
        fs::write(folder.join("turn.sql"), TURN).expect("a file");
        let schema = folder.join("schema.sql");
        let mut psql = postgres.program("psql");
        psql.args(["-q", "-v", "ON_ERROR_STOP=1", "-f"]).arg(schema);
        done(&mut psql);
        Some(postgres)
    }

    /// Measures with pgbench, whose clients are as many.
    pub(crate) fn run(&self, load: &Load) -> Figures {
        let logs = self.folder.join(format!("log-{}", load.clients));
        fs::create_dir_all(&logs).expect("a folder");
        let seconds = load.time.as_secs().max(1);
        let mut pgbench = self.program("pgbench");
        pgbench
            .args([
                "--no-vacuum",
                "--protocol=prepared",
                "--log",
                "--log-prefix=turns",
            ])
            .arg(format!("--client={}", load.clients))
            .arg(format!("--jobs={}", load.clients.min(2)))
            .arg(format!("--time={seconds}"))
            .arg(format!("--define=conversations={}", self.conversations))
            .arg("--file")
            .arg(self.folder.join("turn.sql"))
            .current_dir(&logs);
        let told = String::from_utf8_lossy(&done(&mut pgbench).stdout).into_owned();
        let rate = told.lines().find_map(|line| {
            let rate = line.strip_prefix("tps = ")?;
            rate.split(' ').next()?.parse().ok()
        });
        let figures = Figures::of(latencies(&logs), Duration::from_secs(seconds));
        fs::remove_dir_all(&logs).expect("our own folder");
        // pgbench's own leaves out the time of connecting; it tells none where nothing was done.
        let rate = rate.unwrap_or(figures.rate);
        Figures { rate, ..figures }
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.args(["--host", &self.host, "--username=postgres"]);
        command.env("PGDATABASE", "postgres");
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.ours {
            let _ = Command::new(SCRIPT).arg("stop").arg(&self.folder).status();
        }
    }
}

/// The same tables as the store has for a turn, and the turn's texts inside its function.
fn schema(sample: &Sample, conversations: usize) -> String {
    let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let (event, steps, state) = (
        quote(&sample.event),
        quote(&sample.steps),
        quote(&sample.state),
    );
    let body = quote(&sample.messages[1].1);
    format!(
        "DROP TABLE IF EXISTS turn, execution, effect;
CREATE TABLE turn (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation bigint NOT NULL, execution bigint, identity text NOT NULL, at bigint NOT NULL,
  outcome text NOT NULL, event text NOT NULL, steps text NOT NULL,
  UNIQUE (conversation, identity));
CREATE TABLE execution (
  id bigint PRIMARY KEY, conversation bigint NOT NULL, turns bigint NOT NULL, due bigint,
  state text NOT NULL);
CREATE INDEX ON execution (due) WHERE due IS NOT NULL;
CREATE TABLE effect (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation bigint NOT NULL, execution bigint, request text NOT NULL);
INSERT INTO execution SELECT n, n, 1, 1700000000000 + n, {state}
  FROM generate_series(1, {conversations}) n;
CREATE OR REPLACE FUNCTION turn(of bigint) RETURNS bigint LANGUAGE plpgsql AS $turn$
DECLARE
  effect bigint;
BEGIN
  INSERT INTO turn (conversation, execution, identity, at, outcome, event, steps)
    VALUES (of, of, gen_random_uuid()::text, 1700000000000, 'moved', {event}, {steps})
    ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN 0; END IF;
  UPDATE execution SET turns = turns + 1, due = due + 1, state = {state} WHERE id = of;
  INSERT INTO effect (conversation, execution, request) VALUES (of, of, {body})
    RETURNING id INTO effect;
  RETURN effect;
END $turn$;
VACUUM ANALYZE execution;
"
    )
}

/// The third word of each line that pgbench logged, in microseconds.
fn latencies(logs: &Path) -> Vec<Duration> {
    let files = fs::read_dir(logs).expect("our own folder");
    let texts = files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("a log"));
    let texts: Vec<String> = texts.collect();
    let lines = texts.iter().flat_map(|text| text.lines());
    let latency = |line: &str| line.split(' ').nth(2)?.parse().ok();
    lines
        .filter_map(latency)
        .map(Duration::from_micros)
        .collect()
}

fn done(command: &mut Command) -> Output {
    let output = command.output().expect("the programs of Postgres");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}");
    output
}
