//! Small flows, one for each oddity that real ones have: each comes back as it was, and what had to
//! be read with some goodwill is noted.

mod studio_json;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use flow_model::{check, studio};
use studio_json::round_trip;

/// What is noted of each flow; of those that are not here, nothing.
const NOTES: &[(&str, &[&str])] = &[
    (
        "a_match_without_a_condition",
        &[
            "/states/2/transitions/0/event: a `match` has no condition: the widget is carried in quotes, as it is",
        ],
    ),
    (
        "an_answer_of_the_rest_api",
        &["/definition: this is an answer of the REST API: its `definition` is read"],
    ),
    (
        "an_answer_with_a_text",
        &[
            "/definition: this is an answer of the REST API: its `definition`, a text of JSON, is read",
        ],
    ),
    (
        "an_event_left_unsaid",
        &[
            "/states/1/transitions/0: a transition without an event is read as `next`, the only one that this widget has",
        ],
    ),
    (
        "an_event_twice",
        &[
            "/states/1/transitions/1/event: the event `audioComplete` is there twice: the widget is carried in quotes, as it is",
        ],
    ),
    (
        "byte_order_mark",
        &[": the file begins with a byte order mark, which is left out"],
    ),
    (
        "keys_that_a_transition_has_not",
        &[
            "/states/1/transitions/0: a transition has an event and a target: what else this one has is carried in quotes, as it is",
        ],
    ),
    (
        "placeholders",
        &[
            "/states/1/properties/say: `${vars.greeting}` looks like something that a deployment fills in",
            "/states/1/properties/language: `{{LANGUAGE}}` looks like something that a deployment fills in",
        ],
    ),
    (
        "several_conditions_in_a_match",
        &[
            "/states/2/transitions/1/conditions: several conditions stand in one `match`: the widget is carried in quotes, as it is",
        ],
    ),
    (
        "values_that_do_not_fit",
        &[
            "/states/1/properties/loop: `loop` is 0, which is out of range: it is carried in quotes, as it is",
            "/states/1/properties/timeout: `timeout` is a text, and a whole number is wanted: it is carried in quotes, as it is",
            "/states/1/properties/stop_gather: `stop_gather` is a text, and `true` or `false` is wanted: it is carried in quotes, as it is",
            "/states/1/properties/hints: this `{{` is never closed: it is carried in quotes, as it is",
            "/states/1/properties/language: `language` is an array, and a text is wanted: it is carried in quotes, as it is",
        ],
    ),
    (
        "what_a_widget_needs_left_out",
        &[
            "/states/1/name: `send_to_flex` needs `workflow`: the widget is carried in quotes, as it is",
        ],
    ),
    (
        "fractional_offset",
        &[
            "/states/1/properties/offset: `offset` is not two whole numbers, `x` and `y`: it is carried in quotes, as it is",
        ],
    ),
    (
        "no_match_last_or_missing",
        &[
            "/states/3/transitions: this split has no `noMatch`: what none of its conditions accepts ends the execution",
        ],
    ),
    (
        "no_properties_and_no_transitions",
        &[
            "/states/1/type: no widget type `future-widget` is known here: it is carried in quotes, as it is",
        ],
    ),
    (
        "participants",
        &[
            "/states/1/properties/participants/0/future: no property `future` is known here: it is carried in quotes, as it is",
        ],
    ),
    (
        "unknown_type_event_and_keys",
        &[
            "/states/1/type: no widget type `future-widget` is known here: it is carried in quotes, as it is",
            "/states/2/transitions/1/event: no event `hungUp` is known here: it is carried in quotes, as it is",
            "/states/2/properties/barge_in: no property `barge_in` is known here: it is carried in quotes, as it is",
        ],
    ),
];

fn flows() -> BTreeMap<String, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("studio/import");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let flows: BTreeMap<_, _> = files
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(flows.len() > 20, "{}", flows.len());
    flows
}

#[test]
fn each_comes_back_as_it_was() {
    for (name, text) in flows() {
        round_trip(&text, &name);
    }
}

/// Only lints are found, so the source compiles.
#[test]
fn each_compiles() {
    for (name, text) in flows() {
        let imported = studio::import(&text, &name).unwrap();
        let found = check(&imported.flow).into_iter();
        let refused: Vec<_> = found.filter(|found| !found.code.lint).collect();
        assert!(refused.is_empty(), "{name}: {refused:#?}");
    }
}

#[test]
fn what_is_read_with_goodwill_is_noted() {
    let mut said = String::new();
    for (name, text) in flows() {
        let imported = studio::import(&text, &name).unwrap();
        let notes: Vec<_> = imported
            .notes
            .iter()
            .map(|note| {
                let place = imported.places.get(note.location).unwrap();
                format!("{}: {}", place.pointer, note.message)
            })
            .collect();
        let expected = NOTES.iter().find(|(of, _)| *of == name);
        let expected = expected.map_or(&[][..], |(_, notes)| notes);
        if notes != expected {
            said += &format!("    ({name:?}, &{notes:#?}),\n");
        }
    }
    assert!(said.is_empty(), "noted otherwise:\n{said}");
}
