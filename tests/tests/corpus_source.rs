//! Real flows, printed as source: they compile, and export to what the flow exports to that they
//! were printed from. `FLOW_CORPUS` names the folder where they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flow_model::source::{Remark, print};
use flow_model::studio::{Options, export, import};
use serde_json::Value;

/// A flow in which a `next` names no widget: the file, and that name.
const REFUSED: (&str, &str) = (
    "twilio-labs__function-templates__vaccine-standby-list-assets-sms-studio-flow-at-b5eeda9",
    "SaveToAirtable",
);

/// What a flow exports to, or why it does not.
type Exported = Result<Value, String>;

struct Printed {
    name: String,
    source: String,
    exported: Exported,
}

/// Every flow of the corpus; none where there is no corpus.
fn corpus() -> Vec<(String, String)> {
    let Some(corpus) = std::env::var_os("FLOW_CORPUS") else {
        return Vec::new();
    };
    let mut flows = Vec::new();
    for folder in ["flows", "rendered"] {
        for entry in fs::read_dir(Path::new(&corpus).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            flows.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    flows.sort();
    flows
}

fn printed(name: String, json: &str) -> Printed {
    let imported = import(json, &name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let remarks = imported.notes.into_iter().map(|note| Remark {
        at: note.location,
        text: note.message,
    });
    Printed {
        source: print(&imported.flow, &remarks.collect::<Vec<_>>()),
        exported: exported(export(&imported.flow, &Options::default())),
        name,
    }
}

fn exported<E: ToString>(json: Result<String, E>) -> Exported {
    let json = json.map_err(|error| error.to_string())?;
    Ok(serde_json::from_str(&json).unwrap())
}

/// A package of its own, with the versions of this workspace.
fn package() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus_source");
    let sources = package.join("src");
    let _ = fs::remove_dir_all(&sources);
    fs::create_dir_all(sources.join("bin")).unwrap();
    let runtime = workspace.join("flow-runtime");
    let manifest = format!(
        "[package]\nname = \"corpus\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nflow-runtime = {{ path = {runtime:?} }}\n\n\
         [profile.dev]\ndebug = false\n\n[workspace]\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    package
}

fn cargo(package: &Path, arguments: &[&str]) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    let target = package.join("target");
    cargo
        .args(arguments)
        .args(["--offline", "--quiet", "--target-dir"])
        .arg(target)
        .current_dir(package);
    cargo.output().unwrap()
}

/// The name of the flow's type.
fn type_name(source: &str) -> &str {
    let after = source.split_once("pub flow ").unwrap().1;
    after.split_once(' ').unwrap().0
}

/// A program that writes each flow's export into a file of its own, or why there is none.
fn program(flows: &[Printed]) -> String {
    let mut program = String::from(
        "use std::{fs, path::Path};\n\nuse flow_runtime::model::{Machine, studio};\n\n\
         fn write(name: &str, machine: &Machine) {\n    \
         let options = studio::Options::default();\n    \
         let exported = studio::export(&machine.flow(), &options);\n    \
         let ending = if exported.is_ok() { \"json\" } else { \"error\" };\n    \
         let text = exported.unwrap_or_else(|error| error.to_string());\n    \
         let folder = std::env::args().nth(1).unwrap();\n    \
         let path = Path::new(&folder).join(format!(\"{name}.{ending}\"));\n    \
         fs::write(path, text).unwrap();\n}\n\n",
    );
    let mut main = String::from("fn main() {\n");
    for (index, flow) in flows.iter().enumerate() {
        program += &format!("#[path = \"../flow_{index}.rs\"]\nmod flow_{index};\n");
        let type_name = type_name(&flow.source);
        main += &format!(
            "    write({:?}, flow_runtime::machine::<flow_{index}::{type_name}>());\n",
            flow.name
        );
    }
    program + "\n" + &main + "}\n"
}

#[test]
fn every_real_flow_compiles_as_it_is_printed_and_exports_to_the_same() {
    let flows: Vec<_> = corpus()
        .into_iter()
        .map(|(name, json)| printed(name, &json))
        .collect();
    if flows.is_empty() {
        return;
    }
    let (refused, flows): (Vec<_>, Vec<_>) =
        flows.into_iter().partition(|flow| flow.name == REFUSED.0);
    let package = package();
    let source = |name: &str, text: &str| fs::write(package.join("src").join(name), text).unwrap();
    for (index, flow) in flows.iter().enumerate() {
        source(&format!("flow_{index}.rs"), &flow.source);
    }
    source("bin/exports.rs", &program(&flows));
    for flow in &refused {
        source(
            "bin/refused.rs",
            &format!("{}\nfn main() {{}}\n", flow.source),
        );
    }

    let folder = tempfile::tempdir().unwrap();
    let output = cargo(&package, &["build", "--bin", "exports"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(errors, "", "what is printed earns no warning");
    let exports = package.join("target/debug/exports");
    let status = Command::new(exports).arg(folder.path()).status().unwrap();
    assert!(status.success());
    let read = |name: &str, ending: &str| {
        fs::read_to_string(folder.path().join(format!("{name}.{ending}"))).ok()
    };
    for flow in &flows {
        let json = read(&flow.name, "json");
        let compiled = json.ok_or_else(|| read(&flow.name, "error").unwrap());
        assert_eq!(exported(compiled), flow.exported, "{}", flow.name);
    }

    for _ in &refused {
        refused_for_its_target(&package);
    }
}

/// The one error of the flow is that its target is no widget, and stands at the target.
fn refused_for_its_target(package: &Path) {
    let output = cargo(
        package,
        &["check", "--bin", "refused", "--message-format", "json"],
    );
    assert!(!output.status.success());
    let messages: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut found = BTreeMap::new();
    for message in messages {
        let message = &message["message"];
        for span in message["spans"].as_array().into_iter().flatten() {
            let text = message["message"].as_str().unwrap();
            found.insert(text.to_owned(), underlined(span));
        }
    }
    let [(message, target)] = &found.into_iter().collect::<Vec<_>>()[..] else {
        panic!("not one error alone")
    };
    assert!(message.contains("[F0201]"), "{message}");
    assert_eq!(target, REFUSED.1);
}

fn underlined(span: &Value) -> String {
    let line = &span["text"][0];
    let column = |which: &str| usize::try_from(line[which].as_u64().unwrap()).unwrap() - 1;
    let characters = line["text"].as_str().unwrap().chars();
    characters
        .skip(column("highlight_start"))
        .take(column("highlight_end") - column("highlight_start"))
        .collect()
}
