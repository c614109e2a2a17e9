//! What is said of random flows, held against random executions of them.

#![expect(clippy::expect_used, reason = "a test that is written wrong may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use flow_model::catalogue::KINDS;
use flow_model::check;
use flow_model::check::{gives, takes};
use flow_model::condition::{Condition, Subject};
use flow_model::flow::{Event, Target, Value, ValueKind};
use proptest::prelude::*;

use crate::source::Source;

mod onward;

/// Numbers that look random and are the same at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Ask,
    Say,
    Gather,
    Set,
    Split,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Ask => "send_and_wait_for_reply",
            Kind::Say => "send_message",
            Kind::Gather => "gather_input_on_call",
            Kind::Set => "set_variables",
            Kind::Split => "split_based_on",
        }
    }

    /// Its events, each with the keys that it sets, and those that it may set.
    fn events(
        self,
    ) -> &'static [(
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    )] {
        match self {
            Kind::Ask => &[
                ("incoming_message", &["inbound", "outbound"], &[]),
                ("timeout", &["outbound"], &[]),
                ("delivery_failure", &[], &["outbound"]),
            ],
            Kind::Say => &[("sent", &["outbound"], &[]), ("failed", &[], &["outbound"])],
            Kind::Gather => &[
                ("keypress", &["Digits"], &[]),
                ("speech", &["SpeechResult"], &[]),
                ("timeout", &[], &[]),
            ],
            Kind::Set => &[("next", &[], &[])],
            Kind::Split => &[],
        }
    }
}

#[derive(Clone)]
struct Widget {
    kind: Kind,
    /// Paths that are read as they are.
    reads: BTreeSet<String>,
    /// What a split tests.
    input: String,
    /// What a variable is set to: its name, and a text or a path in braces.
    value: (&'static str, &'static str),
    /// The events or operators with their arguments, and the widgets they lead to; none: the end.
    arms: Vec<(String, Option<usize>)>,
}

const STARTS: [(&str, &str); 2] = [("incoming_message", "message"), ("incoming_call", "call")];

/// What messages say and variables are set to.
const TEXTS: [&str; 5] = ["", "yes", "No", "5", "yes please"];

const CONDITIONS: [(&str, &str); 9] = [
    ("equal_to", "yes"),
    ("equal_to", "no"),
    ("contains", "yes"),
    ("starts_with", "n"),
    ("less_than", "7"),
    ("is_blank", ""),
    ("is_not_blank", ""),
    ("not_equal_to", "yes"),
    ("does_not_contain", "e"),
];

struct Made {
    starts: Vec<(usize, usize)>,
    widgets: Vec<Widget>,
}

impl Made {
    fn new(random: &mut Random) -> Made {
        let count = 2 + random.below(7);
        let kinds = [
            Kind::Ask,
            Kind::Say,
            Kind::Say,
            Kind::Gather,
            Kind::Set,
            Kind::Split,
        ];
        let kinds: Vec<_> = (0..count).map(|_| random.one_of(&kinds)).collect();
        let some = random.below(3);
        let starts = (0..2).filter(|start| some == 2 || some == *start);
        let starts = starts
            .map(|start| (start, random.below(2.min(count))))
            .collect();
        let widgets = (0..count).map(|place| widget(place, &kinds, random));
        Made {
            starts,
            widgets: widgets.collect(),
        }
    }

    fn source(&self) -> String {
        let mut text = String::from("trigger {");
        for (start, to) in &self.starts {
            let _ = write!(text, " {} => w{to}", STARTS[*start].0);
        }
        text += " }\n";
        for (place, widget) in self.widgets.iter().enumerate() {
            let mut body = format!("w{place}:");
            for path in &widget.reads {
                let _ = write!(body, " {{{{{path}}}}}");
            }
            let _ = write!(text, "{} w{place} {{ ", widget.kind.word());
            let _ = match widget.kind {
                Kind::Ask | Kind::Say => write!(text, "body: \"{body}\""),
                Kind::Gather => write!(text, "say: \"{body}\""),
                Kind::Set => write!(
                    text,
                    "variables: {{ {}: \"{}\" }}",
                    widget.value.0, widget.value.1
                ),
                Kind::Split => write!(text, "input: \"{{{{{}}}}}\"", widget.input),
            };
            for (event, to) in &widget.arms {
                let to = to.map_or("end".to_owned(), |to| format!("w{to}"));
                let _ = write!(text, " {event} => {to}");
            }
            text += " }\n";
        }
        text
    }
}

