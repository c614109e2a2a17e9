//! The tables of the documentation.

use std::collections::BTreeMap;

use crate::watch::Told;

const PAGE: &str = include_str!("../../src/telemetry.rs");
const SOURCES: [&str; 3] = [
    include_str!("../../src/telemetry/call.rs"),
    include_str!("../../src/telemetry/events.rs"),
    include_str!("../../src/telemetry/turn.rs"),
];

/// The rows under a heading: of each its cells.
pub(crate) fn rows(heading: &str) -> Vec<Vec<String>> {
    let after = PAGE.split(&format!("//! # {heading}\n")).nth(1).unwrap();
    let section = after.split("//! # ").next().unwrap();
    let rows = section
        .lines()
        .filter_map(|line| line.strip_prefix("//! | "));
    rows.skip(1)
        .map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// What stands between backquotes.
pub(crate) fn words(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Of each span or event its level and fields.
fn promised(heading: &str) -> BTreeMap<String, (String, Vec<String>)> {
    let row = |cells: Vec<String>| {
        let name = words(&cells[0])[0].to_owned();
        let fields = words(&cells[2]).into_iter().map(str::to_owned).collect();
        (name, (cells[1].clone(), fields))
    };
    rows(heading).into_iter().map(row).collect()
}

/// Whether all that was told is promised, with its level and fields.
pub(crate) fn assert_promised(told: &[Told]) {
    let (spans, events) = (promised("Spans"), promised("Events"));
    for told in told {
        let table = if told.span { &spans } else { &events };
        let Some((level, fields)) = table.get(told.name) else {
            panic!("{} is in no table", told.line());
        };
        let is = told.level.to_string().to_lowercase();
        assert_eq!(
            (level, fields.as_slice()),
            (&is, &*owned(&told.fields)),
            "{}",
            told.name
        );
    }
}

/// A subscriber shows the fields of a span with each event in it.
#[test]
fn what_is_told_in_a_span_repeats_nothing_of_it_unless_it_warns() {
    let spans = promised("Spans");
    for cells in rows("Events") {
        let Some(span) = cells[3].strip_prefix("in `") else {
            continue;
        };
        let (_, within) = &spans[span.split('`').next().unwrap()];
        let twice = |field: &&str| within.iter().any(|it| it == field);
        let repeated: Vec<_> = words(&cells[2]).into_iter().filter(twice).collect();
        assert!(cells[1] == "warn" || repeated.is_empty(), "{cells:?}");
    }
}

fn owned(fields: &[&str]) -> Vec<String> {
    fields.iter().map(|&field| field.to_owned()).collect()
}

#[test]
fn whatever_is_promised_is_told_somewhere() {
    for event in promised("Events").keys() {
        let told = format!("name: \"{event}\"");
        assert!(
            SOURCES.iter().any(|source| source.contains(&told)),
            "{event}"
        );
    }
    let events: usize = SOURCES
        .iter()
        .map(|source| source.matches("name: \"").count())
        .sum();
    assert_eq!(promised("Events").len(), events);
}
