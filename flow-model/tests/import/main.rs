//! Studio's JSON read: what is refused, what is survived and how it is read, and that nothing makes
//! the reader panic or run on.

#![allow(clippy::unwrap_used, clippy::panic)]

mod errors;
mod hostile;
mod oddities;
mod property;

use flow_model::studio::import::Import;
use flow_model::studio::{self, Options};

/// A flow that is imported.
fn import(json: &str) -> Import {
    studio::import(json, "desk").unwrap_or_else(|error| panic!("{error}"))
}

/// A flow of a trigger and these states; a message leads to `first`.
fn flow(states: &str) -> String {
    format!(
        r#"{{"description": "", "states": [
            {{"name": "Trigger", "type": "trigger", "properties": {{"offset": {{"x": 0, "y": 0}}}},
             "transitions": [{{"event": "incomingMessage", "next": "first"}}]}},
            {states}],
          "initial_state": "Trigger", "flags": {{"allow_concurrent_calls": true}}}}"#
    )
}

/// What is noted, each with its pointer.
fn notes(import: &Import) -> Vec<String> {
    let place = |location| import.places.get(location).unwrap().pointer;
    let notes = import.notes.iter();
    notes
        .map(|note| format!("{}: {}", place(note.location), note.message))
        .collect()
}

fn export(import: &Import) -> serde_json::Value {
    let json = studio::export(&import.flow, &Options::default()).unwrap();
    serde_json::from_str(&json).unwrap()
}
