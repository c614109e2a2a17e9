//! What `flow_model::source` prints is laid out as `flow fmt` lays it out.

#![allow(clippy::unwrap_used)] // clippy knows only the functions marked #[test]

use std::fs;
use std::path::{Path, PathBuf};

use flow_cli::formatter::format;
use flow_model::source::{Remark, print};
use flow_model::studio::import;
use proptest::prelude::*;

#[path = "../../flow-macros/src/parse/printed/flows.rs"]
mod flows;

/// The exports of the examples, and every real flow where `FLOW_CORPUS` names a folder of them.
fn exports() -> Vec<PathBuf> {
    let golden = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/studio"));
    let mut paths = vec![
        golden.join("appointment.json"),
        golden.join("support_desk.json"),
    ];
    if let Some(corpus) = std::env::var_os("FLOW_CORPUS") {
        for folder in ["flows", "rendered"] {
            let files = fs::read_dir(Path::new(&corpus).join(folder)).unwrap();
            paths.extend(files.map(|file| file.unwrap().path()));
        }
    }
    paths
}

#[test]
fn what_is_printed_of_a_real_flow_is_laid_out() {
    for path in exports() {
        let imported = import(&fs::read_to_string(&path).unwrap(), "Imported").unwrap();
        let remarks = imported.notes.into_iter().map(|note| Remark {
            at: note.location,
            text: note.message,
        });
        let printed = print(&imported.flow, &remarks.collect::<Vec<_>>());
        assert_eq!(format(&printed).unwrap(), printed, "{}", path.display());
    }
}

proptest! {
    #[test]
    fn what_is_printed_of_any_flow_is_laid_out(flows::Shown(flow) in flows::flow()) {
        let printed = print(&flow, &[]);
        prop_assert_eq!(format(&printed).unwrap(), printed);
    }
}