fn path(kinds: &[Kind], random: &mut Random) -> String {
    let widget = random.below(kinds.len());
    match (kinds[widget], random.below(6)) {
        (_, 0) => format!("trigger.{}.Body", random.one_of(&STARTS).1),
        (_, 1) | (Kind::Set | Kind::Split, _) => {
            format!("flow.variables.{}", random.one_of(&["x", "y"]))
        }
        (Kind::Ask, _) => format!(
            "widgets.w{widget}.{}.Body",
            random.one_of(&["inbound", "inbound", "outbound"])
        ),
        (Kind::Say, _) => format!("widgets.w{widget}.outbound.Body"),
        (Kind::Gather, _) => format!(
            "widgets.w{widget}.{}",
            random.one_of(&["Digits", "SpeechResult"])
        ),
    }
}

fn widget(place: usize, kinds: &[Kind], random: &mut Random) -> Widget {
    let kind = kinds[place];
    let target = |random: &mut Random| match random.below(5) {
        0 => None,
        // Mostly onwards, so that flows are long.
        1 => Some(random.below(kinds.len())),
        _ => Some((place + 1 + random.below(2)).min(kinds.len() - 1)),
    };
    let mut arms: Vec<(String, Option<usize>)> = Vec::new();
    if kind == Kind::Split {
        for _ in 0..1 + random.below(3) {
            let event = match random.one_of(&CONDITIONS) {
                (operator, "") => operator.to_owned(),
                (operator, argument) => format!("{operator}(\"{argument}\")"),
            };
            arms.push((event, target(random)));
        }
        arms.push(("_".to_owned(), target(random)));
    }
    for (event, ..) in kind.events() {
        arms.push(((*event).to_owned(), target(random)));
    }
    let speaks = !matches!(kind, Kind::Set | Kind::Split);
    let reads = if speaks { random.below(4) } else { 0 };
    Widget {
        kind,
        reads: (0..reads).map(|_| path(kinds, random)).collect(),
        input: match random.below(3) {
            // Few subjects, so that some are tested twice.
            0 => "trigger.message.Body".to_owned(),
            1 => "flow.variables.x".to_owned(),
            _ => path(kinds, random),
        },
        value: (
            random.one_of(&["x", "x", "y"]),
            random.one_of(&["", "yes", "No", "5", "{{trigger.message.Body}}"]),
        ),
        arms,
    }
}

/// What an execution knows of a path: whether it is set, and its text.
#[derive(Clone, Debug)]
struct Known {
    /// Whether it is surely there.
    sure: bool,
    text: &'static str,
}

/// What was seen in all executions.
#[derive(Default)]
struct Seen {
    /// Reads that had something to read, or may have had.
    set: BTreeSet<(usize, String)>,
    /// Reads that surely had nothing to read.
    unset: BTreeSet<(usize, String)>,
    /// Widgets that were visited.
    visited: BTreeSet<usize>,
    /// Arms that were taken.
    taken: BTreeSet<(usize, usize)>,
}

/// One execution.
fn run(made: &Made, random: &mut Random, seen: &mut Seen) {
    let (start, first) = made.starts[random.below(made.starts.len())];
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    let text = random.one_of(&TEXTS);
    known.insert(
        format!("trigger.{}.Body", STARTS[start].1),
        Known { sure: true, text },
    );
    let mut at = Some(first);
    for _ in 0..40 {
        let Some(place) = at else { return };
        enter(made, place, &known, seen);
        at = leave(made, place, &mut known, random, seen);
    }
}

/// It comes to a widget.
fn enter(made: &Made, place: usize, known: &BTreeMap<String, Known>, seen: &mut Seen) {
    seen.visited.insert(place);
    for path in &made.widgets[place].reads {
        match known.get(path) {
            Some(_) => seen.set.insert((place, path.clone())),
            None => seen.unset.insert((place, path.clone())),
        };
    }
}

/// It leaves a widget; for which one.
fn leave(
    made: &Made,
    place: usize,
    known: &mut BTreeMap<String, Known>,
    random: &mut Random,
    seen: &mut Seen,
) -> Option<usize> {
    let widget = &made.widgets[place];
    let arm = match widget.kind {
        Kind::Split => choose(widget, known),
        _ => random.below(widget.arms.len()),
    };
    seen.taken.insert((place, arm));
    if widget.kind == Kind::Set {
        let (name, value) = widget.value;
        let text = match value.starts_with('{') {
            true => known
                .get("trigger.message.Body")
                .map_or("", |known| known.text),
            false => value,
        };
        known.insert(format!("flow.variables.{name}"), Known { sure: true, text });
    }
    if let Some((_, set, may)) = widget.kind.events().get(arm) {
        for (key, sure) in set
            .iter()
            .map(|key| (key, true))
            .chain(may.iter().map(|key| (key, false)))
        {
            let path = match *key {
                "inbound" | "outbound" => format!("widgets.w{place}.{key}.Body"),
                key => format!("widgets.w{place}.{key}"),
            };
            let text = random.one_of(&TEXTS);
            let sure = sure || known.get(&path).is_some_and(|known| known.sure);
            known.insert(path, Known { sure, text });
        }
    }
    widget.arms[arm].1
}

