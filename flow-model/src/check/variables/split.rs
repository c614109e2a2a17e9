//! What the arms of a split say of what it tests.

use std::collections::HashMap;
use std::ops::Range;

use super::cells::{Cell, Meaning, Names};
use super::plan::Numbers;
use super::sites::{Site, Template};
use crate::Text;
use crate::catalogue;
use crate::check::context::known;
use crate::check::literal::has_liquid;
use crate::condition::{Condition, Decimal, Subject, date, entries, fold, time};
use crate::flow::{Arm, Event, Value, ValueKind};

/// A split, as far as it is known what it tests.
pub(super) struct Split {
    /// The cell that its subject reads, where that is one.
    pub(super) cell: Option<usize>,
    /// The variable that it tests as it is, by its number among those that are followed.
    pub(super) variable: Option<usize>,
    /// The conditions that are followed of its subject.
    pub(super) topic: Option<usize>,
    /// Each arm by its place; none for `_`, and for what nothing is known of.
    pub(super) tests: Vec<Option<Test>>,
    /// An arm `is_blank` stands beside `_`: what takes `_` is not blank.
    pub(super) rest_is_not_blank: bool,
}

/// A condition on a text that is known.
pub(super) struct Test {
    operator: &'static str,
    /// None for a pattern.
    condition: Option<Condition>,
    /// What its argument is compared as is no number, time or date, so that nothing is known.
    unreadable: bool,
    /// What takes the arm is not blank.
    pub(super) is_of_something: bool,
    /// Its number among the conditions that are followed.
    pub(super) fact: Option<usize>,
    /// The texts that alone it accepts, folded.
    texts: Option<Vec<String>>,
    /// It and its arguments, as far as they matter.
    pub(super) identity: String,
}

/// The subject that two splits or more test.
pub(super) struct Topic<'f> {
    /// Its conditions, by their numbers.
    pub(super) facts: Range<usize>,
    /// What changes it; none: nothing does.
    pub(super) source: Option<Source<'f>>,
    /// The splits that test it.
    pub(super) splits: Vec<usize>,
    /// The subject as it is written.
    pub(super) text: String,
}

/// Where a subject comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source<'f> {
    Widget(usize),
    Variable(&'f str),
    Channel,
}

/// A variable that some split tests as it is: its text is followed.
pub(super) struct Followed<'f> {
    pub(super) name: &'f str,
    pub(super) splits: Vec<usize>,
}

/// All splits of a flow.
#[derive(Default)]
pub(super) struct Splits<'f> {
    /// By widget.
    pub(super) list: HashMap<usize, Split>,
    pub(super) topics: Vec<Topic<'f>>,
    pub(super) variables: Vec<Followed<'f>>,
    /// Of each condition that is followed: the texts that alone it accepts.
    pub(super) facts: Vec<Option<Vec<String>>>,
}

/// Filters that leave blank what is blank.
const BLANK_STAYS: [&str; 14] = [
    "downcase",
    "upcase",
    "capitalize",
    "strip",
    "lstrip",
    "rstrip",
    "strip_newlines",
    "first",
    "last",
    "replace",
    "remove",
    "truncate",
    "slice",
    "split",
];

/// Filters that change nothing for a condition, which trims and ignores case.
const SAME: [&str; 6] = [
    "downcase",
    "upcase",
    "capitalize",
    "strip",
    "lstrip",
    "rstrip",
];

/// What the input of a split says.
struct Input<'f> {
    widget: usize,
    meaning: Meaning<'f>,
    source: Option<Source<'f>>,
    /// Whether the filters change nothing for a condition.
    exact: bool,
    /// The path, and the filters where they matter.
    identity: String,
    /// It is a variable and no part of one.
    is_whole_variable: bool,
}

