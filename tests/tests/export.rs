//! The examples as Studio's JSON: equal to the golden files, valid, and the same at every run.

use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use flow_runtime::lock::Lock;
use jsonschema::Validator;
use serde_json::Value;

const FLOWS: [&str; 2] = ["support_desk", "appointment"];

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_export"));
    command.args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn export(flow: &str) -> String {
    let output = run(&[flow]);
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("studio")
        .join(name)
}

fn schema(name: &str) -> Validator {
    let text = fs::read_to_string(file(&format!("schemas/{name}.json")))
        .unwrap_or_else(|_| panic!("no schema for `{name}`"));
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn errors(schema: &Validator, json: &Value) -> Vec<String> {
    schema
        .iter_errors(json)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// What is wrong with a definition by the schemas of the flow and of its widgets.
fn invalid(definition: &Value) -> Vec<String> {
    let mut found = errors(&schema("flow"), definition);
    for state in definition["states"].as_array().unwrap() {
        let of_widget = schema(state["type"].as_str().unwrap());
        let errors = errors(&of_widget, state);
        found.extend(
            errors
                .iter()
                .map(|error| format!("{}: {error}", state["name"])),
        );
    }
    found
}

#[test]
fn the_examples_export_as_their_golden_files() {
    for flow in FLOWS {
        let golden = fs::read_to_string(file(&format!("{flow}.json"))).unwrap_or_default();
        assert!(
            export(flow) == golden,
            "{flow} exports otherwise than tests/studio/{flow}.json; if that is meant:\n  \
             cargo run --example export -- {flow} > tests/studio/{flow}.json"
        );
    }
}

#[test]
fn an_export_is_the_same_at_every_run() {
    for flow in FLOWS {
        assert_eq!(export(flow), export(flow));
    }
}

#[test]
fn exports_are_valid() {
    for flow in FLOWS {
        let definition = serde_json::from_str(&export(flow)).unwrap();
        assert_eq!(invalid(&definition), [""; 0], "{flow}");
    }
}

#[test]
fn the_schemas_refuse_what_studio_would() {
    let definition: Value = serde_json::from_str(&export("appointment")).unwrap();
    let state = |kind: &str| {
        let states = definition["states"].as_array().unwrap();
        states
            .iter()
            .position(|state| state["type"] == kind)
            .unwrap()
    };
    let ask = state("send-and-wait-for-reply");
    let split = state("split-based-on");
    let broken = [
        (
            format!("/states/{ask}/properties/timeout"),
            Value::from(3600),
        ),
        (
            format!("/states/{ask}/transitions/1/event"),
            "timedOut".into(),
        ),
        (format!("/states/{ask}/name"), "ask day".into()),
        (
            format!("/states/{split}/transitions/1/conditions"),
            Value::Array(vec![]),
        ),
        (
            format!("/states/{split}/transitions/1/conditions/0/type"),
            "is".into(),
        ),
        ("/flags".to_owned(), Value::Null),
    ];
    for (place, value) in broken {
        let mut definition = definition.clone();
        *definition.pointer_mut(&place).unwrap() = value;
        assert_ne!(invalid(&definition), [""; 0], "{place}");
    }
}

#[test]
fn every_name_in_an_export_is_one_state() {
    for flow in FLOWS {
        let definition: Value = serde_json::from_str(&export(flow)).unwrap();
        let states = definition["states"].as_array().unwrap();
        let names: HashSet<_> = states.iter().map(|state| &state["name"]).collect();
        assert_eq!(names.len(), states.len(), "{flow}");
        assert!(names.contains(&definition["initial_state"]), "{flow}");
        let transitions = states
            .iter()
            .flat_map(|state| state["transitions"].as_array().unwrap());
        for next in transitions.filter_map(|transition| transition.get("next")) {
            assert!(names.contains(next), "{flow}: {next}");
        }
    }
}

#[test]
fn the_support_desk_is_exported_unless_another_is_named() {
    assert_eq!(run(&[]).stdout, run(&["support_desk"]).stdout);
}

#[test]
fn an_unknown_flow_is_one_line_that_lists_the_known() {
    let output = run(&["appointments"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "there is no flow `appointments`; there are `support_desk` and `appointment`\n"
    );
}

/// Runs it with a file of settings, and gives what it printed.
fn run_with(settings: &str) -> Output {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), settings).unwrap();
    run(&["--settings", file.path().to_str().unwrap()])
}

#[test]
fn settings_are_those_of_the_file_and_then_of_the_environment() {
    let output = run_with("support_agent = \"+15557770142\"");
    let json = String::from_utf8(output.stdout).unwrap();
    assert!(json.contains("\"value\": \"+15557770142\""), "{json}");
    assert!(json.contains("\"value\": \"+15557770100\""), "{json}");

    let output = command(&[])
        .env("FLOW_SUPPORT_AGENT", "+15557770143")
        .output()
        .unwrap();
    let json = String::from_utf8(output.stdout).unwrap();
    assert!(json.contains("\"value\": \"+15557770143\""), "{json}");
}

#[test]
fn settings_that_do_not_do_are_said_to() {
    let output = run_with("support_agent = \"{{trigger.message.From}}\"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "the flow `SupportDesk` cannot be filled with its settings:\n  \
         the value of `support_agent` holds `{{`: a setting is plain text, so take the Liquid out of it\n"
    );
    let output = run(&["--settings", "no such file"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("`no such file` cannot be read: "),
        "{said}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = command(&["appointment"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(said, "");
}

#[test]
fn a_release_writes_down_where_conversations_may_wait() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("flow.lock");
    let text = path.to_str().unwrap();
    for flow in FLOWS {
        let output = run(&[flow, "--lock", text]);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), export(flow));
    }
    let lock = Lock::read(&path).unwrap().unwrap();
    assert_eq!(
        lock.flows().collect::<Vec<_>>(),
        ["Appointment", "SupportDesk"]
    );
    // A release that would strand somebody is none, and the file stays as it is.
    let known = lock.to_string().replace("ask_confirmation", "ask_whether");
    fs::write(&path, &known).unwrap();
    let output = run(&["appointment", "--lock", text]);
    assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()));
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = "executions waiting at `ask_whether` in `Appointment` could not be carried over: \
                    the flow has no widget `ask_whether` any more: ";
    assert!(said.starts_with(expected), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), known);
    assert!(run(&["--lock", text]).status.success());
}