/// The first arm that holds.
fn choose(widget: &Widget, known: &BTreeMap<String, Known>) -> usize {
    let text = known.get(&widget.input).map_or("", |known| known.text);
    let holds = |event: &str| {
        let (operator, argument) = event.split_once("(\"").unwrap_or((event, ""));
        let argument = argument.trim_end_matches("\")");
        let condition = Condition::new(operator, &[argument]);
        condition.is_none_or(|condition| condition.holds(&Subject::new(text)))
    };
    let first = widget.arms.iter().position(|(event, _)| holds(event));
    first.expect("`_` holds always")
}

/// Findings by code: the widget, and the path or the arm's token number in it.
type Said = BTreeSet<(&'static str, usize, String)>;

fn said(source: &Source, made: &Made) -> (Said, BTreeSet<(usize, usize)>) {
    let (mut said, mut never_taken) = (Said::new(), BTreeSet::new());
    for found in check(&source.flow) {
        let token = source.token(found.location);
        if found.code.name == "arm_never_taken" {
            let arms =
                source
                    .flow
                    .widgets
                    .iter()
                    .skip(1)
                    .enumerate()
                    .flat_map(|(place, widget)| {
                        widget
                            .arms
                            .iter()
                            .enumerate()
                            .map(move |(arm, written)| (place, arm, written.event.at()))
                    });
            never_taken.extend(
                arms.filter(|(.., at)| *at == found.location)
                    .map(|(place, arm, _)| (place, arm)),
            );
        }
        let Some((name, _)) = token.trim_matches('"').split_once(':') else {
            continue;
        };
        let place: usize = name[1..].parse().expect("a widget");
        assert!(place < made.widgets.len());
        if let Some(range) = found.range {
            said.insert((
                found.code.name,
                place,
                token.trim_matches('"')[range].to_owned(),
            ));
        }
    }
    (said, never_taken)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_execution_gives_the_lie_to_what_is_said(seed in 1..u64::MAX) {
        let mut random = Random(seed);
        let made = Made::new(&mut random);
        let text = made.source();
        let source = Source::read(&text);
        let (said, never_taken) = said(&source, &made);
        let mut seen = Seen::default();
        for _ in 0..100 {
            run(&made, &mut random, &mut seen);
        }
        for (place, path) in &seen.set {
            let never = ("never_set_here", *place, path.clone());
            prop_assert!(!said.contains(&never), "w{place} has {path}\n{text}");
        }
        for (place, path) in &seen.unset {
            let told = said.iter().any(|(_, told, of)| told == place && of == path);
            // A variable that is only set after a first visit here is blank by design, and of what is
            // never reached another finding speaks.
            let is_excused = match path.strip_prefix("widgets.w") {
                Some(rest) => !seen.visited.contains(&rest[..1].parse().expect("a widget")),
                None => path.starts_with("flow.variables"),
            };
            prop_assert!(told || is_excused, "w{place} has no {path}\n{text}");
        }
        for taken in &seen.taken {
            prop_assert!(!never_taken.contains(taken), "{taken:?} is taken\n{text}");
        }
    }
}

/// Pieces of templates, of which most fit nowhere.
const PIECES: [&str; 22] = [
    "{{",
    "}}",
    "{%",
    "%}",
    "if ",
    "endif",
    "for x in ",
    "endfor",
    "assign y = ",
    " | default: 'x'",
    " | plus: 1",
    "widgets",
    ".w1",
    ".w9",
    ".inbound",
    "flow.variables.x",
    "trigger.message",
    ".Body",
    "['x']",
    "[",
    " ",
    "settings.a",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_flow_makes_it_panic(seed in 1..u64::MAX) {
        let mut random = Random(seed);
        let made = Made::new(&mut random);
        let mut flow = Source::read(&made.source()).flow;
        let text = |random: &mut Random| -> String {
            (0..random.below(12)).map(|_| random.one_of(&PIECES)).collect()
        };
        for widget in &mut flow.widgets {
            if random.below(4) == 0 {
                widget.kind.text = KINDS[random.below(KINDS.len())].word.to_owned();
                widget.kind.quoted = random.below(4) == 0;
            }
            if random.below(6) == 0 {
                widget.ident.text = random.one_of(&["w1", "", "end", "trigger"]).to_owned();
            }
            for property in &mut widget.properties {
                property.value.kind = match random.below(6) {
                    0 => ValueKind::Error,
                    1 => continue,
                    _ => ValueKind::Text(text(&mut random)),
                };
            }
            for arm in &mut widget.arms {
                if random.below(6) == 0 {
                    arm.target = Target::Error(arm.event.at());
                }
                if random.below(6) == 0 {
                    arm.event = Event::Rest(arm.event.at());
                }
                let kind = ValueKind::Text(text(&mut random));
                arm.subject = (random.below(6) == 0).then(|| Value { kind, at: arm.event.at() });
            }
        }
        check(&flow);
        gives(&flow);
        takes(&flow);
    }
}
