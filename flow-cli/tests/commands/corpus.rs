//! Real flows, where they are at hand: `FLOW_CORPUS` names the folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::folder::Folder;

fn flows() -> Vec<PathBuf> {
    let Some(corpus) = std::env::var_os("FLOW_CORPUS") else {
        return Vec::new();
    };
    let files = |folder| fs::read_dir(Path::new(&corpus).join(folder)).unwrap();
    let paths = ["flows", "rendered"].into_iter().flat_map(files);
    let mut flows: Vec<_> = paths.map(|entry| entry.unwrap().path()).collect();
    flows.sort();
    flows
}

/// How the command ended: with one of these codes, and never by a panic.
#[track_caller]
fn ended(folder: &Folder, args: &[&str], codes: &[i32]) -> String {
    let done = folder.flow(args);
    let said = format!("{args:?}: {:?} {}", done.code, done.err);
    assert!(
        done.code.is_some_and(|code| codes.contains(&code)),
        "{said}"
    );
    assert!(!done.err.contains("panicked"), "{said}");
    done.out
}

#[test]
fn every_real_flow_is_checked_imported_and_drawn_and_is_the_same_as_itself() {
    for path in flows() {
        let path = path.to_str().unwrap();
        let folder = Folder::new(&[]);
        ended(&folder, &["check", path], &[0, 1]);
        ended(&folder, &["check", "--allow", "all", path], &[0, 1]);
        let source = ended(&folder, &["import", path], &[0, 1]);
        assert!(source.contains("\nflow! {\n"), "{path}");
        for (picture, begin) in [
            ("svg", "<svg "),
            ("mermaid", "flowchart TD\n"),
            ("dot", "digraph "),
        ] {
            let drawn = ended(&folder, &["diagram", path, "--as", picture], &[0]);
            assert!(drawn.starts_with(begin), "{path}");
        }
        assert_eq!(ended(&folder, &["diff", path, path], &[0]), "");
    }
}
