//! Flows of every kind, event and type of the catalogue, with texts and names as bad as they come.

use std::fmt;

use flow_model::Location;
use flow_model::catalogue::{self, Kind, OPERATORS, Type};
use flow_model::flow::{
    Arm, Event, Flow, Migration, Name, Property, Target, Value, ValueKind, Widget, Word,
};
use flow_model::source::print;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

const HERE: Location = Location(0);

/// Names that Rust takes for words of its own among them.
const NAMES: &[&str] = &[
    "match",
    "loop",
    "type",
    "greet",
    "ask_Name",
    "true",
    "r",
    "b",
    "json",
    "flow",
    "pub",
    "größe",
    "send_message",
    "_x",
    "async",
    "x1",
];

/// A flow that shows itself as it is printed.
#[derive(Clone)]
pub(super) struct Shown(pub(super) Flow);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&print(&self.0, &[]))
    }
}

pub(super) fn flow() -> impl Strategy<Value = Shown> {
    let widgets = proptest::sample::subsequence(NAMES, 1..=NAMES.len().min(6))
        .prop_flat_map(|names| {
            let others: Vec<_> = names
                .iter()
                .map(|name| widget(name, names.clone()))
                .collect();
            (trigger(names.clone()), others)
        })
        .prop_map(|(trigger, mut widgets)| {
            widgets.insert(0, trigger);
            widgets
        });
    (
        select(NAMES),
        option::of(text()),
        text(),
        option::of(any::<bool>()),
        option::of(select(&["Production", "crate::a::Settings"][..])),
        widgets,
        vec((old_widget(), select(NAMES)), 0..3),
    )
        .prop_map(
            |(
                called,
                friendly_name,
                description,
                allow_concurrent_calls,
                settings,
                widgets,
                migrations,
            )| {
                Shown(Flow {
                    name: name(called),
                    friendly_name: friendly_name.map(|text| name(&text)),
                    description,
                    allow_concurrent_calls,
                    settings: settings.map(name),
                    widgets,
                    migrations: migrations.into_iter().map(migration).collect(),
                    ..Flow::default()
                })
            },
        )
}

fn old_widget() -> impl Strategy<Value = Word> {
    prop_oneof![
        select(NAMES).prop_map(word),
        text()
            .prop_filter("it has a name", |text| !text.is_empty())
            .prop_map(quoted),
    ]
}

fn migration((from, to): (Word, &str)) -> Migration {
    Migration {
        from,
        to: Target::Widget(name(to)),
    }
}

fn name(text: &str) -> Name {
    Name {
        text: text.to_owned(),
        at: HERE,
    }
}

fn word(text: &str) -> Word {
    Word {
        text: text.to_owned(),
        quoted: false,
        at: HERE,
    }
}

fn quoted(text: String) -> Word {
    Word {
        text,
        quoted: true,
        at: HERE,
    }
}

/// Short texts and long ones, of all that is hard to write down.
fn text() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "a",
        "word",
        "Hello there. ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "  ",
        "\"",
        "\"#",
        "\\",
        "\\n",
        "{{ x | default: \"y\" }}",
        "{{a b}}",
        "{% if a %}",
        "{",
        "{\"a\": [1, 2]}",
        "[",
        "}",
        "*/",
        "/",
        "//",
        "'",
        "\0",
        "\u{1b}",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "\u{202e}",
        "\u{2028}",
        "\u{2066}",
        "\u{3000}",
        "\u{feff}",
        "\u{e0061}",
        "é",
        "👩\u{200d}💻",
        "❤\u{fe0f}",
        "e\u{301}",
        "\u{10ffff}",
        "a longer run of words that goes on, ",
        "https://example.com/path?with=query&and=more",
    ];
    prop_oneof![
        3 => vec(select(PIECES), 0..4).prop_map(|pieces| pieces.concat()),
        2 => vec(select(PIECES), 4..40).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

fn value(kind: ValueKind) -> Value {
    Value { kind, at: HERE }
}

fn string() -> impl Strategy<Value = Value> {
    text().prop_map(|text| value(ValueKind::Text(text)))
}

fn number() -> impl Strategy<Value = Value> {
    "-?[0-9]{1,20}(\\.[0-9]{1,4})?".prop_map(|number| value(ValueKind::Number(number)))
}

fn flag() -> impl Strategy<Value = Value> {
    any::<bool>().prop_map(|flag| value(ValueKind::Flag(flag)))
}

/// Any value, whatever is wanted there.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => string(),
        1 => text().prop_map(|text| value(ValueKind::Json(text))),
        1 => number(),
        1 => flag(),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|items| value(ValueKind::List(items))),
            entries(inner).prop_map(|entries| value(ValueKind::Map(entries))),
        ]
    })
}

