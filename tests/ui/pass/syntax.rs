//! Every form of the language.

use flow_model::flow::{Event, Flow as Tree, Target, ValueKind, Widget};
use flow_runtime::prelude::*;

/// Counts what it is called for.
#[derive(Debug, FunctionParameters)]
struct Nothing;

impl Function for Nothing {
    type Output = ();

    async fn call(self, _cx: &FunctionContext) -> Result<(), FunctionError> {
        Ok(())
    }
}

mod elsewhere {
    pub(crate) use flow_runtime::functions::AddParticipant;
}

flow! {
    /// Every form of the language,
    /// each at least once.
    #[name = "Every form"]
    #[allow_concurrent_calls(false)]
    #[allow(spinning_cycle)]
    pub(crate) flow Forms {
        #[name = "Start"]
        trigger {
            incoming_message | incoming_conversation_message => r#match,
            incoming_call => end,
            _ => r#match,
        }

        /// A keyword as a name; `r#` may be left out.
        #[at(120, -40)]
        send_message match {
            /// A property may be explained.
            body: "Dear {{contact.channel.address}},\n\
                \n\
                  \"quoted\", \u{e9} and a tab:\t.\n",
            "later": "what Studio may have one day",

            sent => loop,
            "failed" => loop,
        }

        #[name = "set-all"]
        set_variables loop {
            variables: {
                text: "a",
                number: 1_000,
                negative: -0.5,
                flag: true,
                parsed: json(r#"{"name": "{{flow.variables.text}}"}"#),
                "quoted-key": r"raw \d",
                type: "a keyword",
            },

            next => check,
        }

        split_based_on check {
            input: "{{trigger.message.Body}}",

            /// Support
            equal_to("support") => typed,
            is_blank => unit,
            /// Yes, in
            /// two lines
            matches_any_of("yes", "yeah", "y") => elsewhere,
            contains("a") | contains("b") => ask,
            #[subject("{{trigger.message.Body}}")]
            regex(r"\d{4}") => ask,
            "sounds_like"("support") => typed,
            _ => match,
        }

        run_function typed {
            function: elsewhere::AddParticipant {
                conversation_sid: "{{flow.channel.address}}",
                address: "+15557770199",
            },

            _ => unit,
        }

        run_function unit {
            function: Nothing,

            success => end,
            fail => empty,
        }

        run_function empty {
            function: self::Nothing {},

            _ => elsewhere,
        }

        run_function elsewhere {
            url: "https://example.com/{{contact.channel.address}}",
            parameters: { "From": "{{contact.channel.address}}", tries: 3 },

            _ => ask,
        }

        send_and_wait_for_reply ask {
            body: "How many?",
            timeout: 60,
            attributes: r##"{"html": "#"}"##,
            shorten_urls: false,

            incoming_message => create,
            timeout | delivery_failure => end
        }

        "create-thing" create {
            "list": [1, -2, "three", [true], { "four": 4 },],
            "map": { deep: { "er": json("{}") } },
            "empty": [],
            "none": {},

            "created" => ask,
            _ => migrate,
        }

        /// Where executions go on that began in earlier versions.
        migrate {
            old | "old-one" => ask,
            r#type => create
        }

        /// Said of a widget that is called like the word.
        send_message migrate { body: "x", _ => end }

        migrate {}
    }
}

fn tree() -> Tree {
    machine::<Forms>().flow()
}

fn widget<'t>(tree: &'t Tree, ident: &str) -> &'t Widget {
    let mut widgets = tree.widgets.iter();
    widgets.find(|widget| widget.ident.text == ident).unwrap()
}

#[track_caller]
fn value(ident: &str, key: &str) -> ValueKind {
    let tree = tree();
    let properties = &widget(&tree, ident).properties;
    let property = properties.iter().find(|property| property.key.text == key);
    property.unwrap().value.kind.clone()
}

#[test]
fn attributes_say_what_studio_shows() {
    let tree = tree();
    assert_eq!(tree.friendly_name.as_ref().unwrap().text, "Every form");
    assert_eq!(
        tree.description,
        "Every form of the language,\neach at least once."
    );
    assert_eq!(tree.allow_concurrent_calls, Some(false));
    assert_eq!(widget(&tree, "trigger").studio_name(), "Start");
    assert_eq!(widget(&tree, "loop").studio_name(), "set-all");
    assert_eq!(widget(&tree, "match").place, Some((120, -40)));
    let labels = widget(&tree, "check")
        .arms
        .iter()
        .map(|arm| arm.label.as_deref());
    assert_eq!(
        labels.flatten().collect::<Vec<_>>(),
        ["Support", "Yes, in\ntwo lines"]
    );
}

#[test]
fn texts_mean_what_rust_means_by_them() {
    let text = |text: &str| ValueKind::Text(text.to_owned());
    assert_eq!(
        value("match", "body"),
        text("Dear {{contact.channel.address}},\n\n\"quoted\", é and a tab:\t.\n")
    );
    assert_eq!(value("ask", "attributes"), text(r##"{"html": "#"}"##));
}

#[test]
fn numbers_flags_json_lists_and_maps_are_values() {
    let ValueKind::Map(variables) = value("loop", "variables") else {
        panic!("no map");
    };
    let kinds: Vec<_> = variables
        .into_iter()
        .map(|entry| (entry.key.text, entry.value.kind))
        .collect();
    let text = |text: &str| ValueKind::Text(text.to_owned());
    let number = |number: &str| ValueKind::Number(number.to_owned());
    let expected = [
        ("text", text("a")),
        ("number", number("1000")),
        ("negative", number("-0.5")),
        ("flag", ValueKind::Flag(true)),
        (
            "parsed",
            ValueKind::Json(r#"{"name": "{{flow.variables.text}}"}"#.to_owned()),
        ),
        ("quoted-key", text(r"raw \d")),
        ("type", text("a keyword")),
    ];
    assert_eq!(kinds, expected.map(|(key, kind)| (key.to_owned(), kind)));
    let ValueKind::List(items) = value("create", "list") else {
        panic!("no list");
    };
    assert_eq!(items.len(), 5);
}

#[test]
fn what_stands_for_widgets_of_earlier_versions_is_kept_by_name() {
    let tree = tree();
    let migrations = tree.migrations.iter().map(|migration| {
        let Target::Widget(to) = &migration.to else {
            panic!("no widget");
        };
        (&*migration.from.text, &*to.text)
    });
    let expected = [("old", "ask"), ("old-one", "ask"), ("type", "create")];
    assert_eq!(migrations.collect::<Vec<_>>(), expected);
    assert_eq!(widget(&tree, "migrate").kind.text, "send_message");
}

#[test]
fn several_events_are_an_arm_each() {
    let tree = tree();
    let words = |ident| {
        let arms = widget(&tree, ident).arms.iter();
        let words = arms.map(|arm| match &arm.event {
            Event::Named { word, .. } => word.text.clone(),
            Event::Rest(_) => "_".to_owned(),
        });
        words.collect::<Vec<_>>()
    };
    assert_eq!(
        words("ask"),
        ["incoming_message", "timeout", "delivery_failure"]
    );
    assert_eq!(words("match"), ["sent", "failed"]);
    assert_eq!(words("check")[3..5], ["contains", "contains"]);
}

#[test]
fn handles_and_functions_are_there_by_name() {
    assert_eq!(Forms::r#match.name(), "match");
    assert_eq!(Forms::r#loop.name(), "set-all");
    assert_eq!(Forms::functions().len(), 3);
    assert_eq!(Forms::functions()[0].fields.len(), 3);
}
