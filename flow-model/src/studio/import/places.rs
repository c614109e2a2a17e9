//! Where every node of an imported flow stands in its JSON.

use std::ops::Range;

use super::escapes::Unescaped;
use crate::flow::Location;

/// The places of an import: one a [`Location`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// The definition as it was parsed; the keys of pointers are cut out of it.
    text: String,
    /// The pointer to the definition, where the file wraps it.
    prefix: &'static str,
    rows: Vec<Row>,
}

/// Where a node stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its bytes in the input.
    pub range: Range<usize>,
    /// Its JSON pointer, e.g. `/states/3/properties/timeout`; of a key that of its value.
    pub pointer: String,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    start: u32,
    end: u32,
    parent: u32,
    step: Step,
}

/// The last part of a pointer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// The whole.
    Root,
    /// A key, by its bytes in the definition's text, quotes included.
    Key(Range<u32>),
    /// An item.
    Item(u32),
}

impl Places {
    pub(super) fn new(text: &str, prefix: &'static str) -> Self {
        Places {
            text: text.to_owned(),
            prefix,
            rows: Vec::new(),
        }
    }

    /// Notes the next place down.
    pub(super) fn add(&mut self, range: Range<u32>, parent: Location, step: Step) -> Location {
        let location = Location(self.rows.len() as u32);
        self.rows.push(Row {
            start: range.start,
            end: range.end,
            parent: parent.0,
            step,
        });
        location
    }

    /// The location that was noted down last.
    pub(super) fn last(&self) -> Location {
        Location((self.rows.len() as u32).saturating_sub(1))
    }

    /// The place of a location; `Location(0)` is the whole definition.
    pub fn get(&self, location: Location) -> Option<Place> {
        let row = self.row(location)?;
        Some(Place {
            range: row.start as usize..row.end as usize,
            pointer: self.pointer(location),
        })
    }

    /// Where a part of a text stands in the input, given the text that the flow has at a location and
    /// bytes of it: the characters that stand for them, escapes and all. The whole place where that
    /// text is not what is written there.
    pub fn part(
        &self,
        input: &str,
        location: Location,
        text: &str,
        part: &Range<usize>,
    ) -> Option<Range<usize>> {
        let row = self.row(location)?;
        let whole = row.start as usize..row.end as usize;
        let written = input.get(whole.clone())?;
        let letters = written.char_indices();
        // A definition that is itself a text of JSON begins its own texts by an escaped quote.
        let part = if written.starts_with('"') {
            within(Unescaped::new(letters.skip(1)), text, part)
        } else if written.starts_with('\\') {
            let letters = Unescaped::new(letters).skip(1);
            within(Unescaped::new(letters), text, part)
        } else {
            None
        };
        Some(part.map_or(whole.clone(), |part| {
            whole.start + part.start..whole.start + part.end
        }))
    }

    fn row(&self, location: Location) -> Option<&Row> {
        self.rows.get(location.0 as usize)
    }

    fn pointer(&self, location: Location) -> String {
        let mut steps = Vec::new();
        let mut location = location;
        while let Some(row) = self.row(location) {
            match &row.step {
                Step::Root => break,
                Step::Key(key) => {
                    let key = self.text.get(key.start as usize..key.end as usize);
                    let key: String = key
                        .and_then(|key| serde_json::from_str(key).ok())
                        .unwrap_or_default();
                    steps.push(key.replace('~', "~0").replace('/', "~1"));
                }
                Step::Item(index) => steps.push(index.to_string()),
            }
            location = Location(row.parent);
        }
        let mut pointer = self.prefix.to_owned();
        for step in steps.iter().rev() {
            pointer.push('/');
            pointer.push_str(step);
        }
        pointer
    }
}

/// Where a part of a text stands among the letters that the text is written with; none if these are
/// of another text. What is trimmed off a text may be written around it.
fn within(
    mut letters: Unescaped<impl Iterator<Item = (usize, char)>>,
    text: &str,
    part: &Range<usize>,
) -> Option<Range<usize>> {
    let mut written = String::new();
    let mut places = Vec::new();
    for (place, letter) in letters.by_ref() {
        places.push((written.len(), place));
        written.push(letter);
    }
    places.push((written.len(), letters.end?));
    let mut found = written.match_indices(text);
    let (at, _) = found.next().filter(|_| found.next().is_none())?;
    let place = |byte: usize| {
        let index = places.partition_point(|(start, _)| *start < byte);
        places.get(index).map(|(_, place)| *place)
    };
    Some(place(at + part.start)?..place(at + part.end)?)
}

impl Place {
    /// The line and the column at which it begins, both from 1, the column in characters.
    pub fn line_column(&self, text: &str) -> (usize, usize) {
        line_column(text, self.range.start)
    }
}

/// The line and the column of a byte, both from 1, the column in characters.
pub(super) fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before[start..].trim_start_matches('\u{feff}');
    (line, column.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::ValueKind;
    use crate::studio::import;

    /// What stands in the input for the part of the body of the one message.
    #[track_caller]
    fn part<'i>(input: &'i str, part: &str) -> &'i str {
        let imported = import(input, "bot").unwrap();
        let body = &imported.flow.widgets[0].properties[0].value;
        let ValueKind::Text(text) = &body.kind else {
            panic!("{body:?}")
        };
        let start = text.find(part).unwrap();
        let range = start..start + part.len();
        let range = imported.places.part(input, body.at, text, &range).unwrap();
        &input[range]
    }

    fn flow(body: &str) -> String {
        format!(
            r#"{{"states": [{{"name": "a", "type": "send-message", "transitions": [],
                "properties": {{"body": "{body}"}}}}]}}"#
        )
    }

    #[test]
    fn a_part_of_a_text_is_found_between_its_escapes() {
        let flow = flow(r#"caf\u00e9 \"é\"\n\ud83d\ude00{{x}} \/ end"#);
        assert_eq!(part(&flow, "é "), r"\u00e9 ");
        assert_eq!(part(&flow, "\"é\"\n"), r#"\"é\"\n"#);
        assert_eq!(part(&flow, "😀"), r"\ud83d\ude00");
        assert_eq!(part(&flow, "{{x}}"), "{{x}}");
        assert_eq!(part(&flow, "/ end"), r"\/ end");
    }

    #[test]
    fn a_part_is_found_in_a_definition_that_is_itself_a_text() {
        let inner = flow(r#"say \"hi\"\n{{x}}!"#);
        let input = serde_json::json!({ "friendly_name": "a", "definition": inner }).to_string();
        assert_eq!(part(&input, "{{x}}!"), "{{x}}!");
        assert_eq!(part(&input, "\"hi\"\n"), r#"\\\"hi\\\"\\n"#);
    }

    #[test]
    fn of_another_text_the_whole_is_meant() {
        let input = flow("a, b, a");
        let imported = import(&input, "bot").unwrap();
        let at = imported.flow.widgets[0].properties[0].value.at;
        let found = |text: &str| &input[imported.places.part(&input, at, text, &(0..1)).unwrap()];
        assert_eq!(found("b"), "b");
        assert_eq!(found("a"), "\"a, b, a\"");
        assert_eq!(found("x"), "\"a, b, a\"");
        let states = imported.flow.widgets[0].arms[0].target.at();
        let range = imported.places.part(&input, states, "a", &(0..1)).unwrap();
        assert_eq!(&input[range], "[]");
        assert_eq!(
            imported.places.part(&input, Location(999), "a", &(0..1)),
            None
        );
    }
}
