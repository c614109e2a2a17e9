//! All checks of a flow of 1,000 widgets and 2,000 templates, and the reading of its templates alone.

use flow_runtime::model::flow::{
    Arm, Event, Flow, Location, Name, Property, Target, Value, ValueKind, Widget, Word,
};
use flow_runtime::model::{check, liquid};

fn main() {
    divan::main();
}

/// Questions, each with what is done about the answer: seven widgets a round.
const ROUNDS: usize = 143;

/// Names, dangling events, reach, templates, variables, arms.
#[divan::bench(sample_count = 50)]
fn check_1000_widgets(bencher: divan::Bencher<'_, '_>) {
    let flow = flow();
    assert_eq!(check(&flow), []);
    bencher.bench(|| check(&flow));
}

/// What of it is the reading of templates.
#[divan::bench(sample_count = 50)]
fn read_2000_templates(bencher: divan::Bencher<'_, '_>) {
    let flow = flow();
    let mut texts = Vec::new();
    let values = flow.widgets.iter().flat_map(|widget| &widget.properties);
    values.for_each(|property| collect(&property.value, &mut texts));
    assert!(texts.len() >= 2000, "{}", texts.len());
    bencher.bench(|| {
        texts
            .iter()
            .map(|text| liquid::survey(text).reads.len())
            .sum::<usize>()
    });
}

fn collect<'f>(value: &'f Value, texts: &mut Vec<&'f str>) {
    match &value.kind {
        ValueKind::Text(text) if text.contains("{{") => texts.push(text),
        ValueKind::Map(entries) => {
            entries
                .iter()
                .for_each(|entry| collect(&entry.value, texts));
        }
        _ => {}
    }
}

fn flow() -> Flow {
    let mut flow = Flow {
        name: name("Large".to_owned()),
        ..Flow::default()
    };
    let starts = [
        "incoming_message",
        "incoming_conversation_message",
        "incoming_request",
    ];
    widget(
        &mut flow,
        ("trigger", "trigger".into()),
        vec![],
        starts.map(|event| (event, Some("ask_0".into()))).to_vec(),
    );
    for round in 0..ROUNDS {
        let named = |what: &str| Some(format!("{what}_{round}"));
        let next = match round + 1 {
            ROUNDS => None,
            next => Some(format!("ask_{next}")),
        };
        let reply = format!("{{{{widgets.ask_{round}.inbound.Body}}}}");
        let greeting = format!(
            "Question {round} for {{{{flow.variables.name_{round} | default: 'you'}}}}, {{{{contact.channel.address}}}}:"
        );
        widget(
            &mut flow,
            ("ask", format!("ask_{round}")),
            vec![
                text("body", &greeting),
                text("attributes", "{{flow.variables | to_json}}"),
            ],
            vec![("incoming_message", named("check")), ("_", named("miss"))],
        );
        widget(
            &mut flow,
            ("split", format!("check_{round}")),
            vec![text("input", &reply)],
            vec![
                ("equal_to yes", named("keep")),
                ("equal_to no", named("again")),
                ("_", named("again")),
            ],
        );
        widget(
            &mut flow,
            ("split", format!("again_{round}")),
            vec![text("input", &reply)],
            vec![("equal_to no", named("miss")), ("_", named("keep"))],
        );
        let entries = vec![
            text(&format!("name_{round}"), &reply),
            text(
                &format!("count_{round}"),
                &format!("{{{{flow.variables.count_{round} | plus: 1}}}}"),
            ),
            text("last", &format!("{round}")),
        ];
        let variables = property("variables", ValueKind::Map(entries));
        widget(
            &mut flow,
            ("set_variables", format!("keep_{round}")),
            vec![variables],
            vec![("next", named("call"))],
        );
        let parameters = (0..6).map(|at| {
            text(
                &format!("p{at}"),
                &format!("{at}: {{{{widgets.keep_{round}.name_{round} | upcase}}}}"),
            )
        });
        widget(
            &mut flow,
            ("run_function", format!("call_{round}")),
            vec![
                text("url", "https://example.com/{{flow.sid}}"),
                property("parameters", ValueKind::Map(parameters.collect())),
            ],
            vec![("_", named("tell"))],
        );
        let told =
            format!("{reply}: {{{{widgets.call_{round}.body}}}} {{{{flow.variables.last}}}}");
        widget(
            &mut flow,
            ("send_message", format!("tell_{round}")),
            vec![
                text("body", &told),
                text(
                    "media_url",
                    &format!("{{{{widgets.call_{round}.parsed.url}}}}"),
                ),
            ],
            vec![("_", next.clone())],
        );
        widget(
            &mut flow,
            ("send_message", format!("miss_{round}")),
            vec![
                text("body", &format!("{round}: {{{{contact.channel.address}}}}")),
                text("attributes", "{{flow.sid}}"),
            ],
            vec![("_", next)],
        );
    }
    flow
}

type Arms = Vec<(&'static str, Option<String>)>;

fn widget(flow: &mut Flow, (kind, ident): (&str, String), properties: Vec<Property>, arms: Arms) {
    let kind = match kind {
        "ask" => "send_and_wait_for_reply",
        "split" => "split_based_on",
        kind => kind,
    };
    let arms = arms.into_iter().map(|(event, target)| Arm {
        event: match event.split_once(' ') {
            _ if event == "_" => Event::Rest(Location(1)),
            Some((operator, argument)) => Event::Named {
                word: word(operator),
                arguments: Some(vec![value(ValueKind::Text(argument.to_owned()))]),
            },
            None => Event::Named {
                word: word(event),
                arguments: None,
            },
        },
        target: target.map_or(Target::End(Location(1)), |target| {
            Target::Widget(name(target))
        }),
        label: None,
        subject: None,
    });
    flow.widgets.push(Widget {
        kind: word(kind),
        ident: name(ident),
        name: None,
        docs: String::new(),
        place: None,
        allows: Vec::new(),
        properties,
        arms: arms.collect(),
    });
}

fn text(key: &str, text: &str) -> Property {
    property(key, ValueKind::Text(text.to_owned()))
}

fn property(key: &str, kind: ValueKind) -> Property {
    Property {
        key: word(key),
        value: value(kind),
        docs: String::new(),
    }
}

fn value(kind: ValueKind) -> Value {
    Value {
        kind,
        at: Location(1),
    }
}

fn name(text: String) -> Name {
    Name {
        text,
        at: Location(1),
    }
}

fn word(text: &str) -> Word {
    Word {
        text: text.to_owned(),
        quoted: false,
        at: Location(1),
    }
}
