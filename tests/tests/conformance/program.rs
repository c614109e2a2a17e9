//! What only a program of its own can show: how it is asked to stop, and what it may not write.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use flow_runtime::store::check;
use flow_tests::host::{Answer, CLERK, Config, Connection, ECHO, Process};
use tempfile::TempDir;

use crate::host::Chat;
use crate::process::{HOST, errors};

/// A folder with a store, and a program that has it.
struct Program {
    folder: TempDir,
    config: Config,
}

impl Program {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            store: folder.path().join("flow.db"),
            ..Config::default()
        };
        Program { folder, config }
    }

    fn store(&self) -> &Path {
        &self.config.store
    }

    fn start(&self) -> (Process, Connection) {
        let mut process = Process::start(Path::new(HOST), &self.config).unwrap();
        let port = process.listens().unwrap();
        (process, Connection::open(port).unwrap())
    }
}

fn delivered(connection: &mut Connection, chat: Chat, body: &str) {
    connection.ask(&chat.joins("customer")).unwrap();
    let answer = connection.ask(&chat.writes(body, body)).unwrap();
    assert!(matches!(answer, Answer::Delivered { .. }), "{answer:?}");
}

/// What was said once nothing is under way.
fn said(connection: &mut Connection, chat: Chat) -> Vec<String> {
    assert_eq!(connection.ask(&chat.waits()).unwrap(), Answer::Done);
    match connection.ask(&chat.inspects()).unwrap() {
        Answer::Seen(seen) => seen.messages,
        other => panic!("{other:?}"),
    }
}

/// F22: what is new is refused from then on, and what is under way is finished.
#[test]
fn a_request_to_stop_refuses_what_is_new_and_finishes_the_rest() {
    let program = Program::new();
    let chat = Chat::with(CLERK);
    let (process, mut connection) = program.start();
    delivered(&mut connection, chat, "sleep 1500");
    process.terminate().unwrap();
    // The signal takes its time; what comes before it is queued.
    let refused = (0..).find_map(|number: u32| {
        let other = chat.at("test:other");
        connection.ask(&other.joins("customer")).unwrap();
        match connection.ask(&other.writes("run", &number.to_string())) {
            Ok(Answer::Refused { why }) => Some(why),
            _ => None,
        }
    });
    assert_eq!(refused.unwrap(), "the runtime is closing: open it again");
    assert!(process.ends().unwrap().success());
    assert_eq!(errors(program.store()), "");
    assert!(check(program.store()).unwrap().is_well());

    let (process, mut connection) = program.start();
    let said = said(&mut connection, chat);
    assert_eq!(said, ["customer: sleep 1500", "Clerk: done: sleep 1500"]);
    process.kill().unwrap();
}

/// F22.
#[test]
fn a_second_request_to_stop_is_a_crash_and_safe() {
    let mut program = Program::new();
    program.config.call = Some(60_000);
    let chat = Chat::with(CLERK);
    let (process, mut connection) = program.start();
    delivered(&mut connection, chat, "sleep 50000");
    process.terminate().unwrap();
    while connection.ask(&chat.joins("customer")).unwrap() == Answer::Done {}
    process.terminate().unwrap();
    assert!(!process.ends().unwrap().success());
    assert_eq!(errors(program.store()), "it was told twice to stop\n");
    assert!(check(program.store()).unwrap().is_well());

    // The call is made again.
    program.config.call = Some(100);
    let (process, mut connection) = program.start();
    let said = said(&mut connection, chat);
    assert_eq!(
        said[1],
        "Clerk: failed: the function took longer than 0.1 s"
    );
    process.kill().unwrap();
}

/// A program that may not write the file, or nothing beside it, says so and changes nothing.
#[test]
fn a_file_that_may_not_be_written_is_refused_and_left_alone() {
    let program = Program::new();
    let (process, mut connection) = program.start();
    delivered(&mut connection, Chat::with(ECHO), "hi");
    process.terminate().unwrap();
    assert!(process.ends().unwrap().success());
    let before = fs::read(program.store()).unwrap();
    let lock = program.folder.path().join("flow.db.lock");

    let readable = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let binary = within_reach(&program.folder);
    fs::write(program.store().with_extension("errors"), "").unwrap();
    readable(program.store(), 0o444);
    fs::remove_file(lock).unwrap();
    // First the file alone, then its folder too, where not even the lock can be made.
    for mode in [0o777, 0o555] {
        readable(program.folder.path(), mode);
        let told = errors(program.store()).len();
        let mut command = Command::new(&binary);
        if fs::metadata(program.store()).unwrap().uid() == 0 {
            command.uid(65_534); // an administrator may write whatever they like
        }
        let mut process = Process::start_by(&mut command, &program.config).unwrap();
        assert_eq!(process.listens(), None);
        assert!(!process.ends().unwrap().success());
        let line = format!(
            "`{}` cannot be written (permission denied), as it must be even to be read: give yourself the right to, \
             or another file\n",
            program.store().display()
        );
        assert_eq!(errors(program.store())[told..], line, "{mode:o}");
        assert_eq!(fs::read(program.store()).unwrap(), before);
        readable(program.folder.path(), 0o777);
        let _ = fs::remove_file(program.folder.path().join("flow.db.lock")); // the second finds none
    }
}

/// The program where anybody may run it.
fn within_reach(folder: &TempDir) -> PathBuf {
    let binary = folder.path().join("host");
    fs::copy(HOST, &binary).unwrap();
    binary
}

/// F2: nobody has to ask a program whether its store failed.
#[test]
fn a_program_whose_store_fails_ends_and_says_so() {
    let program = Program::new();
    let chat = Chat::with(ECHO);
    let (process, mut connection) = program.start();
    delivered(&mut connection, chat, "hi");
    let db = rusqlite::Connection::open(program.store()).unwrap();
    db.execute_batch("UPDATE store SET epoch = epoch + 1")
        .unwrap();
    let answer = connection.ask(&chat.writes("again", "again")); // it may end before it answers
    assert!(
        !matches!(answer, Ok(Answer::Delivered { .. })),
        "{answer:?}"
    );
    assert!(!process.ends().unwrap().success());
    assert_eq!(
        errors(program.store()),
        "the store has failed (another process has opened it since): restart the program\n"
    );
}