fn entries(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Vec<Property>> {
    let key = prop_oneof![select(NAMES).prop_map(word), text().prop_map(quoted),];
    vec((key, values, docs()), 0..4).prop_map(|entries| {
        let property = |(key, value, docs)| Property { key, value, docs };
        entries.into_iter().map(property).collect()
    })
}

fn docs() -> impl Strategy<Value = String> {
    prop_oneof![4 => Just(String::new()), 1 => text()]
}

fn callee() -> impl Strategy<Value = Value> {
    let path = select(&["Book", "functions::Book", "::a::b", "crate::match"][..]);
    (path, entries(anything())).prop_map(|(path, fields)| {
        value(ValueKind::Callee {
            path: path.to_owned(),
            fields,
        })
    })
}

/// A value of the type, or now and then another.
fn of_type(ty: &'static Type, default: Option<&'static str>) -> BoxedStrategy<Value> {
    let fitting = match ty {
        Type::Integer { .. } => match default {
            Some(default) => {
                prop_oneof![Just(value(ValueKind::Number(default.to_owned()))), number()].boxed()
            }
            None => number().boxed(),
        },
        Type::Flag => flag().boxed(),
        Type::Function | Type::Flow => callee().boxed(),
        Type::List(item) => vec(of_type(item, None), 0..4)
            .prop_map(|items| value(ValueKind::List(items)))
            .boxed(),
        Type::Object(rows) => properties(rows)
            .prop_map(|entries| value(ValueKind::Map(entries)))
            .boxed(),
        Type::Map { .. } => entries(anything())
            .prop_map(|entries| value(ValueKind::Map(entries)))
            .boxed(),
        _ => match default {
            Some(default) => {
                prop_oneof![Just(value(ValueKind::Text(default.to_owned()))), string()].boxed()
            }
            None => string().boxed(),
        },
    };
    prop_oneof![8 => fitting, 1 => anything()].boxed()
}

fn properties(rows: &'static [catalogue::Property]) -> BoxedStrategy<Vec<Property>> {
    let known = rows.iter().map(|row| {
        let value = of_type(&row.ty, row.default);
        let property = (value, docs()).prop_map(|(value, docs)| Property {
            key: word(row.word),
            value,
            docs,
        });
        option::of(property).boxed()
    });
    let known: Vec<_> = known.collect();
    (known, quoted_properties())
        .prop_map(|(known, quoted)| known.into_iter().flatten().chain(quoted).collect())
        .boxed()
}

fn quoted_properties() -> impl Strategy<Value = Vec<Property>> {
    vec((text(), anything(), docs()), 0..2).prop_map(|properties| {
        let property = |(key, value, docs)| Property {
            key: quoted(key),
            value,
            docs,
        };
        properties.into_iter().map(property).collect()
    })
}

fn target(names: Vec<&'static str>) -> impl Strategy<Value = Target> {
    prop_oneof![
        1 => Just(Target::End(HERE)),
        3 => select(names).prop_map(|to| Target::Widget(name(to))),
    ]
}

fn arm(event: Event, target: Target) -> Arm {
    Arm {
        event,
        target,
        label: None,
        subject: None,
    }
}

fn named(word: Word) -> Event {
    Event::Named {
        word,
        arguments: None,
    }
}

/// Each event of the kind once or not at all, perhaps one that is quoted, and perhaps `_`.
fn events(kind: Option<&'static Kind>, names: Vec<&'static str>) -> BoxedStrategy<Vec<Arm>> {
    let known = kind.map_or(&[][..], |kind| kind.events);
    let few = names[..names.len().min(2)].to_vec();
    let known: Vec<_> = known
        .iter()
        .map(|event| {
            let arm = target(few.clone()).prop_map(|target| arm(named(word(event.word)), target));
            option::weighted(0.9, arm)
        })
        .collect();
    let quoted = (text(), target(few)).prop_map(|(text, target)| arm(named(quoted(text)), target));
    let rest = target(names).prop_map(|target| arm(Event::Rest(HERE), target));
    (
        known,
        option::weighted(0.1, quoted),
        option::weighted(0.1, rest),
    )
        .prop_map(|(known, quoted, rest)| {
            known
                .into_iter()
                .flatten()
                .chain(quoted)
                .chain(rest)
                .collect()
        })
        .boxed()
}

fn branches(names: Vec<&'static str>) -> BoxedStrategy<Vec<Arm>> {
    let operator = prop_oneof![
        8 => (0..OPERATORS.len()).prop_map(|index| word(OPERATORS[index].word)),
        1 => text().prop_map(quoted),
    ];
    let arguments = option::of(vec(string(), 0..4));
    let branch = (
        operator,
        arguments,
        target(names.clone()),
        option::of(text()),
        option::weighted(0.1, string()),
    )
        .prop_map(|(word, arguments, target, label, subject)| Arm {
            event: Event::Named { word, arguments },
            target,
            label,
            subject,
        });
    let rest = target(names).prop_map(|target| arm(Event::Rest(HERE), target));
    (vec(branch, 0..6), rest)
        .prop_map(|(mut arms, rest)| {
            arms.push(rest);
            arms
        })
        .boxed()
}

fn trigger(names: Vec<&'static str>) -> impl Strategy<Value = Widget> {
    let kind = &catalogue::KINDS[0];
    (events(Some(kind), names), option::of(text())).prop_map(|(arms, called)| Widget {
        kind: word("trigger"),
        ident: name("trigger"),
        name: called.map(|text| name(&text)),
        docs: String::new(),
        place: Some((0, -7)),
        allows: Vec::new(),
        properties: Vec::new(),
        arms,
    })
}

fn widget(ident: &'static str, names: Vec<&'static str>) -> impl Strategy<Value = Widget> {
    let known = (1..catalogue::KINDS.len()).prop_flat_map({
        let names = names.clone();
        move |index| {
            let kind = &catalogue::KINDS[index];
            let arms = match kind.is_split() {
                true => branches(names.clone()),
                false => events(Some(kind), names.clone()),
            };
            (Just(word(kind.word)), properties(kind.properties), arms)
        }
    });
    let unknown = (
        text().prop_map(quoted),
        quoted_properties(),
        events(None, names),
    );
    let placed = option::of(any::<(i32, i32)>());
    (
        prop_oneof![8 => known, 1 => unknown],
        option::of(text()),
        docs(),
        placed,
    )
        .prop_map(
            move |((kind, properties, arms), called, docs, place)| Widget {
                kind,
                ident: name(ident),
                name: called.map(|text| name(&text)),
                docs,
                place,
                allows: Vec::new(),
                properties,
                arms,
            },
        )
}
