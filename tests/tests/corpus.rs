//! Real flows, where they are at hand (`FLOW_CORPUS`): each is imported, comes back as it was, and
//! is said of what others found in it.

mod studio_json;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;

use flow_model::catalogue::Nature;
use flow_model::check;
use flow_model::check::codes;
use flow_model::flow::Flow;
use flow_model::studio::import;
use jsonschema::Validator;
use serde_json::Value;
use studio_json::{definition, export, nature, round_trip};

/// A flow of the corpus.
struct Real {
    /// Its file, from the corpus's root.
    file: String,
    text: String,
    /// What others found in it.
    notes: String,
}

impl Real {
    fn import(&self) -> import::Import {
        import(&self.text, &self.file).unwrap_or_else(|error| panic!("{}: {error}", self.file))
    }

    /// The number that stands after these words in the notes.
    fn verdict(&self, words: &str) -> usize {
        let after = self
            .notes
            .split("; ")
            .find_map(|note| note.strip_prefix(words));
        after.map_or(0, |number| number.trim().parse().unwrap())
    }
}

/// All of them; none where there is no corpus.
fn corpus() -> Vec<Real> {
    let Some(root) = std::env::var_os("FLOW_CORPUS").map(PathBuf::from) else {
        return Vec::new();
    };
    let index = fs::read_to_string(root.join("INDEX.tsv")).unwrap();
    let rows = index
        .lines()
        .skip(1)
        .map(|row| row.split('\t').collect::<Vec<_>>());
    let flows: Vec<_> = rows
        .map(|row| Real {
            file: row[0].to_owned(),
            text: fs::read_to_string(root.join(row[0])).unwrap(),
            notes: row.last().unwrap().to_string(),
        })
        .collect();
    assert!(flows.len() > 50, "the corpus has {} flows", flows.len());
    flows
}

#[test]
fn every_flow_comes_back_as_it_was() {
    for flow in corpus() {
        let text = match flow.verdict("dangling next") {
            0 => flow.text,
            // A target that no widget bears is an error, and such a flow exports with an end there.
            _ => without_dangling(&flow.text),
        };
        round_trip(&text, &flow.file);
    }
}

fn without_dangling(text: &str) -> String {
    let mut json = definition(text);
    let names: Vec<_> = json["states"]
        .as_array()
        .unwrap()
        .iter()
        .map(|state| state["name"].clone())
        .collect();
    for state in json["states"].as_array_mut().unwrap() {
        for transition in state["transitions"].as_array_mut().unwrap() {
            let transition = transition.as_object_mut().unwrap();
            transition.retain(|key, value| key != "next" || names.contains(value));
        }
    }
    json.to_string()
}

/// What the checks refuse beyond lints is only what the exceptions are known for.
#[test]
fn what_is_imported_compiles() {
    for flow in corpus() {
        let imported = flow.import();
        let refused: Vec<_> = check(&imported.flow)
            .into_iter()
            .filter(|found| !found.code.lint)
            .collect();
        assert_eq!(
            refused.len(),
            flow.verdict("dangling next"),
            "{}: {refused:#?}",
            flow.file
        );
        for found in refused {
            assert_eq!(*found.code, codes::UNKNOWN_TARGET);
            let place = imported.places.get(found.location).unwrap();
            assert!(place.pointer.ends_with("/next"), "{}: {place:?}", flow.file);
        }
    }
}

/// Few widgets are carried whole in quotes, and each for a reason that is noted.
#[test]
fn what_is_carried_in_quotes_is_noted() {
    for flow in corpus() {
        let imported = flow.import();
        for widget in &imported.flow.widgets {
            let known = flow_model::catalogue::studio_kind(&widget.kind.text).is_some();
            let place = imported.places.get(widget.kind.at).unwrap().pointer;
            let state = place.strip_suffix("/type").unwrap();
            let is_noted = imported.notes.iter().any(|note| {
                let pointer = imported.places.get(note.location).unwrap().pointer;
                pointer.starts_with(&format!("{state}/")) && note.message.contains("in quotes")
            });
            assert!(
                !(widget.kind.quoted && known) || is_noted,
                "{}: {state}",
                flow.file
            );
        }
    }
}

#[test]
fn every_location_is_a_place_of_the_file() {
    for flow in corpus() {
        let imported = flow.import();
        let json = definition(&flow.text);
        for widget in &imported.flow.widgets {
            let place = imported.places.get(widget.kind.at).unwrap();
            let text: Value = serde_json::from_str(&flow.text[place.range.clone()]).unwrap();
            assert_eq!(json.pointer(&place.pointer), Some(&text), "{}", flow.file);
            for property in &widget.properties {
                let key = imported.places.get(property.key.at).unwrap();
                let value = imported.places.get(property.value.at).unwrap();
                assert_eq!(key.pointer, value.pointer);
                let name: String = serde_json::from_str(&flow.text[key.range]).unwrap();
                assert!(value.pointer.ends_with(&format!("/{name}")));
                let given: Value = serde_json::from_str(&flow.text[value.range]).unwrap();
                assert_eq!(json.pointer(&value.pointer), Some(&given), "{}", flow.file);
            }
        }
    }
}

/// The widgets that others found to be out of reach: one finding for each that nothing else out of
/// reach leads to, and none for a widget that is reached.
#[test]
fn what_is_out_of_reach_is_found() {
    for flow in corpus() {
        let imported = flow.import();
        let graph = Graph::new(&imported.flow);
        let start = imported
            .flow
            .widgets
            .iter()
            .position(|widget| widget.is_trigger());
        let reached = graph.from(start);
        let lost: BTreeSet<_> = (0..graph.0.len())
            .filter(|widget| !reached.contains(widget))
            .collect();
        let connected = reached.len() > 1;
        if connected {
            assert_eq!(lost.len(), flow.verdict("unreachable"), "{}", flow.file);
        }
        let found: BTreeSet<_> = found(&imported, &codes::UNREACHABLE_WIDGET).collect();
        assert!(found.is_subset(&lost), "{}", flow.file);
        if connected {
            assert_eq!(
                graph.from(found).union(&reached).count(),
                graph.0.len(),
                "{}",
                flow.file
            );
        }
    }
}

