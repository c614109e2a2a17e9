//! Flows of Studio's, through source and back.

use std::fs;
use std::path::Path;

use flow_model::Flow;
use flow_model::check;
use flow_model::source::{Remark, plain, print};
use flow_model::studio::{export, import};

use super::{accepting, options, read, shape};
use crate::parse::Parsed;

/// Reads what is printed of a flow of Studio's, and gives the flow that is read.
fn through_source(name: &str, json: &str) -> Flow {
    let imported = import(json, name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let remarks = imported.notes.iter().map(|note| Remark {
        at: note.location,
        text: note.message.clone(),
    });
    let parsed = read(&print(&imported.flow, &remarks.collect::<Vec<_>>()));
    assert_eq!(parsed.errors, [], "{name}");
    let mut lints = check(&parsed.flow);
    lints.retain(|found| found.code.lint);
    assert_eq!(lints, [], "{name}");

    let printed = print(&imported.flow, &[]);
    let Parsed { flow, .. } = read(&printed);
    let expected = accepting(&plain(&imported.flow), &flow);
    assert_eq!(shape(&expected), shape(&flow), "{name}");
    assert_eq!(print(&flow, &[]), printed, "{name}");
    let exported = |flow| export(flow, &options()).ok();
    assert_eq!(exported(&flow), exported(&imported.flow), "{name}");
    flow
}

#[test]
fn the_examples_come_through_studio_and_back_unchanged() {
    for name in ["appointment", "support_desk"] {
        let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/studio/");
        let json = fs::read_to_string(format!("{golden}{name}.json")).unwrap();
        let flow = through_source(name, &json);
        assert_eq!(export(&flow, &options()).unwrap(), json);
        let again = import(&json, name).unwrap();
        assert_eq!(print(&again.flow, &[]), print(&flow, &[]));
    }
}

/// Files that no Studio wrote, or in which a `next` names no widget: an export adds the places of
/// their widgets, or leaves out what it cannot say.
const CHANGED_BY_EXPORT: &[&str] = &[
    "JeanLuis2010__UltimaDefensaLegal__twilio-studio-flow",
    "JeanLuis2010__UltimaDefensaLegal__twilio-studio-udl-intake-flow.es",
    "joshskifstrom__Vibe-A-Thon__twilio_flow",
    "twilio-labs__function-templates__vaccine-standby-list-assets-sms-studio-flow-at-b5eeda9",
];

/// `FLOW_CORPUS` names the folder of them.
#[test]
fn every_real_flow_comes_through_source_and_studio_unchanged() {
    let Some(corpus) = std::env::var_os("FLOW_CORPUS") else {
        return;
    };
    for folder in ["flows", "rendered"] {
        for file in fs::read_dir(Path::new(&corpus).join(folder)).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            let flow = through_source(name, &fs::read_to_string(&path).unwrap());
            let exported = export(&flow, &options()).unwrap();
            let again = import(&exported, name).unwrap();
            let unchanged = print(&again.flow, &[]) == print(&flow, &[]);
            assert_eq!(unchanged, !CHANGED_BY_EXPORT.contains(&name), "{name}");
        }
    }
}
