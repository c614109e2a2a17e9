//! Any text as Studio's JSON: read or refused. What is read is checked, exported and read again, and
//! from there on nothing changes.
#![no_main]

use flow_model::check;
use flow_model::studio::{self, Options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &str| {
    let Ok(imported) = studio::import(json, "fuzz") else {
        return;
    };
    for found in check(&imported.flow) {
        let left = ["unknown_target", "no_trigger"];
        assert!(
            found.code.lint || left.contains(&found.code.name),
            "{found:?}"
        );
        assert!(imported.places.get(found.location).is_some());
    }
    let Ok(exported) = studio::export(&imported.flow, &Options::default()) else {
        return;
    };
    let again = studio::import(&exported, "fuzz").expect("an export is a flow");
    let twice = studio::export(&again.flow, &Options::default()).expect("it was exported before");
    assert_eq!(twice, exported);
});