/// A cycle in which nothing waits is found, unless something in it takes its time: a request, a
/// function, a spoken text. In all that others found there is such a thing.
#[test]
fn cycles_that_spin_are_found() {
    for flow in corpus() {
        let imported = flow.import();
        let states = definition(&flow.text)["states"].as_array().unwrap().clone();
        let graph = Graph::new(&imported.flow);
        let cycles = |may: &dyn Fn(Option<Nature>) -> bool| {
            graph.has_cycle(&|widget| may(nature(&states[widget])))
        };
        let waits = Some(Nature::Waits);
        let without_wait = cycles(&|nature| nature.is_some() && nature != waits);
        assert_eq!(
            without_wait,
            flow.verdict("cycle without wait") > 0,
            "{}",
            flow.file
        );
        let spins = cycles(&|nature| nature == Some(Nature::Immediate));
        let found = found(&imported, &codes::SPINNING_CYCLE).count() > 0;
        assert_eq!(found, spins, "{}", flow.file);
    }
}

#[test]
fn a_trigger_that_nothing_is_connected_to_is_found() {
    for flow in corpus() {
        let imported = flow.import();
        let found = found(&imported, &codes::TRIGGER_UNCONNECTED).count() > 0;
        assert_eq!(
            found,
            flow.notes.contains("no trigger event connected"),
            "{}",
            flow.file
        );
    }
}

/// The widgets that templates name and the flow has not; where no execution comes, nothing is said.
#[test]
fn what_templates_name_and_the_flow_has_not_is_found() {
    for flow in corpus() {
        let imported = flow.import();
        let states = definition(&flow.text)["states"].as_array().unwrap().clone();
        let names: BTreeSet<_> = states
            .iter()
            .map(|state| state["name"].as_str().unwrap())
            .collect();
        let missing: BTreeSet<_> = (0..states.len())
            .filter(|&state| {
                named(&states[state])
                    .iter()
                    .any(|name| !names.contains(name.as_str()))
            })
            .collect();
        let verdict = flow.verdict("Liquid names missing widget");
        assert_eq!(missing.is_empty(), verdict == 0, "{}", flow.file);

        let start = imported
            .flow
            .widgets
            .iter()
            .position(|widget| widget.is_trigger());
        let reached = Graph::new(&imported.flow).from(start);
        let expected: BTreeSet<_> = missing.intersection(&reached).copied().collect();
        let found: BTreeSet<_> = found(&imported, &codes::UNKNOWN_WIDGET).collect();
        assert_eq!(found, expected, "{}", flow.file);
    }
}

/// The names after `widgets.` in a state's texts.
fn named(state: &Value) -> Vec<String> {
    let text = state.to_string();
    let after = text.split("widgets.").skip(1);
    let letter = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    after
        .map(|after| after.chars().take_while(|&next| letter(next)).collect())
        .collect()
}

/// The widgets that have a finding of that code.
fn found<'i>(
    imported: &'i import::Import,
    code: &'static flow_model::Code,
) -> impl Iterator<Item = usize> + 'i {
    let found = check(&imported.flow)
        .into_iter()
        .filter(move |found| found.code == code);
    found.map(|found| {
        let pointer = imported.places.get(found.location).unwrap().pointer;
        pointer.split('/').nth(2).unwrap().parse().unwrap()
    })
}

/// Where each widget leads.
struct Graph(Vec<Vec<usize>>);

impl Graph {
    fn new(flow: &Flow) -> Self {
        let names = flow.names();
        let targets = flow.widgets.iter().map(|widget| {
            let targets = widget.arms.iter().filter_map(|arm| names.target(arm));
            targets.collect()
        });
        Graph(targets.collect())
    }

    fn from(&self, start: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<_> = start.into_iter().collect();
        while let Some(widget) = open.pop() {
            if reached.insert(widget) {
                open.extend(&self.0[widget]);
            }
        }
        reached
    }

    fn has_cycle(&self, may: &dyn Fn(usize) -> bool) -> bool {
        let within = Graph(
            self.0
                .iter()
                .enumerate()
                .map(|(widget, targets)| {
                    let targets = targets
                        .iter()
                        .copied()
                        .filter(|&target| may(widget) && may(target));
                    targets.collect()
                })
                .collect(),
        );
        (0..within.0.len()).any(|widget| {
            within
                .from(within.0[widget].iter().copied())
                .contains(&widget)
        })
    }
}

#[test]
fn what_was_valid_is_valid_when_it_comes_back() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("studio/schemas");
    let schemas: HashMap<String, Validator> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let schema = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, jsonschema::validator_for(&schema).unwrap())
        })
        .collect();
    for flow in corpus() {
        let before = definition(&flow.text);
        let after: Value = serde_json::from_str(&export(&flow.import().flow)).unwrap();
        assert!(
            !schemas["flow"].is_valid(&before) || schemas["flow"].is_valid(&after),
            "{}",
            flow.file
        );
        let states = |json: &Value| json["states"].as_array().unwrap().clone();
        for (before, after) in states(&before).iter().zip(&states(&after)) {
            let ty = before["type"].as_str().unwrap();
            if let Some(schema) = schemas.get(ty) {
                let valid = !schema.is_valid(before) || schema.is_valid(after);
                assert!(valid, "{}: {before:#} {after:#}", flow.file);
            }
        }
    }
}
