//! The file by values, and what is held to it.

use std::collections::BTreeMap;

use expect_test::expect;
use flow_model::carry::Kind;
use proptest::collection::{btree_map, btree_set};
use proptest::option;
use proptest::prelude::*;
use serde::Serialize;

use super::*;
use crate::prelude::*;

mod first {
    use super::*;

    flow! {
        /// Books, and asks.
        pub(super) flow Orders {
            trigger { incoming_conversation_message => book }

            run_function book {
                function: Book { day: "{{trigger.conversation.Body}}" },

                success => ask,
                fail => end,
            }

            send_and_wait_for_reply ask {
                body: "{{widgets.book.parsed.time}}?",

                incoming_message => address,
                _ => end,
            }

            run_subflow address {
                flow: Address,

                _ => end,
            }
        }
    }

    flow! {
        /// Asks for an address.
        pub(super) flow Address {
            trigger { incoming_parent => street }

            send_and_wait_for_reply street {
                body: "Which street?",

                incoming_message => keep,
                _ => end,
            }

            set_variables keep {
                variables: { street: "{{widgets.street.inbound.Body}}" },

                next => end,
            }
        }
    }

    #[derive(FunctionParameters)]
    pub(super) struct Book {
        pub(super) day: String,
    }

    #[derive(Serialize, FunctionOutput)]
    pub(super) struct Slot {
        time: String,
    }

    impl Function for Book {
        type Output = Slot;

        async fn call(self, _cx: &FunctionContext) -> Result<Slot, FunctionError> {
            Ok(Slot { time: self.day })
        }
    }
}

/// A version in which a widget is called otherwise, and which has more besides.
macro_rules! renamed {
    (address => $next:ident; $($more:tt)*) => {
        flow! {
            pub(super) flow Orders {
                trigger { incoming_conversation_message => book }

                run_function book {
                    function: Book { day: "{{trigger.conversation.Body}}" },

                    success => ask_time,
                    fail => end,
                }

                send_and_wait_for_reply ask_time {
                    body: "{{widgets.book.parsed.time}}?",

                    incoming_message => address,
                    _ => end,
                }

                run_subflow address {
                    flow: Address,

                    _ => $next,
                }

                $($more)*
            }
        }
    };
}

/// One that reads more of the function's result than it had.
mod second {
    use super::*;

    pub(super) use super::first::Address;

    renamed! {
        address => tell;

        send_message tell {
            body: "In {{widgets.book.parsed.place}}",

            _ => end,
        }
    }

    #[derive(FunctionParameters)]
    pub(super) struct Book {
        pub(super) day: String,
    }

    #[derive(Serialize, FunctionOutput)]
    pub(super) struct Slot {
        time: String,
        place: String,
    }

    impl Function for Book {
        type Output = Slot;

        async fn call(self, _cx: &FunctionContext) -> Result<Slot, FunctionError> {
            Ok(Slot {
                time: self.day,
                place: String::new(),
            })
        }
    }
}

/// One that says what stands for the widget.
mod third {
    use super::*;

    pub(super) use super::first::{Address, Book};

    renamed! {
        address => end;

        migrate { ask => ask_time }
    }
}

fn recorded(flows: &Flows) -> Lock {
    let mut lock = Lock::default();
    lock.record(flows).unwrap();
    lock
}

fn first() -> Lock {
    recorded(&Flows::new().flow::<first::Orders>())
}

fn said(stranded: &[Stranded]) -> Vec<String> {
    stranded.iter().map(ToString::to_string).collect()
}

