//! Flows at random: graphs of every shape, right or wrong, with hostile texts in them.

use flow_model::flow::{
    Arm, Event, Flow, Location, Name, Property, Target, Value, ValueKind, Widget, Word,
};
use proptest::prelude::*;

fn at() -> Location {
    Location::default()
}

fn word(text: &str, quoted: bool) -> Word {
    Word {
        text: text.to_owned(),
        quoted,
        at: at(),
    }
}

/// Texts that some reader takes for something else.
pub(super) fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,12}",
        "\\PC{0,20}",
        ".{0,200}",
        Just("</title><script>alert(1)</script>".to_owned()),
        Just("\"]; end --> x[\"%%{init: {}}%%".to_owned()),
        Just("a\\\"b\\N&lt;\n<br/>`#quot;style x:#1;".to_owned()),
        Just("\u{0}\u{1b}\u{fffe}\u{202e}".to_owned()),
    ]
}

fn arm(count: usize) -> impl Strategy<Value = (usize, usize, String)> {
    (0..8usize, 0..count + 3, texts())
}

/// An arm of a widget: what it answers to by number, where it leads, past the last widget nowhere.
fn made_arm((event, target, text): (usize, usize, String), count: usize, is_split: bool) -> Arm {
    let value = Value {
        kind: ValueKind::Text(text.clone()),
        at: at(),
    };
    let named = |word_text: &str, quoted, arguments| Event::Named {
        word: word(word_text, quoted),
        arguments,
    };
    let event = match (is_split, event) {
        (_, 0) => Event::Rest(at()),
        (true, 1 | 2) => named("equal_to", false, Some(vec![value])),
        (true, 3 | 4) => named("contains", false, Some(vec![value])),
        (true, _) => named("is_blank", false, None),
        (false, 1) => named("sent", false, None),
        (false, 2) => named("timeout", false, None),
        (false, 3) => named(&text, true, None),
        (false, _) => named("incoming_message", false, None),
    };
    let target = match target {
        target if target < count => Target::Widget(Name {
            text: format!("w{target}"),
            at: at(),
        }),
        target if target == count => Target::End(at()),
        target if target == count + 1 => Target::Error(at()),
        _ => Target::Widget(Name {
            text: format!("nobody {text}"),
            at: at(),
        }),
    };
    Arm {
        event,
        target,
        label: (text.len() == 3).then_some(text),
        subject: None,
    }
}

/// Whether two arms answer to one event: the later one means nothing.
fn same_event(a: &Arm, b: &Arm) -> bool {
    match (&a.event, &b.event) {
        (Event::Rest(_), Event::Rest(_)) => true,
        (
            Event::Named { word, arguments },
            Event::Named {
                word: other,
                arguments: others,
            },
        ) => (word, arguments) == (other, others),
        _ => false,
    }
}

fn widget(index: usize, count: usize) -> impl Strategy<Value = Widget> {
    let kinds = [
        ("send_message", false, "body", "sent"),
        ("send_and_wait_for_reply", false, "body", "incoming_message"),
        ("split_based_on", false, "input", ""),
        ("from-the-future", true, "it", "done"),
    ];
    let arms = prop::collection::vec(arm(count), 0..6);
    (prop::sample::select(kinds.to_vec()), texts(), texts(), arms).prop_map(
        move |((kind, quoted, property, event), name, text, arms)| {
            let is_split = kind == "split_based_on";
            let mut made: Vec<Arm> = Vec::new();
            for arm in arms {
                let mut arm = made_arm(arm, count, is_split);
                if !is_split
                    && let Event::Named { word, .. } = &mut arm.event
                    && !word.quoted
                {
                    // Only what the widget knows, so that each arm means something.
                    *word = self::word(event, quoted);
                }
                if !made.iter().any(|other| same_event(other, &arm)) {
                    made.push(arm);
                }
            }
            if !is_split {
                // `_` next to every event would mean nothing.
                let rest = |arm: &Arm| matches!(arm.event, Event::Rest(_));
                if made.len() > 1 {
                    made.retain(|arm| !rest(arm));
                }
            }
            Widget {
                kind: word(kind, quoted),
                ident: Name {
                    text: format!("w{index}"),
                    at: at(),
                },
                name: (!name.is_empty()).then(|| Name {
                    text: name,
                    at: at(),
                }),
                docs: String::new(),
                place: None,
                allows: Vec::new(),
                properties: vec![Property {
                    key: word(property, quoted),
                    value: Value {
                        kind: ValueKind::Text(text),
                        at: at(),
                    },
                    docs: String::new(),
                }],
                arms: made,
            }
        },
    )
}

/// Whole flows, most of them with a trigger.
pub(super) fn flows() -> impl Strategy<Value = Flow> {
    (1..24usize, any::<u8>()).prop_flat_map(|(count, trigger)| {
        let widgets: Vec<_> = (0..count).map(|index| widget(index, count)).collect();
        widgets.prop_map(move |mut widgets| {
            if trigger % 4 > 0 {
                let name = Name {
                    text: "trigger".to_owned(),
                    at: at(),
                };
                widgets[0].kind = word("trigger", false);
                widgets[0].ident = name;
                widgets[0].properties.clear();
            }
            Flow {
                widgets,
                ..Flow::default()
            }
        })
    })
}
