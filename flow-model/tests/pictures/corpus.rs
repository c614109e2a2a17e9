//! Real flows, where they are at hand (`FLOW_CORPUS`): each is drawn, and none differs from itself.

use std::path::PathBuf;

use flow_model::check;
use flow_model::diagram::Diagram;
use flow_model::diff::diff;
use flow_model::studio::import;

use super::diagram::{boxes, lies_on};

#[test]
fn real_flows_are_drawn_without_overlaps_and_do_not_differ_from_themselves() {
    let Some(root) = std::env::var_os("FLOW_CORPUS").map(PathBuf::from) else {
        return;
    };
    let files = std::fs::read_dir(root.join("flows")).into_iter().flatten();
    let mut drawn = 0;
    for file in files.filter_map(Result::ok) {
        let json = std::fs::read_to_string(file.path()).unwrap_or_default();
        // Some are of a format that no importer reads.
        let Ok(read) = import(&json, "flow") else {
            continue;
        };
        let svg = Diagram::new(&read.flow)
            .with_findings(&check(&read.flow))
            .svg();
        assert!(boxes(&svg).len() >= read.flow.widgets.len());
        assert_eq!(lies_on(&svg), <[String; 0]>::default(), "{:?}", file.path());
        assert_eq!(diff(&read.flow, &read.flow), [], "{:?}", file.path());
        drawn += 1;
    }
    assert!(drawn > 0, "no flow in {}", root.display());
}