#[test]
fn the_file_says_where_somebody_may_wait_and_what_is_set_by_then() {
    let digest = |flow| first().digest(flow).unwrap().to_owned();
    let text = first().to_string();
    let text = text
        .replace(&digest("Orders"), "…")
        .replace(&digest("Address"), "…");
    expect![[r##"
        # Where conversations may wait in the flows that were deployed, and what they have set by then.
        # A release writes it; tests and `flow check --lock` hold the flows to it. Commit it.

        version = 1

        [[flow]]
        name = "Address"
        digest = "…"

        [[flow.waiting]]
        widget = "street"
        kind = "send_and_wait_for_reply"

        [flow.waiting.set]
        "widgets.Trigger" = "any"

        [flow.waiting.set."trigger.parent".parameters]

        [[flow]]
        name = "Orders"
        digest = "…"

        [[flow.waiting]]
        widget = "address"
        kind = "run_subflow"
        callee = "Address"

        [flow.waiting.set]
        "trigger.conversation" = "any"
        "widgets.Trigger" = "any"
        "widgets.ask" = "any"
        "widgets.ask.inbound" = "any"
        "widgets.ask.outbound" = "any"
        "widgets.book" = "any"
        "widgets.book.body" = "any"
        "widgets.book.content_type" = "any"
        "widgets.book.headers" = "any"
        "widgets.book.status_code" = "any"

        [flow.waiting.set."widgets.book.parsed"]
        time = "text"

        [[flow.waiting]]
        widget = "ask"
        kind = "send_and_wait_for_reply"

        [flow.waiting.set]
        "trigger.conversation" = "any"
        "widgets.Trigger" = "any"
        "widgets.book" = "any"
        "widgets.book.body" = "any"
        "widgets.book.content_type" = "any"
        "widgets.book.headers" = "any"
        "widgets.book.status_code" = "any"

        [flow.waiting.set."widgets.book.parsed"]
        time = "text"

        [[flow.waiting]]
        widget = "book"
        kind = "run_function"
        callee = "Book"

        [flow.waiting.set]
        "trigger.conversation" = "any"
        "widgets.Trigger" = "any"
    "##]].assert_eq(&text);
}

#[test]
fn what_is_gone_and_what_reads_more_than_was_returned_is_said_of_each_widget() {
    let second = Flows::new().flow::<second::Orders>();
    let mut lock = first();
    let stranded = lock.stranded(&second);
    expect![[r#"
        executions waiting at `address` in `Orders` could not be carried over: `widgets.book.parsed.place` is read by `tell`, and was not there when what holds it was set: set it anew on the way there, or say what stands for it, `{{widgets.book.parsed.place | default: ""}}`
        executions waiting at `ask` in `Orders` could not be carried over: the flow has no widget `ask` any more: say which one stands for it, `migrate { ask => ask_time }`"#]].assert_eq(&said(&stranded).join("\n"));
    // What is refused changes nothing.
    assert_eq!(lock.record(&second), Err(Refused { stranded }));
    assert_eq!(lock, first());
}

#[test]
fn what_is_recorded_comes_to_what_was_there() {
    let third = Flows::new().flow::<third::Orders>();
    let mut lock = first();
    lock.record(&third).unwrap();
    let widgets: Vec<_> = lock
        .waiting("Orders")
        .map(|it| it.widget.as_str())
        .collect();
    assert_eq!(widgets, ["address", "address", "ask", "ask_time", "book"]);
    assert_ne!(lock.digest("Orders"), first().digest("Orders"));
    // Whoever waits in the first is not forgotten once the second is deployed.
    let without = Flows::new().flow::<second::Orders>();
    assert!(said(&lock.stranded(&without))[1].contains("no widget `ask` any more"));
    // Nothing comes twice.
    let known = lock.clone();
    lock.record(&third).unwrap();
    assert_eq!(lock, known);
}

#[test]
fn a_flow_that_is_not_there_is_missing_where_somebody_may_wait_in_it() {
    let lock = first();
    let missing = |flows: Flows| lock.missing(&flows).collect::<Vec<_>>();
    assert_eq!(missing(Flows::new()), ["Address", "Orders"]);
    assert_eq!(missing(Flows::new().flow::<first::Address>()), ["Orders"]);
    assert_eq!(missing(Flows::new().flow::<third::Orders>()), [""; 0]);
    assert_eq!(lock.stranded(&Flows::new()), []);
}

#[test]
fn what_is_no_lock_is_refused_and_says_where() {
    let refused = |text: &str| text.parse::<Lock>().unwrap_err().to_string();
    expect![[r#"
        TOML parse error at line 2, column 9
          |
        2 | <<<<<<< HEAD
          |         ^
        key with no value, expected `=`
        get it back as it was committed; or, where nobody waits, delete it and write it anew"#]]
    .assert_eq(&refused("version = 1\n<<<<<<< HEAD\n"));
    expect![[r#"
        TOML parse error at line 2, column 1
          |
        2 | [[flow]]
          | ^^^^^^^^
        missing field `digest`
        get it back as it was committed; or, where nobody waits, delete it and write it anew"#]]
    .assert_eq(&refused("version = 1\n[[flow]]\nname = \"Orders\"\n"));
    expect!["it has the form 2, and this version of flow knows those up to 1: update flow"]
        .assert_eq(&refused("version = 2\nnew = true\n"));
}

#[test]
fn a_field_may_be_called_as_a_kind_is() {
    let fields = |fields: &[(&str, Kind)]| {
        let fields = fields
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), kind.clone()));
        Kind::Object(fields.collect())
    };
    let nothing = fields(&[]);
    let set = [
        ("a", fields(&[("any", nothing.clone())])),
        ("b", fields(&[("text", nothing)])),
        ("c", fields(&[("any", Kind::Any)])),
        ("d", fields(&[("any", Kind::Text), ("text", Kind::Any)])),
    ];
    let standing = Standing {
        flow: "Orders".to_owned(),
        set: set.map(|(name, kind)| (name.to_owned(), kind)).into(),
        ..Standing::default()
    };
    let locked = Locked {
        waiting: [standing].into(),
        ..Locked::default()
    };
    let lock = Lock {
        flows: [("Orders".to_owned(), locked)].into(),
    };
    assert_eq!(lock.to_string().parse::<Lock>().unwrap(), lock);
}

fn kind() -> impl Strategy<Value = Kind> {
    let leaf = prop_oneof![Just(Kind::Text), Just(Kind::Any)];
    // `text` and `any` are fields of somebody's as well.
    let name = prop_oneof![Just("text".to_owned()), Just("any".to_owned()), "\\PC{0,3}"];
    leaf.prop_recursive(3, 8, 3, move |kind| {
        btree_map(name.clone(), kind, 0..3).prop_map(Kind::Object)
    })
}

fn standing() -> impl Strategy<Value = Standing> {
    let names = || btree_map(".{0,4}", kind(), 0..3);
    let texts = btree_map(".{0,4}", ".{0,4}", 0..2);
    let decided = btree_map(".{0,4}", any::<bool>(), 0..2);
    (
        "[a-c]",
        ".{0,4}",
        option::of(".{0,4}"),
        names(),
        texts,
        decided,
    )
        .prop_map(|(widget, kind, callee, set, texts, decided)| Standing {
            flow: String::new(),
            widget,
            kind,
            callee,
            set,
            texts,
            decided,
        })
}

fn locked() -> impl Strategy<Value = Locked> {
    let waiting = btree_set(standing(), 0..4);
    (".{0,4}", waiting).prop_map(|(digest, waiting)| Locked { digest, waiting })
}

proptest! {
    #[test]
    fn a_lock_that_was_written_and_read_is_the_same(
        flows in btree_map(".{0,4}", locked(), 0..3)
    ) {
        let named = |(name, locked): (String, Locked)| {
            let waiting = locked.waiting.into_iter().map(|standing| Standing {
                flow: name.clone(),
                ..standing
            });
            let locked = Locked { waiting: waiting.collect(), ..locked };
            (name, locked)
        };
        let flows: BTreeMap<_, _> = flows.into_iter().map(named).collect();
        let lock = Lock { flows };
        let written = lock.to_string();
        prop_assert_eq!(&written.parse::<Lock>().unwrap(), &lock, "{}", written);
    }
}