impl<'f> Splits<'f> {
    pub(super) fn new(
        names: &Names<'_, 'f>,
        templates: &[Template<'f>],
        numbers: &mut Numbers<'f>,
    ) -> Self {
        let mut splits = Splits::default();
        let inputs: Vec<_> = templates
            .iter()
            .filter(|template| template.site == Site::Input)
            .filter_map(|template| input(names, template))
            .collect();
        let mut times: HashMap<&str, usize> = HashMap::new();
        for input in &inputs {
            *times.entry(&input.identity).or_default() += 1;
        }
        let mut known = Known::default();
        for input in &inputs {
            let arms = &names.cx.flow.widgets[input.widget].arms;
            let mut split = Split {
                cell: match input.meaning {
                    Meaning::Cell(cell) => Some(numbers.number(cell)),
                    _ => None,
                },
                variable: splits.follow(input),
                topic: None,
                tests: arms.iter().map(test).collect(),
                rest_is_not_blank: false,
            };
            let mut tests = split.tests.iter().flatten();
            split.rest_is_not_blank = tests.any(|test| test.operator == "is_blank");
            if times.get(input.identity.as_str()) > Some(&1) {
                known.split(&mut splits, input, &mut split);
            }
            splits.list.insert(input.widget, split);
        }
        known.number(&mut splits);
        splits
    }

    fn follow(&mut self, input: &Input<'f>) -> Option<usize> {
        let Meaning::Cell(Cell::Variable(name)) = input.meaning else {
            return None;
        };
        if !input.exact || !input.is_whole_variable {
            return None;
        }
        let place = self.variables.iter().position(|known| known.name == name);
        let place = place.unwrap_or_else(|| {
            self.variables.push(Followed {
                name,
                splits: Vec::new(),
            });
            self.variables.len() - 1
        });
        self.variables[place].splits.push(input.widget);
        Some(place)
    }
}

/// The conditions of each topic while they are being collected.
#[derive(Default)]
struct Known {
    topics: HashMap<String, usize>,
    /// Of each topic its conditions, each with its texts.
    conditions: Vec<Vec<Option<Vec<String>>>>,
    /// The place of each in its topic.
    places: HashMap<(usize, String), usize>,
}

impl Known {
    fn split<'f>(&mut self, splits: &mut Splits<'f>, input: &Input<'f>, split: &mut Split) {
        let next = splits.topics.len();
        let topic = *self.topics.entry(input.identity.clone()).or_insert(next);
        if topic == next {
            self.conditions.push(Vec::new());
            splits.topics.push(Topic {
                facts: 0..0,
                source: input.source,
                splits: Vec::new(),
                text: input.identity.clone(),
            });
        }
        splits.topics[topic].splits.push(input.widget);
        split.topic = Some(topic);
        let conditions = &mut self.conditions[topic];
        for test in split.tests.iter_mut().flatten() {
            let place = *self
                .places
                .entry((topic, test.identity.clone()))
                .or_insert_with(|| {
                    conditions.push(test.texts.clone());
                    conditions.len() - 1
                });
            test.fact = Some(place);
        }
    }

    /// Numbers all conditions, topic by topic.
    fn number(self, splits: &mut Splits<'_>) {
        for (topic, conditions) in splits.topics.iter_mut().zip(self.conditions) {
            let start = splits.facts.len();
            splits.facts.extend(conditions);
            topic.facts = start..splits.facts.len();
        }
        for split in splits.list.values_mut() {
            let Some(topic) = split.topic else { continue };
            let start = splits.topics[topic].facts.start;
            for test in split.tests.iter_mut().flatten() {
                test.fact = test.fact.map(|place| start + place);
            }
        }
    }
}

/// What a split's input says, where it is one path through filters that leave blank what is blank.
fn input<'f>(names: &Names<'_, 'f>, template: &Template<'f>) -> Option<Input<'f>> {
    let filters = template.survey.filters.as_ref()?;
    let [read] = template.survey.reads.as_slice() else {
        return None;
    };
    if !filters.iter().all(|filter| BLANK_STAYS.contains(filter)) {
        return None;
    }
    let meaning = names.meaning(&read.path);
    if let Meaning::Unknown(_) = meaning {
        return None;
    }
    let exact = filters.iter().all(|filter| SAME.contains(filter));
    let path: Vec<_> = read.path.iter().map(Text::as_str).collect();
    let mut identity = path.join(".");
    if !exact {
        identity += template.text[read.range.end..].trim_end_matches(['}', '-', ' ']);
    }
    Some(Input {
        widget: template.widget,
        meaning,
        source: source(names, meaning, &read.path),
        exact,
        identity,
        is_whole_variable: read.path.len() == 3,
    })
}

