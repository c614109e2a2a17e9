//! Crates of examples, and what is said of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::{Examples, Said};

/// Prints of each flow what Studio's limits have against it, a code and a message a line.
const EXPORT: &str = "\
use flow_runtime::model::check::budget;
use flow_runtime::{Flow, machine};

fn export<F: Flow>(file: &str) {
    for found in budget(&machine::<F>().flow()) {
        println!(\"{file} {} {}\", found.code.id, found.message);
    }
}
";

/// Checks the examples: what rustc says of each.
pub fn check(name: &str, examples: &Examples) -> Said {
    let folder = write(name, examples);
    let output = cargo(&folder, &["check", "--message-format=json"]);
    let text = String::from_utf8_lossy(&output.stdout);
    let mut said = Said::new();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if let Some((file, code, message)) = read(&line["message"]) {
            said.entry(file).or_default().push((code, message));
        }
    }
    // Errors by the examples are answers; one by cargo itself is none.
    assert_ran(&output, !said.is_empty());
    said
}

/// Builds the examples: what their export says of each.
pub fn export(name: &str, examples: &Examples) -> Said {
    let folder = write(name, examples);
    let mut main = format!("{EXPORT}\nfn main() {{\n");
    for file in examples.keys() {
        main += &format!("    export::<error_index_{name}::{file}::Desk>({file:?});\n");
    }
    fs::write(folder.join("src/main.rs"), main + "}\n").unwrap();
    let output = cargo(&folder, &["run"]);
    assert_ran(&output, false);
    let text = String::from_utf8_lossy(&output.stdout);
    let mut said = Said::new();
    for line in text.lines() {
        let mut words = line.splitn(3, ' ').map(str::to_owned);
        let mut word = || words.next().unwrap();
        said.entry(word()).or_default().push((word(), word()));
    }
    said
}

/// A crate of the examples, with the versions of the workspace.
fn write(name: &str, examples: &Examples) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folder = target_dir().join("tests/error_index").join(name);
    let manifest = format!(
        "[package]\nname = \"error_index_{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nflow-runtime = {{ path = {:?} }}\n\n[workspace]\n",
        root.join("flow-runtime")
    );
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut library = "#![allow(non_snake_case)]\n".to_owned();
    for (file, example) in examples {
        library += &format!("pub mod {file};\n");
        let source = format!("use flow_runtime::prelude::*;\n\n{example}");
        fs::write(folder.join("src").join(file).with_extension("rs"), source).unwrap();
    }
    fs::write(folder.join("src/lib.rs"), library).unwrap();
    folder
}

fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--quiet"])
        .current_dir(folder)
        // What other tests were built into serves here too.
        .env("CARGO_TARGET_DIR", target_dir())
        .output()
        .unwrap()
}

fn assert_ran(output: &Output, has_answers: bool) {
    assert!(
        output.status.success() || has_answers,
        "cargo failed:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The folder that this test was built into: `target/debug/deps/…`.
fn target_dir() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().to_owned()
}

/// The example that a message of rustc is about, its code, and all of it as it is printed; none for
/// what is no error and no warning.
fn read(message: &Value) -> Option<(String, String, String)> {
    let text = message["message"].as_str()?;
    if !matches!(message["level"].as_str()?, "error" | "warning") || is_count(text) {
        return None;
    }
    let heading = text.lines().next().unwrap_or_default();
    let ours = heading
        .strip_suffix(']')
        .and_then(|heading| heading.rsplit_once('['));
    let theirs = message["code"]["code"].as_str();
    let code = ours.map(|(_, code)| code).or(theirs).unwrap_or("no code");
    let printed = message["rendered"].as_str().unwrap_or(text);
    Some((file(message), code.to_owned(), printed.to_owned()))
}

/// "aborting due to 60 previous errors; 2 warnings emitted"
fn is_count(text: &str) -> bool {
    text.starts_with("aborting due to") || text.ends_with("emitted")
}

/// The file that a message points at, by its name.
fn file(message: &Value) -> String {
    let mut spans = message["spans"].as_array().into_iter().flatten();
    let primary = spans.find(|span| span["is_primary"] == true);
    let file = primary.and_then(|span| span["file_name"].as_str());
    let file = Path::new(file.unwrap_or_default()).file_stem();
    file.unwrap_or_default().to_string_lossy().into_owned()
}
