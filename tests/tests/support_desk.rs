//! The support desk as a whole program: over the pipe, killed and restarted, and refused.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const DESK: &str = env!("CARGO_BIN_EXE_support_desk");
const APPOINTMENT: &str = env!("CARGO_BIN_EXE_appointment");

/// Runs a program over its input and gives what it printed.
fn talk(program: &str, arguments: &[&str], input: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    talk_in(folder.path(), program, arguments, input)
}

fn talk_in(folder: &Path, program: &str, arguments: &[&str], input: &str) -> Output {
    let mut child = spawn(folder, program, arguments);
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn spawn(folder: &Path, program: &str, arguments: &[&str]) -> Child {
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn out(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn error(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The seed: an explanation, an agent, and then people among themselves.
const SEED: &str = "hello\nsupport\nagent: hi, how can I help?\nmy order is late, support\n";

#[test]
fn adds_an_agent_and_leaves_the_two_to_talk() {
    let transcript = out(&talk(DESK, &[], SEED));
    let expected = "\
customer: hello
SupportDesk: Write \"support\" to talk to a person.
customer: support
  · agent joined
SupportDesk → customer, agent: Added support agent
  · handed over to people
agent: hi, how can I help?
customer: my order is late, support
";
    assert_eq!(transcript, expected);
}

#[test]
fn apologises_where_the_agent_cannot_be_added() {
    let transcript = out(&talk(DESK, &["--participant", "+15557770199"], "support\n"));
    let apology = "SupportDesk → customer, agent: Nobody could be added just now: ";
    assert!(
        transcript.lines().any(|line| line.starts_with(apology)),
        "{transcript}"
    );
}

#[test]
fn shows_the_steps_when_asked() {
    let transcript = out(&talk(DESK, &["--steps"], "hello\n"));
    assert!(
        transcript.contains("Trigger —incomingConversationMessage→ check-support"),
        "{transcript}"
    );
    assert!(transcript.contains("explain —sent→ end"), "{transcript}");
}

#[test]
fn says_who_is_not_there_and_takes_an_unknown_prefix_for_text() {
    let output = talk(DESK, &[], "agent: anybody?\nnote: milk\n");
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(notes.lines().count(), 1, "{notes}");
    assert!(
        notes.contains("agent (+15557770199) is not in the conversation"),
        "{notes}"
    );
    assert!(out(&output).starts_with("customer: note: milk\n"));
}

#[test]
fn a_line_that_is_no_text_is_passed_over() {
    let mut child = spawn(Path::new("."), DESK, &[]);
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"caf\xe9\nhello\n").unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(out(&output).starts_with("customer: hello\n"));
    let notes = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        notes,
        "note: a line is not UTF-8 text, so it was not sent\n"
    );
}

#[test]
fn any_participant_moves_the_waiting_execution_on() {
    let transcript = out(&talk(APPOINTMENT, &[], "hi\npartner: tuesday\nyes\n"));
    let expected = "\
customer: hi
Appointment → customer, partner: Which day suits you: Monday, Tuesday or Thursday?
partner: tuesday
Appointment → customer, partner: We have Tuesday at 14:00. Shall we book it? (yes or no)
customer: yes
Appointment → customer, partner: Booked: Tuesday at 14:00, confirmed by +15557770123. See you then!
";
    assert_eq!(transcript, expected);
}

#[test]
fn asks_again_and_then_calls_somebody() {
    let transcript = out(&talk(
        APPOINTMENT,
        &[],
        "hi\nsunday\nthursday\npardon?\nis anybody there?\n",
    ));
    assert_eq!(
        transcript.matches("Which day suits you").count(),
        3,
        "{transcript}"
    );
    assert_eq!(
        transcript.matches("That day is full.").count(),
        1,
        "{transcript}"
    );
    assert_eq!(
        transcript
            .matches("calling somebody from the reception")
            .count(),
        1,
        "{transcript}"
    );
    assert!(
        transcript.ends_with("handed over to people\ncustomer: is anybody there?\n"),
        "{transcript}"
    );
}

/// A running program whose output is read line by line.
struct Running {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

impl Running {
    fn start(folder: &Path, program: &str) -> Self {
        let mut child = spawn(folder, program, &["--store", "talk.db"]);
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Running {
            child,
            input,
            lines,
        }
    }

    fn expect_lines(&self, count: usize) {
        for n in 0..count {
            let line = self.lines.recv_timeout(Duration::from_secs(60));
            line.unwrap_or_else(|_| panic!("line {n} of {count} did not come"));
        }
    }

    /// `kill -9`: the process has no say in it.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Every message line of a transcript: what a reopened store shows.
fn messages(transcript: &str) -> usize {
    transcript
        .lines()
        .filter(|line| !line.starts_with("  · "))
        .count()
}

#[test]
fn ends_in_the_same_transcript_when_killed_between_any_two_lines() {
    let appointment = "hi\npartner: sunday\nmonday\nyes\n";
    for (program, input) in [(DESK, SEED), (APPOINTMENT, appointment)] {
        let folder = tempfile::tempdir().unwrap();
        out(&talk_in(
            folder.path(),
            program,
            &["--store", "talk.db"],
            input,
        ));
        let clean = out(&talk_in(
            folder.path(),
            program,
            &["--store", "talk.db"],
            "",
        ));

        let folder = tempfile::tempdir().unwrap();
        let (mut before, mut printed) = (String::new(), 0);
        for line in input.split_inclusive('\n') {
            let so_far = out(&talk(program, &[], &before));
            before.push_str(line);
            let then = out(&talk(program, &[], &before));
            let mut running = Running::start(folder.path(), program);
            running.expect_lines(messages(&so_far));
            running.input.write_all(line.as_bytes()).unwrap();
            running.expect_lines(then.lines().count() - so_far.lines().count());
            running.kill();
            printed = messages(&then);
        }
        let after = out(&talk_in(
            folder.path(),
            program,
            &["--store", "talk.db"],
            "",
        ));
        assert_eq!(after, clean);
        assert_eq!(after.lines().count(), printed);
    }
}

#[test]
fn a_handed_over_conversation_says_so_and_another_can_be_started() {
    let folder = tempfile::tempdir().unwrap();
    let talk = |arguments: &[&str], input| {
        talk_in(
            folder.path(),
            DESK,
            &[&["--store", "desk.db"], arguments].concat(),
            input,
        )
    };
    out(&talk(&[], "support\n"));
    let again = talk(&[], "");
    let note = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(
        note.contains("handed over to people") && note.contains("--conversation"),
        "{note}"
    );
    let other = out(&talk(&["--conversation", "second"], "hello\n"));
    assert!(other.contains("Write \"support\""), "{other}");
}

#[test]
fn a_store_that_cannot_be_opened_is_one_line_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("desk.db");
    let open = |file: &Path| talk(DESK, &["--store", file.to_str().unwrap()], "hello\n");

    std::fs::write(
        &file,
        "this is a shopping list and no database of ours, whatever it is called",
    )
    .unwrap();
    let message = error(&open(&file));
    assert!(
        message.contains("desk.db") && message.lines().count() == 1,
        "{message}"
    );

    let message = error(&open(&folder.path().join("nowhere/desk.db")));
    assert!(
        message.contains("nowhere") && message.lines().count() == 1,
        "{message}"
    );
}

#[test]
fn a_store_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Running::start(folder.path(), DESK);
    first.input.write_all(b"hello\n").unwrap();
    first.expect_lines(2);
    let message = error(&talk_in(folder.path(), DESK, &["--store", "talk.db"], ""));
    assert!(message.contains("talk.db` is in use by pid"), "{message}");
    assert!(message.contains(&first.child.id().to_string()), "{message}");
    first.kill();
}

#[test]
fn wrong_arguments_are_named() {
    let output = talk(DESK, &["--stor", "x"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`--stor` is no argument"));
}

#[test]
fn the_tests_in_the_readme_are_those_of_the_example() {
    let readme = include_str!("../../README.md");
    let (_, section) = readme.split_once("### Testing a flow").unwrap();
    let (_, block) = section.split_once("```rust\n").unwrap();
    let (shown, _) = block.split_once("```").unwrap();
    let example = include_str!("../../examples/flows/support_desk.rs");
    assert!(example.ends_with(shown), "the README shows:\n{shown}");
}
