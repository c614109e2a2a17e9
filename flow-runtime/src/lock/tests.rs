//! What is written down, and what is held to it.

use expect_test::expect;
use serde::Serialize;

use super::*;
use crate::prelude::*;

mod file;

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

/// A version that reads more of the function's result than it had, and calls a widget otherwise.
mod second {
    use super::*;

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

                _ => tell,
            }

            send_message tell {
                body: "In {{widgets.book.parsed.place}}",

                _ => end,
            }
        }
    }

    pub(super) use super::first::Address;

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

/// The same, which says what stands for the widget, and asks again.
mod third {
    use super::*;
    pub(super) use first::{Address, Book};

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

                _ => end,
            }

            migrate { ask => ask_time }
        }
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
        executions waiting at `ask` in `Orders` could not be carried over: the flow has no widget `ask` any more: keep one of that name, or say in `flow!` which one stands for it, `migrate { ask => ask_time }`"#]].assert_eq(&said(&stranded).join("\n"));
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