fn source<'f>(names: &Names<'_, 'f>, meaning: Meaning<'f>, path: &[Text]) -> Option<Source<'f>> {
    match meaning {
        Meaning::Cell(Cell::Ran(widget) | Cell::Output(widget, _) | Cell::Rest(widget)) => {
            Some(Source::Widget(widget))
        }
        Meaning::Cell(Cell::Variable(name)) => Some(Source::Variable(name)),
        Meaning::Cell(Cell::Channel) => Some(Source::Channel),
        Meaning::Always if path.first().is_some_and(|root| root.as_str() == "widgets") => {
            names.widget(path.get(1)?).map(Source::Widget)
        }
        _ => None,
    }
}

/// What an arm compares with, where that is known before anything is rendered.
fn test(arm: &Arm) -> Option<Test> {
    let Event::Named { word, arguments } = &arm.event else {
        return None;
    };
    if arm.subject.is_some() {
        return None;
    }
    let operator = catalogue::operator(known(word)?)?;
    let arguments: Option<Vec<_>> = arguments.iter().flatten().map(static_text).collect();
    let arguments = arguments?;
    let fits = match operator.arity {
        catalogue::Arity::None => arguments.is_empty(),
        catalogue::Arity::One => arguments.len() == 1,
        catalogue::Arity::Many => !arguments.is_empty(),
    };
    if !fits {
        return None;
    }
    let text = arguments.first().map_or("", |text| text.trim());
    let folded = || fold(text).into_owned();
    let listed = || entries(&arguments).map(|entry| fold(entry).into_owned());
    let (texts, is_of_something) = match operator.word {
        "equal_to" => (Some(vec![folded()]), !text.is_empty()),
        "matches_any_of" => (Some(listed().collect()), listed().next().is_some()),
        "is_blank" => (Some(vec![String::new()]), false),
        "is_not_blank" => (None, true),
        "contains" | "starts_with" | "less_than" | "greater_than" | "is_before_time"
        | "is_after_time" | "is_before_date" | "is_after_date" => (None, !text.is_empty()),
        _ => (None, false),
    };
    let argument = match operator.word {
        "regex" => text.to_owned(),
        "matches_any_of" | "does_not_match_any_of" => listed().collect::<Vec<_>>().join(","),
        _ => folded(),
    };
    Some(Test {
        operator: operator.word,
        condition: match operator.word {
            "regex" => None,
            word => Condition::new(word, &arguments),
        },
        unreadable: !is_readable(operator.word, text),
        is_of_something,
        fact: None,
        texts,
        identity: format!("{} {argument}", operator.word),
    })
}

/// The text of a value that holds no Liquid.
pub(super) fn static_text(value: &Value) -> Option<&str> {
    match &value.kind {
        ValueKind::Text(text) if !has_liquid(text) => Some(text),
        _ => None,
    }
}

/// Whether an operator can make something of a text: of a number, a time or a date it has to be one.
fn is_readable(operator: &str, text: &str) -> bool {
    match operator {
        "less_than" | "greater_than" => Decimal::new(text).is_some(),
        "is_before_time" | "is_after_time" => time(text).is_some(),
        "is_before_date" | "is_after_date" => date(text).is_some(),
        _ => true,
    }
}

impl Test {
    /// Whether it is true of a text; none where nobody knows.
    pub(super) fn holds(&self, text: &str) -> Option<bool> {
        if self.unreadable || !is_readable(self.operator, text.trim()) {
            return None;
        }
        Some(self.condition.as_ref()?.holds(&Subject::new(text)))
    }
}
